import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import type { Temporal } from 'temporal-polyfill';
import { instantText } from '#kernel/column-types.js';
import { type PlainDate, plainDate } from '#kernel/plain-date.js';
import { placesFor, rowsOf } from '#kernel/sql.js';
import { LINK_DAYS } from './mail-content.js';
import { periodOf } from './obligation.js';
import type { MailState } from './reminder-mail.entity.js';
import type { Cancellation, ReminderState } from './reminder.entity.js';
import type { StageKind } from './stage-kind.js';

export const LEDGER_PARTS = ['waiting', 'sent', 'failed', 'cancelled'] as const;
export type LedgerPart = (typeof LEDGER_PARTS)[number];

export const LETTERS_A_PAGE = 25;

/** Of a letter with more, the rest is only counted. */
export const REMINDERS_TOLD = 30;

export interface LedgerReminder {
  readonly id: number;
  readonly kind: StageKind;
  readonly stage: string;
  readonly state: ReminderState;
  readonly cancellation: Cancellation | null;
  /** From which it was due. */
  readonly dueOn: PlainDate;
  /** The last day of the period that it speaks of, where it does. */
  readonly deadline: PlainDate | null;
  readonly taskId: number | null;
  /** What it is about: the task, the item without proof, the contract; of a summary, the plan. */
  readonly label: string;
  readonly title: string;
  readonly href: string;
}

/** Instants are ISO texts. */
export interface LedgerLetter {
  readonly id: number;
  readonly recipient: string;
  readonly email: string;
  readonly day: PlainDate;
  readonly state: MailState;
  readonly isInDoubt: boolean;
  readonly attempts: number;
  readonly nextAttemptAt: string;
  readonly lastAttemptAt: string | null;
  readonly sentAt: string | null;
  readonly lastError: string | null;
  readonly subject: string | null;
  readonly reminders: readonly LedgerReminder[];
  readonly reminderCount: number;
  /** It may be in somebody's hands with links that still work. */
  readonly hasLinks: boolean;
  readonly isRevoked: boolean;
}

export type LedgerCounts = Readonly<Record<LedgerPart, number>> & {
  /** Reminders that wait for a letter: their people have had today's. */
  readonly unplaced: number;
};

type LetterRow = Omit<LedgerLetter, 'day' | 'isInDoubt' | 'hasLinks' | 'isRevoked' | 'reminders' | 'reminderCount'> & {
  readonly day: string;
  readonly isInDoubt: number | boolean;
  readonly hasLinks: number | boolean;
  readonly isRevoked: number | boolean;
};

interface ReminderRow {
  readonly id: number;
  readonly mailId: number;
  readonly obligation: string;
  readonly kind: StageKind;
  readonly stage: string;
  readonly state: ReminderState;
  readonly cancellation: Cancellation | null;
  readonly dueOn: string;
  readonly taskId: number | null;
  readonly taskLabel: string | null;
  readonly taskName: string | null;
  readonly planId: number;
  readonly planNumber: string;
  readonly count: number;
}

const STATES: Readonly<Record<LedgerPart, readonly MailState[]>> = {
  waiting: ['pending', 'sending'],
  sent: ['sent'],
  failed: ['failed'],
  cancelled: ['cancelled'],
};

const ORDERS: Readonly<Record<LedgerPart, string>> = {
  waiting: 'm.next_attempt_at, m.id',
  sent: 'm.sent_at desc, m.id desc',
  failed: 'm.last_attempt_at desc, m.id desc',
  cancelled: 'm.day desc, m.id desc',
};

/** Whether a reminder's person got a signed link with it: they owe it, or stand in where nobody of those who do has an account. */
const MAY_LOG = `(u.role in ('producer', 'producer-lead') or (u.role = 'coordinator' and exists (select 1 from task_party p where p.task_id = r.task_id and p.role = 'lead'
  and (p.organisation_id = u.organisation_id
    or not exists (select 1 from user_account x where x.organisation_id = p.organisation_id and x.is_active and x.role in ('coordinator', 'producer', 'producer-lead'))))))`;

/** The book of letters: what waits, was sent, was refused or came to nothing. */
@Injectable()
export class LedgerQuery {
  constructor(private readonly em: SqlEntityManager) {}

  async counts(): Promise<LedgerCounts> {
    const rows = await rowsOf<{ state: MailState; count: number }>(
      this.em,
      'select state as "state", cast(count(*) as integer) as "count" from reminder_mail group by state',
    );
    const [unplaced] = await rowsOf<{ count: number }>(
      this.em,
      `select cast(count(*) as integer) as "count" from reminder where state in ('pending', 'sending') and state = 'pending' and mail_id is null`,
    );
    const of = (part: LedgerPart) => rows.filter(({ state }) => STATES[part].includes(state)).reduce((sum, { count }) => sum + count, 0);
    return { waiting: of('waiting'), sent: of('sent'), failed: of('failed'), cancelled: of('cancelled'), unplaced: unplaced?.count ?? 0 };
  }

  /** One page, of waiting letters the next to leave first, of others the latest first. @param page from 1 */
  async page(part: LedgerPart, page: number, now: Temporal.Instant): Promise<LedgerLetter[]> {
    const letters = await rowsOf<LetterRow>(
      this.em,
      `select m.id as "id", u.name as "recipient", u.email as "email", m.day as "day", m.state as "state", m.is_in_doubt as "isInDoubt", m.attempts as "attempts",
         m.next_attempt_at as "nextAttemptAt", m.last_attempt_at as "lastAttemptAt", m.sent_at as "sentAt", m.last_error as "lastError", m.subject as "subject",
         ((m.state = 'sent' or m.is_in_doubt) and exists (select 1 from reminder r where r.mail_id = m.id and r.obligation like 'duty:%' and r.state <> 'cancelled'
           and r.link_used_at is null and r.link_revoked_at is null and r.created_at > ? and ${MAY_LOG})) as "hasLinks",
         exists (select 1 from reminder r where r.mail_id = m.id and r.link_revoked_at is not null) as "isRevoked"
       from reminder_mail m join user_account u on u.id = m.recipient_id
       where m.state in (${placesFor(STATES[part])}) order by ${ORDERS[part]} limit ? offset ?`,
      [instantText(now.subtract({ hours: 24 * (LINK_DAYS + 1) })), ...STATES[part], LETTERS_A_PAGE, (page - 1) * LETTERS_A_PAGE],
    );
    const told = await this.remindersOf(letters.map(({ id }) => id));
    return letters.map(({ day, isInDoubt, hasLinks, isRevoked, ...letter }) => {
      const own = told.get(letter.id);
      return {
        ...letter,
        day: plainDate(day),
        isInDoubt: Boolean(isInDoubt),
        hasLinks: Boolean(hasLinks),
        isRevoked: Boolean(isRevoked),
        reminders: own?.reminders ?? [],
        reminderCount: own?.count ?? 0,
      };
    });
  }

  private async remindersOf(mailIds: readonly number[]): Promise<Map<number, { reminders: LedgerReminder[]; count: number }>> {
    if (mailIds.length === 0) return new Map();
    const rows = await rowsOf<ReminderRow>(
      this.em,
      `select r.id as "id", r.mail_id as "mailId", r.obligation as "obligation", r.kind as "kind", r.stage as "stage", r.state as "state", r.cancellation as "cancellation",
         r.due_on as "dueOn", r.task_id as "taskId", t.label as "taskLabel", t.name as "taskName", p.id as "planId", p.number as "planNumber", r.total as "count"
       from (select x.*, row_number() over (partition by x.mail_id order by case when x.state = 'cancelled' then 1 else 0 end, x.id) as place, cast(count(*) over (partition by x.mail_id) as integer) as total
             from reminder x where x.mail_id in (${placesFor(mailIds)})) r
       join plan p on p.id = r.plan_id left join task t on t.id = r.task_id
       where r.place <= ? order by r.mail_id, r.place`,
      [...mailIds, REMINDERS_TOLD],
    );
    const titles = await this.titlesOf(rows);
    const byMail = Map.groupBy(rows, ({ mailId }) => mailId);
    return new Map([...byMail].map(([mailId, own]) => [mailId, { count: own[0]!.count, reminders: own.map((row) => reminderOf(row, titles)) }]));
  }

  /** Of items and contracts, by the first two words of the obligation. */
  private async titlesOf(rows: readonly ReminderRow[]): Promise<Map<string, Titled>> {
    const titles = new Map<string, Titled>();
    for (const [word, sql, address] of TITLES) {
      const ids = [...new Set(rows.flatMap(({ obligation }) => (obligation.startsWith(`${word}:`) ? [Number(obligation.split(':')[1])] : [])))];
      if (ids.length === 0) continue;
      const found = await rowsOf<{ id: number; target: number; title: string }>(this.em, `${sql} (${placesFor(ids)})`, ids);
      for (const { id, target, title } of found) titles.set(`${word}:${id}`, { title, href: `${address}/${target}` });
    }
    return titles;
  }
}

interface Titled {
  readonly title: string;
  readonly href: string;
}

const CONTRACT_TITLE = `case when c.number = '' then c.title else 'Hợp đồng ' || c.number end as "title"`;

const TITLES = [
  ['evidence', 'select d.id as "id", d.id as "target", d.title as "title" from deliverable d where d.id in', '/deliverables'],
  ['contract', `select c.id as "id", c.id as "target", ${CONTRACT_TITLE} from contract c where c.id in`, '/contracts'],
  ['line', `select l.id as "id", c.id as "target", ${CONTRACT_TITLE} from contract_line l join contract c on c.id = l.contract_id where l.id in`, '/contracts'],
] as const;

function reminderOf({ obligation, planId, planNumber, taskLabel, taskName, dueOn, ...row }: ReminderRow, titles: ReadonlyMap<string, Titled>): LedgerReminder {
  const { id, kind, stage, state, cancellation, taskId } = row;
  const about = titles.get(obligation.split(':', 2).join(':'));
  const title = about?.title ?? taskName ?? `Kế hoạch số ${planNumber}`;
  const href = about?.href ?? (taskId === null ? `/plans/${planId}` : `/tasks/${taskId}`);
  const deadline = periodOf(obligation)?.to ?? null;
  return { id, kind, stage, state, cancellation, taskId, dueOn: plainDate(dueOn), deadline, label: taskLabel ?? '', title, href };
}
