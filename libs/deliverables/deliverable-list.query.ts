import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel/clock.js';
import { rowsOf, type SqlValue } from '#kernel/sql.js';
import { nameOnDaySql } from '#organisations/names-on-day.query.js';
import type { Medium } from '#planning/medium.js';
import { hasEvidence, isDeclaredOn } from './counting-sql.js';
import type { Ledgers } from './counts.js';
import type { DeliverableStatus } from './deliverable-status.js';
import { matchesWord, searchPatterns } from './identity-of-piece.js';
import { type Quarter, spanOfQuarter } from './quarter.js';

/** The columns a list may be sorted by; anything else is not asked of the database. A rerun stands where its original does (rule 2). */
const SORTS = {
  date: 'coalesce(original.occurs_on, d.occurs_on)',
  title: 'coalesce(original.search_key, d.search_key)',
  task: 't.ordinal',
  status: 'd.status',
  changed: 'd.changed_at',
} as const;

export type ListSort = keyof typeof SORTS;
export const LIST_SORTS = Object.keys(SORTS) as ListSort[];

export const PAGE_SIZE = 50;

export interface ListFilter {
  readonly planId: number;
  readonly search?: string | undefined;
  readonly taskId?: number | undefined;
  readonly organisationId?: number | undefined;
  readonly status?: DeliverableStatus | undefined;
  /** `YYYY-MM`: what appeared in it, and what makes up for it. */
  readonly month?: string | undefined;
  readonly quarter?: Quarter | undefined;
  /** About that topic of the plan, or about none of them. */
  readonly topic?: number | 'none' | undefined;
  /** Only what counts as declared today. */
  readonly isCounted?: boolean | undefined;
  /** Of what counts as declared today, those with evidence or those without. */
  readonly evidence?: 'with' | 'without' | undefined;
  readonly kind?: ListKind | undefined;
}

/** What an item may be besides a plain one: a repeat of another, or credited to an earlier period. */
export const LIST_KINDS = ['rerun', 'make-up'] as const;
export type ListKind = (typeof LIST_KINDS)[number];

export interface ListedDeliverable {
  readonly id: number;
  readonly occursOn: string;
  readonly creditedOn: string | null;
  readonly title: string;
  readonly genre: string | null;
  readonly author: string | null;
  readonly url: string | null;
  readonly issueNumber: string | null;
  readonly page: string | null;
  readonly channel: string | null;
  readonly airedAt: string | null;
  readonly status: DeliverableStatus;
  readonly isRerun: boolean;
  /** What a rerun repeats. */
  readonly originalId: number | null;
  readonly originalTitle: string | null;
  readonly originalOn: string | null;
  readonly hasEvidence: boolean;
  /** Why it was withdrawn or refused. */
  readonly reason: string | null;
  /** Of an accepted item that an adjustment takes back: the day from which it no longer counts, and why. */
  readonly takenBackOn: string | null;
  readonly takenBackReason: string | null;
  readonly taskId: number;
  /** The task's number as the plan writes it. */
  readonly ordinal: string;
  readonly taskName: string;
  readonly medium: Medium;
  /** Its short name on the item's day. */
  readonly organisation: string;
}

const COLUMNS = `d.id as "id", d.occurs_on as "occursOn", d.credited_on as "creditedOn", d.title as "title", d.genre as "genre", d.author as "author",
  d.url as "url", d.issue_number as "issueNumber", d.page as "page", d.channel as "channel", d.aired_at as "airedAt", d.status as "status",
  case when d.rerun_of_id is null then 0 else 1 end as "isRerun", d.rerun_of_id as "originalId", original.title as "originalTitle",
  original.occurs_on as "originalOn", case when ${hasEvidence('d')} then 1 else 0 end as "hasEvidence", d.reason as "reason",
  adjustment.effective_on as "takenBackOn", adjustment.reason as "takenBackReason", t.id as "taskId", t.label as "ordinal", t.name as "taskName", t.medium as "medium",
  ${nameOnDaySql('short_name', 'o', 'd.occurs_on')} as "organisation"`;

const FROM = 'from deliverable d join task t on t.id = d.task_id left join deliverable original on original.id = d.rerun_of_id';

const FROM_WITH_NAMES = `${FROM} join organisation o on o.id = d.organisation_id left join adjustment on adjustment.deliverable_id = d.id`;

/** How many there are and how many of them count; `$COUNTS` says which do. */
const TOTALS = `select cast(count(*) as integer) as "total", cast(coalesce(sum(c.counts), 0) as integer) as "declared",
    cast(coalesce(sum(c.counts * c.proven), 0) as integer) as "evidenced", cast(coalesce(sum(c.counts * c.accepted), 0) as integer) as "accepted"
  from (select case when $COUNTS then 1 else 0 end as counts, case when ${hasEvidence('d')} then 1 else 0 end as proven,
      case when d.status = 'accepted' then 1 else 0 end as accepted
    ${FROM} where $WHERE) c`;

const TOPICS_OF_ITEM = 'select 1 from deliverable_topic dt where dt.deliverable_id = d.id';

type Flags = 'isRerun' | 'hasEvidence';
type Row = Omit<ListedDeliverable, Flags> & Record<Flags, number>;

@Injectable()
export class DeliverableListQuery {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly clock: Clock,
  ) {}

  /**
   * One page of items, newest first unless asked otherwise, each rerun after its original, with the number of all that match
   * and of those that count; beyond the last page, the last. @param page from 1
   */
  async page(
    filter: ListFilter,
    { sort = 'date', isDescending = true, page = 1, size = PAGE_SIZE }: { sort?: ListSort; isDescending?: boolean; page?: number; size?: number } = {},
  ): Promise<{ rows: ListedDeliverable[]; total: number; ledgers: Ledgers; page: number }> {
    const today = this.clock.today().toString();
    const { where, values } = conditionsOf(filter, today);
    const { total, ...ledgers } = await this.totalsOf(filter, today);
    const shown = Math.min(page, Math.max(1, Math.ceil(total / size)));
    const order = orderBy(sort, isDescending);
    // The names and proofs are looked up for the page's own items, not for all that are sorted.
    const rows = await rowsOf<Row>(
      this.em,
      `select ${COLUMNS} ${FROM_WITH_NAMES} where d.id in (select d.id ${FROM} where ${where} ${order} limit ? offset ?) ${order}`,
      [...values, size, (shown - 1) * size],
    );
    return {
      rows: rows.map((row) => ({ ...row, isRerun: row.isRerun === 1, hasEvidence: row.hasEvidence === 1 })),
      total,
      ledgers,
      page: shown,
    };
  }

  /** A make-up item is listed under both its months and counts in the one that it is credited to (rule 3). */
  private async totalsOf(filter: ListFilter, today: string): Promise<Ledgers & { total: number }> {
    const { where, values } = conditionsOf(filter, today);
    const inMonth = filter.month === undefined ? '' : ' and coalesce(d.credited_on, d.occurs_on) like ?';
    const sql = TOTALS.replace('$COUNTS', isDeclaredOn('d') + inMonth).replace('$WHERE', () => where);
    const [totals] = await rowsOf<Ledgers & { total: number }>(this.em, sql, [today, ...(filter.month === undefined ? [] : [`${filter.month}-%`]), ...values]);
    return totals!;
  }
}

function orderBy(sort: ListSort, isDescending: boolean): string {
  const direction = isDescending ? 'desc' : 'asc';
  return `order by ${SORTS[sort]} ${direction}, coalesce(d.rerun_of_id, d.id) ${direction}, case when d.rerun_of_id is null then 0 else 1 end, d.id`;
}

/** As many words as a search looks for. */
const MOST_WORDS = 8;

function conditionsOf(filter: ListFilter, today: string): { where: string; values: SqlValue[] } {
  const conditions: [string, ...SqlValue[]][] = [['t.plan_id = ?', filter.planId]];
  if (filter.taskId !== undefined) conditions.push(['d.task_id = ?', filter.taskId]);
  if (filter.organisationId !== undefined) conditions.push(['d.organisation_id = ?', filter.organisationId]);
  if (filter.status !== undefined) conditions.push(['d.status = ?', filter.status]);
  if (filter.month !== undefined) conditions.push(['(d.occurs_on like ? or d.credited_on like ?)', `${filter.month}-%`, `${filter.month}-%`]);
  if (filter.quarter !== undefined) {
    const { from, to } = spanOfQuarter(filter.quarter);
    conditions.push(['d.occurs_on between ? and ?', from.toString(), to.toString()]);
  }
  if (filter.topic === 'none') conditions.push([`not exists (${TOPICS_OF_ITEM})`]);
  else if (filter.topic !== undefined) conditions.push([`exists (${TOPICS_OF_ITEM} and dt.topic_id = ?)`, filter.topic]);
  if (filter.isCounted || filter.evidence !== undefined) conditions.push([isDeclaredOn('d'), today]);
  if (filter.evidence !== undefined) conditions.push([filter.evidence === 'with' ? hasEvidence('d') : `not ${hasEvidence('d')}`]);
  if (filter.kind !== undefined) conditions.push([filter.kind === 'rerun' ? 'd.rerun_of_id is not null' : 'd.credited_on is not null']);
  for (const pattern of searchPatterns(filter.search ?? '').slice(0, MOST_WORDS)) conditions.push([matchesWord('d'), pattern]);
  return { where: conditions.map(([sql]) => sql).join(' and '), values: conditions.flatMap(([, ...values]) => values) };
}
