import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { changeWords, type Kept } from './change-words.js';

describe('What an entry changed, in words', () => {
  it('is each field as it was and as it is, in the words of its page', () => {
    const before = { status: 'published', title: 'A', occursOn: '2021-03-05', durationSeconds: 270, attendance: 40, rerunOf: 3 };
    const after = { status: 'published', title: 'B', occursOn: '2021-03-06', durationSeconds: 300, attendance: 41, rerunOf: 4 };
    expect(changeWords(before, after)).toEqual([
      'Tiêu đề: “A” → “B”',
      'Ngày: 05/3/2021 → 06/3/2021',
      'Phát lại của: sản phẩm số 3 → sản phẩm số 4',
      'Thời lượng: 4:30 phút → 5 phút',
      'Số người dự: 40 → 41',
    ]);
  });

  it('tells a field that came or went; one that is not there is the same as an empty one', () => {
    expect(changeWords({ author: 'Trúc Lâm', note: '' }, { genre: 'Tin', note: null })).toEqual(['Thể loại: (trống) → “Tin”', 'Tác giả: “Trúc Lâm” → (trống)']);
  });

  it('tells topics by how many came and went', () => {
    expect(changeWords({ topics: [1, 2] }, { topics: [2, 3, 4] })).toEqual(['Chủ đề: thêm 2, bỏ 1']);
    expect(changeWords({ topics: [1] }, {})).toEqual(['Chủ đề: bỏ 1']);
    expect(changeWords({}, { topics: [5] })).toEqual(['Chủ đề: thêm 1']);
  });

  it('cuts a long text, and makes one line of it', () => {
    expect(changeWords({ note: 'a' }, { note: `b\n${'ế'.repeat(500)}` })).toEqual([`Ghi chú: “a” → “b ${'ế'.repeat(118)}…”`]);
  });

  it('tells of minutes and of settings', () => {
    const moved = [
      { heldOn: '2021-06-30', words: { place: 'A' } },
      { heldOn: '2021-07-01', words: { place: 'B' } },
    ] as const;
    expect(changeWords(...moved, 'acceptance')).toEqual(['Ngày lập biên bản: 30/6/2021 → 01/7/2021', 'Biên bản, Địa điểm: “A” → “B”']);
    expect(changeWords({ copies: 4, saysEven: false }, { copies: 6, saysEven: true }, 'settings')).toEqual([
      'Số bản của mỗi biên bản: 4 → 6',
      'Ghi “đồng chẵn”: không → có',
    ]);
  });

  it('tells of what a state change left out nothing as gone', () => {
    expect(changeWords({ state: 'signed', lines: [{ description: 'Bài' }] }, { state: 'liquidated' }, 'contract')).toEqual([]);
  });

  it('is nothing for an entry that is the first, for what is not known, and for a kind that keeps no fields', () => {
    expect(changeWords(null, { title: 'A' })).toEqual([]);
    expect(changeWords({ invented: 1 }, { invented: 2 })).toEqual([]);
    expect(changeWords({ title: 'A' }, { title: 'B' }, 'draft')).toEqual([]);
  });

  it('tells a contract by its parties and lines', () => {
    const line = { position: 1, description: 'Bài báo', quantity: 24, unitPrice: 1_500_000, vat: 'KCT' };
    const before = { particularsB: { position: '', phone: '1' }, lines: [line] };
    const after = {
      particularsB: { position: 'Giám đốc', phone: '1' },
      lines: [{ ...line, quantity: 26, unitPrice: 2_000_000, vat: '8' }, { description: 'Tin' }],
    };
    expect(changeWords(before, after, 'contract')).toEqual([
      'Bên B, Chức vụ: (trống) → “Giám đốc”',
      'Dòng 1, Số lượng: 24 → 26',
      'Dòng 1, Đơn giá: 1.500.000 đồng → 2.000.000 đồng',
      expect.stringMatching(/^Dòng 1, Thuế GTGT: .+ → .+$/),
      'Dòng 2: thêm “Tin”',
    ]);
  });

  it('stands whatever an old entry holds', () => {
    const key = fc.constantFrom('title', 'occursOn', 'durationSeconds', 'topics', 'rerunOf', 'lines', 'particularsB', 'vat', 'words');
    const kept = fc.dictionary(key, fc.anything({ maxDepth: 3 })) as fc.Arbitrary<Kept>;
    fc.assert(
      fc.property(fc.constantFrom('deliverable' as const, 'contract' as const, 'acceptance' as const), kept, kept, (subject, before, after) => {
        for (const words of changeWords(before, after, subject)) expect(typeof words).toBe('string');
      }),
    );
  });
});
