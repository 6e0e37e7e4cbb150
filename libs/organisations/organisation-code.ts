const LONGEST_CODE = 64;

/** A name as a code: lower-case Latin letters and digits, words joined by dashes; `co-quan` where nothing is left of it. */
export function codeOfName(name: string): string {
  const code = name
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_CODE)
    .replace(/^-+|-+$/g, '');
  return code || 'co-quan';
}

/** The code itself or, where it is taken, with the first number that is free. */
export function freeCode(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  for (let number = 2; ; number += 1) {
    const ending = `-${number}`;
    const code = wanted.slice(0, LONGEST_CODE - ending.length) + ending;
    if (!taken.has(code)) return code;
  }
}
