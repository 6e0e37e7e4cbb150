import { formatDate } from '#kernel/plain-date.js';
import { dutyOf } from './obligation.js';
import { nameOf, periodWords } from './digest.view.js';
import type { SummaryFacts } from './summary.query.js';

/** A letter is for reading: what is more stands on the pages. */
const MOST_LINES = 12;

/**
 * What the summary's part of a letter is rendered from.
 * @param told obligations that the letter speaks of already, above
 */
export function summaryView(kind: 'weekly' | 'monthly', facts: SummaryFacts, publicUrl: string, told: ReadonlySet<string>) {
  const { plan, span, total, published } = facts;
  const days = `${formatDate(span.from)} – ${formatDate(span.to)}`;
  const isMonthly = kind === 'monthly';
  const isNew = ({ task, duty }: SummaryFacts['late'][number]) => !told.has(dutyOf(task.id, duty));
  return {
    isMonthly,
    title: isMonthly ? `Tình hình tháng ${span.from.month}/${span.from.year}` : `Tình hình tuần ${days}`,
    plan: plan.number,
    year: plan.year,
    days,
    total,
    percent: total.target === 0 ? 0 : Math.floor((100 * Math.min(total.declared, total.target)) / total.target),
    published: {
      count: published.count,
      items: isMonthly ? [] : published.items.map(({ title, occursOn, taskLabel }) => ({ title, on: formatDate(occursOn), taskLabel })),
    },
    late: lines(facts.late.filter(isNew), ({ task, duty }) => ({
      href: `${publicUrl}/tasks/${task.id}`,
      title: nameOf(task.name),
      words: `thiếu ${duty.missing} ${task.unit} của ${periodWords(duty.from, duty.to)} – ${task.leads.map(({ name }) => name).join(', ')}`,
    })),
    behind: lines(facts.behind.filter(isNew), ({ task, duty }) => ({
      href: `${publicUrl}/tasks/${task.id}`,
      title: nameOf(task.name),
      words: `chậm ${duty.missing} ${task.unit} so với nhịp – ${task.leads.map(({ name }) => name).join(', ')}`,
    })),
    soon: lines(facts.soon.filter(isNew), ({ task, duty }) => ({
      href: `${publicUrl}/tasks/${task.id}`,
      title: nameOf(task.name),
      words: `cần thêm ${duty.missing} ${task.unit}, hạn ${formatDate(duty.to)} – ${task.leads.map(({ name }) => name).join(', ')}`,
    })),
    contracts: facts.contracts,
    unproven: isMonthly ? 0 : facts.unproven,
    snoozes: isMonthly
      ? []
      : facts.snoozes.map(({ taskName, organisation, until, reason, by }) => ({
          title: nameOf(taskName),
          words: `${organisation} hẹn đến ${formatDate(until)}: “${reason}” (${by})`,
        })),
    refused: isMonthly ? [] : facts.refused,
    href: publicUrl,
  };
}

function lines<T, R>(all: readonly T[], line: (one: T) => R): { all: R[]; more: number } {
  return { all: all.slice(0, MOST_LINES).map(line), more: Math.max(0, all.length - MOST_LINES) };
}
