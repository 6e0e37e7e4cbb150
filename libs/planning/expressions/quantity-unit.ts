import { type Token, tokenise } from './token.js';

const QUOTES_AND_BRACKETS = ['"', '(', ')', '[', ']', '{', '}'];

/** The name of a unit: its words in the one spelling, as far apart as they were written, without quotes and brackets; signs alone name nothing. */
export function unitOf(tokens: readonly Token[]): string {
  const words = tokens
    .filter(({ text }) => !QUOTES_AND_BRACKETS.includes(text))
    .map(({ text, isGlued }, index) => (index > 0 && !isGlued ? ` ${text}` : text))
    .join('')
    .normalize('NFC');
  return /[\p{L}\p{N}]/u.test(words) ? words : '';
}

export function unitText(text: string): string {
  return unitOf(tokenise(text));
}
