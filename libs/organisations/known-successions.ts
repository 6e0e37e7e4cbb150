import type { SqlEntityManager } from '@mikro-orm/sql';
import { plainDate } from '#kernel/plain-date.js';
import { Organisation, Succession, type SuccessionKind } from './organisation.entity.js';

/** On this day Bến Tre became part of Vĩnh Long, and districts were abolished. */
const MERGER_DAY = '2025-07-01';

const VINH_LONG = { code: 'ubnd-tinh-vinh-long', name: 'Ủy ban nhân dân tỉnh Vĩnh Long', shortName: 'UBND tỉnh Vĩnh Long', kind: 'authority' } as const;

interface KnownSuccession {
  /** The code of the organisation that ended. */
  readonly predecessor: string;
  readonly kind: SuccessionKind;
  readonly successor: typeof VINH_LONG | null;
  readonly basis: string;
}

const PROVINCE = 'Hợp nhất tỉnh Bến Tre vào tỉnh Vĩnh Long từ ngày 01/7/2025 (số văn bản: cần bổ sung)';
const PRESS = 'Hợp nhất cơ quan báo chí khi hợp nhất tỉnh từ ngày 01/7/2025 (tên cơ quan mới và số văn bản: cần bổ sung)';
const DISTRICTS = 'Kết thúc hoạt động của cấp huyện từ ngày 01/7/2025 (số văn bản: cần bổ sung)';

const DISTRICT_CODES = ['tp-ben-tre', 'ba-tri', 'binh-dai', 'chau-thanh', 'cho-lach', 'giong-trom', 'mo-cay-bac', 'mo-cay-nam', 'thanh-phu'];

const KNOWN: readonly KnownSuccession[] = [
  { predecessor: 'ubnd-tinh', kind: 'merged', successor: VINH_LONG, basis: PROVINCE },
  { predecessor: 'bao-dong-khoi', kind: 'merged', successor: null, basis: PRESS },
  { predecessor: 'dai-ptth', kind: 'merged', successor: null, basis: PRESS },
  ...DISTRICT_CODES.flatMap((code): KnownSuccession[] => [
    { predecessor: `ubnd-${code}`, kind: 'abolished', successor: null, basis: DISTRICTS },
    { predecessor: `dai-truyen-thanh-${code}`, kind: 'abolished', successor: null, basis: DISTRICTS },
  ]),
];

/**
 * Records the merger of 1/7/2025 for the organisations of the sample plan that are there, as an example of succession.
 * Nothing is passed on by it: a person confirms that. Safe to run again.
 */
export async function loadKnownSuccessions(em: SqlEntityManager): Promise<void> {
  const codes = [...KNOWN.map(({ predecessor }) => predecessor), VINH_LONG.code];
  const organisations = new Map((await em.find(Organisation, { code: { $in: codes } })).map((organisation) => [organisation.code, organisation]));
  const recorded = await em.find(Succession, { predecessor: { code: { $in: codes } } });
  const ended = new Set(recorded.map(({ predecessor }) => predecessor.id));
  for (const { predecessor: code, kind, successor, basis } of KNOWN) {
    const predecessor = organisations.get(code);
    if (!predecessor || ended.has(predecessor.id)) continue;
    const into = successor && (organisations.get(successor.code) ?? new Organisation(successor.code, successor.name, successor.shortName, successor.kind));
    if (into) organisations.set(into.code, into);
    em.persist(new Succession(predecessor, into, { kind, effectiveOn: plainDate(MERGER_DAY), basis }));
  }
  await em.flush();
}
