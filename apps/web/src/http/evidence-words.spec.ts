import { describe, expect, it } from '@jest/globals';
import { evidenceWords } from './evidence-words.js';

const added = (facts: Record<string, unknown>) => evidenceWords('evidence.added', facts);

describe('Evidence in the history', () => {
  it('is named by what it is', () => {
    expect(added({ kind: 'file', fileName: 'trang-3.pdf' })).toBe('Tệp “trang-3.pdf”');
    expect(added({ kind: 'link', url: 'https://baodongkhoi.vn/1' })).toBe('Đường dẫn https://baodongkhoi.vn/1');
    expect(added({ kind: 'print', issueNumber: '2451', page: '3' })).toBe('Báo in số 2451, trang 3');
    expect(added({ kind: 'air', channel: 'THBT', airedOn: '2021-03-05', airedAt: '19:45' })).toBe('Phát sóng kênh THBT, lúc 19:45, ngày 05/3/2021');
  });

  it('is the title of a page that was kept, else its address', () => {
    expect(evidenceWords('evidence.snapshot-taken', { url: 'https://a.vn', title: 'Một cửa' })).toBe('Trang “Một cửa”');
    expect(evidenceWords('evidence.snapshot-taken', { url: 'https://a.vn', title: null })).toBe('Trang “https://a.vn”');
  });

  it('is nothing where an entry tells nothing that is known', () => {
    expect([added({ kind: 'hologram' }), evidenceWords('evidence.added', null)]).toEqual([null, null]);
  });
});
