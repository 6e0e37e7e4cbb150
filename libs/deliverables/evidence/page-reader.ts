import { createHash } from 'node:crypto';
import { Parser } from 'htmlparser2';
import { Temporal } from 'temporal-polyfill';
import { dateInZone, parsePlainDate } from '#kernel/plain-date.js';
import type { PageRecord } from './link-snapshot.entity.js';

const LONGEST_TEXT = 50_000;
const LONGEST_TITLE = 300;
const LONGEST_AUTHOR = 200;

/** More of one attribute or one script than any page of a newspaper has. */
const LONGEST_JSON = 100_000;

/** No page that people read is nested deeper; the parser's own list of open elements would become slow. */
const DEEPEST = 2000;

/** More pieces of text and markup than any page within the size limit has. */
const MOST_TOKENS = 400_000;

const CHUNK = 16_384;

/** What a reader does not see. */
const UNSEEN = new Set(['script', 'style', 'noscript', 'template', 'svg', 'nav', 'head', 'iframe', 'select']);

/** What ends a line. */
const BLOCKS = new Set(['p', 'div', 'br', 'li', 'h1', 'h2', 'h3', 'h4', 'tr', 'section', 'article', 'blockquote', 'td', 'th']);

/** In the order in which they are believed. */
const TITLES = ['og:title', 'twitter:title', 'json:headline', 'h1', 'title'] as const;
const AUTHORS = ['json:author', 'author', 'article:author', 'dc.creator'] as const;
const DATES = ['json:datePublished', 'article:published_time', 'datepublished', 'pubdate', 'publishdate', 'dc.date', 'date', 'time'] as const;

/**
 * Reads what a page says of itself and what a reader sees on it, in one pass over its tokens: nothing of it is run,
 * and no tree of it is built.
 * @param bytes as they came, no more than the fetcher lets through
 */
export function readPage(bytes: Buffer, contentType: string, finalUrl: string): PageRecord {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (/application\/pdf/i.test(contentType)) return { finalUrl, title: fileNameIn(finalUrl), author: null, publishedOn: null, text: '', sha256 };
  const source = decoded(bytes, contentType);
  if (/text\/plain/i.test(contentType)) return { finalUrl, title: null, author: null, publishedOn: null, text: tidy(source, LONGEST_TEXT) ?? '', sha256 };
  const { told, text } = tokensOf(source);
  const first = (names: readonly string[]) => names.map((name) => told.get(name)).filter((value) => value !== undefined);
  return {
    finalUrl,
    title: tidy(first(TITLES)[0] ?? '', LONGEST_TITLE),
    author:
      first(AUTHORS)
        .map((author) => tidy(author, LONGEST_AUTHOR))
        .find((author) => author !== null && !/^https?:/i.test(author)) ?? null,
    publishedOn:
      first(DATES)
        .map(dayOf)
        .find((day) => day !== null) ?? null,
    text: tidy(text, LONGEST_TEXT) ?? '',
    sha256,
  };
}

interface Tokens {
  /** What the page tells, by where it tells it; the first word counts. */
  readonly told: ReadonlyMap<string, string>;
  readonly text: string;
}

function tokensOf(source: string): Tokens {
  const told = new Map<string, string>();
  const tell = (name: string, value: string | undefined) => {
    if (value && value.trim() !== '' && !told.has(name)) told.set(name, value.slice(0, LONGEST_TITLE * 4));
  };
  const seen: string[] = [];
  let seenLength = 0;
  let unseen = 0;
  let depth = 0;
  let tokens = 0;
  let within: 'title' | 'h1' | 'json' | undefined;
  let collected = '';
  const parser = new Parser(
    {
      onopentag(name, { property, name: named, itemprop, content, datetime, type }) {
        depth += 1;
        tokens += 1;
        if (name === 'meta') tell((property ?? named ?? itemprop ?? '').toLowerCase(), content);
        if (name === 'time') tell('time', datetime);
        if (UNSEEN.has(name)) unseen += 1;
        if (name === 'title' || name === 'h1') [within, collected] = [name, ''];
        if (name === 'script' && /ld\+json/i.test(type ?? '')) [within, collected] = ['json', ''];
        if (BLOCKS.has(name)) seen.push('\n');
      },
      ontext(text) {
        tokens += 1;
        if (within && collected.length < LONGEST_JSON) collected += text;
        if (unseen > 0 || seenLength > LONGEST_TEXT * 2) return;
        seen.push(text);
        seenLength += text.length;
      },
      onclosetag(name) {
        depth -= 1;
        if (UNSEEN.has(name)) unseen = Math.max(0, unseen - 1);
        if (BLOCKS.has(name)) seen.push('\n');
        const isEnd = within === name || (within === 'json' && name === 'script');
        if (!isEnd) return;
        if (within === 'json') tellJson(collected, tell);
        else tell(within!, collected);
        within = undefined;
      },
    },
    { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  );
  const isTooMuch = () => depth > DEEPEST || tokens > MOST_TOKENS;
  for (let from = 0; from < source.length && !isTooMuch(); from += CHUNK) parser.write(source.slice(from, from + CHUNK));
  // Ending closes whatever is open, one by one: not where there is too much of it.
  if (!isTooMuch()) parser.end();
  return { told, text: seen.join('') };
}

/** JSON-LD: what an article says of itself, alone, in a list or in a graph. */
function tellJson(json: string, tell: (name: string, value: string | undefined) => void): void {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    return;
  }
  const graph = (parsed as { '@graph'?: unknown } | null)?.['@graph'];
  for (const node of [graph ?? parsed].flat().slice(0, 50)) {
    if (typeof node !== 'object' || node === null) continue;
    const { headline, author, datePublished } = node as Record<string, unknown>;
    tell('json:headline', textOf(headline));
    tell('json:datePublished', textOf(datePublished));
    const names = [author].flat().map((one) => textOf(one) ?? textOf((one as { name?: unknown } | null | undefined)?.name));
    tell('json:author', names.filter(Boolean).slice(0, 5).join(', '));
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** By what the answer says, else by what the page says in its first bytes, else as UTF-8. */
function decoded(bytes: Buffer, contentType: string): string {
  const said =
    /charset=["']?([\w-]+)/i.exec(contentType)?.[1] ?? /<meta[^>]{0,200}charset=["']?([\w-]+)/i.exec(bytes.subarray(0, 2048).toString('latin1'))?.[1];
  try {
    return new TextDecoder(said ?? 'utf-8').decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

/** Composed letters, single spaces, no control characters; null where nothing is left. */
function tidy(text: string, longest: number): string | null {
  const tidied = text
    .normalize('NFC')
    .replace(/[^\S\n]+/gu, ' ')
    .replace(/\s*\n\s*/gu, '\n')
    .replace(/[\p{Cc}\p{Cf}]/gu, (sign) => (sign === '\n' ? sign : ''))
    .trim()
    .slice(0, longest);
  return tidied === '' ? null : tidied;
}

/** The day in Viet Nam of a moment or a date as pages write them; null for what is neither. */
function dayOf(text: string): string | null {
  const written = text.trim();
  const date = /^(\d{4}-\d{2}-\d{2})$/.exec(written)?.[1] ?? dayFirst(written);
  if (date) return parsePlainDate(date)?.toString() ?? null;
  try {
    return dateInZone(Temporal.Instant.from(written.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'))).toString();
  } catch {
    // Without an offset it is told in the time of its readers.
    const local = /^(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}/.exec(written)?.[1];
    return local ? (parsePlainDate(local)?.toString() ?? null) : null;
  }
}

/** `05/3/2021`, as Vietnamese pages write a day, maybe with an hour beside it. */
function dayFirst(text: string): string | undefined {
  const found = /(?:^|\D)(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?!\d)/.exec(text);
  return found ? `${found[3]}-${found[2]!.padStart(2, '0')}-${found[1]!.padStart(2, '0')}` : undefined;
}

function fileNameIn(url: string): string | null {
  try {
    return tidy(decodeURIComponent(new URL(url).pathname.split('/').at(-1) ?? ''), LONGEST_TITLE);
  } catch {
    return null;
  }
}
