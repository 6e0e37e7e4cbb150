import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { isAfter, type PlainDate } from '#kernel/plain-date.js';
import { rowsOf } from '#kernel/sql.js';
import type { Plan } from '#planning/plan.entity.js';
import { PlanContentService, type PlanTopic } from '#planning/plan-content.service.js';
import { isDeclaredOn, ledgersOf } from './counting-sql.js';
import { type Ledgers, sumOfLedgers } from './counts.js';
import { type Quarter, quarterOf, quartersBetween, spanOfQuarter, yearOfQuarter } from './quarter.js';

/** How often a topic was written about in a quarter. */
export interface CoverageCell extends Ledgers {
  readonly quarter: Quarter;
  /** A quarter of the plan's year has begun and nobody wrote about the topic in it. */
  readonly isHole: boolean;
}

interface TopicRow {
  readonly topic: PlanTopic;
  /** One for each of the coverage's quarters. */
  readonly cells: readonly CoverageCell[];
  readonly total: Ledgers;
}

/** Topics down, quarters across: every quarter that the plan touches, so also the one before its year in which it begins. */
export interface TopicCoverage {
  readonly quarters: readonly Quarter[];
  readonly rows: readonly TopicRow[];
  /** Counted items without any topic. */
  readonly untagged: Omit<TopicRow, 'topic'>;
}

/** Published, aired or held, and no rerun, as the progress counts them; a make-up stands where it appeared, not where it is credited. */
const COUNTS = `select dt.topic_id as "topicId", substr(d.occurs_on, 1, 7) as "month", ${ledgersOf('d')}
  from deliverable d join task t on t.id = d.task_id left join deliverable_topic dt on dt.deliverable_id = d.id
  where t.plan_id = ? and ${isDeclaredOn('d')}
  group by dt.topic_id, substr(d.occurs_on, 1, 7)`;

interface CountRow extends Ledgers {
  readonly topicId: number | null;
  /** `YYYY-MM`. */
  readonly month: string;
}

@Injectable()
export class TopicCoverageQuery {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly content: PlanContentService,
  ) {}

  /** What was written about and what was not, as it stands on a day. An item of several topics counts once for each. */
  async of(plan: Plan, today: PlainDate): Promise<TopicCoverage> {
    const topics = await this.content.topicsOf(plan.id);
    const counts = await rowsOf<CountRow>(this.em, COUNTS, [plan.id, today.toString()]);
    return coverageOf({ topics, counts, year: plan.year, quarters: quartersBetween(plan.startsOn, plan.endsOn) }, today);
  }
}

/** The matrix, from how many items each topic (null: none at all) has in each month. */
function coverageOf(
  { topics, counts, year, quarters }: { topics: readonly PlanTopic[]; counts: readonly CountRow[]; year: number; quarters: readonly Quarter[] },
  today: PlainDate,
): TopicCoverage {
  const rowFor = (topicId: number | null) => {
    const own = counts.filter((row) => row.topicId === topicId);
    const cells = quarters.map((quarter): CoverageCell => {
      const ledgers = sumOfLedgers(own.filter(({ month }) => quarterOfMonth(month) === quarter));
      const hasBegun = !isAfter(spanOfQuarter(quarter).from, today);
      return { quarter, ...ledgers, isHole: topicId !== null && ledgers.declared === 0 && hasBegun && yearOfQuarter(quarter) === year };
    });
    return { cells, total: sumOfLedgers(cells) };
  };
  return { quarters, rows: topics.map((topic) => ({ topic, ...rowFor(topic.id) })), untagged: rowFor(null) };
}

function quarterOfMonth(month: string): Quarter {
  return quarterOf({ year: Number(month.slice(0, 4)), month: Number(month.slice(5)) });
}
