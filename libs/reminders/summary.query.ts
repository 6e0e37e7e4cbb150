import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { isDeclared } from '#deliverables/counting-sql.js';
import { type Ledgers, sumOfLedgers } from '#deliverables/counts.js';
import { type OwedTask, OwedQuery } from '#deliverables/owed.query.js';
import type { Duty } from '#deliverables/progress.js';
import { isAfter, isBefore, type PlainDate, plainDate } from '#kernel/plain-date.js';
import { rowsOf } from '#kernel/sql.js';
import { ContractWatch } from './contract-watch.js';
import { contractName, type WatchedPlan } from './due.js';
import { remindable } from './remindable.js';
import { DEFAULT_RULES } from './reminder-rules.js';
import { SnoozesQuery, type SnoozeLine } from './snoozes.query.js';
import { UnprovenQuery } from './unproven.query.js';

export interface DutyLine {
  readonly task: OwedTask;
  readonly duty: Duty;
}

/** Where a plan stands, for those who watch over it. */
export interface SummaryFacts {
  readonly plan: WatchedPlan;
  /** The days looked back on. */
  readonly span: { readonly from: PlainDate; readonly to: PlainDate };
  /** Of the tasks that owe a number. */
  readonly total: Ledgers & { readonly target: number };
  readonly late: readonly DutyLine[];
  readonly behind: readonly DutyLine[];
  readonly soon: readonly DutyLine[];
  readonly published: {
    readonly count: number;
    readonly items: readonly { readonly title: string; readonly occursOn: PlainDate; readonly taskLabel: string }[];
  };
  readonly unproven: number;
  readonly snoozes: readonly SnoozeLine[];
  /** Addresses that refused a letter in the span. */
  readonly refused: readonly { readonly email: string; readonly words: string }[];
  readonly contracts: readonly string[];
}

const SOON_DAYS = 14;

const ITEMS_TOLD = 8;

@Injectable()
export class SummaryQuery {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly owed: OwedQuery,
    private readonly unproven: UnprovenQuery,
    private readonly snoozes: SnoozesQuery,
    private readonly contracts: ContractWatch,
  ) {}

  async of(plan: WatchedPlan, today: PlainDate, span: { from: PlainDate; to: PlainDate }): Promise<SummaryFacts> {
    const sums: Ledgers[] = [];
    let target = 0;
    const [late, behind, soon]: DutyLine[][] = [[], [], []];
    for await (const tasks of this.owed.inBatches(plan.id, today)) {
      for (const task of tasks) {
        sums.push(task.done);
        target += task.target;
        for (const duty of remindable(task.duties, today)) {
          if (isBefore(duty.to, plan.loadedOn)) continue;
          const line = { task, duty };
          if (isAfter(today, duty.to)) (duty.isShareOfPace ? behind! : late!).push(line);
          else if (today.until(duty.to).days <= SOON_DAYS) soon!.push(line);
        }
      }
    }
    let unproven = 0;
    for await (const items of this.unproven.inBatches(plan, today.subtract({ days: 7 }))) unproven += items.length;
    const alarms = await this.contracts.alarmsOf(plan.id, today, DEFAULT_RULES);
    return {
      plan,
      span,
      total: { ...sumOfLedgers(sums), target },
      late: late!,
      behind: behind!,
      soon: soon!,
      published: await this.publishedIn(plan, span),
      unproven,
      snoozes: await this.snoozes.openOn(today, plan.id),
      refused: await this.refusedSince(span.from),
      contracts: alarms.map(({ contract, words }) => `${contractName(contract)}: ${words}`),
    };
  }

  private async publishedIn({ id }: WatchedPlan, { from, to }: { from: PlainDate; to: PlainDate }) {
    const where = `d.task_id in (select id from task where plan_id = ?) and d.occurs_on >= ? and d.occurs_on <= ? and ${isDeclared('d')}`;
    const values = [id, from.toString(), to.toString()];
    const [count] = await rowsOf<{ count: number }>(this.em, `select cast(count(*) as integer) as "count" from deliverable d where ${where}`, values);
    const items = await rowsOf<{ title: string; occursOn: string; taskLabel: string }>(
      this.em,
      `select d.title as "title", d.occurs_on as "occursOn", t.label as "taskLabel" from deliverable d join task t on t.id = d.task_id
       where ${where} order by d.occurs_on desc, d.id desc limit ${ITEMS_TOLD}`,
      values,
    );
    return { count: count?.count ?? 0, items: items.map((item) => ({ ...item, occursOn: plainDate(item.occursOn) })) };
  }

  private async refusedSince(day: PlainDate) {
    return rowsOf<{ email: string; words: string }>(
      this.em,
      `select u.email as "email", max(m.last_error) as "words" from reminder_mail m join user_account u on u.id = m.recipient_id
       where m.state = 'failed' and m.day >= ? group by u.email order by u.email limit 20`,
      [day.toString()],
    );
  }
}

/** Nothing to say: nobody is late, nothing comes, nothing came. */
export function isQuiet({ late, behind, soon, published, unproven, snoozes, refused, contracts }: SummaryFacts): boolean {
  return late.length + behind.length + soon.length + published.count + unproven + snoozes.length + refused.length + contracts.length === 0;
}
