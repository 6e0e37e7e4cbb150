const ALPHABET = new Intl.Collator('vi');

/** As a Vietnamese reader looks names up: the engines' own orders differ, and neither puts Đ after D nor Ủ after U. */
export function compareNames(one: string, other: string): number {
  return ALPHABET.compare(one, other);
}

/** In the order of their names. */
export function byName(one: { readonly name: string }, other: { readonly name: string }): number {
  return compareNames(one.name, other.name);
}
