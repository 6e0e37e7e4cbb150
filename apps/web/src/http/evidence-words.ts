import { dayWords, type Kept } from './change-words.js';

/** What an entry about evidence tells of: `Tệp “trang-3.pdf”`, `Báo in số 2451, trang 3`. Null for what is not known. */
export function evidenceWords(action: string, facts: Kept | null): string | null {
  if (!facts) return null;
  if (action === 'evidence.snapshot-taken') return `Trang “${said(facts.title) ?? said(facts.url) ?? ''}”`;
  switch (facts.kind) {
    case 'file':
      return `Tệp “${said(facts.fileName) ?? 'không tên'}”`;
    case 'link':
      return `Đường dẫn ${said(facts.url) ?? ''}`;
    case 'print':
      return `Báo in ${joined([part('số', facts.issueNumber), part('trang', facts.page)])}`;
    case 'air':
      return `Phát sóng ${joined([part('kênh', facts.channel), part('lúc', facts.airedAt), part('ngày', dayOf(facts.airedOn))])}`;
    default:
      return null;
  }
}

function joined(parts: readonly string[][]): string {
  return parts.flat().join(', ');
}

function part(word: string, value: unknown): string[] {
  const text = said(value);
  return text === null ? [] : [`${word} ${text}`];
}

function dayOf(value: unknown): string | null {
  const text = said(value);
  return text && dayWords(text);
}

function said(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
