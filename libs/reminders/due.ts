import type { OwedTask } from '#deliverables/owed.query.js';
import type { Duty } from '#deliverables/progress.js';
import type { PlainDate } from '#kernel/plain-date.js';
import type { PaceAlarm } from './pace-alarm.js';
import type { Person } from './people.js';
import type { Stage } from './stages.js';

/** A plan that is in force, or ended not long ago. */
export interface WatchedPlan {
  readonly id: number;
  readonly number: string;
  readonly startsOn: PlainDate;
  readonly loadedOn: PlainDate;
}

/** An item that appeared some time ago and that nothing proves. */
export interface UnprovenItem {
  readonly id: number;
  readonly taskId: number;
  readonly taskLabel: string;
  readonly taskName: string;
  readonly title: string;
  readonly occursOn: PlainDate;
  readonly organisationId: number;
}

export function contractName({ number, title }: { readonly number: string; readonly title: string }): string {
  return number ? `Hợp đồng ${number}` : title;
}

/** What a reminder is about, as things stand. */
export type Subject =
  | { readonly about: 'duty'; readonly task: OwedTask; readonly duty: Duty }
  | { readonly about: 'pace'; readonly task: OwedTask; readonly alarm: PaceAlarm }
  | { readonly about: 'evidence'; readonly item: UnprovenItem }
  | { readonly about: 'contract'; readonly contract: { readonly id: number; readonly number: string; readonly title: string }; readonly words: string }
  | { readonly about: 'summary' };

/** Something that a person is owed word of on a day, by the latest stage it has reached for them. */
export interface Due {
  readonly obligation: string;
  readonly stage: Stage;
  readonly person: Person;
  /** The person's own organisation owes it, rather than that they watch over it. */
  readonly isOwn: boolean;
  readonly plan: WatchedPlan;
  readonly taskId: number | null;
  readonly subject: Subject;
}

/** By what a reminder is one and no other, as the unique key of its rows has it. */
export function reminderKey({ obligation, stage, recipientId }: { obligation: string; stage: string; recipientId: number }): string {
  return `${obligation} ${stage} ${recipientId}`;
}

export function keyOf({ obligation, stage, person }: Due): string {
  return reminderKey({ obligation, stage: stage.key, recipientId: person.id });
}

/** What is asked about: everything, or what the letters at hand speak of. */
export interface Scope {
  readonly taskIds: readonly number[];
  readonly itemIds: readonly number[];
  readonly contracts: boolean;
}
