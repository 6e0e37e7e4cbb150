import type { TaskProposal } from '#contracts/contract-proposal.query.js';
import { LINE_FIELDS, linesIn, MOST_LINES } from '#contracts/contract.input.js';
import type { ContractLine } from '#contracts/contract.entity.js';
import { amountsOf, sumOf, VAT_RATES, vatName, type Amounts, type VatRate } from '#contracts/vat.js';
import { formatDong, MOST_DONG, readDong } from '#kernel/money.js';

type Values = Readonly<Record<string, string>>;

/** The form's lines are fields `line-<number>-<field>`; a number is never given twice, so a line taken out leaves a gap. */
export function withLineAdded(values: Values): Values {
  const numbers = linesIn(values);
  if (numbers.length >= MOST_LINES) return values;
  return { ...values, ...emptyLine(nextNumber(numbers)) };
}

export function withLineRemoved(values: Values, number: number): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !name.startsWith(`line-${number}-`)));
}

function emptyLine(number: number): Values {
  return Object.fromEntries(LINE_FIELDS.map((field) => [`line-${number}-${field}`, '']));
}

/** The first free number; numbers have two figures at most. */
function nextNumber(numbers: readonly number[]): number {
  const last = numbers.at(-1) ?? 0;
  if (last < 99) return last + 1;
  return Array.from({ length: 99 }, (_, index) => index + 1).find((one) => !numbers.includes(one)) ?? 99;
}

/** A line for each task that Bên B leads and that owes a number; at least one, empty. */
export function proposedLines(tasks: readonly TaskProposal[]): Values {
  const proposed = tasks.filter(({ isLed, quantity }) => isLed && quantity !== null);
  if (proposed.length === 0) return emptyLine(1);
  return Object.assign(
    {},
    ...proposed.map((task, index) =>
      lineValues(index + 1, {
        task: String(task.id),
        genre: '',
        description: task.name,
        unit: task.unit,
        quantity: String(task.quantity),
        unitPrice: '',
        vat: '',
      }),
    ),
  ) as Values;
}

export function linesOf(lines: readonly ContractLine[]): Values {
  return Object.assign(
    {},
    ...lines.map(({ position, task, genre, description, unit, quantity, unitPrice, vat }) =>
      lineValues(position, { task: String(task.id), genre: genre ?? '', description, unit, quantity: String(quantity), unitPrice: formatDong(unitPrice), vat }),
    ),
  ) as Values;
}

function lineValues(number: number, fields: Readonly<Record<(typeof LINE_FIELDS)[number], string>>): Values {
  return Object.fromEntries(LINE_FIELDS.map((field) => [`line-${number}-${field}`, fields[field]]));
}

/** The lines of the form as they stand, each with its value if it has one yet, and their total. */
export function lineRows(values: Values, errors: Readonly<Record<string, string>>, tasks: readonly TaskProposal[]) {
  const numbers = linesIn(values);
  const amounts = numbers.map((number) => amountsIn(values, number));
  return {
    rows: numbers.map((number, index) => {
      const field = (name: (typeof LINE_FIELDS)[number]) => {
        const key = `line-${number}-${name}`;
        return { name: key, value: values[key] ?? '', error: errors[key] };
      };
      const task = field('task');
      const vat = field('vat');
      const chosen = tasks.find(({ id }) => String(id) === task.value);
      return {
        number,
        place: index + 1,
        isOnly: numbers.length === 1,
        task: { ...task, led: optionsOf(tasks, true, task.value), others: optionsOf(tasks, false, task.value) },
        genre: { ...field('genre'), choices: chosen?.genres ?? [] },
        description: field('description'),
        unit: field('unit'),
        quantity: field('quantity'),
        unitPrice: field('unitPrice'),
        vat: { ...vat, rates: VAT_RATES.map((key) => ({ key, name: key === 'KCT' ? 'KCT (không chịu thuế)' : vatName(key), isChosen: key === vat.value })) },
        total: amounts[index] ? formatDong(amounts[index].gross) : null,
      };
    }),
    total: amounts.some(Boolean) ? formatDong(sumOf(amounts.filter((one): one is Amounts => one !== undefined)).gross) : null,
    mayAdd: numbers.length < MOST_LINES,
  };
}

function optionsOf(tasks: readonly TaskProposal[], isLed: boolean, chosen: string) {
  return tasks
    .filter((task) => task.isLed === isLed)
    .map(({ id, label, name, unit, quantity }) => ({
      id,
      label: `${label}. ${name}${quantity === null ? '' : ` (${quantity} ${unit})`}`,
      isChosen: String(id) === chosen,
    }));
}

/** What is typed may be anything; a line without a readable quantity, price and rate has no value yet. */
function amountsIn(values: Values, number: number): Amounts | undefined {
  const quantity = (values[`line-${number}-quantity`] ?? '').trim();
  const price = readDong(values[`line-${number}-unitPrice`] ?? '');
  const rate = VAT_RATES.find((one): one is VatRate => one === values[`line-${number}-vat`]);
  if (!/^\d{1,6}$/.test(quantity) || price === undefined || !rate || Number(quantity) * price > MOST_DONG) return undefined;
  return amountsOf(Number(quantity), price, rate);
}
