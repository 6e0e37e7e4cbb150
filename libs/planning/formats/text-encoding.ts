/**
 * The characters of a text file: UTF-8 with or without a byte order mark, UTF-16 with one, and otherwise windows-1258,
 * what old Vietnamese editors wrote. Never fails: bytes that mean nothing become U+FFFD.
 */
export function decodeText(bytes: Uint8Array): string {
  const marked = markedEncoding(bytes);
  if (marked) return new TextDecoder(marked).decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1258').decode(bytes);
  }
}

/** The encoding that a byte order mark at the start announces. */
export function markedEncoding(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return undefined;
}

/** Soft hyphens, zero-width and direction marks, and control characters other than white space. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const INVISIBLE = /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g;
const LINE_END = /\r\n?|[\v\f\u0085\u2028\u2029]/g;

/** The text of a cell or paragraph as the rest of the program knows it: NFC, single spaces, no empty lines, trimmed. */
export function cleanText(raw: string): string {
  return (
    raw
      .toWellFormed()
      .replace(INVISIBLE, '')
      .normalize('NFC')
      .replace(LINE_END, '\n')
      // Single spaces and line ends are right as they are: matching them too would be slow on long texts.
      .replace(/(?:[^\S\n ]| (?=[^\S\n]))[^\S\n]*/g, ' ')
      .replace(/ \n[ \n]*|\n[ \n]+/g, '\n')
      .trim()
  );
}
