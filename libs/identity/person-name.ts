import { z } from 'zod';
import { needed } from '#kernel/form-fields.js';

/** Anything but letters, figures, and the signs that stand between the parts of a name and of a title before it: `TS. Nguyễn Thị A (P. CCHC)`. */
const OTHER_SIGN = /[^\p{L}\p{M}\p{N} .,'’()–-]/u;

/** As `vi.du.vn`: mail programs make a link of it, and a letter of ours would lead to somebody else's page. */
const LIKE_AN_ADDRESS = /\.\p{Ll}/u;

const WORDS = 'Họ tên chỉ gồm chữ, số và các dấu . , ( ) ’ –';

/** @returns what is wrong with a name, or undefined */
function faultOf(name: string): string | undefined {
  if (name === '') return undefined;
  const stranger = OTHER_SIGN.exec(name)?.[0];
  if (stranger !== undefined) return `${WORDS}; hãy bỏ “${stranger}”.`;
  if (LIKE_AN_ADDRESS.test(name)) return `${WORDS}; hãy để cách sau dấu chấm, vì viết liền thì giống địa chỉ trang hay thư.`;
  return /\p{L}/u.test(name) ? undefined : `${WORDS}; phải có ít nhất một chữ.`;
}

/** A name stands in letters and papers: one line, in composed letters, and nothing that reads as a sentence with a link. */
export const personName = z.object({
  name: needed(200, 'Hãy nhập họ tên.').superRefine((name, context) => {
    const fault = faultOf(name);
    if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
  }),
});
