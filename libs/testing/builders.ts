import type { PublicationInput, RawPublication, SlotInput } from '#deliverables/publication.input.js';
import type { Tally } from '#deliverables/counts.js';
import type { CountableItem } from '#deliverables/tally.js';
import { type Environment, readEnvironment } from '#kernel/environment.js';
import { plainDate, type PlainDate } from '#kernel/plain-date.js';
import type { Target } from '#planning/quota.js';

/** Dates may be given as text. */
type Dated<T> = Partial<Omit<T, 'occursOn' | 'creditedOn'>> & { occursOn?: string; creditedOn?: string | null };

let built = 0;

/** A name that no other item of the run has. */
function freshTitle(kind: string): string {
  built += 1;
  return `${kind} số ${built}`;
}

function publication(kind: string, { occursOn = '2021-01-15', creditedOn = null, ...rest }: Dated<PublicationInput>): PublicationInput {
  return {
    title: freshTitle(kind),
    genre: null,
    note: null,
    url: null,
    ...rest,
    occursOn: plainDate(occursOn),
    creditedOn: creditedOn === null ? null : plainDate(creditedOn),
  };
}

/** A newspaper piece. */
export function article(given: Dated<PublicationInput> = {}): PublicationInput {
  return publication('Cải cách hành chính', { genre: 'Bài viết', author: 'Trúc Lâm', ...given });
}

/** A radio or television segment. */
export function segment(given: Dated<PublicationInput> = {}): PublicationInput {
  return publication('Chuyên mục cải cách hành chính', { genre: 'Phóng sự', airedAt: '19:45', channel: 'THBT', duration: 900, ...given });
}

/** A session of the forum, a class, a contest. */
export function session(given: Dated<PublicationInput> = {}): PublicationInput {
  return publication('Cà phê Doanh nghiệp', { place: 'Hội trường A', attendance: 40, ...given });
}

/** A contract, a minute, a plan. */
export function paper(given: Dated<PublicationInput> = {}): PublicationInput {
  return publication('Văn bản', { documentNumber: '01/HĐ-SNV', ...given });
}

export function slot(given: Partial<Omit<SlotInput, 'occursOn'>> & { occursOn?: string } = {}): SlotInput {
  return { title: '', genre: null, ...given, occursOn: plainDate(given.occursOn ?? '2021-01-15') };
}

/** The form of a newspaper piece as typed. */
export function typedArticle(given: RawPublication = {}): RawPublication {
  return { title: 'Một cửa điện tử về xã', occursOn: '2021-01-15', ...given };
}

/** An item as counting sees it. */
export function countable(given: Partial<CountableItem> = {}): CountableItem {
  return {
    status: 'published',
    occursOn: '2021-01-15',
    creditedOn: null,
    isRerun: false,
    product: null,
    memberId: null,
    hasEvidence: false,
    takenBackOn: null,
    ...given,
  };
}

export function tallyOn(on: string, given: Partial<Tally> = {}): Tally {
  return { on, product: null, memberId: null, declared: 1, evidenced: 0, accepted: 0, madeUp: 0, madeUpOn: null, ...given };
}

export function target(from: string, to: string, given: Partial<Target> = {}): Target {
  return { from: plainDate(from), to: plainDate(to), quantity: 1, pace: 'none', product: null, memberId: null, ...given };
}

/** One target for each month of 2021, as the radio, the television and the forum have. */
export function monthlyTargets(quantity = 1): Target[] {
  return Array.from({ length: 12 }, (_, index): Target => {
    const from = plainDate('2021-01-01').add({ months: index });
    return { from, to: from.add({ months: 1 }).subtract({ days: 1 }), quantity, pace: 'none', product: null, memberId: null };
  });
}

/** The span of the sample plan. */
export const PLAN_SPAN: { from: PlainDate; to: PlainDate } = { from: plainDate('2020-12-01'), to: plainDate('2021-12-31') };

export function environment(given: NodeJS.ProcessEnv = {}): Environment {
  return readEnvironment({
    PUBLIC_URL: 'https://lich.example.vn',
    MAIL_FROM: 'Lịch Tuyên Truyền <lich@example.vn>',
    RATE_PER_ADDRESS: '10000000',
    RATE_PER_ACCOUNT: '10000000',
    ...given,
  });
}
