import { parsePlainDate } from '#kernel/plain-date.js';
import type { Doubt } from '../doubt.js';
import type { DocumentLine } from './document-lines.js';
import { folded } from './folded-text.js';
import { agencyInSentenceCase, placeOfAgency, titleInSentenceCase } from './issuing-agency.js';

/** What a document's first page says of itself; null for what is not there. Dates are `YYYY-MM-DD`. */
export interface DocumentHead {
  readonly number: string | null;
  readonly issuedOn: string | null;
  readonly year: number | null;
  readonly issuer: string | null;
  readonly place: string | null;
  readonly title: string | null;
}

interface Reference {
  readonly number: string | null;
  readonly issuedOn: string | null;
  readonly issuer: string | null;
  readonly source: string;
}

/** A first page ends at the latest here. */
const LINES_OF_HEAD = 40;

const NUMBER = String.raw`\d{1,5}[a-z]?\s*\/\s*(?:\d{4}\s*\/\s*)?\p{Lu}[\p{Lu}\d]*(?:\s*[-–&.]\s*\p{Lu}[\p{Lu}\d]*)*`;
const NUMBER_LINE = new RegExp(String.raw`^số\s*:?\s*(${NUMBER})`, 'iu');
const DATE = String.raw`ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})`;
const DATE_LINE = new RegExp(String.raw`((?:TP\.?\s*)?\p{Lu}\p{Ll}+(?:\s\p{Lu}\p{Ll}+){0,3})\s*,\s*${DATE}`, 'u');
const ATTACHED = new RegExp(
  String.raw`kèm theo\s+(?:\p{L}+\s+){1,3}?số\s*:?\s*(${NUMBER}|[.…_\s]*\/\S*)?[\s,]*(?:${DATE}|ngày\s+(\d{1,2})\/(\d{1,2})\/(\d{4}))?\s*(?:của\s+([^)]+))?`,
  'iu',
);
const KINDS = ['KẾ HOẠCH', 'CHƯƠNG TRÌNH', 'ĐỀ ÁN', 'PHƯƠNG ÁN', 'HƯỚNG DẪN', 'QUYẾT ĐỊNH'];
const KIND_LINE = new RegExp(`^(${KINDS.join('|')})(?:\\s+(\\S.*))?$`, 'u');
const NATIONAL = /CỘNG\s+H(?:ÒA|OÀ)\s+XÃ\s+HỘI\s+CHỦ\s+NGHĨA\s+VIỆT\s+NAM|Độc\s+lập\s*[-–]\s*Tự\s+do\s*[-–]\s*Hạnh\s+phúc/giu;
const BODY = /^(?:thực hiện|căn cứ|nhằm|để|trên cơ sở|theo|phần|kính gửi|số\s*:|[ivxlc]+\.|[a-d]\.|\d+\.|-\s)/iu;
const OFFICE =
  /^(?:ỦY BAN|UỶ BAN|UBND|HĐND|HỘI ĐỒNG|SỞ|BAN|PHÒNG|TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG|THỊ TRẤN|BỘ|VĂN PHÒNG|TRUNG TÂM|BÁO|ĐÀI)(?!\p{L})/u;

/** Reads number, date, issuer, place and title of a plan from its first page, and what is missing from its appendix. */
export function readHead(lines: readonly DocumentLine[]): { head: DocumentHead; doubts: Doubt[] } {
  const titleAt = lines.slice(0, LINES_OF_HEAD).findIndex(({ text }) => KIND_LINE.test(text));
  const bodyAt = lines.findIndex(({ text }) => /^(?:thực hiện|căn cứ|[ivx]+\.\s|phụ lục)/iu.test(text));
  const top = lines
    .slice(
      0,
      [titleAt, bodyAt, LINES_OF_HEAD].find((at) => at >= 0),
    )
    .map(({ text }) => text);
  const dated = top.map((text) => DATE_LINE.exec(text.replace(NUMBER_LINE, ' '))).find((found) => found !== null);
  const own = {
    number: tidyNumber(top.map((text) => NUMBER_LINE.exec(text)?.[1]).find((number) => number !== undefined)),
    issuedOn: isoOf(dated?.[2], dated?.[3], dated?.[4]),
    issuer: agencyAbove(top),
    title: titleAt < 0 ? null : titleFrom(lines, titleAt),
  };
  const attached = attachedTo(lines);
  const number = own.number ?? attached?.number ?? null;
  const issuedOn = own.issuedOn ?? attached?.issuedOn ?? null;
  const issuer = fuller(own.issuer, attached?.issuer ?? null);
  const head = {
    number,
    issuedOn,
    issuer,
    title: own.title,
    place: dated?.[1] ?? (issuer === null ? null : placeOfAgency(issuer)),
    ...yearOf(own.title, issuedOn),
  };
  const { isYearFromDate, ...result } = head;
  return { head: result, doubts: [...doubtsOf(result, isYearFromDate), ...appendixDoubts(own, attached)] };
}

/** "Số: 105 / KH-UBND" → "105/KH-UBND". */
function tidyNumber(written: string | undefined): string | null {
  return written === undefined || !/^\d/.test(written)
    ? null
    : written
        .replace(/\s+/g, '')
        .replace(/–/g, '-')
        .replace(/[-.&]+$/, '');
}

function isoOf(day?: string, month?: string, year?: string): string | null {
  const text = `${year ?? ''}-${(month ?? '').padStart(2, '0')}-${(day ?? '').padStart(2, '0')}`;
  return parsePlainDate(text) === undefined ? null : text;
}

/** The block at the top left: where an office stands below another, the lower one issues. */
function agencyAbove(top: readonly string[]): string | null {
  const words = top
    .map((text) => text.replace(NATIONAL, ' ').replace(/\s+/g, ' ').trim())
    .filter((text) => text.length < 100 && (OFFICE.test(text) || /^(?:Ủy ban nhân dân|UBND|Sở|Phòng) /u.test(text)));
  const last = words.at(-1);
  if (last === undefined) return null;
  const isPlaceOnly = /^(?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG|THỊ TRẤN) /u.test(last) && words.length > 1;
  return agencyInSentenceCase(isPlaceOnly ? `${words.at(-2)!} ${last}` : last);
}

/** Joins "KẾ HOẠCH" with the summary below it, which may run over two lines but not into the text. */
function titleFrom(lines: readonly DocumentLine[], at: number): string {
  const [, kind, rest] = KIND_LINE.exec(lines[at]!.text)!;
  const summary = rest === undefined ? [] : [rest];
  for (const { text, part } of lines.slice(at + 1, at + 5)) {
    if (BODY.test(text) || /^[-–_*\s]+$/.test(text) || text.length > 200) break;
    const isAnotherPart = part !== lines[at]!.part && summary.length > 0;
    if (isAnotherPart && (/(?:19|20)\d\d$/.test(summary.join(' ')) || /[.:;]$/.test(text) || text.length > 100)) break;
    summary.push(text);
  }
  return titleInSentenceCase(kind!, summary.join(' ').replace(/[.\s]+$/, ''));
}

/** "(Ban hành kèm theo Kế hoạch số … ngày … của …)" below the heading of an appendix. */
function attachedTo(lines: readonly DocumentLine[]): Reference | undefined {
  for (const [index, { text }] of lines.entries()) {
    if (!/kèm theo/iu.test(text)) continue;
    const sentence = lines.slice(index, index + 4).reduce((all, line) => (/\)/.test(all) ? all : `${all} ${line.text}`), '');
    const found = ATTACHED.exec(sentence);
    if (!found) continue;
    const [, number, day, month, year, day2, month2, year2, issuer] = found;
    return {
      number: tidyNumber(number?.trim()),
      issuedOn: isoOf(day ?? day2, month ?? month2, year ?? year2),
      issuer: issuer === undefined ? null : agencyInSentenceCase(issuer),
      source: found[0].trim(),
    };
  }
  return undefined;
}

/** The longer of two readings of one office, the sentence's spelling before the block's: it has its own capitals. */
function fuller(block: string | null, sentence: string | null): string | null {
  if (block === null || sentence === null) return block ?? sentence;
  return folded(sentence).startsWith(folded(block)) ? sentence : block;
}

function yearOf(title: string | null, issuedOn: string | null): { year: number | null; isYearFromDate: boolean } {
  const named = /năm\s+(20\d\d)/iu.exec(title ?? '')?.[1] ?? /(?<![\d/])(20\d\d)(?!\d)/.exec(title ?? '')?.[1];
  if (named !== undefined) return { year: Number(named), isYearFromDate: false };
  if (issuedOn === null) return { year: null, isYearFromDate: false };
  const [year, month] = issuedOn.split('-').map(Number);
  return { year: month! >= 11 ? year! + 1 : year!, isYearFromDate: true };
}

function doubtsOf(head: DocumentHead, isYearFromDate: boolean): Doubt[] {
  const missing: readonly (readonly [boolean, string, string])[] = [
    [head.number === null, 'no-number', 'Không thấy số của kế hoạch trong tài liệu; đề nghị nhập số, ví dụ “105/KH-UBND”.'],
    [head.issuedOn === null, 'no-issue-date', 'Không thấy ngày ban hành kế hoạch trong tài liệu; đề nghị nhập ngày.'],
    [head.issuer === null, 'no-issuer', 'Không thấy cơ quan ban hành kế hoạch trong tài liệu; đề nghị nhập tên cơ quan.'],
    [head.place === null, 'no-place', 'Không thấy địa danh ban hành kế hoạch trong tài liệu; đề nghị nhập địa danh.'],
    [head.title === null, 'no-title', 'Không thấy tên kế hoạch trong tài liệu; đề nghị nhập tên.'],
    [head.year === null, 'no-year', 'Không thấy năm của kế hoạch trong tài liệu; đề nghị chọn năm.'],
    [isYearFromDate, 'year-guessed', `Tên kế hoạch không ghi năm; theo ngày ban hành, hiểu là kế hoạch năm ${head.year ?? ''}. Đề nghị xác nhận.`],
  ];
  return missing.filter(([isMissing]) => isMissing).map(([, code, message]) => ({ code, message, source: '' }));
}

function appendixDoubts(own: Pick<DocumentHead, 'number' | 'issuedOn'>, attached: Reference | undefined): Doubt[] {
  if (!attached) return [];
  const taken = [
    own.number === null && attached.number !== null ? `số ${attached.number}` : '',
    own.issuedOn === null && attached.issuedOn !== null ? `ngày ${attached.issuedOn.split('-').toReversed().join('/')}` : '',
  ].filter((text) => text !== '');
  if (taken.length > 0) {
    const message = `Trang đầu không ghi đủ số, ngày; lấy ${taken.join(', ')} theo dòng “Ban hành kèm theo” của phụ lục. Đề nghị xác nhận số và ngày của kế hoạch.`;
    return [{ code: 'head-from-appendix', message, source: attached.source }];
  }
  const differs = (mine: string | null, theirs: string | null) => mine !== null && theirs !== null && mine !== theirs;
  if (!differs(own.number, attached.number) && !differs(own.issuedOn, attached.issuedOn)) return [];
  const message = `Số, ngày ở trang đầu (${own.number ?? '…'}, ${own.issuedOn ?? '…'}) khác với dòng “Ban hành kèm theo” của phụ lục; đang lấy theo trang đầu. Đề nghị kiểm tra.`;
  return [{ code: 'head-disagrees', message, source: attached.source }];
}
