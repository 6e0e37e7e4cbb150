import { formatMonth, monthOf, nextMonth } from '#kernel/month.js';
import { plainDate } from '#kernel/plain-date.js';
import { countInText, dateInFigures, dateInWords } from './document-date.js';
import type { LateDuty, ReminderLetter } from './reminder-letter.service.js';

/** Room for a number that the clerk writes by hand; spaces that do not run together. */
const BLANK_NUMBER = '\u00a0'.repeat(7);

/** What the template of the letter is given. */
export function reminderLetterView({ office, plan, late, ...letter }: ReminderLetter) {
  return {
    superior: office.superior,
    officeName: letter.officeName,
    number: letter.number === null ? BLANK_NUMBER : countInText(letter.number),
    symbol: office.letterSymbol,
    place: letter.place,
    date: dateInWords(letter.date),
    party: letter.party,
    plan: { number: plan.number, issuedOn: dateInWords(plan.issuedOn), issuer: plan.issuer, title: subjectOf(plan.title) },
    late: [...Map.groupBy(late, ({ taskName, product }) => `${taskName}\n${product ?? ''}`).values()].map(lateView),
    filedBy: office.filedBy,
    signerPosition: office.signerPosition,
    signerName: office.signerName,
  };
}

/** What is late of one task, however many periods of it, as one item. */
function lateView(duties: readonly LateDuty[], index: number) {
  const [first] = duties;
  const sum = (value: (duty: LateDuty) => number) => duties.reduce((total, duty) => total + value(duty), 0);
  const declared = sum((duty) => duty.declared);
  return {
    position: index + 1,
    task: first!.taskName.replace(/[\s.;]+$/, ''),
    product: first!.product ?? '',
    period: periodsOf(duties),
    quantity: countInText(sum(({ quantity }) => quantity)),
    unit: first!.unit.toLocaleLowerCase('vi'),
    dueOn: duties.length > 1 ? 'ngày cuối của mỗi kỳ' : `ngày ${dateInFigures(first!.to)}`,
    declared: declared > 0 ? countInText(declared) : '',
    missing: countInText(sum(({ missing }) => missing)),
    status: [...new Set(duties.map(({ status }) => status))].join(', '),
  };
}

/** `tháng 3/2021`, `từ tháng 1/2021 đến tháng 3/2021` where no month between is in order, else a list. */
function periodsOf(duties: readonly LateDuty[]): string {
  const months = duties.map(({ to }) => monthOf(plainDate(to)));
  const areMonths = duties.every(({ from }, index) => monthOf(plainDate(from)) === months[index]);
  const isRun = months.length > 2 && areMonths && months.every((month, index) => index === 0 || month === nextMonth(months[index - 1]!));
  return isRun ? `từ ${formatMonth(months[0]!)} đến ${formatMonth(months.at(-1)!)}` : duties.map(periodOf).join('; ');
}

/** `tháng 3/2021`, or `từ ngày 01/01/2021 đến ngày 31/3/2021`. */
function periodOf({ from, to }: LateDuty): string {
  const [first, last] = [monthOf(plainDate(from)), monthOf(plainDate(to))];
  return first === last ? formatMonth(last) : `từ ngày ${dateInFigures(from)} đến ngày ${dateInFigures(to)}`;
}

/** What a plan is about, to stand behind “về”: its title without the kind of paper, the “về” and the capital that it may begin with. */
function subjectOf(title: string): string {
  const subject = title.replace(/^kế hoạch\s+/i, '').replace(/^về\s+(việc\s+)?/i, '');
  return /^\p{Lu}\p{Ll}/u.test(subject) ? subject.slice(0, 1).toLocaleLowerCase('vi') + subject.slice(1) : subject;
}
