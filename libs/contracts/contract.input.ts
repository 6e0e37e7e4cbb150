import { z } from 'zod';
import { date, needed, optionalDate, text, typed } from '#kernel/form-fields.js';
import { InvalidForm } from '#kernel/form-input.js';
import { type Dong, formatDong, MOST_DONG } from '#kernel/money.js';
import { isAfter, isBefore } from '#kernel/plain-date.js';
import type { PartyParticulars } from './contract.entity.js';
import { collect, isBlank, lines, quantity, type RawContract, sum } from './contract-fields.js';
import { amountsOf, sumOf, VAT_RATES, type VatRate } from './vat.js';

const rowId = (whenEmpty: string) =>
  typed.transform((value, context): number => {
    if (/^\d{1,9}$/.test(value)) return Number(value);
    context.addIssue(whenEmpty);
    return z.NEVER;
  });

const particulars = z.object({
  address: text(300),
  phone: text(60),
  taxCode: text(30).refine((value) => value === '' || /^\d{10}(-?\d{3})?$|^\d{12}$/.test(value), 'Mã số thuế có 10, 12 hoặc 13 chữ số.'),
  account: text(60),
  bank: text(200),
  representative: text(120),
  position: text(120),
  authorisation: text(300),
});

const words = { legalBases: lines(4000), note: lines(4000) };

const head = z.object({
  number: text(64),
  title: needed(500, 'Hãy ghi hợp đồng về việc gì.'),
  plan: rowId('Hãy chọn kế hoạch.'),
  partyB: rowId('Hãy chọn Bên B.'),
  signedOn: optionalDate,
  startsOn: date('Hãy chọn ngày bắt đầu.'),
  endsOn: date('Hãy chọn ngày kết thúc.'),
  ...words,
});

const line = z.object({
  task: rowId('Hãy chọn nhiệm vụ.'),
  genre: text(120).transform((value) => value || null),
  description: needed(500, 'Hãy ghi tên sản phẩm.'),
  unit: needed(60, 'Hãy ghi đơn vị tính.'),
  quantity: quantity.refine((value) => value > 0, 'Số lượng phải lớn hơn 0.'),
  unitPrice: sum('Hãy nhập đơn giá.'),
  vat: z.enum(VAT_RATES, 'Hãy chọn thuế suất.'),
});

interface LineInput {
  readonly task: number;
  readonly genre: string | null;
  readonly description: string;
  readonly unit: string;
  readonly quantity: number;
  readonly unitPrice: Dong;
  readonly vat: VatRate;
}

export interface ContractInput extends z.output<typeof head> {
  readonly particularsA: PartyParticulars;
  readonly particularsB: PartyParticulars;
  readonly lines: readonly LineInput[];
}

const PARTICULARS = ['address', 'phone', 'taxCode', 'account', 'bank', 'representative', 'position', 'authorisation'] as const;
export const LINE_FIELDS = ['task', 'genre', 'description', 'unit', 'quantity', 'unitPrice', 'vat'] as const;

/** More than any contract has; a form with more is no form of ours. */
export const MOST_LINES = 60;

/** The numbers of the lines in a form (`line-3-task` is of line 3), in order; one that nothing was typed into is none. */
export function linesIn(raw: RawContract): number[] {
  const numbers = new Set(Object.keys(raw).flatMap((name) => /^line-(\d{1,2})-/.exec(name)?.[1] ?? []));
  return [...numbers].map(Number).toSorted((a, b) => a - b);
}

/** A line to which only the choices that stand there already are given is an empty one. */
function isTyped(raw: RawContract, number: number): boolean {
  return (['task', 'genre', 'description', 'quantity', 'unitPrice'] as const).some((field) => !isBlank(raw[`line-${number}-${field}`]));
}

/** What is still corrected once the contract is signed. */
export interface CorrectionInput {
  readonly particularsA: PartyParticulars;
  readonly particularsB: PartyParticulars;
  readonly legalBases: string;
  readonly note: string;
}

/** @throws InvalidForm, those of parties under `a-phone` */
export function readCorrection(raw: RawContract): CorrectionInput {
  const errors: Record<string, string> = {};
  const told = collect(errors, z.object(words), raw);
  const parties = readParties(raw, errors);
  if (Object.keys(errors).length > 0) throw new InvalidForm(errors);
  return { ...told!, particularsA: parties.particularsA!, particularsB: parties.particularsB! };
}

/** @throws InvalidForm with the messages of every field, those of lines under `line-3-quantity`, of parties under `a-phone` */
export function readContract(raw: RawContract): ContractInput {
  const errors: Record<string, string> = {};
  const told = collect(errors, head, raw);
  const parties = readParties(raw, errors);
  const filled = linesIn(raw).filter((number) => isTyped(raw, number));
  const read = filled.map((number) => collect<LineInput>(errors, line, named(raw, `line-${number}-`, LINE_FIELDS), `line-${number}-`));
  if (filled.length === 0) errors.lines = 'Hợp đồng cần ít nhất một dòng sản phẩm.';
  if (filled.length > MOST_LINES) errors.lines = `Hợp đồng nhận tối đa ${MOST_LINES} dòng sản phẩm.`;
  refuseTwins(filled, read, errors);
  refuseTooMuch(read, errors);
  if (told) refuseBackwards(told, errors);
  if (Object.keys(errors).length > 0) throw new InvalidForm(errors);
  return { ...told!, particularsA: parties.particularsA!, particularsB: parties.particularsB!, lines: read.map((one) => one!) };
}

function readParties(raw: RawContract, errors: Record<string, string>) {
  return {
    particularsA: collect(errors, particulars, named(raw, 'a-', PARTICULARS), 'a-'),
    particularsB: collect(errors, particulars, named(raw, 'b-', PARTICULARS), 'b-'),
  };
}

/** Two lines of one task and genre would leave it open under which an item falls. */
function refuseTwins(numbers: readonly number[], read: readonly (LineInput | undefined)[], errors: Record<string, string>): void {
  const seen = new Map<string, number>();
  read.forEach((one, index) => {
    if (!one) return;
    if (one.quantity * one.unitPrice > MOST_DONG) errors[`line-${numbers[index]}-unitPrice`] = 'Thành tiền của dòng này quá lớn; hãy xem lại đơn giá.';
    const key = JSON.stringify([one.task, one.genre?.toLocaleLowerCase('vi') ?? null]);
    if (seen.has(key)) errors[`line-${numbers[index]}-task`] = `Trùng nhiệm vụ và thể loại với dòng ${seen.get(key)! + 1}; hãy gộp lại hoặc ghi thể loại khác.`;
    else seen.set(key, index);
  });
}

function refuseTooMuch(read: readonly (LineInput | undefined)[], errors: Record<string, string>): void {
  const { gross } = sumOf(read.flatMap((one) => (one ? [amountsOf(one.quantity, one.unitPrice, one.vat)] : [])));
  if (gross > MOST_DONG) errors.lines ??= `Tổng giá trị hợp đồng vượt ${formatDong(MOST_DONG)} đồng; hãy xem lại đơn giá và số lượng.`;
}

/** Signing ≤ first day ≤ last day. */
function refuseBackwards({ signedOn, startsOn, endsOn }: Pick<ContractInput, 'signedOn' | 'startsOn' | 'endsOn'>, errors: Record<string, string>): void {
  if (isBefore(endsOn, startsOn)) errors.endsOn ??= 'Ngày kết thúc phải từ ngày bắt đầu trở đi.';
  if (signedOn && isAfter(signedOn, startsOn)) errors.startsOn ??= 'Ngày bắt đầu thực hiện không được trước ngày ký.';
}

function named(raw: RawContract, prefix: string, fields: readonly string[]): object {
  return Object.fromEntries(fields.map((field) => [field, raw[`${prefix}${field}`]]));
}
