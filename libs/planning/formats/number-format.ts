/** How a spreadsheet shows a number, as far as it changes what the number says. */
export type NumberFormat =
  | { readonly kind: 'number'; readonly before: string; readonly after: string }
  | { readonly kind: 'percent' }
  | { readonly kind: 'date' | 'date-time' | 'month' | 'year' | 'time' };

export const PLAIN_NUMBER: NumberFormat = { kind: 'number', before: '', after: '' };

/** The formats that files name only by their number (ECMA-376, 18.8.30), those that are no plain numbers. */
const BUILT_IN: Readonly<Record<number, NumberFormat>> = {
  9: { kind: 'percent' },
  10: { kind: 'percent' },
  14: { kind: 'date' },
  15: { kind: 'date' },
  16: { kind: 'date' },
  17: { kind: 'month' },
  18: { kind: 'time' },
  19: { kind: 'time' },
  20: { kind: 'time' },
  21: { kind: 'time' },
  22: { kind: 'date-time' },
  45: { kind: 'time' },
  46: { kind: 'time' },
  47: { kind: 'time' },
};

export function builtInFormat(id: number): NumberFormat {
  return BUILT_IN[id] ?? PLAIN_NUMBER;
}

/** Reads a format code such as `dd/mm/yyyy`, `mmm-yy`, `0%` or `0" bài"`; only its first section, for positive numbers. */
export function parseFormatCode(code: string): NumberFormat {
  const section = firstSection(code);
  // Literal text: in quotes, after a backslash; a space as wide as a character (_x) and a filling one (*x) say nothing.
  const bare = section.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '');
  if (/general/i.test(bare)) return PLAIN_NUMBER;
  if (bare.includes('%')) return { kind: 'percent' };
  const isTime = /[hs]/i.test(bare);
  if (/d/i.test(bare)) return { kind: isTime ? 'date-time' : 'date' };
  if (/y/i.test(bare) && isTime) return { kind: 'date-time' };
  if (/y/i.test(bare)) return { kind: /m/i.test(bare) ? 'month' : 'year' };
  if (isTime) return { kind: 'time' };
  if (/m/i.test(bare)) return { kind: 'month' };
  const literal = /^(?:"([^"]*)")?[#0?.,]+(?:"([^"]*)")?$/.exec(section);
  return literal ? { kind: 'number', before: literal[1] ?? '', after: literal[2] ?? '' } : PLAIN_NUMBER;
}

function firstSection(code: string): string {
  return /^(?:"[^"]*"|\\.|[^;"\\])*/.exec(code.slice(0, LONGEST_CODE))![0];
}

/** Excel itself allows no longer one. */
const LONGEST_CODE = 255;

/** The text of a stored number in its format; `is1904` says that days are counted from 1904, as on old Macintoshes. */
export function formatNumber(value: number, format: NumberFormat, is1904 = false): string {
  switch (format.kind) {
    case 'number':
      return `${format.before}${plainNumber(value)}${format.after}`;
    case 'percent':
      return `${plainNumber(value * 100)}%`;
    default:
      return formatSerial(value + (is1904 ? DAYS_TO_1904 : 0), format.kind) ?? plainNumber(value);
  }
}

/** All digits that a spreadsheet keeps, without groups, exponent or needless zeros. */
function plainNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  return PLAIN.format(value);
}

const PLAIN = new Intl.NumberFormat('en-US', { useGrouping: false, maximumSignificantDigits: 15 });

const DAYS_TO_1904 = 1462;
/** 31/12/9999, the last day that spreadsheets know. */
const LAST_SERIAL = 2_958_466;
const MINUTES_A_DAY = 24 * 60;
const MILLISECONDS_A_MINUTE = 60_000;
/** Serial numbers count a 29/02/1900 that never was, so the days before it are one off. */
const LEAP_DAY_1900 = 60;

/** A day's serial number as text, or undefined if there is no such day. */
function formatSerial(serial: number, kind: 'date' | 'date-time' | 'month' | 'year' | 'time'): string | undefined {
  if (!(serial >= 0 && serial < LAST_SERIAL)) return undefined;
  const minutes = Math.round(serial * MINUTES_A_DAY);
  const days = Math.floor(minutes / MINUTES_A_DAY);
  const rest = minutes % MINUTES_A_DAY;
  const time = `${pad(Math.floor(rest / 60))}:${pad(rest % 60)}`;
  if (kind === 'time') return time;
  const moment = new Date(Date.UTC(1899, 11, 30) + (days + (days < LEAP_DAY_1900 ? 1 : 0)) * MINUTES_A_DAY * MILLISECONDS_A_MINUTE);
  const [year, month] = [moment.getUTCFullYear(), moment.getUTCMonth() + 1];
  if (kind === 'year') return String(year);
  if (kind === 'month') return `tháng ${month}/${year}`;
  const date = `${pad(moment.getUTCDate())}/${pad(month)}/${year}`;
  return kind === 'date-time' && rest > 0 ? `${date} ${time}` : date;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
