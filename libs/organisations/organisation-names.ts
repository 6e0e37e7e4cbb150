/** The organisations that a phrase of a plan may mean, each with every name it goes by (full, short, earlier). */
export interface OrganisationDirectory {
  readonly entries: readonly { readonly code: string; readonly names: readonly string[] }[];
}

interface NearestOrganisation {
  readonly code: string;
  readonly name: string;
}

export type OrganisationMatch = { readonly code: string } | { readonly nearest: readonly NearestOrganisation[] };

/** The bigrams of a whole name, and of what remains of it without the words that many names share. */
interface NameShape {
  readonly whole: ReadonlySet<string>;
  readonly core: ReadonlySet<string>;
}

interface KnownName extends NearestOrganisation {
  readonly shape: NameShape;
}

interface NameIndex {
  readonly codeOf: ReadonlyMap<string, string>;
  readonly names: readonly KnownName[];
}

const NEAREST_SHOWN = 3;

/** Where no name's core is as like as this (0 to 1), none is offered: a wrong choice is worse than none. */
const LEAST_LIKENESS = 0.45;

/** Beside one that is like enough, others are shown down to this likeness. */
const LEAST_BESIDE = 0.25;

/** Kinds of office and levels say little of which one is meant: every newspaper is a "báo". */
const SHARED_START = /^(?:(?:các|sở|báo|đài|ban|hội|phòng|trung tâm|văn phòng|ủy ban nhân dân) )+/;
const SHARED_LEVELS = /(?<!\p{L})(?:tỉnh|huyện|thành phố)(?!\p{L})/gu;

/** Grave, acute, hook, tilde and dot below: the five tones as Unicode writes them when they stand apart from their vowel. */
const TONE = /[\u0300\u0301\u0303\u0309\u0323]/g;

/** Offices that only a province has, so that "tỉnh" after their name says nothing new. */
const PROVINCIAL_ONLY = /^(?:sở|tỉnh ủy|tỉnh đoàn|báo) /;

/** Written short in one plan and in full in the next; whole words only. The longer ones stand first. */
const ABBREVIATIONS: readonly (readonly [RegExp, string])[] = [
  [word('tt ?(?:&|và) ?tt'), 'thông tin và truyền thông'],
  [word('vh ?,? ?tt ?(?:&|và)? ?dl'), 'văn hóa, thể thao và du lịch'],
  [word('(?:pt ?[-&] ?th|ptth)'), 'phát thanh và truyền hình'],
  [word('ubmttq'), 'ủy ban mặt trận tổ quốc'],
  [word('mttq'), 'mặt trận tổ quốc'],
  [word('ubnd'), 'ủy ban nhân dân'],
  [word('hđnd'), 'hội đồng nhân dân'],
  [word('đbqh'), 'đại biểu quốc hội'],
  [word('lđlđ'), 'liên đoàn lao động'],
  [word('ub'), 'ủy ban'],
  [word('vp'), 'văn phòng'],
  [word('tt'), 'trung tâm'],
  [word('tp'), 'thành phố'],
];

const indexes = new WeakMap<OrganisationDirectory, NameIndex>();

/**
 * Whom a phrase of a plan means: the organisation one of whose names is the same but for its spelling, otherwise up to three
 * whose names look like it, the likest first. A directory is prepared once, at its first use.
 */
export function matchOrganisation(phrase: string, directory: OrganisationDirectory): OrganisationMatch {
  const { codeOf, names } = indexOf(directory);
  const wanted = normaliseOrganisationName(phrase);
  const code = codeOf.get(wanted);
  return code === undefined ? { nearest: nearestTo(wanted, names) } : { code };
}

/** Whether a phrase is the name of an organisation, without looking for others like it. */
export function isOrganisationName(phrase: string, directory: OrganisationDirectory): boolean {
  return indexOf(directory).codeOf.has(normaliseOrganisationName(phrase));
}

/**
 * The one form in which names are compared: NFC, lower case, single spaces, one place for a tone mark (ủy and uỷ), one dash,
 * abbreviations written out, and without the province's own name after "tỉnh".
 */
export function normaliseOrganisationName(name: string): string {
  const plain = name
    .normalize('NFC')
    .replace(/[‐-―−]/g, '-')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\s.,;:]+$/, '')
    .replace(/(?<=^|\s)([Tt]ỉnh)(?: \p{Lu}\p{Ll}+){1,3}$/u, '$1')
    .toLowerCase();
  const written = ABBREVIATIONS.reduce((text, [short, full]) => text.replace(short, full), withTonesFirst(plain));
  const spaced = written
    .replace(/ ?& ?/g, ' và ')
    .replace(/ ?- ?/g, ' - ')
    .replace(/ ?, ?/g, ', ')
    .replace(/mặt trận tổ quốc việt nam/g, 'mặt trận tổ quốc')
    .replace(/phát thanh - truyền hình/g, 'phát thanh và truyền hình')
    .replace(/\s+/g, ' ')
    .trim();
  return PROVINCIAL_ONLY.test(spaced) ? spaced.replace(/(?: tỉnh|[\s,])+$/, '') : spaced;
}

/** Puts the tone of an open -oa, -oe, -uy on its first vowel, so that hoà and hòa, uỷ and ủy become one. */
function withTonesFirst(text: string): string {
  return text.replace(/(?<!q)(o[àáảãạ]|o[èéẻẽẹ]|u[ỳýỷỹỵ])(?!\p{L})/gu, (pair) => {
    const [first, second] = [pair[0]!, pair.slice(1).normalize('NFD')];
    const tone = second.match(TONE)?.[0] ?? '';
    return (first + tone + second.replace(TONE, '')).normalize('NFC');
  });
}

function word(pattern: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\d])${pattern}\\.?(?![\\p{L}\\d])`, 'gu');
}

function indexOf(directory: OrganisationDirectory): NameIndex {
  const known = indexes.get(directory);
  if (known) return known;
  const codeOf = new Map<string, string>();
  const names: KnownName[] = [];
  for (const { code, names: written } of directory.entries) {
    for (const name of written) {
      const normal = normaliseOrganisationName(name);
      if (normal === '' || codeOf.has(normal)) continue;
      codeOf.set(normal, code);
      names.push({ code, name, shape: shapeOf(normal) });
    }
  }
  const index = { codeOf, names };
  indexes.set(directory, index);
  return index;
}

function nearestTo(wanted: string, names: readonly KnownName[]): NearestOrganisation[] {
  const shape = shapeOf(wanted);
  const best = new Map<string, NearestOrganisation & { core: number; likeness: number }>();
  for (const { code, name, shape: known } of names) {
    const core = dice(shape.core, known.core);
    const likeness = (core + dice(shape.whole, known.whole)) / 2;
    if (core >= LEAST_BESIDE && likeness > (best.get(code)?.likeness ?? 0)) best.set(code, { code, name, core, likeness });
  }
  const found = [...best.values()];
  if (!found.some(({ core }) => core >= LEAST_LIKENESS)) return [];
  return found
    .toSorted((a, b) => b.likeness - a.likeness)
    .slice(0, NEAREST_SHOWN)
    .map(({ code, name }) => ({ code, name }));
}

function shapeOf(normal: string): NameShape {
  const core = normal.replace(SHARED_LEVELS, ' ').replace(/\s+/g, ' ').trim().replace(SHARED_START, '');
  return { whole: bigramsOf(normal), core: bigramsOf(/\p{L}/u.test(core) ? core : normal) };
}

function bigramsOf(text: string): Set<string> {
  const padded = ` ${text} `;
  return new Set(Array.from({ length: Math.max(padded.length - 1, 0) }, (_, at) => padded.slice(at, at + 2)));
}

/** Dice's coefficient: twice what two sets share over the sum of their sizes, between 0 and 1. */
function dice(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0;
  const [fewer, more] = a.size < b.size ? [a, b] : [b, a];
  for (const bigram of fewer) if (more.has(bigram)) shared += 1;
  return (2 * shared) / (a.size + b.size);
}
