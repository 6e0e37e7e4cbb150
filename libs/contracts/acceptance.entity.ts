import type { Rel } from '@mikro-orm/core';
import { Entity, Index, ManyToOne, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import type { Temporal } from 'temporal-polyfill';
import { Deliverable } from '#deliverables/deliverable.entity.js';
import { User } from '#identity/user.entity.js';
import { InstantType, PlainDateType } from '#kernel/column-types.js';
import type { PlainDate } from '#kernel/plain-date.js';
import { AcceptanceNotInState } from './acceptance.errors.js';
import { acceptanceMayBecome, type AcceptanceState } from './contract-status.js';
import { Contract, ContractLine } from './contract.entity.js';
import type { AcceptanceMinutes } from './minutes.js';

/** What the office writes into the minutes besides the figures. */
export interface AcceptanceWords {
  /** Number and symbol of the paper, such as `12/BB-SNV`; blank until the clerk gives it. */
  documentNumber: string;
  place: string;
  quality: string;
  progress: string;
  conclusion: string;
}

/** One round of acceptance (đợt nghiệm thu) of a contract. Once issued, neither it nor its items change any more. */
@Entity()
@Unique({ name: 'acceptance_round', expression: `create unique index "acceptance_round" on "acceptance" ("contract_id", "round") where round is not null` })
export class Acceptance {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @Property({ type: 'integer', version: true })
  version!: number;

  @ManyToOne(() => Contract, { index: true })
  contract: Rel<Contract>;

  @Property({ type: 'string', length: 12 })
  state: AcceptanceState = 'draft';

  /** 1 for the contract's first, given when it is issued. */
  @Property({ type: 'integer', nullable: true })
  round: number | null = null;

  /** The day of the minutes; items that appeared later are not in it. */
  @Property({ type: PlainDateType })
  heldOn: PlainDate;

  @Property({ type: 'json' })
  words: AcceptanceWords;

  /** The producer who agreed, or sent it back, and what was said. */
  @ManyToOne(() => User, { nullable: true })
  reviewedBy: Rel<User> | null = null;

  @Property({ type: InstantType, nullable: true })
  reviewedAt: Temporal.Instant | null = null;

  @Property({ type: 'text', nullable: true })
  reviewNote: string | null = null;

  @ManyToOne(() => User, { nullable: true })
  createdBy: Rel<User> | null;

  @Property({ type: InstantType })
  createdAt: Temporal.Instant;

  @ManyToOne(() => User, { nullable: true })
  issuedBy: Rel<User> | null = null;

  @Property({ type: InstantType, nullable: true })
  issuedAt: Temporal.Instant | null = null;

  /** Everything that the papers say, as it was when it was issued. */
  @Property({ type: 'json', nullable: true, lazy: true })
  minutes: AcceptanceMinutes | null = null;

  /** SHA-256 of the minutes in canonical JSON, by which `lich verify` knows that they are unchanged. */
  @Property({ type: 'string', length: 64, nullable: true })
  minutesSha256: string | null = null;

  constructor(contract: Rel<Contract>, heldOn: PlainDate, words: AcceptanceWords, by: User | null, at: Temporal.Instant) {
    this.contract = contract;
    this.heldOn = heldOn;
    this.words = words;
    this.createdBy = by;
    this.createdAt = at;
  }

  /** Every item is judged: the producer is asked. */
  submit(): void {
    this.become('review');
    this.forgetReview();
  }

  /** The producer agrees; where it did so on paper, whoever says so and how. */
  agree(by: User | null, at: Temporal.Instant, note: string | null): void {
    this.become('reviewed');
    this.review(by, at, note);
  }

  /** The producer wants something changed and says what. */
  sendBack(by: User | null, at: Temporal.Instant, note: string): void {
    this.become('draft');
    this.review(by, at, note);
  }

  /** Taken up again by the office; what was agreed to is not agreed to any more. */
  reopen(): void {
    this.become('draft');
    this.forgetReview();
  }

  cancel(): void {
    this.become('cancelled');
  }

  /** For good: from here on nothing of it changes. */
  issue(round: number, frozen: { minutes: AcceptanceMinutes; sha256: string }, by: User | null, at: Temporal.Instant): void {
    this.become('issued');
    this.round = round;
    this.minutes = frozen.minutes;
    this.minutesSha256 = frozen.sha256;
    this.issuedBy = by;
    this.issuedAt = at;
  }

  /** @throws AcceptanceNotInState once it is with the producer, agreed to, issued or cancelled */
  assertDraft(): void {
    if (this.state !== 'draft') throw new AcceptanceNotInState(this.state);
  }

  private become(state: AcceptanceState): void {
    if (!acceptanceMayBecome(this.state, state)) throw new AcceptanceNotInState(this.state);
    this.state = state;
  }

  private review(by: User | null, at: Temporal.Instant, note: string | null): void {
    this.reviewedBy = by;
    this.reviewedAt = at;
    this.reviewNote = note;
  }

  private forgetReview(): void {
    this.reviewedBy = null;
    this.reviewedAt = null;
    this.reviewNote = null;
  }
}

/** `reversal`: an item accepted in an earlier round that this one takes back. */
export type AcceptanceItemKind = 'item' | 'reversal';

/**
 * `open` while nobody has judged, `passed` or `failed` by Sở Nội vụ while it is drafted; issuing makes of these `accepted`,
 * `refused` or, where more passed than the contract pays for, `beyond`; `dropped` went out with a cancelled round.
 */
export type AcceptanceItemState = 'open' | 'passed' | 'failed' | 'accepted' | 'refused' | 'beyond' | 'dropped';

/** An item in a round. The partial unique index keeps one item from being accepted twice, in whatever contract. */
@Entity()
@Index({ properties: ['acceptance', 'kind', 'state'] })
@Unique({
  name: 'acceptance_item_once',
  expression: `create unique index "acceptance_item_once" on "acceptance_item" ("deliverable_id", "kind") where state in ('open', 'passed', 'failed', 'accepted')`,
})
export class AcceptanceItem {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @ManyToOne(() => Acceptance)
  acceptance: Rel<Acceptance>;

  @ManyToOne(() => Deliverable, { index: true })
  deliverable: Rel<Deliverable>;

  @ManyToOne(() => ContractLine, { index: true })
  line: Rel<ContractLine>;

  @Property({ type: 'string', length: 8 })
  kind: AcceptanceItemKind;

  @Property({ type: 'string', length: 8 })
  state: AcceptanceItemState = 'open';

  /** Why it was refused or taken back. */
  @Property({ type: 'text', nullable: true })
  reason: string | null = null;

  @ManyToOne(() => User, { nullable: true })
  judgedBy: Rel<User> | null = null;

  @Property({ type: InstantType, nullable: true })
  judgedAt: Temporal.Instant | null = null;

  constructor(acceptance: Rel<Acceptance>, deliverable: Rel<Deliverable>, line: Rel<ContractLine>, kind: AcceptanceItemKind) {
    this.acceptance = acceptance;
    this.deliverable = deliverable;
    this.line = line;
    this.kind = kind;
  }
}
