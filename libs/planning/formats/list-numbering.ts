import { readXmlMarkup } from './markup.js';
import type { AttributeLookup, MarkupHandler } from './markup.js';
import { WORD_NAMESPACE } from './word-namespace.js';

interface Level {
  start: number;
  format: string;
  /** The number as shown, with %1 to %9 standing for the levels' own numbers. */
  text: string;
  /** The style whose paragraphs are on this level. */
  style: string | undefined;
}

interface List {
  readonly abstractId: string;
  readonly startOverrides: Map<number, number>;
}

/** The automatic numbers of a Word document: the text of a paragraph does not hold them. */
export class ListNumbering {
  private readonly counters = new Map<string, number[]>();
  private readonly usedOverrides = new Set<string>();

  constructor(
    private readonly lists: ReadonlyMap<string, List>,
    private readonly levels: ReadonlyMap<string, ReadonlyMap<number, Level>>,
    private readonly styles: ReadonlyMap<string, ParagraphStyle>,
  ) {}

  /** Counts one paragraph and gives its number as Word shows it, or undefined if it is in no list. */
  next(paragraph: { listId?: string; level?: number; style?: string }): string | undefined {
    const styled = this.listOfStyle(paragraph.style);
    const listId = paragraph.listId ?? styled?.listId;
    const list = listId === undefined ? undefined : this.lists.get(listId);
    if (listId === undefined || !list) return undefined;
    const levels = this.levels.get(list.abstractId) ?? new Map<number, Level>();
    const depth = paragraph.level ?? styled?.level ?? depthOfStyle(levels, paragraph.style) ?? 0;
    const level = levels.get(depth);
    if (!level) return undefined;
    if (level.format === 'bullet') return level.text === '' ? undefined : '-';
    const counters = this.count(listId, list, levels, depth);
    return level.text.replace(/%([1-9])/g, (_, digit: string) => {
      const shown = Number(digit) - 1;
      return formatOrdinal(counters[shown] ?? levels.get(shown)?.start ?? 1, levels.get(shown)?.format ?? 'decimal');
    });
  }

  /** Lists that share an abstract list count on together, unless one says where it starts anew. */
  private count(listId: string, list: List, levels: ReadonlyMap<number, Level>, depth: number): readonly number[] {
    const counters = this.counters.get(list.abstractId) ?? [];
    this.counters.set(list.abstractId, counters);
    const override = list.startOverrides.get(depth);
    const key = `${listId} ${depth}`;
    if (override !== undefined && !this.usedOverrides.has(key)) {
      this.usedOverrides.add(key);
      counters[depth] = override;
    } else {
      const last = counters[depth];
      counters[depth] = last === undefined ? (levels.get(depth)?.start ?? 1) : last + 1;
    }
    counters.length = depth + 1;
    return counters;
  }

  private listOfStyle(name: string | undefined): { listId: string; level: number | undefined } | undefined {
    let style = name === undefined ? undefined : this.styles.get(name);
    for (let hops = 0; style && hops < LONGEST_STYLE_CHAIN; hops++) {
      if (style.listId !== undefined) return { listId: style.listId, level: style.level };
      style = style.basedOn === undefined ? undefined : this.styles.get(style.basedOn);
    }
    return undefined;
  }
}

const LONGEST_STYLE_CHAIN = 20;

function depthOfStyle(levels: ReadonlyMap<number, Level>, style: string | undefined): number | undefined {
  if (style === undefined) return undefined;
  return [...levels].find(([, level]) => level.style === style)?.[0];
}

interface ParagraphStyle {
  basedOn: string | undefined;
  listId: string | undefined;
  level: number | undefined;
}

/** Reads `word/numbering.xml` and what `word/styles.xml` says of numbering; either may be missing. */
export async function readListNumbering(numbering: AsyncIterable<Uint8Array>, styles: AsyncIterable<Uint8Array>): Promise<ListNumbering> {
  const parts = new NumberingPart();
  await readXmlMarkup(numbering, WORD_NAMESPACE, parts);
  const styleParts = new StylesPart();
  await readXmlMarkup(styles, WORD_NAMESPACE, styleParts);
  return new ListNumbering(parts.lists, parts.levels, styleParts.styles);
}

/** Word's lists have nine levels. */
const DEEPEST_LEVEL = 9;

class NumberingPart implements MarkupHandler {
  readonly lists = new Map<string, List>();
  readonly levels = new Map<string, Map<number, Level>>();
  private levelsOfOpen: Map<number, Level> | undefined;
  private listId: string | undefined;
  private depth = 0;
  private level: Level | undefined;

  open(name: string, attribute: AttributeLookup): 'skip' | undefined {
    const value = attribute('val');
    if (name === 'abstractNum') this.levels.set(attribute('abstractNumId') ?? '', (this.levelsOfOpen = new Map<number, Level>()));
    else if (name === 'num') this.listId = attribute('numId');
    else if (name === 'abstractNumId' && this.listId !== undefined) this.lists.set(this.listId, { abstractId: value ?? '', startOverrides: new Map() });
    else if (name === 'lvlOverride') this.depth = Number(attribute('ilvl'));
    else if (name === 'startOverride' && this.listId !== undefined) this.lists.get(this.listId)?.startOverrides.set(this.depth, Number(value));
    else if (name === 'lvl' && this.levelsOfOpen) {
      this.level = { start: 1, format: 'decimal', text: '', style: undefined };
      const depth = Number(attribute('ilvl'));
      if (depth < DEEPEST_LEVEL) this.levelsOfOpen.set(depth, this.level);
    } else if (this.level) this.describe(this.level, name, value ?? '');
    return undefined;
  }

  close(name: string): void {
    if (name === 'abstractNum') this.levelsOfOpen = undefined;
    else if (name === 'lvl') this.level = undefined;
    else if (name === 'num') this.listId = undefined;
  }

  text(): void {
    // All that matters here is in attributes.
  }

  private describe(level: Level, name: string, value: string): void {
    if (name === 'start') level.start = Number(value);
    else if (name === 'numFmt') level.format = value;
    else if (name === 'lvlText') level.text = value;
    else if (name === 'pStyle') level.style = value;
  }
}

class StylesPart implements MarkupHandler {
  readonly styles = new Map<string, ParagraphStyle>();
  private style: ParagraphStyle | undefined;

  open(name: string, attribute: AttributeLookup): 'skip' | undefined {
    if (name === 'style') {
      this.style = { basedOn: undefined, listId: undefined, level: undefined };
      this.styles.set(attribute('styleId') ?? '', this.style);
    } else if (this.style && name === 'basedOn') this.style.basedOn = attribute('val');
    else if (this.style && name === 'numId') this.style.listId = attribute('val');
    else if (this.style && name === 'ilvl') this.style.level = Number(attribute('val'));
    return undefined;
  }

  close(name: string): void {
    if (name === 'style') this.style = undefined;
  }

  text(): void {
    // All that matters here is in attributes.
  }
}

const ROMAN = [
  ['m', 1000],
  ['cm', 900],
  ['d', 500],
  ['cd', 400],
  ['c', 100],
  ['xc', 90],
  ['l', 50],
  ['xl', 40],
  ['x', 10],
  ['ix', 9],
  ['v', 5],
  ['iv', 4],
  ['i', 1],
] as const;

/** A number in one of Word's number formats (ECMA-376, ST_NumberFormat); formats that are not known come as digits. */
export function formatOrdinal(value: number, format: string): string {
  switch (format) {
    case 'none':
      return '';
    case 'decimalZero':
      return String(value).padStart(2, '0');
    case 'upperRoman':
      return roman(value).toUpperCase();
    case 'lowerRoman':
      return roman(value);
    case 'upperLetter':
      return letters(value).toUpperCase();
    case 'lowerLetter':
      return letters(value);
    default:
      return String(value);
  }
}

function roman(value: number): string {
  if (!(value >= 1 && value < 4000)) return String(value);
  let rest = value;
  let text = '';
  for (const [letter, worth] of ROMAN) {
    while (rest >= worth) {
      text += letter;
      rest -= worth;
    }
  }
  return text;
}

/** After z, Word goes on with aa, bb, cc. */
function letters(value: number): string {
  if (!(value >= 1 && value <= 26 * 20)) return String(value);
  return String.fromCharCode(97 + ((value - 1) % 26)).repeat(Math.ceil(value / 26));
}
