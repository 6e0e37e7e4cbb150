import { z } from 'zod';
import { date, needed, text } from '#kernel/form-fields.js';
import { isWebAddress } from '../identity-of-piece.js';

const note = text(500).transform((value) => value || null);

export const linkInput = z.object({
  url: needed(2000, 'Hãy dán đường dẫn.').refine((value) => value === '' || isWebAddress(value), 'Đường dẫn phải bắt đầu bằng http:// hoặc https://.'),
  note,
});

export const printInput = z.object({ issueNumber: needed(60, 'Hãy ghi số báo.'), page: needed(60, 'Hãy ghi trang.'), note });

export const airInput = z.object({
  channel: needed(120, 'Hãy ghi kênh phát.'),
  airedOn: date('Hãy chọn ngày phát.', 'Hãy chọn ngày phát.'),
  airedAt: needed(5, 'Hãy ghi giờ phát.').refine((value) => value === '' || /^([01]\d|2[0-3]):[0-5]\d$/.test(value), 'Giờ phát viết dạng 19:45.'),
  note,
});
