import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { PROJECT_ROOT } from '#kernel/project-root.js';
import { Templating } from '#templating/templating.js';
import { acceptanceMinutes, liquidationMinutes, reminderLetter } from '#testing/minutes-builder.js';
import { all, readWord, type ReadWord, type WordText } from '#testing/word-text.js';
import { PaperService } from './paper.service.js';
import { boldTextWidth } from './text-width.js';

type Range = readonly [number, number];

interface ElementRule {
  readonly id: string;
  readonly text?: string;
  readonly prefix?: string;
  readonly case?: string;
  readonly size_pt: Range;
  readonly bold?: boolean;
  readonly italic?: boolean;
  readonly align?: string;
  readonly regex?: string;
  readonly rule_below?: string;
  readonly first_line_twips?: Range;
  readonly para_space_pt_min?: number;
}

interface Rules {
  readonly page: { readonly size_twips: Range };
  readonly margins: Readonly<Record<'top_twips' | 'bottom_twips' | 'left_twips' | 'right_twips', Range>>;
  readonly font: { readonly name: string };
  readonly page_number: { readonly sz: Range };
  readonly elements: readonly ElementRule[];
  readonly ending_mark: string;
}

/** The rules of Nghị định 30/2020/NĐ-CP, Phụ lục I, that a machine can check. */
const RULES = JSON.parse(readFileSync(join(PROJECT_ROOT, 'libs/testing/nd30-rules.json'), 'utf8')) as Rules;

/** The styles that stand for an element in our papers. */
const STYLES: Readonly<Record<string, readonly string[]>> = {
  quoc_hieu: ['quoc-hieu'],
  tieu_ngu: ['tieu-ngu'],
  co_quan_chu_quan: ['co-quan-chu-quan'],
  co_quan_ban_hanh: ['co-quan-ban-hanh'],
  so_ky_hieu: ['so-ky-hieu'],
  dia_danh_ngay: ['dia-danh-ngay'],
  ten_loai: ['ten-loai'],
  trich_yeu: ['trich-yeu'],
  trich_yeu_cong_van: ['trich-yeu-cong-van'],
  can_cu: ['can-cu'],
  noi_dung: ['noi-dung', 'noi-dung-cuoi'],
  khoan_co_tieu_de: ['khoan'],
  quyen_han_chuc_vu: ['quyen-han'],
  ho_ten_nguoi_ky: ['ho-ten'],
  kinh_gui: ['kinh-gui'],
  noi_nhan_label: ['noi-nhan'],
  noi_nhan_list: ['noi-nhan-dong'],
  phu_luc_label: ['phu-luc'],
  phu_luc_title: ['phu-luc-ten'],
  phu_luc_kem_theo: ['phu-luc-kem-theo'],
};

const HEAD = ['quoc_hieu', 'tieu_ngu'];
const SIGNED = ['quyen_han_chuc_vu', 'ho_ten_nguoi_ky', 'noi_dung'];

/** A paper between two parties has no office's head: title over the whole width, two columns of signatures. */
const MINUTES = [...HEAD, 'ten_loai', 'trich_yeu', 'can_cu', 'khoan_co_tieu_de', ...SIGNED];

/** Which elements each paper has; it has none of the others. */
const PAPERS: Readonly<Record<string, readonly string[]>> = {
  acceptance: MINUTES,
  liquidation: MINUTES,
  combined: MINUTES,
  products: ['phu_luc_label', 'phu_luc_title', 'phu_luc_kem_theo', ...SIGNED],
  letter: [
    ...HEAD,
    'co_quan_chu_quan',
    'co_quan_ban_hanh',
    'so_ky_hieu',
    'dia_danh_ngay',
    'trich_yeu_cong_van',
    'kinh_gui',
    ...SIGNED,
    'noi_nhan_label',
    'noi_nhan_list',
  ],
};

const LANDSCAPE = new Set(['products']);

const papers = new PaperService(new Templating());
const read: Record<string, ReadWord> = {};

beforeAll(async () => {
  const made = {
    acceptance: papers.acceptance(acceptanceMinutes(), true),
    liquidation: papers.liquidation(liquidationMinutes(), true),
    combined: papers.combined(liquidationMinutes(), true),
    products: papers.products(acceptanceMinutes(), true),
    letter: papers.reminderLetter(reminderLetter()),
  };
  for (const [name, paper] of Object.entries(made)) read[name] = await readWord(await papers.wordFile(paper));
});

const element = (id: string) => RULES.elements.find((rule) => rule.id === id)!;
const textsOf = (name: string, id: string) => read[name]!.texts.filter(({ style, text }) => STYLES[id]!.includes(style) && text !== '');

describe.each(Object.keys(PAPERS))('%s', (name) => {
  it('is A4 with the margins of the decree, upright unless its table is wide', () => {
    const [width, height] = RULES.page.size_twips;
    for (const { size, margins } of read[name]!.sections) {
      const isWide = LANDSCAPE.has(name);
      expect([Number(size['w:w']), Number(size['w:h'])]).toEqual(isWide ? [height, width] : [width, height]);
      expect(size['w:orient'] ?? 'portrait').toBe(isWide ? 'landscape' : 'portrait');
      for (const side of ['top', 'bottom', 'left', 'right'] as const) expectWithin(Number(margins[`w:${side}`]), RULES.margins[`${side}_twips`]);
    }
  });

  it('numbers its pages from the second on, Arabic, in the middle of the header', () => {
    for (const { hasTitlePage, headers, pageNumberStart } of read[name]!.sections) {
      expect([hasTitlePage, pageNumberStart]).toEqual([true, '1']);
      expect(all(headers.first!, 'w:instrText')).toEqual([]);
      const header = headers.default!;
      expect(all(header, 'w:instrText').map(({ children }) => children?.[0]?.data?.trim())).toEqual(['PAGE']);
      expect(all(header, 'w:jc').map(({ attribs }) => attribs?.['w:val'])).toEqual(['center']);
      expectWithin(Number(all(header, 'w:sz')[0]!.attribs!['w:val']), RULES.page_number.sz);
      expect(all(header, 'w:b').concat(all(header, 'w:i'))).toEqual([]);
    }
  });

  it('is all in the one typeface, black, and NFC', () => {
    const { texts, xml } = read[name]!;
    for (const { runs } of texts) for (const { font } of runs) expect(font).toBe(RULES.font.name);
    expect(xml).toBe(xml.normalize('NFC'));
    const colours = [
      ...read[name]!.files.get('word/styles.xml')!
        .toString()
        .matchAll(/<w:color w:val="([^"]+)"/g),
    ].map(([, colour]) => colour);
    const used = new Set(texts.map(({ style }) => style));
    expect(used.size).toBeGreaterThan(3);
    expect([...xml.matchAll(/<w:color w:val="([^"]+)"/g)]).toEqual([]);
    expect(colours).toContain('000000');
  });

  it('has the elements of its kind and no others', () => {
    const present = Object.keys(STYLES).filter((id) => textsOf(name, id).length > 0);
    expect(present.toSorted()).toEqual([...PAPERS[name]!].toSorted());
  });

  it('ends in “./.”', () => {
    if (name === 'products') return;
    const last = textsOf(name, 'noi_dung').at(-1)!;
    expect(last.text.endsWith(RULES.ending_mark)).toBe(true);
  });

  it.each(PAPERS[name]!)('has %s as the decree says', (id) => {
    for (const text of textsOf(name, id)) expectLook(text, element(id));
  });
});

function expectLook(text: WordText, rule: ElementRule): void {
  for (const run of text.runs) {
    expectWithin(run.size / 2, rule.size_pt);
    // Inside the body a word may stand out.
    if (rule.id !== 'noi_dung' && rule.bold !== undefined) expect([text.text, run.isBold]).toEqual([text.text, rule.bold]);
    if (rule.id !== 'noi_dung' && rule.italic !== undefined) expect([text.text, run.isItalic]).toEqual([text.text, rule.italic]);
  }
  if (rule.text && rule.id !== 'khoan_co_tieu_de' && rule.id !== 'phu_luc_kem_theo') expect(rule.text.split(' | ')).toContain(text.text);
  if (rule.prefix) expect(text.text.startsWith(rule.prefix)).toBe(true);
  if (rule.case === 'upper') expect(text.text).toBe(text.text.toLocaleUpperCase('vi'));
  if (rule.regex) expect(text.text).toMatch(new RegExp(rule.regex));
  if (rule.align) expect(text.align).toBe(rule.align.split(' ')[0]);
  if (rule.first_line_twips) expectWithin(text.firstLine, rule.first_line_twips);
  if (rule.para_space_pt_min !== undefined) {
    expect(Math.max(text.before, text.after)).toBeGreaterThanOrEqual(rule.para_space_pt_min * 20);
    expect(text.lineRule).toBe('auto');
    expectWithin(text.line, [240, 360]);
  }
  if (rule.rule_below) expectRule(text, rule.rule_below);
}

/** As long as the text, or a third to a half of it. */
function expectRule({ text, runs, ruleBelow, width }: WordText, asked: string): void {
  // What is wider than its place fills several lines.
  const length = Math.min(boldTextWidth(text, runs[0]!.size / 2), width);
  expectWithin((ruleBelow ?? 0) / length, asked.includes('1/3') ? [1 / 3, 1 / 2] : [0.99, 1.01]);
}

function expectWithin(value: number, [least, most]: Range): void {
  expect(value).toBeGreaterThanOrEqual(least);
  expect(value).toBeLessThanOrEqual(most);
}

describe('The letter', () => {
  it('has its lists of bases and of recipients in order, and its number beside its date', () => {
    const texts = read.letter!.texts.map(({ text }) => text);
    expect(textsOf('letter', 'noi_nhan_list').map(({ text }) => text)).toEqual(['- Như trên;', '- Lưu: VT, CCHC.']);
    const at = (start: string) => texts.findIndex((text) => text.startsWith(start));
    expect(at('V/v ') - at('Số:')).toBe(1);
    expect(at('Bến Tre, ngày') - at('V/v ')).toBe(1);
  });

  it.each([
    [null, /^Số:\s+\/SNV-CCHC$/],
    [7, /^Số: 07\/SNV-CCHC$/],
    [128, /^Số: 128\/SNV-CCHC$/],
  ])('numbered %s is padded, or leaves room', async (number, expected) => {
    const { texts } = await readWord(await papers.wordFile(papers.reminderLetter(reminderLetter({ number }))));
    const { text } = texts.find(({ style }) => style === 'so-ky-hieu')!;
    expect(text).toMatch(expected);
    expect(text).toMatch(new RegExp(element('so_ky_hieu').regex!));
  });
});

describe('Minutes', () => {
  it.each(['acceptance', 'liquidation', 'combined'])('of %s have their bases one a line, “;” behind each and “.” behind the last', (name) => {
    const bases = textsOf(name, 'can_cu').map(({ text }) => text);
    expect(bases.length).toBeGreaterThan(2);
    for (const [index, basis] of bases.entries()) expect(basis).toMatch(index === bases.length - 1 ? /[^;.]\.$/ : /[^;.];$/);
  });

  it('have the national title over the whole width and the signatures in two columns', () => {
    for (const name of ['acceptance', 'liquidation', 'combined']) {
      const { texts } = read[name]!;
      expect(texts.find(({ style }) => style === 'quoc-hieu')!.isInTable).toBe(false);
      expect(textsOf(name, 'quyen_han_chuc_vu').map(({ text }) => text)).toEqual(['ĐẠI DIỆN BÊN A', 'GIÁM ĐỐC', 'ĐẠI DIỆN BÊN B', 'PHÓ TỔNG BIÊN TẬP']);
      expect(texts.filter(({ style }) => style === 'quyen-han').every(({ isInTable }) => isInTable)).toBe(true);
    }
  });

  it('are dated with the day padded, and of the months only the first two', async () => {
    for (const [heldOn, expected] of [
      ['2021-03-05', 'ngày 05 tháng 3 năm 2021'],
      ['2021-02-12', 'ngày 12 tháng 02 năm 2021'],
      ['2021-11-30', 'ngày 30 tháng 11 năm 2021'],
    ] as const) {
      expect(papers.acceptance(acceptanceMinutes({ heldOn }), true).html).toContain(`Hôm nay, ${expected}`);
    }
  });

  it('repeat the headings of a table on every page', () => {
    for (const name of ['acceptance', 'products']) expect(read[name]!.xml).toContain('<w:tblHeader/>');
  });
});
