import { InvalidArgumentError } from 'commander';
import { Temporal } from 'temporal-polyfill';
import { parsePlainDate, type PlainDate } from '#kernel/plain-date.js';

export function dateOption(text: string): PlainDate {
  const date = parsePlainDate(text);
  if (!date) throw new InvalidArgumentError('viết dạng YYYY-MM-DD, ví dụ 2021-03-31.');
  return date;
}

export function instantOption(text: string): Temporal.Instant {
  try {
    return Temporal.Instant.from(text);
  } catch {
    throw new InvalidArgumentError('viết dạng 2021-03-31T08:00:00+07:00.');
  }
}

export function idOption(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('là một số nguyên.');
  return Number(text);
}

export function yearOption(text: string): number {
  if (!/^20\d{2}$/.test(text)) throw new InvalidArgumentError('là năm viết bốn chữ số, ví dụ 2021.');
  return Number(text);
}

export function print(value: unknown): void {
  console.log(typeof value === 'string' ? value : JSON.stringify(value, null, 2));
}
