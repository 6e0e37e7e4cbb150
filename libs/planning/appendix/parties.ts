import { flat, startsInLowerCase } from './folded-text.js';

/** Tells whether a phrase is, as a whole, the name of an organisation that the system knows. */
export type IsKnownParty = (phrase: string) => boolean;

/** Kinds of office that begin a name when a further word follows: "Sở Nội vụ", but not the "ban" of "sở, ban, ngành". */
const OFFICE_KINDS = [
  'Sở', 'Bộ', 'Ban', 'Báo', 'Đài', 'Trung tâm', 'Văn phòng', 'Phòng', 'Huyện [Đđ]oàn', 'Tỉnh [Đđ]oàn', 'Thành [Đđ]oàn', 'Đoàn', 'Hội', 'Hiệp hội', 'Liên đoàn',
  'Liên minh', 'Công an', 'Trường', 'Học viện', 'Đại học', 'Viện', 'Cục', 'Chi cục', 'Tổng cục', 'Ủy ban', 'Uỷ ban', 'Hội đồng', 'Mặt trận', 'Thường trực', 'Kho bạc', 'Ngân hàng',
  'Bưu điện', 'Bảo hiểm', 'Tòa án', 'Toà án', 'Thanh tra', 'Cổng', 'Tạp chí', 'Công ty', 'Tập đoàn', 'Câu lạc bộ', 'Tổ công tác', 'Thủ trưởng', 'Lãnh đạo', 'Chủ tịch', 'Bộ phận',
].join('|'); // prettier-ignore

/** Names that need nothing after them. */
const WHOLE_STARTS = ['UBND', 'HĐND', 'UBMTTQ', 'UB MTTQ', 'MTTQ', 'LĐLĐ', 'BHXH', 'BCH', 'VNPT', 'VP', 'TT', 'Tỉnh [Đđ]oàn', 'Huyện [Đđ]oàn', 'Thành [Đđ]oàn', 'Tỉnh ủy', 'Tỉnh uỷ', 'Huyện ủy', 'Huyện uỷ', 'Thành ủy', 'Thành uỷ', 'Đảng ủy', 'Đảng uỷ', 'Công an', 'Viettel'].join('|'); // prettier-ignore

/** "Ban ngành", "Đoàn thể", "Báo cáo" only look like offices. */
const NOT_AN_OFFICE =
  /^(?:Ban (?:ngành|huyện|tỉnh|xã|,)|Đoàn (?:thể|viên)|Hội (?:viên|nghị|thảo|thi)|Báo (?:cáo|chí)|Phòng (?:huyện|ban|,)|Đoàn thể)(?!\p{L})/u;

const STARTS = [
  new RegExp(`^(?:${WHOLE_STARTS})(?![\\p{L}\\d])`, 'u'),
  new RegExp(`^(?:${OFFICE_KINDS}) [\\p{L}\\d]`, 'u'),
  new RegExp(`^(?:${OFFICE_KINDS.toLowerCase()}) \\p{Lu}`, 'u'),
  /^[Cc]ác \p{L}/u,
];

/** No cell of parties is longer than so many characters; a longer text is kept whole. */
const LONGEST_LIST = 4000;

/** After an authority, "các xã" or "thị trấn" name further levels of the same phrase. */
const LEVELS = /^các (?:huyện|thành phố|thị xã|xã|phường|thị trấn|quận|cấp|khu phố|ấp|thôn)(?!\p{L})/u;
const AUTHORITY = /^(?:các )?(?:UBND|HĐND|UB MTTQ|UBMTTQ|MTTQ|[Ủủ]y ban|[Uu]ỷ ban|Đảng [uủ][yỷ]|Đoàn|Hội)(?!\p{L})/u;

/** "Văn phòng HĐND và UBND huyện" is one office that serves two councils. */
const OFFICE_OF = /^(?:Văn phòng|VP)\s(?:UBND|HĐND|Đoàn ĐBQH|Đoàn Đại biểu|Ủy ban|Hội đồng|Huyện ủy|Tỉnh ủy)/iu;
const COUNCIL = /^(?:UBND|HĐND|Ủy ban nhân dân|Uỷ ban nhân dân|Hội đồng nhân dân)(?!\p{L})/iu;

/**
 * The parties of a cell: at `;`, at a new line and at the commas and "và" of a real list, which are those before
 * something that begins an organisation's name. The commas of a fixed phrase ("Các sở, ban, ngành tỉnh") stay.
 */
export function splitParties(text: string, isKnown: IsKnownParty = () => false): string[] {
  if (text.length > LONGEST_LIST) return [flat(text)];
  return joinedLines(text.normalize('NFC'), isKnown)
    .flatMap((line) => splitOutside(line, /;/))
    .map((part) => tidy(part))
    .filter((part) => /[\p{L}\d]/u.test(part))
    .flatMap((part) => listIn(part, isKnown));
}

/** Lines, each a party or a list of them; a line that goes on with the one before is joined to it. */
function joinedLines(text: string, isKnown: IsKnownParty): string[] {
  const lines: string[] = [];
  for (const written of text.split(/\r?\n/)) {
    const line = flat(written);
    const last = lines.at(-1);
    if (line === '') continue;
    if (last !== undefined && goesOn(last, line, isKnown)) lines[lines.length - 1] = `${last} ${line}`;
    else lines.push(line);
  }
  return lines;
}

function goesOn(last: string, line: string, isKnown: IsKnownParty): boolean {
  if (/^[-–+•*]\s/.test(line) || last.endsWith(';')) return false;
  if (isKnown(tidy(`${last} ${line}`))) return true;
  if (/(?:,|\svà|\s[-–])$/u.test(last)) return true;
  return startsInLowerCase(line) && !beginsParty(line);
}

function listIn(part: string, isKnown: IsKnownParty): string[] {
  if (isKnown(part)) return [part];
  const parties: string[] = [];
  let from = 0;
  for (const { at, width, isComma } of separators(part)) {
    const left = tidy(part.slice(from, at));
    const right = part.slice(at + width).trim();
    if (left === '' || !(isComma ? splitsAtComma(left, right) : splitsAtAnd(left, right))) continue;
    parties.push(left);
    from = at + width;
  }
  const rest = tidy(part.slice(from));
  return [...parties, ...(rest === '' ? [] : [rest])].flatMap((party) => knownPair(party, isKnown));
}

function splitsAtComma(left: string, right: string): boolean {
  return beginsParty(right) && !(AUTHORITY.test(left) && LEVELS.test(right));
}

function splitsAtAnd(left: string, right: string): boolean {
  if (!beginsParty(right)) return false;
  if (COUNCIL.test(right) && (OFFICE_OF.test(left) || /^(?:UBND|HĐND|Ủy ban nhân dân|Hội đồng nhân dân)$/iu.test(left))) return false;
  return !(AUTHORITY.test(left) && LEVELS.test(right));
}

function beginsParty(text: string): boolean {
  return !NOT_AN_OFFICE.test(text) && STARTS.some((start) => start.test(text));
}

/** Two names that no rule tells apart, but that are both known. */
function knownPair(party: string, isKnown: IsKnownParty): string[] {
  if (isKnown(party)) return [party];
  for (const { at, width } of separators(party)) {
    const [left, right] = [tidy(party.slice(0, at)), tidy(party.slice(at + width))];
    if (left !== '' && right !== '' && isKnown(left) && isKnown(right)) return [left, right];
  }
  return [party];
}

function separators(text: string): { at: number; width: number; isComma: boolean }[] {
  return [...text.matchAll(/,|\s+và\s+(?=\S)/gu)]
    .filter(({ index }) => depthAt(text, index) === 0)
    .map((found) => ({ at: found.index, width: found[0].length, isComma: found[0] === ',' }));
}

function splitOutside(text: string, mark: RegExp): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const { index } of text.matchAll(new RegExp(mark, 'gu'))) {
    if (depthAt(text, index) > 0) continue;
    parts.push(text.slice(from, index));
    from = index + 1;
  }
  return [...parts, text.slice(from)];
}

/** How many brackets are open before a place; one that is never closed does not count. */
function depthAt(text: string, at: number): number {
  const before = text.slice(0, at);
  const open = before.split('(').length - before.split(')').length;
  return open > 0 && text.includes(')', at) ? open : 0;
}

function tidy(text: string): string {
  return flat(text)
    .replace(/^[-–+•*]\s+/, '')
    .replace(/^(?:[,;]|và\s)\s*/u, '')
    .replace(/[\s,;.:]+$/, '');
}
