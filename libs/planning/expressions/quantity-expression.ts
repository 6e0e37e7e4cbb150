import type { Doubt } from '../doubt.js';
import type { Quantity } from '../quantity.js';
import { quantityDoubt, type QuantityDoubtCode } from './quantity-doubts.js';
import { readClause } from './quantity-clause.js';
import { type QuantityPart, type ReadPart, readPart, type UnitColumn } from './quantity-part.js';
import { segmentsOf } from './quantity-segment.js';
import { combineParts } from './quantity-sum.js';
import { unitText } from './quantity-unit.js';
import { isKnownUnit, MEASURES } from './quantity-words.js';
import { capitalised, sourceOf } from './spelling.js';
import { tokenise } from './token.js';

export interface QuantityOptions {
  /** The text of a separate unit column ("ĐVT"); the cell may then hold a bare number. */
  readonly unit?: string;
}

export interface ReadQuantity {
  readonly value: Quantity;
  /** The products that the cell names, as written, with a capital. */
  readonly products: string[];
  /** The forms that a bracket lists ("Phóng sự", "Bài viết"). */
  readonly genres: string[];
  readonly doubts: Doubt[];
}

/** No cell that says how much is as long as this many characters; a longer text is kept and not read. */
const LONGEST_EXPRESSION = 1000;
const NOTHING = /^[\s\p{P}\p{S}\p{Cf}\p{Cc}]*$/u;

/**
 * Reads how much is owed, as plans of Vietnamese offices write it: alone or within the name of a product.
 * @param text one cell, in any spelling; never refused
 * @returns the quantity with the cell's own words, the products and forms named, and what a person should look at
 */
export function readQuantity(text: string, { unit = '' }: QuantityOptions = {}): ReadQuantity {
  const source = sourceOf(text);
  const column = columnOf(unit.length > LONGEST_EXPRESSION ? '' : unit);
  if (source.length > LONGEST_EXPRESSION) return nothing(source, '', 'too-long');
  if (NOTHING.test(source)) return nothing(source, column.unit, 'no-quantity');
  const parts = segmentsOf(tokenise(source))
    .map((segment) => readPart(segment, column))
    .filter(isOfUse);
  if (parts.length === 0) return nothing(source, column.unit, 'quantity-unknown');
  const [value, doubts] = combined(parts);
  return {
    value: { ...value, source },
    products: [...new Set(parts.flatMap(({ product }) => (product === undefined ? [] : [product])))],
    genres: [...new Set(parts.flatMap(({ genres }) => genres))],
    doubts: [...new Set(doubts)].map((code) => quantityDoubt(code, source)),
  };
}

function combined(parts: readonly ReadPart[]): [Quantity, readonly QuantityDoubtCode[]] {
  const doubts = parts.flatMap((part) => part.doubts);
  if (parts.length === 1) return [{ ...parts[0]!.quantity, parts: [] }, doubts];
  const quantities = parts.map(({ quantity }) => quantity);
  const sum = combineParts(quantities);
  if (isPeriodUnclear(quantities)) doubts.push('period-unclear');
  return [sum, sum.kind === 'none' ? [...doubts, 'parts-not-summed'] : doubts];
}

/** "02 tin và 01 bài/tháng": the period behind the last may be meant for all. */
function isPeriodUnclear(parts: readonly QuantityPart[]): boolean {
  const [last, ...before] = parts.toReversed();
  return last!.per !== 'plan' && before.every(({ per, kind }) => per === 'plan' && kind !== 'unlimited' && kind !== 'as-regulated');
}

/** A stray separator makes no part. */
function isOfUse({ quantity, product }: ReadPart): boolean {
  return quantity.kind !== 'none' || product !== undefined || /[\p{L}\p{N}]/u.test(quantity.source);
}

function nothing(source: string, columnUnit: string, code: QuantityDoubtCode): ReadQuantity {
  const unit = columnUnit === '%' ? '' : columnUnit;
  const none: QuantityPart = { kind: 'none', min: null, max: null, unit, per: 'plan', perYear: null, source };
  const products = unit === '' ? [] : [capitalised(unit)];
  return { value: { ...none, parts: [] }, products, genres: [], doubts: [quantityDoubt(code, source)] };
}

/** "Bài/tháng", "Tin, bài", "%", "Học viên" */
function columnOf(text: string): UnitColumn {
  if (/^\s*(?:%|tỷ lệ|tỉ lệ)/iu.test(text.normalize('NFC'))) return { unit: '%', per: undefined, measure: '' };
  const words = unitText(text.replace(/\([^)]*\)?/g, ' '));
  if (isKnownUnit(words)) return { unit: words, per: undefined, measure: '' };
  const tokens = tokenise(words);
  const [noun = ''] = words.split('/');
  // A number before the column's words makes them read as they would be in a cell.
  const { per } = isMeasured(words) ? { per: undefined } : readClause([...tokenise('1'), ...tokens]);
  const unit = unitText(noun);
  return { unit, per, measure: MEASURES.includes(unit) || !words.includes('/') ? unit : words };
}

/** "Lớp/học viên": a second number in the cells counts the people. */
function isMeasured(words: string): boolean {
  return MEASURES.includes(words.split('/').at(-1)!.trim()) && words.includes('/');
}
