import { matchOrganisation, normaliseOrganisationName, type OrganisationDirectory } from '#organisations/organisation-names.js';
import type { DraftContent, DraftHead, DraftRow, OrganisationChoice } from './draft-content.js';
import type { Doubt } from './doubt.js';
import { understandPlan, type UnderstoodTask } from './appendix/understand.js';

/** A doubt as it stands in a review: its key, whether somebody let it stand, and whether it can be let stand at all. */
export interface ReviewedDoubt extends Doubt {
  readonly key: string;
  readonly confirmed: { readonly by: string; readonly at: string } | null;
  /** Nothing can be counted or asked of anybody while this is so: it must be corrected. */
  readonly mustBeCorrected: boolean;
}

export interface ReviewedTask {
  readonly key: number;
  readonly draft: DraftRow;
  readonly understood: UnderstoodTask;
  readonly doubts: readonly ReviewedDoubt[];
}

export interface UnknownParty {
  readonly phrase: string;
  readonly nearest: readonly { readonly code: string; readonly name: string }[];
  /** The tasks that name it, by their number in the plan. */
  readonly ordinals: readonly string[];
}

export interface DraftReview {
  readonly head: DraftHead;
  /** The year in which dates without one are read. */
  readonly year: number;
  readonly doubts: readonly ReviewedDoubt[];
  readonly tasks: readonly ReviewedTask[];
  readonly unknownParties: readonly UnknownParty[];
  /** How many doubts nobody has settled yet. */
  readonly open: number;
  readonly openToCorrect: number;
}

/** A phrase as it is remembered: spellings of one name are one phrase. */
export function phraseKey(phrase: string): string {
  return normaliseOrganisationName(phrase);
}

function doubtKey(rowKey: number | 'plan', { code, source }: Doubt): string {
  return `${rowKey}:${code}:${source}`;
}

const MUST_BE_CORRECTED = new Set([
  'no-number',
  'no-issue-date',
  'no-year',
  'no-title',
  'no-name',
  'no-lead',
  'no-tasks',
  'no-issuer',
  'no-place',
  'organisation-unknown',
]);

export interface ReviewContext {
  readonly directory: OrganisationDirectory;
  /** The year of today, for a draft that does not say its own. */
  readonly year: number;
  /** The codes of the groups whose members are known. */
  readonly groupsWithMembers: ReadonlySet<string>;
}

/** What a draft means as it now stands. Follows from its words and decisions alone; nothing of it is stored. */
export function reviewOf(content: DraftContent, { directory, year: thisYear, groupsWithMembers }: ReviewContext): DraftReview {
  const { head, rows, confirmed } = content;
  const year = head.year ?? thisYear;
  const known = directoryWith(directory, content.organisations);
  const reading = {
    head: { ...head, year },
    rows: rows.map(({ row }) => row),
    topics: content.topics,
    forms: content.forms,
    duties: content.duties,
    doubts: [],
  };
  const { tasks, doubts: ofPlan } = understandPlan(reading, { year, issuedOn: head.issuedOn, directory: known });
  const settled =
    (key: number | 'plan') =>
    (doubt: Doubt): ReviewedDoubt => ({
      ...doubt,
      key: doubtKey(key, doubt),
      confirmed: confirmed[doubtKey(key, doubt)] ?? null,
      mustBeCorrected: MUST_BE_CORRECTED.has(doubt.code),
    });
  const reviewed = tasks.map((understood, index): ReviewedTask => {
    const draft = rows[index]!;
    const doubts = once([...understood.doubts, ...memberDoubts(understood, known, groupsWithMembers), ...(draft.flags ?? [])]).map(settled(draft.key));
    return { key: draft.key, draft, understood: { ...understood, medium: draft.medium ?? understood.medium }, doubts };
  });
  const doubts = once([...headDoubts(head), ...ofPlan, ...content.doubts.filter(({ code }) => !isOfHead(code))]).map(settled('plan'));
  const all = [...doubts, ...reviewed.flatMap((task) => task.doubts)];
  return {
    head,
    year,
    doubts,
    tasks: reviewed,
    unknownParties: unknownParties(reviewed, known),
    open: all.filter(({ confirmed: by }) => by === null).length,
    openToCorrect: all.filter(({ mustBeCorrected }) => mustBeCorrected).length,
  };
}

/** The directory with what a person has decided: a phrase that stands for one that is known, or for one to be made. */
function directoryWith(directory: OrganisationDirectory, choices: Readonly<Record<string, OrganisationChoice>>): OrganisationDirectory {
  const aliases = new Map<string, string[]>();
  const added: { code: string; names: string[] }[] = [];
  for (const [phrase, choice] of Object.entries(choices)) {
    if ('code' in choice) aliases.set(choice.code, [...(aliases.get(choice.code) ?? []), phrase]);
    else added.push({ code: newCode(phrase), names: [phrase, choice.name] });
  }
  const entries = directory.entries.map(({ code, names }) => ({ code, names: [...names, ...(aliases.get(code) ?? [])] }));
  return { entries: [...entries, ...added] };
}

/** What an organisation that is still to be made is called meanwhile. */
export function newCode(phrase: string): string {
  return `new:${phrase}`;
}

/** Says whom a phrase stands for: the code of one that is known, `new:…` for one to be made, or undefined. */
export function partyCodes(content: DraftContent, directory: OrganisationDirectory): (phrase: string) => string | undefined {
  // A directory is indexed once, so it is made once.
  const known = directoryWith(directory, content.organisations);
  return (phrase) => {
    const match = matchOrganisation(phrase, known);
    return 'code' in match ? match.code : undefined;
  };
}

const HEAD_FIELDS: readonly (readonly [keyof DraftHead, string, string])[] = [
  ['number', 'no-number', 'Chưa có số, ký hiệu của kế hoạch; đề nghị ghi theo văn bản đã ban hành.'],
  ['issuedOn', 'no-issue-date', 'Chưa có ngày ban hành; đề nghị ghi theo văn bản đã ban hành.'],
  ['year', 'no-year', 'Chưa rõ kế hoạch của năm nào; đề nghị ghi năm.'],
  ['title', 'no-title', 'Chưa có tên kế hoạch; đề nghị ghi theo trích yếu của văn bản.'],
  ['issuer', 'no-issuer', 'Chưa rõ cơ quan ban hành; đề nghị ghi tên cơ quan.'],
  ['place', 'no-place', 'Chưa có địa danh; đề nghị ghi tên tỉnh, huyện.'],
];

function headDoubts(head: DraftHead): Doubt[] {
  return HEAD_FIELDS.filter(([field]) => head[field] === null || head[field] === '').map(([, code, message]) => ({ code, message, source: '' }));
}

/** The reader's own word on a missing part of the head gives way to the head as it is now. */
function isOfHead(code: string): boolean {
  return HEAD_FIELDS.some(([, known]) => known === code);
}

/** The same doubt about the same words is told once. */
function once(doubts: readonly Doubt[]): Doubt[] {
  const known = new Set<string>();
  return doubts.filter((doubt) => {
    const key = doubtKey('plan', doubt);
    if (known.has(key)) return false;
    known.add(key);
    return true;
  });
}

/** "01 cuộc/xã" of a group whose members nobody has entered cannot be asked of each. */
function memberDoubts({ quantity, lead }: UnderstoodTask, directory: OrganisationDirectory, groupsWithMembers: ReadonlySet<string>): Doubt[] {
  if (quantity.per !== 'item') return [];
  const areKnown = lead.some((phrase) => {
    const match = matchOrganisation(phrase, directory);
    return 'code' in match && groupsWithMembers.has(match.code);
  });
  if (areKnown) return [];
  const message =
    'Chỉ tiêu tính cho từng đơn vị, nhưng chưa biết gồm những đơn vị nào nên tạm tính cho cả nhóm; thêm thành viên ở trang Cơ quan, chỉ tiêu sẽ được chia lại.';
  return [{ code: 'members-unknown', message, source: quantity.source }];
}

function unknownParties(tasks: readonly ReviewedTask[], directory: OrganisationDirectory): UnknownParty[] {
  const parties = new Map<string, { phrase: string; ordinals: string[] }>();
  for (const { understood } of tasks) {
    for (const { code, source } of understood.doubts) {
      if (code !== 'organisation-unknown') continue;
      const party = parties.get(phraseKey(source)) ?? { phrase: source, ordinals: [] };
      if (!party.ordinals.includes(understood.ordinal)) party.ordinals.push(understood.ordinal);
      parties.set(phraseKey(source), party);
    }
  }
  return [...parties.values()].map(({ phrase, ordinals }) => {
    const match = matchOrganisation(phrase, directory);
    return { phrase, ordinals, nearest: 'nearest' in match ? match.nearest : [] };
  });
}
