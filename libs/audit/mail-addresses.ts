/**
 * A mail address anywhere in a text, also as an address of a page has it (`%40`). What stands before the @ is bounded, as it is
 * in mail, so that no text is slow to look through.
 */
const ADDRESS = /[\p{L}\p{N}_.!#$%&'*+=?^`{|}~-]{1,64}(?:@|%40)((?:[\p{L}\p{N}-]{1,63}\.)+\p{L}[\p{L}\p{N}-]{1,62})/gu;

/** Keeps of each mail address in a text no more than whose domain it is of: `…@baodongkhoi.vn`. */
export function cutAddresses(text: string): string {
  return text.replace(ADDRESS, '…@$1');
}

/** As `cutAddresses`, of every text in what an entry keeps. */
export function withoutAddresses<T>(kept: T): T {
  return kept === null || !/@|%40/.test(JSON.stringify(kept)) ? kept : (cutIn(kept) as T);
}

function cutIn(value: unknown): unknown {
  if (typeof value === 'string') return cutAddresses(value);
  if (Array.isArray(value)) return value.map(cutIn);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [cutAddresses(key), cutIn(inner)]));
}
