import { normaliseOrganisationName } from '#organisations/organisation-names.js';
import { flat } from './folded-text.js';
import { type IsKnownParty, splitParties } from './parties.js';
import { isSameAsAbove } from './same-as-above.js';

type Role = 'lead' | 'supporting';

interface Party {
  readonly phrase: string;
  /** What the cell's own words say; undefined where they say nothing of this party. */
  readonly role: Role | undefined;
}

/** A longer cell is prose, and no words in it are taken for a role. */
const LONGEST_LIST = 4000;

const OFFICE = '(?:cơ quan |đơn vị )?';
const DOING = '(?: thực hiện| triển khai| tham mưu)?';

/**
 * The ways to write a role. "Chủ trì: A" and "phối hợp với B" stand before whom they concern, "A (chủ trì)" and "B phối hợp"
 * after. "A chủ trì, phối hợp" alone makes A the lead of those that another column names.
 */
const MARK = new RegExp(
  [
    `\\(\\s*(?:là )?${OFFICE}(?<bracketed>chủ trì|phối hợp)${DOING}\\s*\\)`,
    `(?<=^|[\\s;,.(])(?:và )?${OFFICE}(?<joining>phối hợp)${DOING} (?:với|cùng)(?: với)?(?!\\p{L})\\s*:?`,
    `(?<=^|[;,.\\n(]\\s*|^[-–+•*]\\s*|\\n\\s*[-–+•*]\\s*)(?:và )?${OFFICE}(?<label>chủ trì|phối hợp)${DOING}(?:[^\\S\\n]*:|(?=[^\\S\\n]+(?-i:\\p{Lu})))`,
    `(?:(?<=\\S)\\s+(?:(?:là|làm) ${OFFICE})?|[-–]\\s*${OFFICE})(?<trailing>chủ trì(?:(?:,| và) phối hợp)?|phối hợp)${DOING}(?=\\s*(?:[;,.\\n]|$|\\(|(?:và )?phối hợp))`,
  ].join('|'),
  'giu',
);

/** "Các cơ quan phối hợp" has its last words as part of what it is called. */
const NAMED_BY_ROLE = /(?:^|[;,.\n])\s*(?:các |những )?(?:cơ quan|đơn vị|sở|ban|ngành|phòng|tổ|bộ phận)(?:,? (?:cơ quan|đơn vị|địa phương|ban|ngành))*$/iu;

/**
 * Who leads and who supports, where the cells may say so themselves: "Sở Nội vụ (chủ trì); Báo Đồng Khởi" in the column of
 * leads names one lead and one supporter. Words of roles are no part of a name. Each party comes once, in the order written.
 */
export function readParties(leadCell: string, supportingCell: string, isKnown: IsKnownParty = () => false): { lead: string[]; supporting: string[] } {
  const inLead = partiesOf(leadCell, isKnown);
  const inSupporting = partiesOf(supportingCell, isKnown);
  const others: Role = inLead.some(({ role }) => role === 'lead') ? 'supporting' : 'lead';
  const phrasesOf = (parties: readonly Party[], wanted: Role, unmarked: Role) =>
    parties.filter(({ role }) => (role ?? unmarked) === wanted).map(({ phrase }) => phrase);
  const lead = once([...phrasesOf(inLead, 'lead', others), ...phrasesOf(inSupporting, 'lead', 'supporting')]);
  const moved = phrasesOf(inLead, 'supporting', others).filter((phrase) => !lead.some((leader) => isSameName(leader, phrase)));
  return { lead, supporting: once([...moved, ...phrasesOf(inSupporting, 'supporting', 'supporting')]) };
}

function partiesOf(cell: string, isKnown: IsKnownParty): Party[] {
  const text = cell.normalize('NFC').replace(/[^\S\n]+/g, ' ');
  const listed = (part: string) => splitParties(part, isKnown).filter((phrase) => !isSameAsAbove(phrase));
  if (text.length > LONGEST_LIST || !/chủ trì|phối hợp/iu.test(text) || isKnown(flat(text))) return listed(cell).map((phrase) => ({ phrase, role: undefined }));
  const parties: Party[] = [];
  const opened = withoutBrackets(text);
  let [from, current]: [number, Role | undefined] = [0, undefined];
  for (const { 0: words, index, groups = {} } of opened.matchAll(MARK)) {
    const before = opened.slice(from, index);
    const { bracketed, joining, label, trailing } = groups;
    if (trailing !== undefined && NAMED_BY_ROLE.test(before)) continue;
    const role = roleOf(bracketed ?? joining ?? label ?? trailing!);
    if (bracketed === undefined && trailing === undefined) {
      parties.push(...listed(before).map((phrase) => ({ phrase, role: current })));
      current = role;
    } else {
      const marked = bracketed === undefined ? listed(before.slice(lastBreak(before))).length : 1;
      const phrases = listed(before);
      parties.push(...phrases.map((phrase, at) => ({ phrase, role: at >= phrases.length - marked ? role : current })));
      current = undefined;
    }
    from = index + words.length;
  }
  return [...parties, ...listed(opened.slice(from)).map((phrase) => ({ phrase, role: current }))];
}

/** "A (phối hợp với B)" as "A; phối hợp với B". */
function withoutBrackets(text: string): string {
  return text.replace(/\(\s*((?:phối hợp[^()]{0,20} (?:với|cùng)|chủ trì:|phối hợp:) [^()]+)\)/giu, '; $1;');
}

function roleOf(words: string): Role {
  return /^chủ trì/iu.test(words) ? 'lead' : 'supporting';
}

function lastBreak(text: string): number {
  return Math.max(text.lastIndexOf(';'), text.lastIndexOf('\n')) + 1;
}

function once(phrases: readonly string[]): string[] {
  return phrases.filter((phrase, index) => phrases.findIndex((other) => isSameName(other, phrase)) === index);
}

function isSameName(a: string, b: string): boolean {
  return a === b || normaliseOrganisationName(a) === normaliseOrganisationName(b);
}
