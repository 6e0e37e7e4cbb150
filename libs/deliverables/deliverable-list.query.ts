import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { rowsOf, type SqlValue } from '#kernel/sql.js';
import { nameOnDaySql } from '#organisations/names-on-day.query.js';
import type { Medium } from '#planning/medium.js';
import { COUNTED_STATUSES, type DeliverableStatus } from './deliverable-status.js';
import { searchKey } from './identity-of-piece.js';
import { type Quarter, spanOfQuarter } from './quarter.js';

/** The columns a list may be sorted by; anything else is not asked of the database. */
const SORTS = {
  date: 'd.occurs_on',
  title: 'd.search_key',
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
  /** `YYYY-MM`. */
  readonly month?: string | undefined;
  readonly quarter?: Quarter | undefined;
  /** About that topic of the plan, or about none of them. */
  readonly topic?: number | 'none' | undefined;
  /** Only what counts as declared: published or accepted, and no rerun. */
  readonly isCounted?: boolean | undefined;
}

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
  case when d.rerun_of_id is null then 0 else 1 end as "isRerun", t.id as "taskId", t.label as "ordinal", t.name as "taskName", t.medium as "medium",
  ${nameOnDaySql('short_name', 'o', 'd.occurs_on')} as "organisation"`;

const FROM = 'from deliverable d join task t on t.id = d.task_id join organisation o on o.id = d.organisation_id';

const TOPICS_OF_ITEM = 'select 1 from deliverable_topic dt where dt.deliverable_id = d.id';

@Injectable()
export class DeliverableListQuery {
  constructor(private readonly em: SqlEntityManager) {}

  /** One page of items, newest first unless asked otherwise, with the number of all that match; beyond the last page, the last. @param page from 1 */
  async page(
    filter: ListFilter,
    { sort = 'date', isDescending = true, page = 1, size = PAGE_SIZE }: { sort?: ListSort; isDescending?: boolean; page?: number; size?: number } = {},
  ): Promise<{ rows: ListedDeliverable[]; total: number; page: number }> {
    const { where, values } = conditionsOf(filter);
    const direction = isDescending ? 'desc' : 'asc';
    const [{ total } = { total: 0 }] = await rowsOf<{ total: number }>(this.em, `select cast(count(*) as integer) as total ${FROM} where ${where}`, values);
    const shown = Math.min(page, Math.max(1, Math.ceil(total / size)));
    const rows = await rowsOf<Omit<ListedDeliverable, 'isRerun'> & { isRerun: number }>(
      this.em,
      `select ${COLUMNS} ${FROM} where ${where} order by ${SORTS[sort]} ${direction}, d.id ${direction} limit ? offset ?`,
      [...values, size, (shown - 1) * size],
    );
    return { rows: rows.map((row) => ({ ...row, isRerun: row.isRerun === 1 })), total, page: shown };
  }
}

function conditionsOf(filter: ListFilter): { where: string; values: SqlValue[] } {
  const conditions: [string, ...SqlValue[]][] = [['t.plan_id = ?', filter.planId]];
  if (filter.taskId !== undefined) conditions.push(['d.task_id = ?', filter.taskId]);
  if (filter.organisationId !== undefined) conditions.push(['d.organisation_id = ?', filter.organisationId]);
  if (filter.status !== undefined) conditions.push(['d.status = ?', filter.status]);
  if (filter.month !== undefined) conditions.push(['d.occurs_on like ?', `${filter.month}-%`]);
  if (filter.quarter !== undefined) {
    const { from, to } = spanOfQuarter(filter.quarter);
    conditions.push(['d.occurs_on between ? and ?', from.toString(), to.toString()]);
  }
  if (filter.topic === 'none') conditions.push([`not exists (${TOPICS_OF_ITEM})`]);
  else if (filter.topic !== undefined) conditions.push([`exists (${TOPICS_OF_ITEM} and dt.topic_id = ?)`, filter.topic]);
  if (filter.isCounted) conditions.push([`d.rerun_of_id is null and d.status in (${COUNTED_STATUSES.map(() => '?').join(', ')})`, ...COUNTED_STATUSES]);
  for (const word of searchKey(filter.search ?? '')
    .split(' ')
    .filter(Boolean)
    .slice(0, 8)) {
    conditions.push([`d.search_key like ? escape '\\'`, `%${word.replace(/[\\%_]/g, '\\$&')}%`]);
  }
  return { where: conditions.map(([sql]) => sql).join(' and '), values: conditions.flatMap(([, ...values]) => values) };
}
