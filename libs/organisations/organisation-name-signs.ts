import { z } from 'zod';
import type { text } from '#kernel/form-fields.js';

/**
 * Signs that no office bears in its name: those of markup, and those that cannot be seen, such as one that turns the words
 * behind it round. A tab or the end of a line comes along when a name is pasted, and is a space.
 */
const STRANGE = /[<>]|(?![\t\n\v\f\r])\p{Cc}|\p{Cf}/u;

/** A name as typed in a form; what imported plans call an organisation stays as the plan has it. */
export function withoutStrangeSigns(what: string, rest: ReturnType<typeof text>) {
  return z.preprocess((value, context) => {
    const stranger = typeof value === 'string' ? STRANGE.exec(value)?.[0] : undefined;
    if (stranger !== undefined) context.addIssue(`${what} không có ${signWords(stranger)}; hãy bỏ đi.`);
    return value;
  }, rest);
}

function signWords(sign: string): string {
  if (sign === '<' || sign === '>') return `dấu “${sign}”`;
  return `ký tự ẩn (U+${sign.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')})`;
}
