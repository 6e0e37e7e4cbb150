import { describe, expect, it } from '@jest/globals';
import { type AppendixRow, emptyRow } from './appendix-row.js';
import { documentOf, table } from './fixtures/tables.js';
import { readAppendix } from './read-appendix.js';
import { isSameAsAbove, withSameAsAbove } from './same-as-above.js';

const row = (ordinal: string, more: Partial<AppendixRow> = {}): AppendixRow => ({ ...emptyRow(), ordinal, name: `Việc ${ordinal}`, ...more });

describe('Words that point to the cell above', () => {
  it.each(['nt', 'NT', '-nt-', '- nt -', 'n.t', 'như trên', 'Như trên.', '(như trên)', 'Như dòng trên', '〃', '"', '”', '- " -', "''"])('are “%s”', (text) =>
    expect(isSameAsAbove(text)).toBe(true),
  );

  it.each(['', '-', 'nt1', 'Báo NT', '“Như trên” là tên bài', 'Như Kế hoạch trên', '24"'])('are not “%s”', (text) => expect(isSameAsAbove(text)).toBe(false));
});

describe('A table with such cells', () => {
  it('has the words of the task before, through several rows, and tells which rows', () => {
    const rows = [row('1', { lead: 'Sở Nội vụ', timeFrom: 'Quý I' }), row('2', { lead: 'nt', timeFrom: '〃' }), row('3', { lead: '-nt-', timeFrom: 'Quý II' })];
    const read = withSameAsAbove(rows);
    expect(read.rows.map(({ lead, timeFrom }) => [lead, timeFrom])).toEqual([
      ['Sở Nội vụ', 'Quý I'],
      ['Sở Nội vụ', 'Quý I'],
      ['Sở Nội vụ', 'Quý II'],
    ]);
    expect(read.doubts.map(({ code, source }) => [code, source])).toEqual([['same-as-above', '2, 3']]);
    expect(withSameAsAbove(read.rows)).toEqual({ rows: read.rows, doubts: [] });
  });

  it('keeps them in its first row, which has none above', () => {
    expect(withSameAsAbove([row('1', { lead: 'nt' })])).toEqual({ rows: [row('1', { lead: 'nt' })], doubts: [] });
  });

  it('is read so from a document', () => {
    const header = ['STT', 'Nội dung', 'Sản phẩm', 'Thời gian', 'Chủ trì'];
    const rows = [
      ['1', 'Đăng bài', '24 bài', 'Năm 2021', 'Sở Nội vụ'],
      ['2', 'Phát tin', 'nt', 'như trên', '"'],
    ];
    const reading = readAppendix(documentOf(table(header, ...rows)));
    expect(reading.rows[1]).toMatchObject({ name: 'Phát tin', product: '24 bài', timeFrom: 'Năm 2021', lead: 'Sở Nội vụ' });
    expect(reading.doubts.map(({ code }) => code)).toContain('same-as-above');
  });
});
