import type { Quantity } from '../quantity.js';
import { Cursor } from './cursor.js';
import { type Per, type QuantityClause, readClause } from './quantity-clause.js';
import type { QuantityDoubtCode } from './quantity-doubts.js';
import { readNumberWords } from './quantity-number.js';
import { itemsOf, type Segment } from './quantity-segment.js';
import { unitOf, unitText } from './quantity-unit.js';
import { NOT_VERBS, PLURALS, readUnit, REMARKS, VERBS } from './quantity-words.js';
import { capitalised, sourceOf } from './spelling.js';
import { rawOf, type Token } from './token.js';

export type QuantityPart = Omit<Quantity, 'parts'>;

export interface ReadPart {
  readonly quantity: QuantityPart;
  readonly product: string | undefined;
  readonly genres: readonly string[];
  readonly doubts: readonly QuantityDoubtCode[];
}

/** What a separate unit column says: its noun, and the period of "Bài/tháng". */
export interface UnitColumn {
  readonly unit: string;
  readonly per: Per | undefined;
  readonly measure: string;
}

const TIMES_A_YEAR: Record<Per, number | null> = { plan: 1, half: 2, quarter: 4, month: 12, week: 52, item: null };
/** These count occasions or shares; no product is named by them. */
const NO_PRODUCTS = ['', '%', 'lần', 'lượt', 'đợt', 'kỳ'];

/** One product of a cell with its number. */
export function readPart(segment: Segment, column: UnitColumn): ReadPart {
  const outside = readClause(segment.words, column.measure);
  const inside = segment.brackets.flatMap(itemsOf).map((tokens) => ({ tokens, clause: readClause(tokens, column.measure) }));
  const stated = inside.map(({ clause }) => clause).filter(({ amount, status }) => amount !== undefined || status !== undefined);
  const clauses = outside.amount || outside.status ? [outside, ...stated] : stated;
  const product = productOf(outside.product);
  const quantityOf = (clause: QuantityClause) => describe(clause, { segment, outside, column, product });
  const main = clauses.find(({ status }) => status === 'unlimited') ?? clauses[0] ?? outside;
  const quantity = quantityOf(main);
  const read = [outside, ...inside.map(({ clause }) => clause)];
  const others = clauses.filter((clause) => clause !== main).map(quantityOf);
  const doubts = doubtsOf(quantity, others, read, product?.isPlural ?? false);
  const genres = product || outside.amount ? inside.filter(({ clause, tokens }) => isGenre(clause, tokens)).map(({ tokens }) => genreOf(tokens)) : [];
  return { quantity, product: product?.name ?? productOfUnit(quantity.unit), genres, doubts };
}

interface Product {
  readonly name: string;
  readonly noun: string;
  readonly isPlural: boolean;
}

function productOf(words: readonly Token[]): Product | undefined {
  const cursor = new Cursor(withoutEdges(words));
  if (!cursor.sees(...NOT_VERBS)) cursor.accept(...VERBS);
  const isPlural = cursor.accept(...PLURALS);
  const tokens = withoutEdges(cursor.rest());
  if (tokens.length === 0 || isMark(tokens)) return undefined;
  const noun = readUnit(new Cursor(tokens)) ?? unitOf(tokens);
  return noun === '' ? undefined : { name: capitalised(sourceOf(rawOf(tokens).replace(/[“”"„«»]/gu, ''))), noun, isPlural };
}

/** An "x" in a cell ticks it and names nothing. */
function isMark(tokens: readonly Token[]): boolean {
  return tokens.length === 1 && tokens[0]!.text.length === 1;
}

/** Bullets before and stops behind. */
function withoutEdges(tokens: readonly Token[]): readonly Token[] {
  const isNamed = ({ kind, text }: Token) => kind !== 'sign' || text === '"';
  const first = tokens.findIndex(isNamed);
  return first < 0 ? [] : tokens.slice(first, tokens.findLastIndex(isNamed) + 1);
}

function productOfUnit(unit: string): string | undefined {
  return NO_PRODUCTS.includes(unit) ? undefined : capitalised(unit);
}

interface Surroundings {
  readonly segment: Segment;
  readonly outside: QuantityClause;
  readonly column: UnitColumn;
  readonly product: Product | undefined;
}

function describe({ amount, status, unit, per: ownPer }: QuantityClause, { segment, outside, column, product }: Surroundings): QuantityPart {
  const source = rawOf(segment.all);
  const noun = product?.noun ?? '';
  const per = ownPer ?? outside.per ?? column.per ?? 'plan';
  const fromColumn = column.unit === '%' ? '' : column.unit;
  const named = noun || fromColumn;
  const without = { min: null, max: null, per: 'plan' as const, perYear: null, source };
  if (status === 'unlimited') return { ...without, kind: 'unlimited', min: 0, unit: named || unitText(unit ?? '') };
  if (status === 'as-regulated') return { ...without, kind: 'as-regulated', unit: named };
  if (status === 'unstated') return { ...without, kind: 'none', unit: named };
  const isPercentage = amount?.isPercentage || (amount && column.unit === '%' && unit === undefined);
  if (amount) {
    const { min, max } = amount;
    const counted = { min, max, per, source };
    if (isPercentage) return { ...counted, kind: 'percentage', unit: '%', perYear: null };
    const kind = max === null ? 'minimum' : min === max ? 'exact' : 'range';
    return { ...counted, kind, unit: unitText(unit ?? '') || column.unit || noun, perYear: perYearOf(min, max, per) };
  }
  const isImplied = product && !product.isPlural && !outside.isPartlyRead && (column.unit === '' || column.unit === noun);
  if (!isImplied) return { ...without, kind: 'none', unit: product?.isPlural && column.unit === '' ? '' : fromColumn || noun };
  return { kind: 'implied', min: 1, max: 1, unit: noun, per, perYear: perYearOf(1, 1, per), source };
}

function perYearOf(min: number | null, max: number | null, per: Per): [number | null, number | null] | null {
  const times = TIMES_A_YEAR[per];
  return times === null ? null : [min === null ? null : min * times, max === null ? null : max * times];
}

function doubtsOf(main: QuantityPart, others: readonly QuantityPart[], clauses: readonly QuantityClause[], isPlural: boolean): QuantityDoubtCode[] {
  const found = clauses.flatMap(({ doubts }) => doubts);
  const isPartlyRead = clauses.some((clause) => clause.isPartlyRead);
  const hasOwnWords = clauses.some(({ hasMeasure, product }) => hasMeasure || (product.length > 0 && !isPlural));
  if (main.kind === 'unlimited') {
    if (clauses.some(({ amount }) => amount !== undefined)) found.push('unlimited-with-number');
  } else if (others.length > 0 && !agrees(main, others)) found.push('quantity-disagrees');
  if (main.kind === 'implied') found.push('implied-quantity');
  if (main.kind === 'none') found.push(!isUnstated(clauses) && (isPartlyRead || hasOwnWords) ? 'quantity-unknown' : 'no-quantity');
  else if (isPartlyRead) found.push('quantity-unknown');
  if (main.max === 0) found.push('zero-quantity');
  return found;
}

function isUnstated(clauses: readonly QuantityClause[]): boolean {
  return clauses.some(({ status }) => status === 'unstated');
}

/** Further numbers repeat the first over the year ("24 bài (02 bài/tháng)") or break it down ("02 hội nghị (01 …, 01 …)"). */
function agrees(main: QuantityPart, others: readonly QuantityPart[]): boolean {
  const year = main.perYear?.join();
  const isSame = others.every((other) => (main.perYear && other.perYear ? other.perYear.join() === year : other.kind === main.kind));
  const sum = others.reduce((total, { perYear }) => total + (perYear?.[0] ?? Number.NaN), 0);
  return isSame || (main.kind === 'exact' && sum === main.perYear?.[0]);
}

/** An item in brackets that names a form of the product and is neither a number nor a remark. */
function isGenre({ amount, status, hasMeasure, isPartlyRead, product }: QuantityClause, tokens: readonly Token[]): boolean {
  if (amount || status || hasMeasure || isPartlyRead || product.length === 0) return false;
  return !tokens.some(({ kind }) => kind === 'number') && !isNumberInWords(tokens) && !new Cursor(tokens).sees(...REMARKS);
}

/** The "hai" of "02 (hai) bài". */
function isNumberInWords(tokens: readonly Token[]): boolean {
  const cursor = new Cursor(tokens);
  return readNumberWords(cursor) !== undefined && cursor.isDone;
}

function genreOf(tokens: readonly Token[]): string {
  const cursor = new Cursor(withoutEdges(tokens));
  cursor.accept('bao gồm', 'gồm', 'thể loại', 'như', 'dạng', 'và', ':');
  return capitalised(rawOf(withoutEdges(cursor.rest())));
}
