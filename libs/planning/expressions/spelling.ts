/** The five tone marks; the marks of â, ă, ê, ô, ơ, ư belong to the letter. */
const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;

/** Words with two accepted spellings, and letters that old fonts put in another's place. */
const OTHER_SPELLINGS = new Map([
  ['quí', 'quý'],
  ['qúi', 'quý'],
  ['qúy', 'quý'],
  ['hằng', 'hàng'],
  ['kì', 'kỳ'],
  ['qui', 'quy'],
]);

const DASHES = /^[\u2010-\u2015\u2212\uFE58\uFE63\uFF0D~]$/;
const QUOTES = /^["“”„«»″]$/;

const ONE_PIECE = /^(?:[\p{L}\p{M}]+|\p{Nd}+|\S)$/u;

/** A plan uses few words and uses them often; a table of thousands of rows spells each once. */
const spelled = new Map<string, string>();
const MOST_SPELLED = 5000;

/** One piece of text in lower case and in the spelling that the grammars use. */
export function spellingOf(piece: string): string {
  const known = spelled.get(piece);
  if (known !== undefined) return known;
  const text = QUOTES.test(piece) ? '"' : composed(piece);
  const spelling = OTHER_SPELLINGS.get(text) ?? text;
  if (spelled.size < MOST_SPELLED) spelled.set(piece, spelling);
  return spelling;
}

function composed(piece: string): string {
  const plain = piece.normalize('NFKC').toLowerCase().normalize('NFC').replaceAll('ð', 'đ');
  // Raised, lowered and wide ones too, which are the plain ones in another shape.
  if (DASHES.test(piece) || DASHES.test(plain)) return '-';
  if (QUOTES.test(plain)) return '"';
  // "⒃" would fall apart into brackets and a number: it stays the one sign that it is.
  return ONE_PIECE.test(plain) ? plain : piece;
}

/** A syllable's letters followed by its tone, so that "hoà" and "hòa", "quý" and "qúy" are the same. */
export function soundOf(word: string): string {
  const apart = word.normalize('NFD');
  return apart.replace(TONES, '').normalize('NFC') + (apart.match(TONES)?.[0] ?? '');
}

/** Without any accent: "tháng" → "thang", "đến" → "den". */
export function bareOf(word: string): string {
  return word.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').normalize('NFC');
}

/** A cell's own words as every value keeps them. */
export function sourceOf(text: string): string {
  return text.normalize('NFC').trim();
}

export function capitalised(text: string): string {
  const [first = '', ...rest] = text;
  return first.toUpperCase() + rest.join('');
}
