import type { Doubt } from '../doubt.js';
import type { DocumentLine } from './document-lines.js';
import { isUpperCase, startsInLowerCase } from './folded-text.js';

export interface PartyDuties {
  readonly party: string;
  readonly items: readonly string[];
}

const MAIN_SECTION = /^([IVXLC]+)\s*[.:]\s*(\S.*)$/u;
const NUMBERED = /^(\d{1,2})\s*[.)]\s+(?!\d)(\S.*)$/u;
const ITEM = /^(?:[-–+•]|\p{Ll}{1,2}\s*[).])\s*(?=\S)/u;
const END_OF_TEXT = /^(?:trên đây là|nơi nhận|tm\.|phụ lục)/iu;

/** The "+" lines below the line that announces what is to be written about; none where a plan has no such list. */
export function readTopics(lines: readonly DocumentLine[]): string[] {
  for (const [index, { text }] of lines.entries()) {
    if (!/nội dung.{0,20}(?:cụ thể|chủ yếu|trọng tâm|trọng điểm)/iu.test(text) || !text.endsWith(':')) continue;
    const marks = /^[-–]/.test(text) ? /^[+•]\s*/ : /^[-–+•]\s*/;
    const items = itemsUnder(lines.slice(index + 1), marks);
    if (items.length > 0) return items;
  }
  return [];
}

/** The lettered items (or dashes) under "Hình thức thông tin, tuyên truyền". */
export function readForms(lines: readonly DocumentLine[]): string[] {
  const at = lines.findIndex(({ text }) => /^(?:\d{1,2}|[IVX]+|[a-zđ])\s*[.)]\s*(?:các\s+)?hình thức/iu.test(text));
  return at < 0 ? [] : itemsUnder(lines.slice(at + 1), ITEM);
}

/** Who is given what to do under "Tổ chức thực hiện": the numbered parties with their items. */
export function readDuties(lines: readonly DocumentLine[]): PartyDuties[] {
  const at = lines.findLastIndex(({ text }) => MAIN_SECTION.test(text) && /tổ chức thực hiện/iu.test(text));
  const duties: { party: string; items: string[] }[] = [];
  for (const { text } of at < 0 ? [] : lines.slice(at + 1)) {
    if (END_OF_TEXT.test(text) || (MAIN_SECTION.test(text) && isUpperCase(text))) break;
    const [, number, rest] = NUMBERED.exec(text) ?? [];
    if (rest !== undefined && Number(number) === duties.length + 1) duties.push(partyAndDuty(rest));
    else if (duties.length > 0) addItem(duties.at(-1)!.items, text);
  }
  return duties;
}

/** A main section's Roman number that stands twice: someone who quotes "mục III" may mean either. */
export function sectionDoubts(lines: readonly DocumentLine[]): Doubt[] {
  const titles = new Map<string, string[]>();
  for (const { text } of lines) {
    const [, number, title] = MAIN_SECTION.exec(text) ?? [];
    if (number !== undefined && isUpperCase(title!)) titles.set(number, [...(titles.get(number) ?? []), text]);
  }
  return [...titles]
    .filter(([, all]) => all.length > 1)
    .map(([number, all]) => ({
      code: 'section-numbered-twice',
      message: `Kế hoạch có ${all.length} mục cùng đánh số ${number}; từng mục vẫn được đọc theo tên mục. Khi dẫn chiếu, đề nghị ghi rõ tên mục.`,
      source: all.join('; '),
    }));
}

function itemsUnder(lines: readonly DocumentLine[], mark: RegExp): string[] {
  const items: string[] = [];
  for (const { text } of lines) {
    if (mark.test(text)) items.push(text.replace(mark, ''));
    else if (items.length > 0 && startsInLowerCase(text)) items[items.length - 1] += ` ${text}`;
    else break;
  }
  return items.map((text) => text.replace(/[\s;.]+$/, ''));
}

/** "Sở Nội vụ", "Sở Nội vụ: Chủ trì …" or "Giao Sở Nội vụ chủ trì …" as a party and, where there is one, its first duty. */
function partyAndDuty(text: string): { party: string; items: string[] } {
  const named = text.replace(/^(?:đề nghị|giao)\s+/iu, '');
  const found =
    /^([^:]{3,200}?)\s*:\s*(\S.*)$/u.exec(named) ??
    (named.length > 80 ? /^(.{3,200}?),?\s+((?:chủ trì|phối hợp|có trách nhiệm|chịu trách nhiệm|tham mưu)\s.*)$/iu.exec(named) : null);
  return found ? { party: found[1]!, items: [found[2]!] } : { party: named.replace(/\s*:$/, ''), items: [] };
}

function addItem(items: string[], text: string): void {
  if (!ITEM.test(text) && items.length > 0 && startsInLowerCase(text)) items[items.length - 1] += ` ${text}`;
  else items.push(text.replace(ITEM, ''));
}
