import type { ProofOfItem } from '#deliverables/evidence/evidence.query.js';
import { plainDate } from '#kernel/plain-date.js';
import type { Dong } from '#kernel/money.js';
import type { MinutesProduct, RefusedProduct } from './minutes.js';

/** What the annex of products says of an item; days are `YYYY-MM-DD`. */
export interface ProductRow {
  readonly deliverableId: number;
  readonly lineId: number;
  readonly title: string;
  readonly genre: string | null;
  readonly author: string | null;
  readonly issueNumber: string | null;
  readonly page: string | null;
  readonly channel: string | null;
  readonly airedAt: string | null;
  readonly programme: string | null;
  readonly place: string | null;
  readonly documentNumber: string | null;
  readonly occursOn: string;
  readonly creditedOn: string | null;
}

/** Enough of a hash for a reader to tell two files apart by. */
const HASH_FIGURES = 12;

/** A row of the annex. @param amount below nought for an item that is taken back */
export function productOf(row: ProductRow, evidence: readonly string[], money: { unitPrice: Dong; amount: Dong }, note: string): MinutesProduct {
  return {
    deliverableId: row.deliverableId,
    lineId: row.lineId,
    title: row.title,
    genre: row.genre ?? '',
    author: row.author ?? '',
    issueOrChannel: row.issueNumber ? numbered('Số', row.issueNumber) : (row.channel ?? row.documentNumber ?? ''),
    pageOrSlot: row.page ? numbered('Trang', row.page) : [row.airedAt, row.programme ?? row.place].filter(Boolean).join(', '),
    occursOn: row.occursOn,
    evidence,
    unitPrice: money.unitPrice,
    amount: money.amount,
    note,
  };
}

export function refusedOf({ deliverableId, title, occursOn }: ProductRow, reason: string | null): RefusedProduct {
  return { deliverableId, title, occursOn, reason: reason ?? '' };
}

/** `Bù tháng 3/2021` of an item that makes up for an earlier, missed period; blank of any other. */
export function makeUpNote({ creditedOn }: Pick<ProductRow, 'creditedOn'>): string {
  if (creditedOn === null) return '';
  const { month, year } = plainDate(creditedOn);
  return `Bù tháng ${month}/${year}`;
}

/** What proves an item, in words: of a file and of a page that was kept the first figures of the hash. Nothing is named twice. */
export function evidenceWords(proofs: readonly ProofOfItem[]): string[] {
  return [...new Set(proofs.map(({ label, file, snapshot }) => label + hashWords(file ? 'SHA-256' : 'bản lưu SHA-256', (file ?? snapshot)?.sha256)))];
}

function hashWords(of: string, hash: string | undefined): string {
  return hash === undefined ? '' : ` (${of} ${hash.slice(0, HASH_FIGURES)}…)`;
}

/** Many type the word before the number themselves. */
function numbered(word: string, number: string): string {
  return number.toLocaleLowerCase('vi').startsWith(word.toLocaleLowerCase('vi')) ? number : `${word} ${number}`;
}
