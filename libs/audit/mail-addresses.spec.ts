import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cutAddresses, withoutAddresses } from './mail-addresses.js';

it.each([
  ['550 <Tam.Le+bao@baodongkhoi.vn> không có hộp thư', '550 <…@baodongkhoi.vn> không có hộp thư'],
  ['a@b.vn, c_d@e.example.vn;f@g.vn', '…@b.vn, …@e.example.vn;…@g.vn'],
  ['https://bao.vn/tim?q=tam%40b.vn&x=1', 'https://bao.vn/…@b.vn&x=1'],
  ['mailto:hạnh@bến-tre.vn', 'mailto:…@bến-tre.vn'],
  ['https://www.tiktok.com/@baodongkhoi.vn/video/7', 'https://www.tiktok.com/@baodongkhoi.vn/video/7'],
  ['2 bài @ 50.000 đồng', '2 bài @ 50.000 đồng'],
])('%s is kept as %s', (text, kept) => {
  expect(cutAddresses(text)).toBe(kept);
});

it('Wherever an address stands in what is kept, only its domain is left', () => {
  const address = fc.stringMatching(/^[\w.!#$%&'*+=?^`{|}~-]{1,30}$/).map((name) => `${name}bk@so.example.vn`);
  fc.assert(
    fc.property(address, (one) => {
      const kept = withoutAddresses({ to: one, deep: [{ words: `550 <${one}> (${one})`, count: 1, none: null }], [one]: true });
      expect(JSON.stringify(kept)).not.toContain('bk@');
    }),
  );
});

it('What holds no address stays the thing that it was', () => {
  const kept = { title: 'Bài “1”', topics: [1, 2], note: undefined };
  expect(withoutAddresses(kept)).toBe(kept);
  expect(withoutAddresses(null)).toBeNull();
});

it('A long text without an address is looked through at once', () => {
  const from = performance.now();
  cutAddresses(`${'a.'.repeat(50_000)}@${'a'.repeat(50_000)}`);
  expect(performance.now() - from).toBeLessThan(1000);
});
