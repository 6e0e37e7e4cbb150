import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel/clock.js';
import { InvalidInput } from '#kernel/domain-error.js';
import { isPostgres } from '#kernel/engine.js';
import type { PlainDate } from '#kernel/plain-date.js';
import { rowsOf } from '#kernel/sql.js';
import { isDeclaredOn, ledgersOf } from './counting-sql.js';
import type { DeliverableStatus } from './deliverable-status.js';

export interface CalendarRange {
  /** First day shown. */
  readonly from: PlainDate;
  /** The day after the last one shown. */
  readonly until: PlainDate;
}

export interface CalendarFilter {
  readonly taskId?: number | undefined;
  readonly organisationId?: number | undefined;
  readonly status?: DeliverableStatus | undefined;
}

/** A year with the weeks that a calendar shows around it. */
const LONGEST_RANGE_DAYS = 400;

/** Short names keep a month of hundreds of items small on a phone; apps/web/browser/calendar.ts is the reader. */
const ITEM_FIELDS = ['id', 'on', 'title', 'status', 'task', 'medium', 'rerun', 'at', 'org'] as const;
const DUE_FIELDS = ['task', 'on', 'name', 'medium', 'quantity', 'done', 'evidenced', 'accepted'] as const;

const ITEMS = `select d.id as "id", d.occurs_on as "on", d.title as "title", d.status as "status", t.label as "task", t.medium as "medium",
    case when d.rerun_of_id is null then 0 else 1 end as "rerun", d.aired_at as "at", d.organisation_id as "org"
  from deliverable d join task t on t.id = d.task_id
  where d.occurs_on >= ? and d.occurs_on < ?`;

const DUE = `select t.id as "task", p.ends_on as "on", t.name as "name", t.medium as "medium", p.quantity as "quantity", p.starts_on as "from", p.product as "product", p.member_id as "member",
    ${ledgersOf('d')}
  from period_target p join task t on t.id = p.task_id
    left join deliverable d on d.task_id = t.id and coalesce(d.credited_on, d.occurs_on) between p.starts_on and p.ends_on
      and ${isDeclaredOn('d')} and (p.product is null or d.genre = p.product) and (p.member_id is null or d.organisation_id = p.member_id)
  where p.valid_until is null and p.ends_on >= ? and p.ends_on < ?`;

const EACH_TARGET = 'group by p.id, t.id';

/** Of what a member of a group has, no more than it owes. */
function cappedSum(ledger: string): string {
  return `cast(sum(case when y."member" is not null and y."${ledger}" > y."quantity" then y."quantity" else y."${ledger}" end) as integer) as "${ledger === 'declared' ? 'done' : ledger}"`;
}

/** What the members of a group owe over the same days is one line; one's surplus fills no other's hole. */
const DUE_TOGETHER = `select y."task", y."on", y."name", y."medium", cast(sum(y."quantity") as integer) as "quantity",
    ${['declared', 'evidenced', 'accepted'].map(cappedSum).join(', ')}
  from ($DUE) y group by y."task", y."on", y."from", y."product", y."name", y."medium" order by y."on"`;

@Injectable()
export class CalendarQuery {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly clock: Clock,
  ) {}

  /**
   * Items and due dates of a range, as JSON text that the database itself writes: `{"items": […], "due": […]}`.
   * @throws InvalidInput for a range that ends before it starts or is longer than a year with its margins
   */
  async json(range: CalendarRange, filter: CalendarFilter = {}): Promise<string> {
    const days = range.from.until(range.until).days;
    if (days <= 0 || days > LONGEST_RANGE_DAYS) throw new InvalidInput('Khoảng thời gian của lịch phải từ 1 đến 400 ngày.', 'end');
    const span = [range.from.toString(), range.until.toString()];
    const items = withConditions(ITEMS, span, [
      ['d.task_id = ?', filter.taskId],
      ['d.organisation_id = ?', filter.organisationId],
      ['d.status = ?', filter.status],
    ]);
    const due = withConditions(
      DUE,
      [this.clock.today().toString(), ...span],
      [
        ['p.task_id = ?', filter.taskId],
        [
          `exists (select 1 from task_party tp where tp.task_id = t.id and tp.role = 'lead' and tp.valid_until is null and tp.organisation_id = ?)`,
          filter.organisationId,
        ],
      ],
    );
    const [row] = await rowsOf<{ items: string; due: string }>(
      this.em,
      `select ${this.array(ITEM_FIELDS)} as items, (select ${this.array(DUE_FIELDS)} from (${DUE_TOGETHER.replace('$DUE', `${due.sql} ${EACH_TARGET}`)}) x) as due from (${items.sql} order by d.occurs_on, d.id) x`,
      [...due.values, ...items.values],
    );
    return `{"items":${row!.items},"due":${row!.due}}`;
  }

  /** The JSON array of a subquery `x`, in each engine's own words. */
  private array(fields: readonly string[]): string {
    const pairs = fields.map((field) => `'${field}', x."${field}"`).join(', ');
    return isPostgres(this.em) ? `coalesce(json_agg(json_build_object(${pairs})), '[]')::text` : `json_group_array(json_object(${pairs}))`;
  }
}

function withConditions(sql: string, first: readonly string[], conditions: readonly (readonly [string, string | number | undefined])[]) {
  const given = conditions.filter(([, value]) => value !== undefined);
  return {
    sql: [sql, ...given.map(([condition]) => condition)].join(' and '),
    values: [...first, ...given.map(([, value]) => value!)],
  };
}
