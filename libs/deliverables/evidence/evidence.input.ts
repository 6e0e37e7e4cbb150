import { z } from 'zod';
import { parsePlainDate, type PlainDate } from '#kernel/plain-date.js';
import { isWebAddress } from '../identity-of-piece.js';

const ONE_VALUE = 'Ô này chỉ nhận một giá trị.';

const text = (longest: number) =>
  z
    .string(ONE_VALUE)
    .default('')
    .transform((value) =>
      value
        .normalize('NFC')
        .replace(/[\s\p{Cc}]+/gu, ' ')
        .trim(),
    )
    .refine((value) => value.length <= longest, `Dài quá ${longest} ký tự.`);

const needed = (longest: number, whenEmpty: string) => text(longest).refine((value) => value !== '', whenEmpty);

const note = text(500).transform((value) => value || null);

export const linkInput = z.object({
  url: needed(2000, 'Hãy dán đường dẫn.').refine((value) => value === '' || isWebAddress(value), 'Đường dẫn phải bắt đầu bằng http:// hoặc https://.'),
  note,
});

export const printInput = z.object({ issueNumber: needed(60, 'Hãy ghi số báo.'), page: needed(60, 'Hãy ghi trang.'), note });

export const airInput = z.object({
  channel: needed(120, 'Hãy ghi kênh phát.'),
  airedOn: z
    .string(ONE_VALUE)
    .default('')
    .transform((value, context): PlainDate => {
      const read = parsePlainDate(value.trim());
      if (read) return read;
      context.addIssue('Hãy chọn ngày phát.');
      return z.NEVER;
    }),
  airedAt: needed(5, 'Hãy ghi giờ phát.').refine((value) => value === '' || /^([01]\d|2[0-3]):[0-5]\d$/.test(value), 'Giờ phát viết dạng 19:45.'),
  note,
});
