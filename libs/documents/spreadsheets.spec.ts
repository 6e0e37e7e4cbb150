import { beforeAll, describe, expect, it } from '@jest/globals';
import { spreadsheet } from './spreadsheets.js';
import { filesOf } from './zip-rewriting.js';

interface Item {
  readonly title: string;
  readonly occursOn: string | null;
  readonly amount: number | null;
  readonly at: string;
}

const ITEMS: Item[] = [
  { title: '=1+1', occursOn: '2021-03-05', amount: 1_500_000, at: '2021-03-04T17:30:15.250Z' },
  { title: '+cmd|x <b>&\u0000 đà Nẵng'.normalize('NFD'), occursOn: '2020-12-31', amount: -24_000_000, at: '2020-12-31T16:59:59Z' },
  { title: '@SUM(A1)', occursOn: null, amount: null, at: '2021-03-05T05:00:00Z' },
];

let sheet = '';
let strings = '';
let styles = '';
let names: string[] = [];

beforeAll(async () => {
  const files = await filesOf(
    await spreadsheet<Item>({
      name: 'Sản phẩm',
      columns: [
        { heading: 'Tên sản phẩm', width: 40, kind: 'text', value: ({ title }) => title },
        { heading: 'Ngày', width: 12, kind: 'date', value: ({ occursOn }) => occursOn },
        { heading: 'Thành tiền', width: 16, kind: 'number', value: ({ amount }) => amount },
        { heading: 'Lúc', width: 20, kind: 'moment', value: ({ at }) => at },
      ],
      rows: ITEMS,
    }),
  );
  names = [...files.keys()];
  const text = (name: string) => files.get(name)!.toString('utf8');
  sheet = text('xl/worksheets/sheet1.xml');
  strings = text('xl/sharedStrings.xml');
  styles = text('xl/styles.xml');
});

/** The cell at an address, its attributes and its content. */
function cell(address: string): string {
  return new RegExp(`<c r="${address}"[^>]*?(?:/>|>.*?</c>)`).exec(sheet)?.[0] ?? '';
}

describe('A spreadsheet', () => {
  it('takes nothing that a user wrote as a formula', () => {
    expect(sheet).not.toContain('<f');
    for (const address of ['A2', 'A3', 'A4']) expect(cell(address)).toContain('t="s"');
    expect(strings).toContain('=1+1');
    expect(strings).toContain('@SUM(A1)');
  });

  it('holds texts in NFC, escaped, and without what XML cannot carry', () => {
    expect(strings).toContain('+cmd|x &lt;b&gt;&amp; đà Nẵng');
    expect(strings).not.toContain('\u0000');
  });

  it('holds numbers as numbers and dates as dates, whatever the time zone of the server', () => {
    expect(cell('C2')).toMatch(/t="n".*<v>1500000<\/v>|<v>1500000<\/v>/);
    expect(cell('C3')).toContain('<v>-24000000</v>');
    // Days since 1899-12-30.
    expect(cell('B2')).toContain('<v>44260</v>');
    expect(cell('B3')).toContain('<v>44196</v>');
    expect(cell('B4')).not.toContain('<v>');
  });

  it('holds moments as dates with the time that it was in Viet Nam', () => {
    const told = (address: string) => Number(/<v>([^<]*)<\/v>/.exec(cell(address))![1]);
    // Half past midnight of the day after the one in UTC.
    expect(told('D2')).toBeCloseTo(44260 + (30 * 60 + 15) / 86_400, 6);
    expect(told('D3')).toBeCloseTo(44196 + 86_399 / 86_400, 6);
    expect(told('D4')).toBe(44260.5);
    expect(styles).toContain('dd/mm/yyyy hh:mm:ss');
  });

  it('groups thousands, writes dates day first, and has bold headings that stay in sight', () => {
    expect(styles).toContain('#,##0');
    expect(styles).toContain('dd/mm/yyyy');
    expect(styles).toContain('<b/>');
    expect(sheet).toContain('state="frozen"');
    expect(sheet).toContain('ySplit="1"');
    expect(sheet).toMatch(/<col [^>]*width="40"/);
  });

  it('brings nothing that runs', () => {
    expect(names.filter((name) => /vba|macro|external/i.test(name))).toEqual([]);
  });
});
