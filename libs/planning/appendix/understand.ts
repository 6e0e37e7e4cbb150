import { isOrganisationName, matchOrganisation, type OrganisationDirectory } from '#organisations/organisation-names.js';
import type { Doubt } from '../doubt.js';
import { readQuantity } from '../expressions/quantity-expression.js';
import { readTimeSpan } from '../expressions/time-expression.js';
import type { Medium } from '../medium.js';
import type { Quantity } from '../quantity.js';
import type { TimeFrame } from '../time-frame.js';
import type { AppendixRow } from './appendix-row.js';
import type { DocumentHead } from './document-head.js';
import { flat } from './folded-text.js';
import { guessMedium } from './medium-guess.js';
import { readParties } from './party-roles.js';
import type { AppendixReading } from './read-appendix.js';
import { countDoubts, outsideYearDoubts, yearDoubts, yearDoubtsOfHead } from './row-doubts.js';
import { withSameAsAbove } from './same-as-above.js';

export interface UnderstandingContext {
  /** The plan's year, for whatever names none. */
  readonly year: number;
  /** `YYYY-MM-DD`, for work that follows the plan's issue. */
  readonly issuedOn: string | null;
  readonly directory: OrganisationDirectory;
}

/** One task as typed data; parties are the plan's own phrases, which `matchOrganisation` turns into organisations. */
export interface UnderstoodTask {
  readonly ordinal: string;
  readonly group: string;
  readonly name: string;
  readonly products: readonly string[];
  readonly genres: readonly string[];
  readonly medium: Medium;
  readonly quantity: Quantity;
  readonly time: TimeFrame;
  readonly lead: readonly string[];
  readonly supporting: readonly string[];
  readonly note: string;
  readonly doubts: readonly Doubt[];
}

export interface UnderstoodPlan {
  readonly plan: DocumentHead;
  readonly tasks: readonly UnderstoodTask[];
  /** What concerns the plan as a whole. */
  readonly doubts: readonly Doubt[];
}

interface OwedProducts {
  readonly quantity: Quantity;
  readonly products: readonly string[];
  readonly genres: readonly string[];
  readonly doubts: readonly Doubt[];
}

const LONGEST_RATE = 120;

/** "02 bài/tháng", "01 chuyên mục/tuần" in the column of time. */
const RATE = /^\D{0,20}\d{1,3}\s*(?:[\p{L},]+\s*){0,3}\/\s*(?:1\s*)?(?:tuần|tháng|quý)/iu;

/** Understands a corrected or freshly read row. The same row and context always give the same task. */
export function understandRow(row: AppendixRow, context: UnderstandingContext): UnderstoodTask {
  return understand(row, context, cellReaders(context));
}

/** Understands every row, and tells of what only shows when they stand side by side. */
export function understandPlan(reading: AppendixReading, context: UnderstandingContext): UnderstoodPlan {
  const readers = cellReaders(context);
  const { rows, doubts } = withSameAsAbove(reading.rows);
  const tasks = rows.map((row) => understand(row, context, readers));
  const seen = new Map<string, number>();
  for (const { group, ordinal } of tasks) seen.set(keyOf(group, ordinal), (seen.get(keyOf(group, ordinal)) ?? 0) + 1);
  return {
    plan: reading.head,
    tasks: tasks.map((task) => ((seen.get(keyOf(task.group, task.ordinal)) ?? 0) > 1 ? withDoubt(task, duplicateDoubt(task.ordinal)) : task)),
    doubts: [...reading.doubts, ...yearDoubtsOfHead(reading.head.title, context.year), ...doubts],
  };
}

/** The same words stand in many rows of a table; each is read once. */
function cellReaders({ year, issuedOn, directory }: UnderstandingContext) {
  const isKnown = (phrase: string) => isOrganisationName(phrase, directory);
  const times = remembering((both) => {
    const [from, to] = JSON.parse(both) as [string, string];
    return readTimeSpan(from, to, { year, issuedOn });
  });
  const parties = remembering((both) => {
    const [lead, supporting] = JSON.parse(both) as [string, string];
    return readParties(lead, supporting, isKnown);
  });
  return {
    time: (row: AppendixRow) => times(JSON.stringify([row.timeFrom, row.timeTo])),
    parties: (row: AppendixRow) => parties(JSON.stringify([row.lead, row.supporting])),
    organisationDoubts: remembering((phrase) => organisationDoubts(phrase, directory)),
  };
}

function remembering<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    if (!known.has(text)) known.set(text, read(text));
    return known.get(text)!;
  };
}

function understand(row: AppendixRow, context: UnderstandingContext, readers: ReturnType<typeof cellReaders>): UnderstoodTask {
  const name = flat(row.name);
  const owed = readOwed(row);
  const time = readers.time(row);
  const { lead, supporting } = readers.parties(row);
  return {
    ordinal: flat(row.ordinal),
    group: flat(row.group),
    name,
    products: owed.products,
    genres: owed.genres,
    medium: guessMedium(name, flat(`${row.product} ${row.unit}`)),
    quantity: owed.quantity,
    time: time.value,
    lead,
    supporting,
    note: row.note.normalize('NFC').trim(),
    doubts: once([
      ...missingDoubts(name, owed.products, lead),
      ...owed.doubts,
      ...time.doubts,
      ...countDoubts(owed.quantity, time.value, rateIn(row)),
      ...yearDoubts(name, time.value, context.year),
      ...outsideYearDoubts(time.value, context.year),
      ...[...lead, ...supporting].flatMap(readers.organisationDoubts),
    ]),
  };
}

/** From the column of numbers where there is one, with the unit or the product as what is counted; else from the product. */
function readOwed(row: AppendixRow): OwedProducts {
  const unit = flat(row.unit);
  const hasNumber = flat(row.quantity) !== '';
  if (!hasNumber) {
    const { value, products, genres, doubts } = readQuantity(row.product, unit === '' ? {} : { unit });
    return { quantity: value, products: products.length > 0 || unit === '' ? products : [unit], genres, doubts: flat(row.product) === '' ? [] : doubts };
  }
  const product = flat(row.product) === '' ? undefined : readQuantity(row.product, {});
  const named = product?.products[0];
  const counted = unit === '' ? named?.toLowerCase() : unit;
  const read = readQuantity(row.quantity, counted === undefined ? {} : { unit: counted });
  const products = product && product.products.length > 0 ? product.products : unit === '' ? read.products : [unit];
  return { quantity: read.value, products, genres: product?.genres ?? [], doubts: [...read.doubts, ...cellsDisagree(read.value, product?.value)] };
}

/** A number in the product's own cell that the column of numbers contradicts. */
function cellsDisagree(quantity: Quantity, inProduct: Quantity | undefined): Doubt[] {
  if (inProduct === undefined || !['exact', 'minimum', 'range'].includes(inProduct.kind) || inProduct.parts.length > 0) return [];
  if (inProduct.min === quantity.min && inProduct.max === quantity.max) return [];
  const source = `${inProduct.source}; ${quantity.source}`;
  const message = `Cột sản phẩm ghi “${inProduct.source}” nhưng cột số lượng ghi “${quantity.source}”; đang lấy theo cột số lượng. Đề nghị xác nhận.`;
  return [{ code: 'count-disagrees', message, source }];
}

function rateIn(row: AppendixRow): Quantity | undefined {
  const words = [row.timeFrom, row.timeTo].map(flat).find((text) => text.length <= LONGEST_RATE && RATE.test(text));
  const rate = words === undefined ? undefined : readQuantity(words, {}).value;
  return rate && ['week', 'month', 'quarter'].includes(rate.per) ? rate : undefined;
}

function missingDoubts(name: string, products: readonly string[], lead: readonly string[]): Doubt[] {
  const missing: readonly (readonly [boolean, string, string])[] = [
    [name === '', 'no-name', 'Dòng này không có tên nhiệm vụ; đề nghị nhập tên hoặc bỏ dòng.'],
    [products.length === 0, 'no-product', 'Nhiệm vụ không ghi sản phẩm; đề nghị nhập sản phẩm phải làm.'],
    [lead.length === 0, 'no-lead', 'Nhiệm vụ không ghi cơ quan chủ trì; đề nghị chọn cơ quan.'],
  ];
  return missing.filter(([isMissing]) => isMissing).map(([, code, message]) => ({ code, message, source: name }));
}

function organisationDoubts(phrase: string, directory: OrganisationDirectory): Doubt[] {
  const match = matchOrganisation(phrase, directory);
  if ('code' in match) return [];
  const names = match.nearest.map(({ name }) => `“${name}”`).join(', ');
  const choice = names === '' ? 'Đề nghị tạo cơ quan mới' : `Gần giống: ${names}. Đề nghị chọn một cơ quan hoặc tạo mới`;
  return [{ code: 'organisation-unknown', message: `Chưa có cơ quan nào mang tên “${phrase}”. ${choice}.`, source: phrase }];
}

function duplicateDoubt(ordinal: string): Doubt {
  return { code: 'duplicate-ordinal', message: `Số thứ tự “${ordinal}” có ở nhiều dòng; các dòng được giữ riêng. Đề nghị sửa số thứ tự.`, source: ordinal };
}

function withDoubt(task: UnderstoodTask, doubt: Doubt): UnderstoodTask {
  return { ...task, doubts: [...task.doubts, doubt] };
}

/** Numbers may begin again at 1 under each heading. */
function keyOf(group: string, ordinal: string): string {
  return `${group}\n${ordinal.toLowerCase()}`;
}

function once(doubts: readonly Doubt[]): Doubt[] {
  const seen = new Map(doubts.map((doubt) => [`${doubt.code}\n${doubt.source}`, doubt]));
  return [...seen.values()];
}
