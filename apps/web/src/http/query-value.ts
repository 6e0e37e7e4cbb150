import { InvalidInput } from '#kernel/domain-error.js';

/** A query parameter as one text; absent, empty and repeated ones are undefined, as is one with a NUL, which no database takes. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && !value.includes('\0') ? value : undefined;
}

/** What a table says of a word of the address; null for a word that is not in it, such as the name of what every object has. */
export function wordFor<T>(table: Readonly<Record<string, T>>, word: string | undefined): T | null {
  return word !== undefined && Object.hasOwn(table, word) ? table[word]! : null;
}

/** As `rowIdOf`, for programs, which are told of a slip instead of being answered about everything. @throws InvalidInput */
export function askedRowId(value: unknown, name: string): number | undefined {
  const row = rowIdOf(value);
  if (value !== undefined && value !== '' && row === undefined) throw new InvalidInput(`Tham số ${name} phải là một số.`, name);
  return row;
}

/** A query parameter that names a row; anything but a plain whole number is undefined. */
export function rowIdOf(value: unknown): number | undefined {
  const text = textOf(value);
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
