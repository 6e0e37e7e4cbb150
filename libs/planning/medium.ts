/** Where a deliverable appears. Seven, each with a fixed hue and icon in the interface. */
export const MEDIA = ['newspaper', 'radio', 'television', 'loudspeaker', 'forum', 'training', 'document'] as const;
export type Medium = (typeof MEDIA)[number];

/** The four short forms by which a deliverable is logged. */
export type FormKind = 'newspaper' | 'broadcast' | 'event' | 'document';

interface MediumFacts {
  readonly name: string;
  readonly form: FormKind;
  /** What is said of a deliverable that counts: đăng for print, phát for air, tổ chức for a meeting. */
  readonly doneVerb: string;
}

const FACTS: Record<Medium, MediumFacts> = {
  newspaper: { name: 'Báo', form: 'newspaper', doneVerb: 'đã đăng' },
  radio: { name: 'Phát thanh', form: 'broadcast', doneVerb: 'đã phát' },
  television: { name: 'Truyền hình', form: 'broadcast', doneVerb: 'đã phát' },
  loudspeaker: { name: 'Truyền thanh', form: 'broadcast', doneVerb: 'đã phát' },
  forum: { name: 'Diễn đàn, tiếp xúc', form: 'event', doneVerb: 'đã tổ chức' },
  training: { name: 'Tập huấn, cuộc thi', form: 'event', doneVerb: 'đã tổ chức' },
  document: { name: 'Văn bản', form: 'document', doneVerb: 'đã hoàn thành' },
};

export function mediumName(medium: Medium): string {
  return FACTS[medium].name;
}

export function formOf(medium: Medium): FormKind {
  return FACTS[medium].form;
}

export function doneVerb(medium: Medium): string {
  return FACTS[medium].doneVerb;
}
