import { formOf, type Medium } from '#planning/medium.js';

/** Query parameters that tell where a reader came from, not which page it is. */
const TRACKING = /^(utm_\w+|fbclid|gclid|zarsrc|zalo_\w+|mc_cid|mc_eid)$/i;

/**
 * The same page written in two ways gives the same key: scheme, `www.`/`m.`, letter case of the host, needless encoding,
 * repeated and trailing slashes, fragment, order of parameters and tracking parameters do not matter (counting rule 7). Idempotent.
 * @returns the key, or undefined where the text is no http(s) address
 */
export function urlKey(text: string): string | undefined {
  if (!isWebAddress(text)) return undefined;
  const url = new URL(text.trim());
  const host = url.hostname.replace(/^((www|m)\.)+(?=[^.]+\.)/, '') + (url.port ? `:${url.port}` : '');
  const path = plainPath(url.pathname);
  const parameters = [...url.searchParams].filter(([name]) => !TRACKING.test(name));
  parameters.sort(([a, x], [b, y]) => compareText(a, b) || compareText(x, y));
  const query = new URLSearchParams(parameters).toString();
  return `https://${host}${path || '/'}${query ? `?${query}` : ''}`;
}

/** A path in the one way to write it: what need not be encoded is not (RFC 3986, 6.2.2), slashes are single, none stands at the end. */
function plainPath(path: string): string {
  const decoded = path.replace(/%([0-9a-f]{2})/gi, (written, code: string) => {
    const sign = String.fromCharCode(Number.parseInt(code, 16));
    return /[\w.~-]/.test(sign) ? sign : written.toUpperCase();
  });
  return decoded.replace(/\/{2,}/g, '/').replace(/\/$/, '');
}

/**
 * The key under which an address identifies a piece: the page is the piece, except for a meeting or a class,
 * where the address only tells of it and may be an article that counts elsewhere.
 */
export function identifyingUrlKey(medium: Medium, url: string | null): string | null {
  return url === null || formOf(medium) === 'event' ? null : (urlKey(url) ?? null);
}

export function isWebAddress(text: string): boolean {
  if (!URL.canParse(text.trim())) return false;
  const { protocol, hostname } = new URL(text.trim());
  return (protocol === 'http:' || protocol === 'https:') && hostname !== '';
}

/** Titles that differ in letter case, spacing, quotation marks or a final stop are the same title. */
export function titleKey(title: string): string {
  return title
    .normalize('NFC')
    .toLowerCase()
    .replace(/["'“”‘’«»]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\s.!…]+$/, '');
}

/** Lower case without Vietnamese marks, so that "nghiem thu" finds "Nghiệm thu". */
export function searchKey(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .replace(/\s+/g, ' ')
    .trim();
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** A pattern for each word of what is looked for, to be found anywhere in a `searchKey` (`matchesWord`). */
export function searchPatterns(text: string): string[] {
  return searchKey(text)
    .split(' ')
    .filter(Boolean)
    .map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
}

/** The condition that one of the `searchPatterns` is bound to. @param d the alias of `deliverable` in the query around */
export function matchesWord(d: string): string {
  return `${d}.search_key like ? escape '\\'`;
}
