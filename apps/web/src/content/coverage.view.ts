import { formatQuarter, quarterOf, yearOfQuarter } from '#deliverables/quarter.js';
import type { Ledgers } from '#deliverables/counts.js';
import type { CoverageCell, TopicCoverage } from '#deliverables/topic-coverage.query.js';
import type { PlainDate } from '#kernel/plain-date.js';
import type { Plan } from '#planning/plan.entity.js';
import { threeNumbers } from '../http/three-numbers.js';

/** The matrix topic × quarter, each number with the address of the items it counts. */
export function coverageView({ quarters, rows, untagged }: TopicCoverage, plan: Pick<Plan, 'year'>, today: PlainDate, planParameter: string) {
  const columns = quarters.map((quarter) => ({
    quarter,
    label: labelOf(quarter, plan.year),
    isCurrent: quarter === quarterOf(today),
    isOutside: yearOfQuarter(quarter) !== plan.year,
  }));
  const address = (topic: number | 'none', quarter?: string) => `/deliverables?${planParameter}topic=${topic}${quarter ? `&month=${quarter}` : ''}&counted=1`;
  const line = (topic: number | 'none', cells: readonly CoverageCell[], total: Ledgers) => ({
    cells: cells.map(({ quarter, isHole, ...ledgers }, index) => ({ ...columns[index]!, ...countOf(ledgers), isHole, href: address(topic, quarter) })),
    total: countOf(total),
    href: address(topic),
    isUncovered: total.declared === 0 && cells.some(({ isHole }) => isHole),
  });
  const lines = rows.map(({ topic, cells, total }) => ({ position: topic.position, text: topic.text, ...line(topic.id, cells, total) }));
  return {
    columns,
    rows: lines,
    untagged: line('none', untagged.cells, untagged.total),
    coveredCount: lines.filter(({ total }) => total.count > 0).length,
    uncovered: lines.filter(({ isUncovered }) => isUncovered).map(({ position }) => position),
    holeCount: rows.flatMap(({ cells }) => cells).filter(({ isHole }) => isHole).length,
  };
}

/** How many items there are, as one number to ask for and as three to show. */
function countOf(ledgers: Ledgers) {
  return { count: ledgers.declared, ledgers: threeNumbers(ledgers, 'đã thực hiện') };
}

/** `Quý I` of the plan's own year; of another, with the year: `Quý IV/2020`. */
function labelOf(quarter: string, year: number): string {
  const words = formatQuarter(quarter).replace('quý', 'Quý');
  return yearOfQuarter(quarter) === year ? words.replace(/\/.*/, '') : words;
}
