import type { Quantity } from '../quantity.js';
import type { QuantityPart } from './quantity-part.js';
import { isDocument } from './quantity-words.js';

/** Several products of one cell as one quantity over the year; each stays in `parts`. */
export function combineParts(parts: readonly QuantityPart[]): Quantity {
  const kept = parts.map((part) => ({ ...part, parts: [] }));
  const whole = { unit: unitOf(parts), per: 'plan' as const, parts: kept, source: '' };
  const nothing = { ...whole, min: null, max: null, perYear: null };
  const kinds = new Set(parts.map(({ kind }) => kind));
  if (kinds.size === 1 && kinds.has('unlimited')) return { ...nothing, kind: 'unlimited', min: 0 };
  if (kinds.size === 1 && kinds.has('as-regulated')) return { ...nothing, kind: 'as-regulated' };
  const years = parts.map(yearOf);
  if (years.some((year) => year === undefined)) return { ...nothing, kind: 'none' };
  const min = years.reduce((sum, year) => sum + year![0], 0);
  const isOpen = years.some((year) => year![1] === null);
  const max = isOpen ? null : years.reduce((sum, year) => sum + year![1]!, 0);
  return { ...whole, kind: kindOf(kinds, min, max), min, max, perYear: [min, max] };
}

function kindOf(kinds: ReadonlySet<Quantity['kind']>, min: number, max: number | null): Quantity['kind'] {
  if (max === null) return 'minimum';
  if (min !== max) return 'range';
  return kinds.size === 1 && kinds.has('implied') ? 'implied' : 'exact';
}

/** What a part adds to a year; unlimited parts add no least and have no most. Undefined where it cannot be added. */
function yearOf({ kind, perYear }: QuantityPart): [number, number | null] | undefined {
  if (kind === 'unlimited' || kind === 'as-regulated') return [0, null];
  return perYear === null ? undefined : [perYear[0] ?? 0, perYear[1]];
}

function unitOf(parts: readonly QuantityPart[]): string {
  const units = new Set(parts.map(({ unit }) => unit));
  if (units.size === 1) return parts[0]!.unit;
  return parts.every(({ unit }) => isDocument(unit)) ? 'văn bản' : 'sản phẩm';
}
