/** The place of a row's number in the usual order of headings: A, then I, then 1, then 1.1, then a), then a dash. */
export interface Ordinal {
  readonly text: string;
  readonly level: number;
  readonly kind: 'capital' | 'roman' | 'arabic' | 'small' | 'dash';
}

const ROMAN = /^(?=[IVXLC])(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})$/;
/** A number with a mark after it: "I.", "1)", "1.1.", "II -". */
const MARKED = /^\s*([IVXLC]+|[A-Z]|\d{1,3}(?:\.\d{1,3})*)\s*[.):–-]\s*(\S[\s\S]*)$/;

/** A number that needs no mark to be one: "1.1 Trên báo", "II TẬP HUẤN". */
const BARE = /^\s*((?:[IVX]+|\d{1,3})(?:\.\d{1,3})+|[IVX]{1,5})\s+(\S[\s\S]*)$/;
const LEVELS = { capital: 0, roman: 1, arabic: 2, small: 20, dash: 21 } as const;

/** Reads what stands in the column of numbers; undefined for anything that is not a number of a row. */
export function readOrdinal(written: string, before?: Ordinal): Ordinal | undefined {
  const bare = written.replace(/^[\s(]+|[\s).:]+$/g, '').replace(/\s*\.\s*/g, '.');
  if (/^\d{1,4}(?:\.\d{1,3}){0,4}$/.test(bare)) return { text: bare, kind: 'arabic', level: LEVELS.arabic + bare.split('.').length - 1 };
  if (/^[A-Z]$/.test(bare) && (followsLetter(bare, before) || !ROMAN.test(bare))) return { text: bare, kind: 'capital', level: LEVELS.capital };
  if (ROMAN.test(bare)) return { text: bare, kind: 'roman', level: LEVELS.roman };
  if (/^(?:[IVX]+|[A-Z])(?:\.\d{1,3}){1,4}$/.test(bare)) return { text: bare, kind: 'arabic', level: LEVELS.arabic + bare.split('.').length - 2 };
  if (/^[a-zđ]$/.test(bare)) return { text: bare, kind: 'small', level: LEVELS.small };
  if (/^[-–+•]$/.test(bare)) return { text: bare, kind: 'dash', level: LEVELS.dash };
  return undefined;
}

/** Splits "I. TUYÊN TRUYỀN" or "1.1 Trên báo" into its number and its words; no number gives an empty one. */
export function splitOrdinal(text: string): { ordinal: string; rest: string } {
  const found = MARKED.exec(text) ?? BARE.exec(text);
  return found ? { ordinal: found[1]!, rest: found[2]!.trim() } : { ordinal: '', rest: text.trim() };
}

/** Whether a row with this number stands under the heading with that one. */
export function isBelow(row: Ordinal, heading: Ordinal): boolean {
  if (row.level <= heading.level) return false;
  return heading.kind !== 'arabic' || row.kind !== 'arabic' || row.text.startsWith(`${heading.text}.`);
}

/** The number after this one at the same depth: 4 after 3, 1.3 after 1.2; an empty text where there is none. */
export function nextOrdinal(text: string): string {
  const found = /^(.*?)(\d+)$/.exec(text);
  return found ? `${found[1]!}${Number(found[2]) + 1}` : '';
}

/** C after B is a letter, C alone the Roman hundred; I begins the Roman numbers unless H came before. */
function followsLetter(letter: string, before: Ordinal | undefined): boolean {
  return before?.kind === 'capital' && before.text.charCodeAt(0) + 1 === letter.charCodeAt(0);
}
