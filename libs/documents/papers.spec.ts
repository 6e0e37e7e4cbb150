import { monitorEventLoopDelay } from 'node:perf_hooks';
import { describe, expect, it } from '@jest/globals';
import { amountsOf } from '#contracts/vat.js';
import { formatDong } from '#kernel/money.js';
import { Templating } from '#templating/templating.js';
import { acceptanceMinutes, liquidationMinutes, minutesLine, MINUTES_HEAD, productsOf, reminderLetter } from '#testing/minutes-builder.js';
import { readWord } from '#testing/word-text.js';
import { amountInWords } from './amount-in-words.js';
import { TotalsDisagree, UnknownMarkup } from './document.errors.js';
import { readPaper } from './paper-reader.js';
import { type Paper, PaperService } from './paper.service.js';
import { filesOf } from './zip-rewriting.js';

const papers = new PaperService(new Templating());

async function wordOf(paper: Paper) {
  return readWord(await papers.wordFile(paper));
}

async function textOf(paper: Paper): Promise<string> {
  return (await wordOf(paper)).texts.map(({ text }) => text).join('\n');
}

/** Every sum of a column that is a number. */
function sumsIn(rows: readonly (readonly string[])[], column: number, width: number): number[] {
  return rows.filter((row) => row.length === width && /^\d+$/.test(row[0]!)).map((row) => Number(row[column]!.replaceAll('.', '')));
}

describe('The totals', () => {
  it('of annex, body and words are the same', async () => {
    const minutes = acceptanceMinutes();
    const { net, vat, gross } = minutes.totals;
    const body = await wordOf(papers.acceptance(minutes, true));
    const annex = await wordOf(papers.products(minutes, true));
    const ofLines = sumsIn(body.rows, 9, 10).reduce((sum, one) => sum + one, 0);
    const ofProducts = sumsIn(annex.rows, 9, 11).reduce((sum, one) => sum + one, 0);
    expect([ofLines, ofProducts]).toEqual([net, net]);
    const lastRows = (rows: readonly (readonly string[])[]) => rows.slice(-3).map((row) => row[1]);
    expect(lastRows(body.rows)).toEqual([net, vat, gross].map(formatDong));
    expect(lastRows(annex.rows)).toEqual([net, vat, gross].map(formatDong));
    const words = `Bằng chữ: ${amountInWords(gross, minutes.office)}.`;
    for (const { texts } of [body, annex]) expect(texts.map(({ text }) => text)).toContain(words);
    expect(body.texts.map(({ text }) => text)).toContain(`Giá trị nghiệm thu của đợt này: ${formatDong(gross)} đồng.`);
  });

  it('of an annex that does not add up to the minutes stop it', () => {
    const minutes = acceptanceMinutes();
    expect(() => papers.products({ ...minutes, products: minutes.products.slice(1) }, true)).toThrow(TotalsDisagree);
  });

  it('count an item that was taken back below nought, in body and annex', async () => {
    const line = minutesLine({ acceptedBefore: 5, accepted: 3, reversed: 1 });
    const minutes = acceptanceMinutes({ round: 2, lines: [line] });
    const annex = await wordOf(papers.products(minutes, true));
    expect(annex.rows.find((row) => row[9]?.startsWith('-'))).toEqual(expect.arrayContaining(['-1.500.000', 'Điều chỉnh giảm sản phẩm đã nghiệm thu đợt 1']));
    expect(annex.rows.map((row) => row[0])).toContain('Cộng mục I: 03 bài, điều chỉnh giảm 01 bài');
    expect(await textOf(papers.acceptance(minutes, true))).toContain('3.240.000 đồng');
  });

  it('of a round that takes back more than it accepts say that the value is reduced', async () => {
    const line = minutesLine({ acceptedBefore: 5, accepted: 0, reversed: 2, unitPrice: 1_000_000, vat: '10' });
    const text = await textOf(papers.acceptance(acceptanceMinutes({ round: 2, lines: [line] }), true));
    expect(text).toContain('Giá trị giảm trừ của đợt này: 2.200.000 đồng.');
    expect(text).toContain('Hai triệu hai trăm nghìn đồng');
  });

  it('have no tax where no line is taxed, and a tax of nought where the rate is 0 %', async () => {
    const exempt = await textOf(papers.acceptance(acceptanceMinutes({ lines: [minutesLine({ vat: 'KCT' })] }), true));
    expect(exempt).toContain('Tổng cộng (không chịu thuế giá trị gia tăng)');
    expect(exempt).toContain('\nKCT\n');
    expect(exempt).not.toContain('Thuế giá trị gia tăng\n');
    const zero = await textOf(papers.acceptance(acceptanceMinutes({ lines: [minutesLine({ vat: '0' })] }), true));
    expect(zero).toContain('Thuế giá trị gia tăng\n0\n');
    expect(zero).toContain('\n0%\n');
  });
});

describe('The acceptance minutes', () => {
  it('say who, where, when, on what ground, and leave out what is not known', async () => {
    const text = await textOf(papers.acceptance(acceptanceMinutes(), true));
    expect(text).toContain('Hôm nay, ngày 05 tháng 7 năm 2021, tại trụ sở Sở Nội vụ, chúng tôi gồm:');
    expect(text).toContain('Tài khoản: 9527.1.1012345 tại Kho bạc Nhà nước Bến Tre');
    expect(text).toContain('Văn bản ủy quyền: Giấy ủy quyền số 02/GUQ-BĐK ngày 04 tháng 01 năm 2021');
    expect(text.match(/Điện thoại:/g)).toHaveLength(1);
    expect(text).toContain('Số: 07/BB-SNV');
    expect(text).toContain('Biên bản được lập thành 04 bản có giá trị như nhau, mỗi bên giữ 02 bản./.');
    expect(text).not.toContain('BẢN DỰ THẢO');
  });

  it('say that what was done beyond the contract is not paid', async () => {
    expect(await textOf(papers.acceptance(acceptanceMinutes(), true))).toContain(
      'Bên B đã thực hiện 14 bài, vượt 02 bài so với số lượng 12 bài của hợp đồng. Hai bên thống nhất chỉ nghiệm thu trong phạm vi số lượng của hợp đồng',
    );
    expect(await textOf(papers.acceptance(acceptanceMinutes({ lines: [minutesLine()] }), true))).not.toContain('vượt');
  });

  it('name what was refused and taken back, with reasons', async () => {
    const one = { deliverableId: 1, title: 'Một cửa', occursOn: '2021-03-05', reason: 'không đúng chủ đề.' };
    const text = await textOf(papers.acceptance(acceptanceMinutes({ refused: [one, { ...one, title: 'Hai cửa' }], reversals: [one] }), true));
    expect(text).toContain('- “Một cửa” (ngày 05/3/2021): không đúng chủ đề;\n- “Hai cửa” (ngày 05/3/2021): không đúng chủ đề.');
    expect(text).toContain('Điều chỉnh sản phẩm đã nghiệm thu ở đợt trước');
  });

  it('are marked while they are not issued, in the file and on the page', async () => {
    const paper = papers.acceptance(acceptanceMinutes({ round: null }), false);
    expect(paper.html).toContain('BẢN DỰ THẢO');
    expect(await textOf(paper)).toContain('BẢN DỰ THẢO');
  });

  it('do not give a ground twice that the contract already names', () => {
    const bases = [...MINUTES_HEAD.bases, 'Căn cứ Kế hoạch số 105/KH-UBND', 'Căn cứ Hợp đồng số 05/HĐ-SNV'];
    const { html } = papers.acceptance(acceptanceMinutes({ bases }), true);
    expect(html.match(/Kế hoạch số 105/g)).toHaveLength(1);
    expect(html).toContain('Căn cứ Hợp đồng số 05/HĐ-SNV.</p>');
  });
});

describe('The liquidation minutes', () => {
  it('tell every sum in figures and in words', async () => {
    const minutes = liquidationMinutes({ deductions: [{ label: 'Phạt chậm 01 kỳ', amount: 500_000 }] });
    for (const paper of [papers.liquidation(minutes, true), papers.combined(minutes, true)]) {
      const text = await textOf(paper);
      for (const sum of [minutes.contractValue.gross, minutes.acceptedValue.gross, minutes.deducted, minutes.payable, minutes.paid, minutes.remaining]) {
        expect(text).toContain(`${formatDong(sum)} đồng`);
        expect(text).toContain(`bằng chữ: ${amountInWords(sum, minutes.office)})`);
      }
      expect(text).toContain('- Phạt chậm 01 kỳ: 500.000 đồng;');
      expect(text).toContain('Bên A còn phải thanh toán cho Bên B: 22.940.000 đồng');
    }
  });

  it('have Bên B give back what was paid too much', async () => {
    expect(await textOf(papers.liquidation(liquidationMinutes({ paid: 50_000_000 }), true))).toContain(
      'Bên B hoàn trả Bên A: 6.560.000 đồng (bằng chữ: Sáu triệu năm trăm sáu mươi nghìn đồng).',
    );
  });

  it('say that nothing remains', async () => {
    const paid = liquidationMinutes().payable;
    expect(await textOf(papers.liquidation(liquidationMinutes({ paid }), true))).toContain(
      'Còn lại: 0 đồng (bằng chữ: Không đồng). Bên A đã thanh toán đủ cho Bên B.',
    );
  });
});

describe('The letter', () => {
  it('names what is owed by when', async () => {
    expect(await textOf(papers.reminderLetter(reminderLetter()))).toContain(
      '1. Xây dựng chuyên mục cải cách hành chính trên sóng phát thanh: tháng 3/2021, phải hoàn thành 01 chuyên mục chậm nhất ngày 31/3/2021; chưa thực hiện, còn thiếu 01 chuyên mục (quá hạn).',
    );
  });

  it('tells the missed months of one task together', async () => {
    const [duty] = reminderLetter().late;
    const month = (from: string, to: string, declared = 0) => ({ ...duty!, from, to, quantity: 1, declared, missing: 1 - declared });
    const late = [month('2021-01-01', '2021-01-31'), month('2021-02-01', '2021-02-28'), month('2021-03-01', '2021-03-31')];
    const other = { ...duty!, taskName: 'Việc khác' };
    const text = await textOf(papers.reminderLetter(reminderLetter({ late: [...late, other] })));
    expect(text).toContain(
      'từ tháng 1/2021 đến tháng 3/2021, phải hoàn thành 03 chuyên mục chậm nhất ngày cuối của mỗi kỳ; chưa thực hiện, còn thiếu 03 chuyên mục',
    );
    expect(text).toContain('2. Việc khác: tháng 3/2021, phải hoàn thành 01');
    const apart = await textOf(papers.reminderLetter(reminderLetter({ late: [late[0]!, late[2]!] })));
    expect(apart).toContain('tháng 1/2021; tháng 3/2021, phải hoàn thành 02');
  });

  it('says so where nothing is late', async () => {
    expect(await textOf(papers.reminderLetter(reminderLetter({ late: [] })))).toContain('không có nội dung nào chậm so với kế hoạch');
  });
});

describe('What people type', () => {
  const HOSTILE = '<script>alert(1)</script> & </w:t></w:r> "một" \u0000\u0008\ue0000.1\ue000 \ud800';

  it('stands in page and file as they typed it, and breaks neither', async () => {
    const line = minutesLine({ accepted: 2, contracted: 2 });
    const products = productsOf(line).map((product) => ({ ...product, title: HOSTILE, evidence: [HOSTILE, HOSTILE] }));
    const minutes = acceptanceMinutes({ lines: [line], products, quality: HOSTILE });
    for (const paper of [papers.products(minutes, true), papers.acceptance(minutes, true)]) {
      expect(paper.html).not.toContain('<script');
      const { xml, texts } = await wordOf(paper);
      expect(texts.map(({ text }) => text).join('\n')).toContain('<script>alert(1)</script> & </w:t></w:r> "một"');
      // oxlint-disable-next-line no-control-regex
      expect(xml).not.toMatch(/[\u0000-\u0008\ue000\ud800]/);
    }
  });

  it('is composed (NFC) however it was typed', async () => {
    const minutes = acceptanceMinutes({ conclusion: 'Hai bên thống nhất kết quả nghiệm thu'.normalize('NFD') });
    const { xml } = await wordOf(papers.acceptance(minutes, true));
    expect(xml).toContain('Hai bên thống nhất kết quả nghiệm thu'.normalize('NFC'));
    expect(xml).toBe(xml.normalize('NFC'));
  });
});

describe('A template', () => {
  it.each([
    '<article><div><ul><li>x</li></ul></div></article>',
    '<article><p class="khong-co">x</p></article>',
    '<article><section class="x"></section></article>',
  ])('with markup that a paper has no look for is told about: %s', async (html) => {
    await expect(readPaper(html)).rejects.toThrow(UnknownMarkup);
  });

  it('makes the same file each time', async () => {
    const paper = papers.acceptance(acceptanceMinutes(), true);
    const [first, second] = [await filesOf(await papers.wordFile(paper)), await filesOf(await papers.wordFile(paper))];
    expect(first.get('word/document.xml')!.equals(second.get('word/document.xml')!)).toBe(true);
  });
});

describe('The annex of 10 000 products', () => {
  const line = minutesLine({ accepted: 10_000, contracted: 10_000, unitPrice: 150_000 });
  const minutes = acceptanceMinutes({ lines: [line] });

  it('is made in under five seconds, with others served in between, and in bounded memory', async () => {
    await papers.wordFile(papers.products(acceptanceMinutes(), true));
    const delay = monitorEventLoopDelay({ resolution: 10 });
    let peak = 0;
    const before = process.memoryUsage().rss;
    const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20);
    delay.enable();
    const begun = performance.now();
    const file = await papers.wordFile(papers.products(minutes, true));
    const took = performance.now() - begun;
    delay.disable();
    clearInterval(watch);
    expect(took).toBeLessThan(5000);
    expect(peak - before).toBeLessThan(500_000_000);
    expect(delay.max / 1e6).toBeLessThan(2000);
    expect(file.length).toBeLessThan(3_000_000);
  });

  it('has each of them once, and their sum', async () => {
    const { xml } = await wordOfLarge();
    expect(xml.match(/<w:tr\b/g)!.length).toBeGreaterThan(10_000);
    expect(xml.match(/Cải cách thủ tục hành chính ở cơ sở, kỳ 10000</g)).toHaveLength(1);
    const { gross } = amountsOf(10_000, 150_000, '8');
    expect(xml).toContain(formatDong(gross));
    expect(xml).toContain(amountInWords(gross, minutes.office));
  });

  async function wordOfLarge() {
    const files = await filesOf(await papers.wordFile(papers.products(minutes, true)));
    return { xml: files.get('word/document.xml')!.toString('utf8') };
  }
});
