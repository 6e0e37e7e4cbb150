import { formatDate, plainDate, type PlainDate } from '#kernel/plain-date.js';

/** `ngày 05 tháng 3 năm 2021`: days under ten are padded, of the months only 1 and 2 (Nghị định 30/2020, Phụ lục I, II.4); empty of an empty text. */
export function dateInWords(date: PlainDate | string): string {
  if (date === '') return '';
  const [day, month, year] = formatDate(typeof date === 'string' ? plainDate(date) : date).split('/');
  return `ngày ${day} tháng ${month} năm ${year}`;
}

/** `05/3/2021` of `2021-03-05`. */
export function dateInFigures(date: string): string {
  return formatDate(plainDate(date));
}

/** A count as it stands in a sentence of a paper: `05` of 5, `0` of none. */
export function countInText(count: number): string {
  return count === 0 ? '0' : String(count).padStart(2, '0');
}

/** The number of a paper under 10 has a nought before it (Phụ lục I, II.3): `5/BB-SNV` → `05/BB-SNV`. */
export function paddedNumber(documentNumber: string): string {
  return documentNumber.replace(/^\d(?=\/)/, '0$&');
}
