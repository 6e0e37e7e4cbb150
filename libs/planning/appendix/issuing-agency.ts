import { flat, isUpperCase } from './folded-text.js';

/** After these words a place's own name follows, each word of it with a capital. */
const PLACE = /(?<!\p{L})(tỉnh|thành phố|thị xã|thị trấn|huyện|quận|phường|xã) (?=\p{L})/giu;

const NAMES_OF_OFFICES = /^(?:sở|phòng|ban|báo|đài|trung tâm|văn phòng|chi cục|cục|bộ|trường|hội|đoàn) (?=\p{L})/iu;

/** "ỦY BAN NHÂN DÂN TỈNH BẾN TRE", as an agency block writes it, in sentence case: "Ủy ban nhân dân tỉnh Bến Tre". */
export function agencyInSentenceCase(written: string): string {
  const text = flat(written);
  if (!isUpperCase(text)) return text;
  const lower = text.toLowerCase().replace(/(?<!\p{L})(?:ubnd|hđnd|mttq)(?!\p{L})/gu, (short) => short.toUpperCase());
  const withPlace = capitalisePlace(lower);
  const withOffice = withPlace.replace(/(?<=^(?:sở|phòng|ban|báo|đài|trung tâm|bộ|trường) )\p{Ll}/u, upper);
  const withParts = NAMES_OF_OFFICES.test(lower) ? withOffice.replace(/(?<=(?:, | và ))\p{Ll}/gu, upper) : withOffice;
  return withParts.replace(/^\p{Ll}/u, upper);
}

/** A plan's heading in sentence case; words that are written in small letters already keep their capitals. */
export function titleInSentenceCase(kind: string, summary: string): string {
  const first = kind.toLowerCase().replace(/^\p{Ll}/u, upper);
  const text = flat(summary);
  if (text === '') return first;
  if (isUpperCase(text)) return `${first} ${capitalisePlace(text.toLowerCase(), 'tỉnh|thành phố|thị xã|huyện')}`;
  return `${first} ${/^\p{Lu}\p{Ll}/u.test(text) ? text[0]!.toLowerCase() + text.slice(1) : text}`;
}

/** The place of an office: "Bến Tre" of "Ủy ban nhân dân tỉnh Bến Tre"; null where its name says none. */
export function placeOfAgency(agency: string): string | null {
  return /(?:tỉnh|thành phố|huyện|thị xã|quận|thị trấn|phường|xã) ((?:\p{Lu}[\p{L}]*)(?: \p{Lu}[\p{L}]*)*)$/u.exec(agency)?.[1] ?? null;
}

/** Capitals for the place's name: the words after "tỉnh" to the end, at the most three. */
function capitalisePlace(lower: string, kinds?: string): string {
  const pattern = kinds === undefined ? PLACE : new RegExp(`(?<!\\p{L})(${kinds}) (?=\\p{L})`, 'giu');
  const last = [...lower.matchAll(pattern)].at(-1);
  if (!last) return lower;
  const from = last.index + last[0].length;
  const name = /^\p{L}+(?: \p{L}+){0,2}/u.exec(lower.slice(from))?.[0] ?? '';
  const own = kinds === undefined ? name : (/^.*?(?= (?:năm|giai|đến|trên|và|về|của|theo)(?: |$))/u.exec(name)?.[0] ?? name);
  return lower.slice(0, from) + own.replace(/(?<=^| )\p{Ll}/gu, upper) + lower.slice(from + own.length);
}

function upper(text: string): string {
  return text.toUpperCase();
}
