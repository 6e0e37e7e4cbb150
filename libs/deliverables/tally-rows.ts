import type { SqlEntityManager } from '@mikro-orm/sql';
import type { PlainDate } from '#kernel/plain-date.js';
import { rowsOf, type SqlValue } from '#kernel/sql.js';
import type { Tally } from './counts.js';
import { isDeclaredOn, ledgersOf } from './counting-sql.js';

interface TallyRow {
  task_id: number;
  on_day: string;
  product: string | null;
  member_id: number | null;
  declared: number;
  evidenced: number;
  accepted: number;
  made_up: number;
  made_up_on: string | null;
}

/** The ids of a plan's tasks, in SQL; the plan's own id is bound. */
export const OF_PLAN = 'select id from task where plan_id = ?';

/** Where members of a group each owe their own, their items are counted apart; not so elsewhere, where it would make many more rows. */
const OF_MEMBER = 'case when d.task_id in (select task_id from period_target where member_id is not null) then d.organisation_id end';

/**
 * The same rule as `Tally` says, in SQL: a test holds the two together. The answer has a row for each day with an item,
 * not for each item, so it stays small however many items there are.
 */
function tallyRows(taskIds: string, isByMember: boolean): string {
  return `select d.task_id, coalesce(d.credited_on, d.occurs_on) as on_day, d.genre as product, ${isByMember ? OF_MEMBER : 'null'} as member_id,
      ${ledgersOf('d')},
      cast(count(d.credited_on) as integer) as made_up, max(case when d.credited_on is not null then d.occurs_on end) as made_up_on
    from deliverable d
    where d.task_id in (${taskIds}) and ${isDeclaredOn('d')} and d.occurs_on <= ?
    group by d.task_id, coalesce(d.credited_on, d.occurs_on), d.genre${isByMember ? `, ${OF_MEMBER}` : ''}`;
}

/**
 * Counts by task, day and product of what had appeared by the end of a date.
 * @param taskIds which tasks, as a query in SQL with its values
 */
export async function talliesOf(
  em: SqlEntityManager,
  taskIds: string,
  values: readonly SqlValue[],
  at: PlainDate,
  isByMember: boolean,
): Promise<Map<number, Tally[]>> {
  const rows = await rowsOf<TallyRow>(em, tallyRows(taskIds, isByMember), [...values, at.toString(), at.toString()]);
  const byTask = new Map<number, Tally[]>();
  for (const { task_id, on_day, product, member_id, declared, evidenced, accepted, made_up, made_up_on } of rows) {
    const tally = { on: on_day, product, memberId: member_id, declared, evidenced, accepted, madeUp: made_up, madeUpOn: made_up_on };
    const known = byTask.get(task_id);
    if (known) known.push(tally);
    else byTask.set(task_id, [tally]);
  }
  return byTask;
}
