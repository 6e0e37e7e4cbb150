/**
 * What every mail server takes: letters, figures and signs of ASCII, one @, at most 254 of them (RFC 5321). No list, no name, no
 * line end; and a domain with a dot, for one without is a slip of the hand.
 */
const PATTERN = /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/;

const LONGEST_EMAIL = 254;

export const WRONG_EMAIL = 'Địa chỉ thư điện tử chưa đúng.';

export function isEmailAddress(text: string): boolean {
  return text.length <= LONGEST_EMAIL && PATTERN.test(text);
}

/** An address as accounts are known by: it is one however it is typed. */
export function emailKey(typed: string): string {
  return typed.trim().toLowerCase();
}
