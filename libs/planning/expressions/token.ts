import { bareOf, soundOf, spellingOf } from './spelling.js';

/** A word, a run of digits or a single other sign of an expression. */
export interface Token {
  readonly kind: 'word' | 'number' | 'sign';
  /** Lower case, in the one spelling that the grammars know. */
  readonly text: string;
  /** As written. */
  readonly raw: string;
  readonly sound: string;
  /** Written without a single accent, as on an old telephone: such a word is compared without accents. */
  readonly isBare: boolean;
  /** Follows the token before it without a space. */
  readonly isGlued: boolean;
  /** The first on a line of its cell other than the first. */
  readonly isLineStart: boolean;
}

const PIECE = /[\p{L}\p{M}\p{Nl}]+|\p{Nd}+|[^\s\p{Cc}]/gu;
const LINE_BREAK = /[\n\r\v\f\u2028\u2029]/;
/** "QIII" and "quýII" are two words written as one. */
const GLUED_QUARTER = /^(quý|quy|q)(iv|v|i{1,3})$/;

/** Takes a text apart; layout, capitals and the several spellings of a word are gone afterwards. */
export function tokenise(text: string): Token[] {
  const clean = text.normalize('NFC').replace(/\p{Cf}/gu, '');
  let endOfLast = -1;
  return [...clean.matchAll(PIECE)].flatMap((match) => {
    const isGlued = match.index === endOfLast;
    const isLineStart = endOfLast >= 0 && LINE_BREAK.test(clean.slice(endOfLast, match.index));
    endOfLast = match.index + match[0].length;
    const spelling = spellingOf(match[0]);
    const quarter = GLUED_QUARTER.exec(spelling);
    if (!quarter) return [tokenOf(match[0], spelling, isGlued, isLineStart)];
    return [
      tokenOf(match[0].slice(0, quarter[1]!.length), quarter[1]!, isGlued, isLineStart),
      tokenOf(match[0].slice(quarter[1]!.length), quarter[2]!, true, false),
    ];
  });
}

function tokenOf(raw: string, text: string, isGlued: boolean, isLineStart: boolean): Token {
  const { kind, sound, isBare } = featuresOf(text);
  return { kind, text, raw, sound, isBare, isGlued, isLineStart };
}

type Features = Pick<Token, 'kind' | 'sound' | 'isBare'>;

/** A plan uses few words and uses them often; a table of thousands of rows takes each apart once. */
const known = new Map<string, Features>();
const MOST_KNOWN = 5000;

function featuresOf(text: string): Features {
  const found = known.get(text);
  if (found) return found;
  const kind = /^\d+$/.test(text) ? 'number' : /^[\p{L}\p{M}]/u.test(text) ? 'word' : 'sign';
  const features: Features = { kind, sound: soundOf(text), isBare: kind === 'word' && bareOf(text) === text };
  if (known.size < MOST_KNOWN) known.set(text, features);
  return features;
}

/** The words as they stood, one space between them, none before a comma or after a bracket. */
export function rawOf(tokens: readonly Token[]): string {
  return tokens.map((token, index) => (index > 0 && !token.isGlued ? ` ${token.raw}` : token.raw)).join('');
}
