/** Lower case, without marks or punctuation, single spaces: for recognising headings however they are spelt. */
export function folded(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

/** One line: NFC, every run of white space one space. */
export function flat(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim();
}

export function isUpperCase(text: string): boolean {
  return /\p{Lu}/u.test(text) && !/\p{Ll}/u.test(text);
}

export function startsInLowerCase(text: string): boolean {
  return /^[\s"“(]*\p{Ll}/u.test(text);
}
