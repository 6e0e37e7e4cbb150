import { hash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import { dateInZone, isBefore, type PlainDate } from '#kernel/plain-date.js';
import { remembering } from '#kernel/remembering.js';
import { Settings } from '#kernel/settings.js';
import { placesFor, rowsOf } from '#kernel/sql.js';
import { DigestLetter, type WrittenLetter } from './digest-letter.js';
import { type Due, keyOf, reminderKey, type Scope } from './due.js';
import { DueFinder, type FoundAmong } from './due-finder.js';
import { LinkSigner } from './link-signer.js';
import type { TakenMail } from './mail-desk.js';
import { periodOf } from './obligation.js';
import type { Person } from './people.js';
import type { Cancellation } from './reminder.entity.js';
import type { StageKind } from './stage-kind.js';
import { type SummaryKind, summarySpan } from './stages.js';
import { isQuiet, type SummaryFacts, SummaryQuery } from './summary.query.js';

/** How long a link in a letter works, from the day the reminder was written down. */
export const LINK_DAYS = 21;

/** A letter as things stand at the moment of sending. */
export interface PreparedMail {
  readonly mail: TakenMail;
  /** Undefined where nothing in it is owed any more. */
  readonly letter: (WrittenLetter & { readonly person: Person; readonly thread: string; readonly unsubscribeUrl: string | undefined }) | undefined;
  readonly due: readonly Due[];
  /** What is left out, by reminder. */
  readonly dropped: ReadonlyMap<number, Cancellation>;
  /** The letter could not be made; nobody else's is touched by that. */
  readonly error: Error | undefined;
}

interface ReminderRow {
  readonly id: number;
  readonly mailId: number;
  readonly obligation: string;
  readonly stage: string;
  readonly kind: StageKind;
  readonly recipientId: number;
  readonly taskId: number | null;
  readonly createdAt: string;
}

/** Asks once more what of some letters is owed, and words them. */
@Injectable()
export class MailContent {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly finder: DueFinder,
    private readonly summaries: SummaryQuery,
    private readonly letters: DigestLetter,
    private readonly links: LinkSigner,
    private readonly settings: Settings,
  ) {}

  /** A handful of queries, however many letters. */
  async prepare(mails: readonly TakenMail[], now: Temporal.Instant): Promise<PreparedMail[]> {
    const today = dateInZone(now);
    const reminders = await this.remindersOf(mails);
    const found = await this.finder.among(today, scopeOf(reminders));
    const dueByKey = new Map(found.due.map((due) => [keyOf(due), due]));
    const otherStage = new Set(found.due.map(({ obligation, person }) => `${obligation} ${person.id}`));
    const summaries = new Map<string, Promise<SummaryFacts>>();
    const byMail = Map.groupBy(reminders, ({ mailId }) => mailId);
    const prepared: PreparedMail[] = [];
    for (const mail of mails) {
      const alive: { row: ReminderRow; due: Due }[] = [];
      const dropped = new Map<number, Cancellation>();
      for (const row of byMail.get(mail.id) ?? []) {
        const due = dueByKey.get(reminderKey(row));
        if (due) alive.push({ row, due });
        else dropped.set(row.id, otherStage.has(`${row.obligation} ${row.recipientId}`) ? 'superseded' : reasonOf(row, found, today));
      }
      // Letters are on their way meanwhile: the mail server is not to wait until all of these are worded.
      await turn();
      prepared.push(await this.prepareOne(mail, alive, dropped, today, summaries));
    }
    return prepared;
  }

  private async prepareOne(
    mail: TakenMail,
    alive: readonly { row: ReminderRow; due: Due }[],
    dropped: Map<number, Cancellation>,
    today: PlainDate,
    known: Map<string, Promise<SummaryFacts>>,
  ): Promise<PreparedMail> {
    const nothing = { mail, letter: undefined, due: [], dropped, error: undefined };
    try {
      // 1. A summary with nothing to say is not sent.
      const told: { kind: SummaryKind; facts: SummaryFacts }[] = [];
      const kept = [];
      for (const one of alive) {
        const facts = await this.summaryOf(one.due, today, known);
        if (facts && isQuiet(facts)) dropped.set(one.row.id, 'empty');
        else kept.push(one);
        if (facts && !isQuiet(facts)) told.push({ kind: one.due.stage.kind as SummaryKind, facts });
      }
      const [first] = kept;
      if (!first) return nothing;
      // 2. Links for what the person may log.
      const { person } = first.due;
      const due = kept.map((one) => one.due);
      const signed = new Map<string, string>();
      for (const { row, due: one } of kept) {
        if (one.subject.about !== 'duty' || !one.isOwn) continue;
        const until = linkEnd(row.createdAt);
        signed.set(one.obligation, `${this.settings.publicUrl}/act/${await this.links.sign('act', row.id, until)}`);
      }
      const unsubscribeUrl = told.length > 0 ? `${this.settings.publicUrl}/summaries/${await this.links.sign('unsubscribe', person.id, null)}` : undefined;
      // 3. The words.
      const letter = this.letters.write({ person, due, summaries: told, today, signed, unsubscribeUrl });
      return { ...nothing, due, letter: { ...letter, person, thread: this.threadOf(letter.about ?? first.due.obligation, person), unsubscribeUrl } };
    } catch (error) {
      return { ...nothing, error: error instanceof Error ? error : new Error(String(error)) };
    }
  }

  /** The letters about one obligation to one person stand together in a mail program. */
  private threadOf(obligation: string, person: Person): string {
    return `viec-${hash('sha256', `${obligation} ${person.id}`).slice(0, 24)}@${this.settings.mailDomain}`;
  }

  /** Undefined for what is no summary. The same for everybody who gets it. */
  private async summaryOf({ plan, stage }: Due, today: PlainDate, known: Map<string, Promise<SummaryFacts>>): Promise<SummaryFacts | undefined> {
    if (stage.kind !== 'weekly' && stage.kind !== 'monthly') return undefined;
    const key = `${plan.id} ${stage.key}`;
    let facts = known.get(key);
    if (!facts) known.set(key, (facts = this.summaries.of(plan, today, summarySpan(stage))));
    return facts;
  }

  private async remindersOf(mails: readonly TakenMail[]): Promise<ReminderRow[]> {
    const ids = mails.map(({ id }) => id);
    return rowsOf<ReminderRow>(
      this.em,
      `select id as "id", mail_id as "mailId", obligation as "obligation", stage as "stage", kind as "kind", recipient_id as "recipientId", task_id as "taskId", created_at as "createdAt"
       from reminder where mail_id in (${placesFor(ids)}) and state = 'sending' order by id`,
      ids,
    );
  }
}

/** The reminders of one sweep were written in a few instants. */
const linkEnd = remembering<PlainDate>(20_000, (createdAt) => dateInZone(Temporal.Instant.from(createdAt)).add({ days: LINK_DAYS }));

function scopeOf(reminders: readonly ReminderRow[]): Scope {
  const taskIds = new Set<number>();
  const itemIds: number[] = [];
  let contracts = false;
  for (const { kind, taskId, obligation } of reminders) {
    if (kind === 'evidence') itemIds.push(Number(obligation.split(':')[1]));
    else if (kind === 'contract-end' || kind === 'contract-used') contracts = true;
    else if (taskId !== null) taskIds.add(taskId);
  }
  return { taskIds: [...taskIds], itemIds: [...new Set(itemIds)], contracts };
}

/** Why a reminder is owed no more, as far as can be told. */
function reasonOf({ obligation, kind, taskId, recipientId }: ReminderRow, { tasks, snoozes, people }: FoundAmong, today: PlainDate): Cancellation {
  const person = people.find(({ id }) => id === recipientId);
  if (!person) return 'gone';
  const period = periodOf(obligation);
  if (!period) return kind === 'weekly' || kind === 'monthly' ? 'superseded' : 'met';
  const until = snoozes.get(`${obligation} ${person.organisationId}`);
  if (until && isBefore(today, until)) return 'snoozed';
  const duties = tasks.find(({ id }) => id === taskId)?.duties.filter(({ from, to }) => from.equals(period.from) && to.equals(period.to)) ?? [];
  const isMet = duties.length > 0 && duties.every((duty) => (duty.members?.find(({ memberId }) => memberId === person.organisationId) ?? duty).missing === 0);
  return isMet ? 'met' : 'gone';
}
