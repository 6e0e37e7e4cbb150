import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cleanText, decodeText } from './text-encoding.js';

const TEXT = 'Kế hoạch tuyên truyền, Đài Phát thanh';
const bytesOf = (text: string, encoding: BufferEncoding, ...mark: number[]) => Uint8Array.from([...mark, ...Buffer.from(text, encoding)]);

describe('The characters of a text file', () => {
  it('are read from UTF-8 and UTF-16, with their byte order marks', () => {
    const swapped = Buffer.from(TEXT, 'utf16le').swap16();
    expect(decodeText(bytesOf(TEXT, 'utf8'))).toBe(TEXT);
    expect(decodeText(bytesOf(TEXT, 'utf8', 0xef, 0xbb, 0xbf))).toBe(TEXT);
    expect(decodeText(bytesOf(TEXT, 'utf16le', 0xff, 0xfe))).toBe(TEXT);
    expect(decodeText(Uint8Array.from([0xfe, 0xff, ...swapped]))).toBe(TEXT);
  });

  it('are those of windows-1258 where the bytes are no UTF-8', () => {
    // "Đài huyện": ê and a dot below are two bytes there.
    const bytes = Uint8Array.from([0xd0, 0x61, 0xcc, 0x69, 0x20, 0x68, 0x75, 0x79, 0xea, 0xf2, 0x6e]);
    expect(cleanText(decodeText(bytes))).toBe('Đài huyện');
  });
});

describe('Clean text', () => {
  it('is NFC', () => {
    expect(cleanText('Tuyên truyền'.normalize('NFD'))).toBe('Tuyên truyền');
  });

  it('has single spaces and no invisible characters', () => {
    expect(cleanText('\u00a0 a\u00a0\u2003 b\tc\u00add\u200be\ufeff ')).toBe('a b cde');
  });

  it('has one \\n between lines, and no empty ones', () => {
    expect(cleanText(' a \r\n\r\n b\u2028c\vd\n')).toBe('a\nb\nc\nd');
  });

  it('stays the same when cleaned again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = cleanText(text);
        expect(cleanText(once)).toBe(once);
        expect(once.isWellFormed()).toBe(true);
      }),
    );
  });
});
