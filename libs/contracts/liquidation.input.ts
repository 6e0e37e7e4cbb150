import { z } from 'zod';
import { date } from '#kernel/form-fields.js';
import { InvalidForm, readInput } from '#kernel/form-input.js';
import { readDong } from '#kernel/money.js';
import type { PlainDate } from '#kernel/plain-date.js';
import { line, text } from './acceptance.input.js';
import type { RawAcceptance } from './acceptance.input.js';
import type { Deduction } from './liquidation.entity.js';

export interface LiquidationInput {
  readonly heldOn: PlainDate;
  readonly documentNumber: string;
  readonly place: string;
  readonly conclusion: string;
  readonly deductions: readonly Deduction[];
}

/** As many rows of deductions as the form shows and takes. */
const MOST_DEDUCTIONS = 20;

const headInput = z.object({ heldOn: date('Hãy chọn ngày thanh lý.'), documentNumber: line(64), place: line(200), conclusion: text(4000) });

const labelInput = z.object({ label: line(200) });

/**
 * Reads the form; a deduction is a pair of fields `label` and `amount`, several under one name as a list, and a row that is
 * blank is none. @throws InvalidForm
 */
export function readLiquidation(raw: RawAcceptance): LiquidationInput {
  const errors: Record<string, string> = {};
  const deductions = deductionRows(raw).flatMap(({ label, amount }, index): Deduction[] => {
    const read = readInput(labelInput, { label });
    const sum = readDong(amount);
    if (read.label === '') errors[`label-${index}`] = 'Hãy ghi khoản giảm trừ là gì.';
    if (sum === undefined || sum === 0) errors[`amount-${index}`] = 'Hãy nhập số tiền bằng đồng, ví dụ 1.500.000.';
    return sum === undefined ? [] : [{ label: read.label, amount: sum }];
  });
  const head = headInput.safeParse(raw);
  if (!head.success) for (const issue of head.error.issues) errors[String(issue.path[0] ?? '')] ??= issue.message;
  if (!head.success || Object.keys(errors).length > 0) throw new InvalidForm(errors);
  return { ...head.data, deductions };
}

/** The rows of deductions as typed, without blank ones. */
export function deductionRows({ label, amount }: RawAcceptance): { label: string; amount: string }[] {
  const [labels, amounts] = [listOf(label), listOf(amount)];
  return Array.from({ length: Math.min(MOST_DEDUCTIONS, Math.max(labels.length, amounts.length)) }, (_, index) => ({
    label: labels[index] ?? '',
    amount: amounts[index] ?? '',
  })).filter((row) => row.label.trim() !== '' || row.amount.trim() !== '');
}

function listOf(value: unknown): string[] {
  return [value].flat().filter((one): one is string => typeof one === 'string');
}
