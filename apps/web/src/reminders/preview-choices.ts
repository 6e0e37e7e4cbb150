import { PREVIEW_KINDS, type PreviewKind } from '#reminders/letter-preview.js';
import type { Person } from '#reminders/people.js';

const KIND_NAMES: Readonly<Record<PreviewKind, string>> = {
  digest: 'Thư nhắc trong ngày',
  weekly: 'Tổng hợp tuần',
  monthly: 'Tổng hợp tháng',
};

/** The two fields by which a letter is chosen to be looked at. */
export function previewChoices(people: readonly Person[], personId: number | undefined, kind: PreviewKind) {
  return {
    people: people.map(({ id, name, organisationName }) => ({ id, label: `${name} – ${organisationName}`, isChosen: id === personId })),
    kinds: PREVIEW_KINDS.map((key) => ({ key, name: KIND_NAMES[key], isChosen: key === kind })),
  };
}

export function kindName(kind: PreviewKind): string {
  return KIND_NAMES[kind];
}
