import { z } from 'zod';
import { InvalidForm, readInput } from '#kernel/form-input.js';
import { type Dong, formatDong, MOST_DONG, readDong } from '#kernel/money.js';
import { isAfter, isBefore, parsePlainDate, type PlainDate } from '#kernel/plain-date.js';
import type { PartyParticulars } from './contract.entity.js';
import { amountsOf, sumOf, VAT_RATES, type VatRate } from './vat.js';

/** A form as it comes: every field text, several values under one name as a list. */
export type RawContract = Readonly<Record<string, unknown>>;

const ONE_VALUE = 'Ô này chỉ nhận một giá trị.';

/** One line of text, its spaces made single. */
const text = (longest: number) =>
  z
    .string(ONE_VALUE)
    .default('')
    .transform((value) =>
      value
        .normalize('NFC')
        .replace(/[\s\p{Cc}]+/gu, ' ')
        .trim(),
    )
    .refine((value) => value.length <= longest, `Dài quá ${longest} ký tự.`);

/** Text of several lines; empty lines are left out. */
const lines = (longest: number) =>
  z
    .string(ONE_VALUE)
    .default('')
    .transform((value) =>
      value
        .normalize('NFC')
        .split(/\r?\n/)
        .map((line) => line.replace(/[\s\p{Cc}]+/gu, ' ').trim())
        .filter(Boolean)
        .join('\n'),
    )
    .refine((value) => value.length <= longest, `Dài quá ${longest} ký tự.`);

const needed = (longest: number, whenEmpty: string) => text(longest).refine((value) => value !== '', whenEmpty);

const date = (whenEmpty: string) =>
  z
    .string(ONE_VALUE)
    .default('')
    .transform((value, context): PlainDate => {
      const read = parsePlainDate(value.trim());
      if (read) return read;
      context.addIssue(value.trim() === '' ? whenEmpty : 'Ngày chưa đúng; hãy chọn ngày có trên lịch.');
      return z.NEVER;
    });

const optionalDate = z
  .string(ONE_VALUE)
  .default('')
  .transform((value, context): PlainDate | null => {
    if (value.trim() === '') return null;
    const read = parsePlainDate(value.trim());
    if (read) return read;
    context.addIssue('Ngày chưa đúng; hãy chọn ngày có trên lịch.');
    return z.NEVER;
  });

const sum = (whenEmpty: string) =>
  z
    .string(ONE_VALUE)
    .default('')
    .transform((value, context): Dong => {
      const read = readDong(value);
      if (read !== undefined) return read;
      context.addIssue(value.trim() === '' ? whenEmpty : 'Số tiền viết bằng đồng, ví dụ 1.500.000.');
      return z.NEVER;
    });

const MOST_UNITS = 100_000;

const quantity = z
  .string(ONE_VALUE)
  .default('')
  .transform((value, context): number => {
    const figures = value.trim();
    if (/^\d{1,6}$/.test(figures) && Number(figures) <= MOST_UNITS) return Number(figures);
    context.addIssue(`Số lượng là số nguyên từ 0 đến ${MOST_UNITS}.`);
    return z.NEVER;
  });

const rowId = (whenEmpty: string) =>
  z
    .string(ONE_VALUE)
    .default('')
    .transform((value, context): number => {
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

export interface LineInput {
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

export const PARTICULARS = ['address', 'phone', 'taxCode', 'account', 'bank', 'representative', 'position', 'authorisation'] as const;
export const LINE_FIELDS = ['task', 'genre', 'description', 'unit', 'quantity', 'unitPrice', 'vat'] as const;

/** More than any contract has; a form with more is no form of ours. */
export const MOST_LINES = 60;

/** The numbers of the lines in a form (`line-3-task` is of line 3), in order; one that nothing was typed into is none. */
export function linesIn(raw: RawContract): number[] {
  const numbers = new Set(Object.keys(raw).flatMap((name) => /^line-(\d{1,2})-/.exec(name)?.[1] ?? []));
  return [...numbers].map(Number).toSorted((a, b) => a - b);
}

/** What was not sent, or sent without a word; a list of values is something. */
function isBlank(value: unknown): boolean {
  return value === undefined || (typeof value === 'string' && value.trim() === '');
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
  const typed = linesIn(raw).filter((number) => isTyped(raw, number));
  const read = typed.map((number) => collect<LineInput>(errors, line, named(raw, `line-${number}-`, LINE_FIELDS), `line-${number}-`));
  if (typed.length === 0) errors.lines = 'Hợp đồng cần ít nhất một dòng sản phẩm.';
  if (typed.length > MOST_LINES) errors.lines = `Hợp đồng nhận tối đa ${MOST_LINES} dòng sản phẩm.`;
  refuseTwins(typed, read, errors);
  refuseTooMuch(read, errors);
  if (told) refuseBackwards(told, errors);
  if (Object.keys(errors).length > 0) throw new InvalidForm(errors);
  return { ...told!, particularsA: parties.particularsA!, particularsB: parties.particularsB!, lines: read.map((one) => one!) };
}

/** Reads a part of the form; what is wrong with it is added to the errors, and there is no value. */
function collect<T>(errors: Record<string, string>, schema: z.ZodType<T>, values: object, prefix = ''): T | undefined {
  try {
    return readInput(schema, values);
  } catch (error) {
    if (!(error instanceof InvalidForm)) throw error;
    for (const [field, message] of Object.entries(error.fields)) errors[`${prefix}${field}`] = message;
    return undefined;
  }
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

export const signingInput = z.object({ signedOn: date('Hãy chọn ngày ký.'), number: needed(64, 'Hãy nhập số, ký hiệu hợp đồng.') });

export const paymentInput = z.object({
  kind: z.enum(['advance', 'payment'], 'Hãy chọn loại: tạm ứng hoặc thanh toán.'),
  amount: sum('Hãy nhập số tiền.').refine((value) => value > 0, 'Số tiền phải lớn hơn 0.'),
  paidOn: date('Hãy chọn ngày chi.'),
  note: text(300),
});
export type PaymentInput = z.output<typeof paymentInput>;

export const reasonInput = z.object({ reason: needed(500, 'Hãy ghi lý do.') });

export const endingInput = z.object({ endedOn: date('Hãy chọn ngày chấm dứt.'), reason: needed(500, 'Hãy ghi lý do.') });

const annexHead = z.object({
  number: needed(64, 'Hãy nhập số phụ lục.'),
  signedOn: date('Hãy chọn ngày ký phụ lục.'),
  effectiveOn: date('Hãy chọn ngày có hiệu lực.'),
  endsOn: optionalDate,
  note: lines(2000),
});

export interface AnnexInput extends z.output<typeof annexHead> {
  readonly quantities: readonly { readonly lineId: number; readonly quantity: number }[];
}

/** New quantities are fields `quantity-<line id>`; one left empty stays as it is. @throws InvalidForm */
export function readAnnex(raw: RawContract, lineIds: readonly number[]): AnnexInput {
  const errors: Record<string, string> = {};
  const told = collect(errors, annexHead, raw);
  const quantities = lineIds.flatMap((lineId) => {
    const field = `quantity-${lineId}`;
    if (isBlank(raw[field])) return [];
    const read = quantity.safeParse(raw[field]);
    if (read.success) return [{ lineId, quantity: read.data }];
    errors[field] = read.error.issues[0]!.message;
    return [];
  });
  if (Object.keys(errors).length > 0) throw new InvalidForm(errors);
  if (quantities.length === 0 && !told!.endsOn) throw new InvalidForm({ '': 'Phụ lục chưa thay đổi gì: hãy ghi số lượng mới hoặc ngày kết thúc mới.' });
  return { ...told!, quantities };
}
