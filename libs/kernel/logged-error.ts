import { types } from 'node:util';
import { DriverException } from '@mikro-orm/core';

const CUT = '[…]';

const LONGEST_LINE = 300;
const LONGEST_READ = 2_000;
const MOST_FRAMES = 30;
const MOST_CAUSES = 3;

/** Whoever says no by one of these, says it with a word or a number that somebody wrote into a program. */
const CODE_NAMES = ['code', 'responseCode', 'command', 'error', 'syscall', 'constraint', 'table', 'column'] as const;
const CODE = /^[\w .:/-]{1,60}$/;

/** Before the addresses, which would take the end of each: what lets somebody in. */
const SECRETS: readonly [RegExp, string][] = [
  [/\/\/[^\s/@]*@/g, `//${CUT}@`],
  [/\b(Bearer|Basic)\s+\S+/gi, `$1 ${CUT}`],
  [/\b(\w*(?:password|passwd|secret|token|code|state|cookie))=[^\s&]+/gi, `$1=${CUT}`],
  [/(\/(?:set-up|email-change|ical|links?)\/)[^\s?#]+/g, `$1${CUT}`],
  // Tokens, hashes and keys; a long name of a table or an index is none.
  [/(?<![\w-])(?![a-z_]+(?![\w-]))[\w-]{32,}/g, CUT],
];

const EMAIL_ADDRESS = /(?:"[^"\s]*"|[\p{L}\p{N}.!#$%&'*+/=?^`{|}~_-]*[\p{L}\p{N}_'+-])(?:@|%40)\[?[\p{L}\p{N}.:-]+\]?/gu;

/** A text for the log: its first line, without e-mail addresses, passwords, tokens and links that let somebody in. */
export function withoutSecrets(text: string): string {
  const [first = ''] = text.trim().split(/\r?\n/, 1);
  // Some of the expressions look back at every sign: a longer line would take its time.
  const line = first.slice(0, LONGEST_READ);
  const clean = SECRETS.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), line).replace(EMAIL_ADDRESS, CUT);
  return clean.length > LONGEST_LINE ? `${clean.slice(0, LONGEST_LINE)}…` : clean;
}

/**
 * What may be logged of an error in one line: its class, its codes and the first line of its words, and the same of what
 * caused it. A database names the values it refused, a mail server the address, so the words are never taken as they are.
 */
export function errorLine(error: unknown): string {
  const lines: string[] = [];
  for (let one = error; one !== undefined && one !== null && lines.length < MOST_CAUSES; one = types.isNativeError(one) ? one.cause : undefined)
    lines.push(lineOf(one));
  return lines.join('; vì ') || String(error);
}

/** As `errorLine`, and where in the program it happened. */
export function errorForLog(error: unknown): string {
  return [errorLine(error), ...(types.isNativeError(error) ? framesOf(error) : [])].join('\n');
}

function lineOf(error: unknown): string {
  if (!types.isNativeError(error)) return typeof error === 'string' ? withoutSecrets(error) : typeof error;
  const codes = CODE_NAMES.flatMap((name) => {
    const value = (error as Partial<Record<(typeof CODE_NAMES)[number], unknown>>)[name];
    return (typeof value === 'string' || typeof value === 'number') && CODE.test(String(value)) ? [withoutSecrets(`${name} ${value}`)] : [];
  });
  const words = withoutSecrets(isOfDatabase(error) ? withoutValues(error.message) : error.message);
  return [error.name, codes.length > 0 ? ` (${codes.join(', ')})` : '', words ? `: ${words}` : ''].join('');
}

function isOfDatabase(error: Error): boolean {
  return error instanceof DriverException || error.name === 'SqliteError' || 'severity' in error;
}

/** A quoted name of the schema is told, anything else in quotes was typed by somebody; a quote that never ends hides the rest. */
function withoutValues(words: string): string {
  return words.replace(
    /(\b(?:relation|table|column|constraint|index) "[a-z_]+")|'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)/g,
    (_all, name?: string) => name ?? CUT,
  );
}

/** Only lines that tell a place; the words stand before them once more and may have lines that look like one. */
function framesOf({ stack = '', message }: Error): string[] {
  const start = stack.indexOf(message);
  const places = start < 0 ? stack : stack.slice(start + message.length);
  return places
    .split('\n')
    .filter((line) => /^\s+at \S/.test(line))
    .slice(0, MOST_FRAMES);
}
