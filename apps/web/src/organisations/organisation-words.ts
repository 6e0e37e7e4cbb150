import { formatDate, isAfter, plainDate, type PlainDate } from '#kernel/plain-date.js';
import type { OrganisationKind, SuccessionKind } from '#organisations/organisation.entity.js';
import type { Ending } from '#organisations/organisation-list.query.js';

/** In the order in which a list shows them. */
export const KIND_NAMES: Readonly<Record<OrganisationKind, string>> = {
  department: 'Sở, ban, ngành',
  authority: 'Chính quyền, cơ quan dân cử, đoàn thể',
  press: 'Cơ quan báo chí',
  broadcaster: 'Đài phát thanh, truyền hình, truyền thanh',
  centre: 'Trung tâm, trường',
  group: 'Nhóm cơ quan nêu trong kế hoạch',
};

export const KINDS = Object.keys(KIND_NAMES) as OrganisationKind[];

/** As a form offers them. */
export const SUCCESSION_NAMES: Readonly<Record<SuccessionKind, string>> = {
  merged: 'Sáp nhập, hợp nhất',
  split: 'Chia, tách',
  abolished: 'Giải thể, kết thúc hoạt động',
};

const BECOMES: Readonly<Record<SuccessionKind, { alone: string; into: (names: string) => string }>> = {
  merged: { alone: 'sáp nhập', into: (names) => `sáp nhập vào ${names}` },
  split: { alone: 'chia tách', into: (names) => `chia tách thành ${names}` },
  abolished: { alone: 'kết thúc hoạt động', into: (names) => `kết thúc hoạt động, ${names} tiếp nhận` },
};

/** "đã sáp nhập vào UBND tỉnh Vĩnh Long từ 01/7/2025"; of one to come "sẽ …"; empty where there is none. */
export function endingWords(endings: readonly Ending[], today: PlainDate): string {
  const [first] = endings;
  if (!first) return '';
  const on = plainDate(first.effectiveOn);
  const successors = endings.flatMap(({ successor }) => (successor === null ? [] : [successor]));
  const { alone, into } = BECOMES[first.kind];
  const what = successors.length > 0 ? into(successors.join(' và ')) : alone;
  const unknown = successors.length === 0 && first.kind === 'merged' ? ' (chưa ghi cơ quan mới)' : '';
  return `${isAfter(on, today) ? 'sẽ' : 'đã'} ${what} từ ${formatDate(on)}${unknown}`;
}

/** Does it stand no more? One that was split goes on under its name, as `endedBy` has it. */
export function hasEnded({ endings }: { readonly endings: readonly Ending[] }, today: PlainDate): boolean {
  return endings.some(({ kind, effectiveOn }) => kind !== 'split' && !isAfter(plainDate(effectiveOn), today));
}

/** What was just done on an organisation's page, by the word that the address carries. */
export const DONE_WORDS: Readonly<Record<string, string>> = {
  added: 'Đã thêm cơ quan.',
  renamed: 'Đã ghi tên mới.',
  contacts: 'Đã lưu thông tin liên hệ.',
  member: 'Đã thêm thành viên.',
  unit: 'Đã thêm đơn vị trực thuộc.',
  ended: 'Đã ghi ngày thôi.',
  'end-withdrawn': 'Đã bỏ ngày thôi.',
  withdrawn: 'Đã bỏ dòng ghi nhầm.',
  succession: 'Đã ghi việc sắp xếp cơ quan.',
};

/** How long something holds: "từ 01/3/2021 đến hết 30/6/2025", "từ 01/3/2021", "đến hết 30/6/2025" or nothing. */
export function validityWords({ validFrom, validUntil }: { validFrom: PlainDate | null; validUntil: PlainDate | null }): string {
  const from = validFrom ? `từ ${formatDate(validFrom)}` : '';
  const until = validUntil ? `đến hết ${formatDate(validUntil.subtract({ days: 1 }))}` : '';
  return [from, until].filter(Boolean).join(' ');
}
