import { z } from 'zod';
import { needed } from '#kernel/form-fields.js';

/** Letters, figures, and the signs that stand between the parts of a name and of a title before it: `TS. Nguyễn Thị A (P. CCHC)`. */
const SIGNS = /^[\p{L}\p{M}\p{N} .,'’()–-]+$/u;

/** As `vi.du.vn`: mail programs make a link of it, and a letter of ours would lead to somebody else's page. */
const LIKE_AN_ADDRESS = /\.\p{Ll}/u;

/** A name stands in letters and papers: one line, in composed letters, and nothing that reads as a sentence with a link. */
export const personName = z.object({
  name: needed(200, 'Hãy nhập họ tên.').refine(
    (value) => value === '' || (SIGNS.test(value) && /\p{L}/u.test(value) && !LIKE_AN_ADDRESS.test(value)),
    'Họ tên chỉ gồm chữ, số và các dấu . , ( ) ’ –; không có địa chỉ trang hay thư.',
  ),
});
