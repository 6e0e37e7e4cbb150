import type { Quantity } from '../quantity.js';
import { Cursor } from './cursor.js';
import { type Per, type QuantityClause, readClause, spaced } from './quantity-clause.js';
import type { QuantityDoubtCode } from './quantity-doubts.js';
import { itemsOf, type Segment } from './quantity-segment.js';
import { PLURALS, readUnit, REMARKS } from './quantity-words.js';
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
  const doubts = doubtsOf(quantity, clauses.map(quantityOf), [outside, ...inside.map(({ clause }) => clause)]);
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
  const isPlural = cursor.accept(...PLURALS);
  const tokens = withoutEdges(cursor.rest());
  if (tokens.length === 0) return undefined;
  return { name: capitalised(sourceOf(rawOf(tokens).replace(/[“”"„«»]/gu, ''))), noun: readUnit(new Cursor(tokens)) ?? unitText(spaced(tokens)), isPlural };
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

export function unitText(text: string): string {
  return text.replaceAll('"', ' ').replace(/\s+/gu, ' ').trim();
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
  const without = { min: null, max: null, per: 'plan' as const, perYear: null, source };
  if (status === 'unlimited') return { ...without, kind: 'unlimited', min: 0, unit: noun || column.unit };
  if (status === 'as-regulated') return { ...without, kind: 'as-regulated', unit: noun || column.unit };
  if (status === 'unstated') return { ...without, kind: 'none', unit: noun || column.unit };
  const isPercentage = amount?.isPercentage || (amount && column.unit === '%' && unit === undefined);
  if (amount) {
    const { min, max } = amount;
    const counted = { min, max, per, source };
    if (isPercentage) return { ...counted, kind: 'percentage', unit: '%', perYear: null };
    const kind = max === null ? 'minimum' : min === max ? 'exact' : 'range';
    return { ...counted, kind, unit: unitText(unit ?? '') || column.unit || noun, perYear: perYearOf(min, max, per) };
  }
  const isImplied = product && !product.isPlural && !outside.isPartlyRead && column.unit === '';
  if (!isImplied) return { ...without, kind: 'none', unit: product?.isPlural ? column.unit : column.unit || noun };
  return { kind: 'implied', min: 1, max: 1, unit: noun, per, perYear: perYearOf(1, 1, per), source };
}

function perYearOf(min: number | null, max: number | null, per: Per): [number | null, number | null] | null {
  const times = TIMES_A_YEAR[per];
  return times === null ? null : [min === null ? null : min * times, max === null ? null : max * times];
}

function doubtsOf(main: QuantityPart, stated: readonly QuantityPart[], clauses: readonly QuantityClause[]): QuantityDoubtCode[] {
  const found = clauses.flatMap(({ doubts }) => doubts);
  const isPartlyRead = clauses.some((clause) => clause.isPartlyRead);
  if (main.kind === 'unlimited' && stated.some(({ kind }) => kind !== 'unlimited' && kind !== 'as-regulated')) found.push('unlimited-with-number');
  if (main.kind === 'implied') found.push('implied-quantity');
  if (main.kind === 'none') found.push(isPartlyRead || clauses.some(({ hasMeasure }) => hasMeasure) ? 'quantity-unknown' : 'no-quantity');
  else if (isPartlyRead) found.push('quantity-unknown');
  if (main.max === 0) found.push('zero-quantity');
  if (main.kind !== 'unlimited' && stated.some((other) => disagrees(main, other))) found.push('quantity-disagrees');
  return found;
}

function disagrees(main: QuantityPart, other: QuantityPart): boolean {
  if (!main.perYear || !other.perYear) return main.kind !== other.kind;
  return main.perYear.join() !== other.perYear.join();
}

/** An item in brackets that names a form of the product and is neither a number nor a remark. */
function isGenre({ amount, status, hasMeasure, isPartlyRead, product }: QuantityClause, tokens: readonly Token[]): boolean {
  if (amount || status || hasMeasure || isPartlyRead || product.length === 0) return false;
  return !tokens.some(({ kind }) => kind === 'number') && !new Cursor(tokens).sees(...REMARKS);
}

function genreOf(tokens: readonly Token[]): string {
  const cursor = new Cursor(withoutEdges(tokens));
  cursor.accept('bao gồm', 'gồm', 'thể loại', 'như', 'dạng', 'và', ':');
  return capitalised(rawOf(withoutEdges(cursor.rest())));
}
