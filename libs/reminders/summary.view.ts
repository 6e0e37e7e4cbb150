import { formatDate } from '#kernel/plain-date.js';
import { dutyOf } from './obligation.js';
import { leadNames, nameOf, periodWords } from './digest.view.js';
import type { SummaryKind } from './stages.js';
import type { DutyLine, SummaryFacts } from './summary.query.js';

/** A letter is for reading: what is more stands on the pages. */
const MOST_LINES = 12;

/**
 * What the summary's part of a letter is rendered from.
 * @param told obligations that the letter speaks of already, above
 */
export function summaryView(kind: SummaryKind, facts: SummaryFacts, publicUrl: string, told: ReadonlySet<string>) {
  const { plan, span, total, published } = facts;
  const isMonthly = kind === 'monthly';
  const lines = (all: readonly DutyLine[], words: (line: DutyLine) => string) => {
    const news = all.filter(({ task, duty }) => !told.has(dutyOf(task.id, duty)));
    const shown = news.slice(0, MOST_LINES).map((line) => ({
      href: `${publicUrl}/tasks/${line.task.id}`,
      title: nameOf(line.task.name),
      words: `${words(line)} – ${leadNames(line.task)}`,
    }));
    return { all: shown, more: news.length - shown.length };
  };
  return {
    isMonthly,
    title: isMonthly ? `Tình hình tháng ${span.from.month}/${span.from.year}` : `Tình hình tuần ${formatDate(span.from)} – ${formatDate(span.to)}`,
    plan: plan.number,
    total,
    percent: total.target === 0 ? 0 : Math.floor((100 * Math.min(total.declared, total.target)) / total.target),
    published: {
      count: published.count,
      items: isMonthly ? [] : published.items.map(({ title, occursOn, taskLabel }) => ({ title, on: formatDate(occursOn), taskLabel })),
    },
    late: lines(facts.late, ({ task, duty }) => `thiếu ${duty.missing} ${task.unit} của ${periodWords(duty.from, duty.to)}`),
    behind: lines(facts.behind, ({ task, duty }) => `chậm ${duty.missing} ${task.unit} so với nhịp`),
    soon: lines(facts.soon, ({ task, duty }) => `cần thêm ${duty.missing} ${task.unit}, hạn ${formatDate(duty.to)}`),
    contracts: facts.contracts,
    unproven: isMonthly ? 0 : facts.unproven,
    snoozes: isMonthly
      ? []
      : facts.snoozes.map(({ taskName, organisation, until, reason, by }) => ({
          title: nameOf(taskName),
          words: `${organisation} hẹn đến ${formatDate(until)}: “${reason}” (${by})`,
        })),
    refused: isMonthly ? [] : facts.refused,
  };
}
