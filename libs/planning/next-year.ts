import type { PlainDate } from '#kernel/plain-date.js';
import { holdsOn } from '#kernel/validity.js';
import type { AppendixRow } from './appendix/appendix-row.js';
import type { DraftContent, DraftRow } from './draft-content.js';
import { printQuantity } from './expressions/print-quantity.js';
import type { PlanDuty, Topic } from './plan-content.entity.js';
import type { Plan } from './plan.entity.js';
import type { PartyRole, Task } from './task.entity.js';

/**
 * The plan of the year after, as a draft: tasks, quotas and parties as they now are, the years in its words moved by one.
 * Number and date are for the new document to say. Every task whose dates moved is flagged: last year's dates are a guess.
 */
export function nextYearOf(plan: Plan, tasks: readonly Task[], lists: { topics: readonly Topic[]; duties: readonly PlanDuty[] }, on: PlainDate): DraftContent {
  const rows = tasks.map((task, index) => rowOf(task, index + 1, on));
  const parties = lists.duties.filter(({ section }) => section === 'parties');
  return {
    head: {
      number: null,
      issuedOn: null,
      year: plan.year + 1,
      issuer: plan.issuer,
      place: plan.place,
      title: withYearsMoved(plan.title),
    },
    coordinator: plan.coordinator.code,
    rows,
    organisations: {},
    confirmed: {},
    topics: lists.topics.map(({ text }) => withYearsMoved(text)),
    forms: lists.duties.filter(({ section }) => section === 'forms').map(({ text }) => withYearsMoved(text)),
    duties: [...Map.groupBy(parties, ({ partyPosition }) => partyPosition).values()].map((duties) => ({
      party: duties[0]!.party,
      items: duties.map(({ text }) => withYearsMoved(text)),
    })),
    doubts: [],
  };
}

function rowOf(task: Task, key: number, on: PlainDate): DraftRow {
  const isInProduct = task.quantity.source === task.product;
  const time = withYearsMoved(task.time.source);
  const row: AppendixRow = {
    ordinal: task.label,
    group: task.group ?? '',
    name: withYearsMoved(task.name),
    product: withYearsMoved(task.product),
    unit: '',
    quantity: isInProduct ? '' : printQuantity(task.quantity),
    timeFrom: time,
    timeTo: '',
    lead: partiesOf(task, 'lead', on),
    supporting: partiesOf(task, 'supporting', on),
    note: task.note,
  };
  const flag = { code: 'date-moved', message: `Thời gian chuyển từ kế hoạch năm trước (“${task.time.source}”) sang “${time}”; đề nghị xem lại.`, source: time };
  // "Mỗi tháng" holds no date that could have moved.
  const isMoved = time !== task.time.source || !WITHOUT_DATES.includes(task.time.kind);
  return { key, row, asRead: null, medium: task.medium, flags: isMoved ? [flag] : [] };
}

const WITHOUT_DATES: readonly string[] = ['recurring', 'continuous', 'open'];

function partiesOf(task: Task, wanted: PartyRole, on: PlainDate): string {
  return task.parties
    .getItems()
    .filter((party) => party.role === wanted && holdsOn(party, on))
    .map(({ organisation }) => organisation.name)
    .join('; ');
}

/** Years written in the words, each one later. */
function withYearsMoved(text: string): string {
  return text.replace(/(?<!\d)20\d{2}(?!\d)/g, (year) => String(Number(year) + 1));
}
