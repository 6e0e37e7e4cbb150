import { bareOf, soundOf } from './spelling.js';
import type { Token } from './token.js';

interface PhraseWord {
  readonly sound: string;
  readonly bare: string;
}

const compiled = new Map<string, readonly PhraseWord[]>();

function wordsOf(phrase: string): readonly PhraseWord[] {
  const known = compiled.get(phrase);
  if (known) return known;
  const words = phrase.split(' ').map((word) => ({ sound: soundOf(word), bare: bareOf(word) }));
  compiled.set(phrase, words);
  return words;
}

function isWord(token: Token | undefined, word: PhraseWord): boolean {
  return token !== undefined && (token.sound === word.sound || (token.isBare && token.text === word.bare));
}

/** Numbers as words. Accents are required: without them "sáu" is "sau" (after) and "năm" a compass point. */
const NUMBER_WORDS = new Map(
  [
    ['một', 1],
    ['hai', 2],
    ['ba', 3],
    ['bốn', 4],
    ['tư', 4],
    ['năm', 5],
    ['sáu', 6],
    ['bảy', 7],
    ['bẩy', 7],
    ['tám', 8],
    ['chín', 9],
    ['mười', 10],
  ].map(([word, value]) => [soundOf(word as string), value as number]),
);
const TEN = 10;
const MOST_DIGITS = 9;

const ROMANS = new Map(['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x', 'xi', 'xii'].map((roman, index) => [roman, index + 1]));

/** Walks over tokens from left to right; every method that finds nothing leaves it where it was. */
export class Cursor {
  constructor(
    private readonly tokens: readonly Token[],
    public at = 0,
  ) {}

  get isDone(): boolean {
    return this.at >= this.tokens.length;
  }

  peek(ahead = 0): Token | undefined {
    return this.tokens[this.at + ahead];
  }

  take(): Token | undefined {
    return this.tokens[this.at++];
  }

  /** The tokens from a place walked over up to here. */
  since(start: number): readonly Token[] {
    return this.tokens.slice(start, this.at);
  }

  sees(...phrases: readonly string[]): boolean {
    const start = this.at;
    const found = this.acceptOneOf(phrases);
    this.at = start;
    return found !== undefined;
  }

  /** Steps over the first of the phrases that stands here. */
  accept(...phrases: readonly string[]): boolean {
    return this.acceptOneOf(phrases) !== undefined;
  }

  /** As `accept`, for a long list: says which it was. */
  acceptOneOf(phrases: readonly string[]): string | undefined {
    const first = this.tokens[this.at];
    if (!first) return undefined;
    for (const phrase of phrases) {
      if (!mayBegin(phrase, first)) continue;
      const words = wordsOf(phrase);
      if (!words.every((word, index) => isWord(this.tokens[this.at + index], word))) continue;
      this.at += words.length;
      return phrase;
    }
    return undefined;
  }

  /** All tokens from here on; the cursor stays. */
  rest(): readonly Token[] {
    return this.tokens.slice(this.at);
  }

  skipUntil(...phrases: readonly string[]): void {
    while (!this.isDone && !this.sees(...phrases)) this.at += 1;
  }

  /** Tries a reading; without a result the cursor goes back. */
  attempt<T>(read: () => T | undefined): T | undefined {
    const start = this.at;
    const result = read();
    if (result === undefined) this.at = start;
    return result;
  }

  /** A run of at most nine digits. */
  digits(): number | undefined {
    const token = this.peek();
    if (token?.kind !== 'number' || token.text.length > MOST_DIGITS) return undefined;
    this.at += 1;
    return Number(token.text);
  }

  /** "một" to "mười hai". */
  numberWord(): number | undefined {
    const value = NUMBER_WORDS.get(this.peek()?.sound ?? '');
    if (value === undefined) return undefined;
    this.at += 1;
    const rest = value === TEN ? (NUMBER_WORDS.get(this.peek()?.sound ?? '') ?? 0) : 0;
    if (rest !== 1 && rest !== 2) return value;
    this.at += 1;
    return value + rest;
  }

  /** I to XII, in capitals or not. */
  roman(): number | undefined {
    const value = ROMANS.get(this.peek()?.text ?? '');
    if (value !== undefined) this.at += 1;
    return value;
  }
}

/** Rules out most phrases by their first letter, which a tone never leaves in the phrases known here. */
function mayBegin(phrase: string, { text, isBare }: Token): boolean {
  const letter = phrase.charCodeAt(0);
  return letter === text.charCodeAt(0) || (isBare && letter > LAST_ASCII);
}

const LAST_ASCII = 127;
