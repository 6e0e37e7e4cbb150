import { z } from 'zod';
import { date, needed, text, typed } from '#kernel/form-fields.js';
import { parsePlainDate, type PlainDate } from '#kernel/plain-date.js';
import type { FormKind } from '#planning/medium.js';
import { isWebAddress } from './identity-of-piece.js';

/** Everything a logging form can carry, as typed; every field is text and may be missing. */
export type RawPublication = Readonly<Record<string, string | undefined>>;

const optionalText = (longest: number) => text(longest).transform((value) => value || null);

const title = (whenEmpty: string) => needed(300, whenEmpty);

const webAddress = optionalText(2000).refine((value) => value === null || isWebAddress(value), 'Đường dẫn phải bắt đầu bằng http:// hoặc https://.');

const clockTime = optionalText(5).refine((value) => value === null || /^([01]\d|2[0-3]):[0-5]\d$/.test(value), 'Giờ phát viết dạng 19:45.');

const positiveCount = (message: string) =>
  optionalText(9)
    .refine((value) => value === null || (/^\d+$/.test(value) && Number(value) > 0), message)
    .transform((value) => (value === null ? null : Number(value)));

const rowId = optionalText(12)
  .refine((value) => value === null || /^\d+$/.test(value), 'Lựa chọn này không có trong danh sách.')
  .transform((value) => (value === null ? null : Number(value)));

const NO_SUCH_TOPIC = 'Chủ đề đã chọn không có trong danh sách; hãy chọn lại.';

/** Ticked boxes of one name: a text, several, or none at all; a form sends an empty one along, so that none ticked is known. */
const topicIds = z
  .union([z.string(), z.array(z.string())], NO_SUCH_TOPIC)
  .optional()
  .transform((value, context): readonly number[] | undefined => {
    if (value === undefined) return undefined;
    const ids = [value].flat().filter((id) => id !== '');
    if (ids.every((id) => /^\d{1,9}$/.test(id))) return [...new Set(ids.map(Number))];
    context.addIssue(NO_SUCH_TOPIC);
    return z.NEVER;
  });

const LONGEST_BROADCAST_SECONDS = 6 * 3600;

/** `15`, `4:30` or `1:05:00`: minutes, minutes and seconds, or hours too. @returns seconds, or undefined for anything else */
export function readDuration(value: string): number | undefined {
  if (!/^\d{1,3}(:[0-5]?\d){0,2}$/.test(value)) return undefined;
  const parts = value.split(':').map(Number);
  if (parts.length === 1) return parts[0]! * 60;
  return parts.reduce((sum, part) => sum * 60 + part, 0);
}

const duration = optionalText(9).transform((value, context) => {
  if (value === null) return null;
  const seconds = readDuration(value);
  if (seconds !== undefined && seconds > 0 && seconds <= LONGEST_BROADCAST_SECONDS) return seconds;
  context.addIssue(seconds === 0 ? 'Thời lượng phải lớn hơn 0.' : 'Thời lượng viết bằng phút, ví dụ 15 hoặc 4:30.');
  return z.NEVER;
});

const common = {
  genre: optionalText(120),
  note: optionalText(2000),
  /** The last day of the missed period that the item makes up for. */
  creditedOn: typed.transform((value, context): PlainDate | null => {
    if (value.trim() === '') return null;
    const read = parsePlainDate(value.trim());
    if (read) return read;
    context.addIssue('Kỳ tính bù không có trong danh sách.');
    return z.NEVER;
  }),
  url: webAddress,
  topics: topicIds,
};

const newspaper = z.object({
  ...common,
  title: title('Hãy nhập tên bài.'),
  occursOn: date('Hãy chọn ngày đăng.'),
  author: optionalText(200),
  issueNumber: optionalText(60),
  page: optionalText(60),
});

const broadcast = z.object({
  ...common,
  title: title('Hãy nhập tên chuyên mục, phóng sự.'),
  occursOn: date('Hãy chọn ngày phát.'),
  airedAt: clockTime,
  channel: optionalText(120),
  programme: optionalText(200),
  duration,
  rerunOf: rowId,
});

const event = z.object({
  ...common,
  title: title('Hãy nhập chủ đề.'),
  occursOn: date('Hãy chọn ngày tổ chức.'),
  place: optionalText(300),
  attendance: positiveCount('Số người dự là số nguyên lớn hơn 0.'),
});

const document = z.object({
  ...common,
  title: title('Hãy nhập tên văn bản.'),
  occursOn: date('Hãy chọn ngày ban hành.'),
  documentNumber: optionalText(120),
});

export interface PublicationInput {
  title: string;
  occursOn: PlainDate;
  genre: string | null;
  note: string | null;
  creditedOn: PlainDate | null;
  url: string | null;
  /** Ids of the plan's topics that it is about; undefined leaves them as they are. */
  topics?: readonly number[] | undefined;
  author?: string | null;
  issueNumber?: string | null;
  page?: string | null;
  airedAt?: string | null;
  channel?: string | null;
  programme?: string | null;
  duration?: number | null;
  rerunOf?: number | null;
  place?: string | null;
  attendance?: number | null;
  documentNumber?: string | null;
}

/** What each of the four short forms asks for. */
export const publicationInput: Record<FormKind, z.ZodType<PublicationInput>> = { newspaper, broadcast, event, document };

/** A slot in the calendar: a day and, if it is known already, a title. */
export const slotInput = z.object({
  occursOn: date('Hãy chọn ngày dự kiến.'),
  title: text(300),
  genre: optionalText(120),
});

export type SlotInput = z.infer<typeof slotInput>;

/** Whose a new item is, where a form asks for it. */
export const ownerInput = z.object({ organisation: rowId });

export const withdrawalInput = z.object({
  reason: needed(500, 'Hãy ghi lý do.'),
});
