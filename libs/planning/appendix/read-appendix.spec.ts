import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { appendixRowSchema, type AppendixRow } from './appendix-row.js';
import { DISTRICT_2023, documentOf, HEADER_105, paragraph, ROWS_105, SUBHEADER_105, table } from './fixtures/tables.js';
import { readAppendix } from './read-appendix.js';

const HEADER = ['STT', 'Nội dung', 'Sản phẩm', 'Thời gian', 'Chủ trì'];

function rowsOf(...rows: readonly (readonly string[])[]): readonly AppendixRow[] {
  return readAppendix(documentOf(table(HEADER, ...rows))).rows;
}

const codesOf = (reading: { doubts: readonly { code: string }[] }) => reading.doubts.map(({ code }) => code);
const names = (rows: readonly AppendixRow[]) => rows.map(({ ordinal, name }) => [ordinal, name]);

/** The rows as they must come out of every disguise. */
const EXPECTED = ROWS_105.map(([ordinal, name, product, timeFrom, timeTo, lead, supporting]) => ({
  ordinal,
  group: '',
  name,
  product,
  unit: '',
  quantity: '',
  timeFrom,
  timeTo,
  lead,
  supporting,
  note: '',
}));

describe('The table of the plan 105', () => {
  it('has thirteen rows to compare with', () => expect(EXPECTED).toHaveLength(13));

  it('is read under a heading of two rows with merged cells', () => {
    const top = ['Số TT', 'NỘI DUNG', 'SẢN PHẨM', 'THỜI GIAN THỰC HIỆN', '<', 'CƠ QUAN CHỦ TRÌ', 'CƠ QUAN PHỐI HỢP', 'GHI CHÚ'];
    const below = ['^', '^', '^', 'Triển khai', 'Hoàn thành', '^', '^', '^'];
    expect(readAppendix(documentOf(table(top, below, ...ROWS_105))).rows).toEqual(EXPECTED);
  });

  it('is read under a heading of one row, in other words and another order', () => {
    const header = ['TT', 'Thời gian hoàn thành', 'Ngày bắt đầu', 'Đơn vị chủ trì', 'Tên nhiệm vụ', 'Sản phẩm, kết quả', 'Đơn vị phối hợp'];
    const rows = ROWS_105.map(([ordinal, name, product, from, to, lead, supporting]) => [ordinal!, to!, from!, lead!, name!, product!, supporting!]);
    expect(readAppendix(documentOf(table(header, ['(1)', '(2)', '(3)', '(4)', '(5)', '(6)', '(7)'], ...rows))).rows).toEqual(EXPECTED);
  });

  it('is joined where pages cut it, with repeated headings, page numbers and footnotes between', () => {
    const page = (...rows: readonly (readonly string[])[]) => table(HEADER_105, SUBHEADER_105, ...rows);
    const document = documentOf(
      page(...ROWS_105.slice(0, 3)),
      paragraph('2'),
      page(...ROWS_105.slice(3, 6), ['', '', '', '', '', '', '', ''], ['3', '', '', '', '', '', '', '']),
      paragraph('(*) Theo Kế hoạch của UBND tỉnh'),
      paragraph(''),
      table(...ROWS_105.slice(6, 9).map((row) => row.slice(0, 7))),
      paragraph('Trang 4'),
      table(...ROWS_105.slice(9), ['Ghi chú: số lượng tính theo năm', '<', '<', '<', '<', '<', '<', '<']),
    );
    expect(readAppendix(document).rows).toEqual(EXPECTED);
  });

  it('is read with groups above its rows, which keep their headings', () => {
    const document = documentOf(
      table(
        HEADER_105,
        SUBHEADER_105,
        ['I. CHỈ ĐẠO, ĐIỀU HÀNH', '<', '<', '<', '<', '<', '<', '<'],
        ...ROWS_105.slice(0, 3),
        ['II', 'THÔNG TIN, TUYÊN TRUYỀN', '', '', '', '', '', ''],
        ...ROWS_105.slice(3),
      ),
    );
    const { rows } = readAppendix(document);
    expect(rows.map(({ group }) => group)).toEqual([...Array(3).fill('I. CHỈ ĐẠO, ĐIỀU HÀNH'), ...Array(10).fill('II. THÔNG TIN, TUYÊN TRUYỀN')]);
    expect(rows.map((row) => ({ ...row, group: '' }))).toEqual(EXPECTED);
  });

  it('is read from decomposed letters', () => {
    const decomposed = [HEADER_105, SUBHEADER_105, ...ROWS_105].map((row) => row.map((text) => text.normalize('NFD')));
    expect(readAppendix(documentOf(table(...decomposed))).rows).toEqual(EXPECTED);
  });
});

describe('The table of a district', () => {
  const { rows } = readAppendix(documentOf(table(...DISTRICT_2023)));

  it('gives its six tasks under two headings', () => {
    expect(rows.map(({ ordinal }) => ordinal)).toEqual(['1.1', '1.2', '2.1', '2.2', '2.3', '2.4']);
    expect(new Set(rows.map(({ group }) => group))).toEqual(
      new Set(['I. TUYÊN TRUYỀN TRÊN PHƯƠNG TIỆN THÔNG TIN ĐẠI CHÚNG', 'II. HỘI NGHỊ, CUỘC THI, TẬP HUẤN']),
    );
  });

  it('keeps unit and number apart, and its one column of time', () => {
    expect(rows[1]).toMatchObject({ unit: 'Tin, bài', quantity: '≥ 48', timeFrom: 'Cả năm', timeTo: '', product: '' });
  });
});

describe('A row', () => {
  const whole = (ordinal: string, name: string) => [ordinal, name, 'Bài', 'Quý I', 'Sở Nội vụ'];

  it('that a page cut in two is one', () => {
    const first = table(HEADER, whole('1', 'Tuyên truyền'), ['2', 'Thực hiện chuyên mục trên', 'Bài', 'Quý I', 'Trung tâm Xúc tiến']);
    const second = table(['', 'sóng truyền hình', '', '', 'Đầu tư và Khởi nghiệp'], whole('3', 'Đối thoại'));
    const { rows } = readAppendix(documentOf(first, paragraph('3'), second));
    expect(names(rows)).toEqual([
      ['1', 'Tuyên truyền'],
      ['2', 'Thực hiện chuyên mục trên sóng truyền hình'],
      ['3', 'Đối thoại'],
    ]);
    expect(rows[1]!.lead).toBe('Trung tâm Xúc tiến Đầu tư và Khởi nghiệp');
  });

  it('of a heading within a heading has both in its path, and the next heading closes them', () => {
    const rows = rowsOf(
      ['I', 'BÁO CHÍ', '', '', ''],
      ['1.1', 'Trên báo', '', '', ''],
      whole('1.1.1', 'Tin'),
      whole('1.1.2', 'Bài'),
      ['1.2', 'Trên đài', '', '', ''],
      whole('1.2.1', 'Phóng sự'),
      ['II', 'HỘI NGHỊ', '', '', ''],
      whole('2', 'Hội nghị'),
    );
    expect(rows.map(({ group }) => group)).toEqual(['I. BÁO CHÍ › 1.1 Trên báo', 'I. BÁO CHÍ › 1.1 Trên báo', 'I. BÁO CHÍ › 1.2 Trên đài', 'II. HỘI NGHỊ']);
  });

  it('of which only the name is known is a task where nothing stands below it', () => {
    expect(names(rowsOf(whole('1', 'Tin'), ['2', 'Ra quân tuyên truyền', '', '', ''], whole('3', 'Bài')))).toContainEqual(['2', 'Ra quân tuyên truyền']);
  });

  it('with a letter is a heading over Roman numbers, and C after B is a letter', () => {
    const rows = rowsOf(
      ...['A', 'B', 'C'].flatMap((letter) => [[letter, `PHẦN ${letter}`, '', '', ''], ['I', 'Mục', '', '', ''], whole('1', `Việc ${letter}`)]),
    );
    expect(rows.map(({ group }) => group)).toEqual(['A. PHẦN A › I. Mục', 'B. PHẦN B › I. Mục', 'C. PHẦN C › I. Mục']);
  });

  it('without a number is numbered, and a doubt says so', () => {
    const reading = readAppendix(documentOf(table(HEADER, whole('', 'Tin'), whole('', 'Bài'))));
    expect(names(reading.rows)).toEqual([
      ['1', 'Tin'],
      ['2', 'Bài'],
    ]);
    expect(codesOf(reading)).toContain('ordinals-missing');
  });

  it('of an unknown column keeps it in the note under its heading', () => {
    const { rows } = readAppendix(documentOf(table([...HEADER, 'Kinh phí', 'Ghi chú'], [...whole('1', 'Tin'), '20 triệu đồng', 'Hằng năm'])));
    expect(rows[0]!.note).toBe('Hằng năm; Kinh phí: 20 triệu đồng');
  });

  it('takes over a cell that is merged with the one above', () => {
    const rows = rowsOf(whole('1', 'Tin'), ['2', 'Bài', 'Bài', 'Quý II', '^']);
    expect(rows[1]!.lead).toBe('Sở Nội vụ');
  });

  it('with several products in rows of their own is one task', () => {
    const rows = rowsOf(whole('1', 'Tin, bài'), ['^', '^', 'Phóng sự', '^', '^'], whole('2', 'Khác'));
    expect(rows).toHaveLength(2);
    expect(rows[0]!.product).toBe('Bài\nPhóng sự');
  });

  it('after the table’s end, such as a signature, is none', () => {
    const rows = rowsOf(whole('1', 'Tin'), ['', 'Tổng cộng', '12', '', ''], ['', '', '', 'TM. ỦY BAN NHÂN DÂN', ''], ['', '', '', 'Trần Văn A', '']);
    expect(names(rows)).toEqual([['1', 'Tin']]);
  });
});

describe('A document’s head', () => {
  const body = table(HEADER, ['1', 'Tin', 'Bài', 'Quý I', 'Sở Nội vụ']);

  it('is read from the two columns of a first page', () => {
    const { head, doubts } = readAppendix(
      documentOf(
        table([
          'ỦY BAN NHÂN DÂN\nTỈNH BẾN TRE\n-------\nSố: 105 /KH-UBND',
          'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nBến Tre, ngày 30 tháng 12 năm 2020',
        ]),
        paragraph('KẾ HOẠCH'),
        paragraph('Thông tin, tuyên truyền cải cách hành chính năm 2021'),
        paragraph('Thực hiện Kế hoạch số 7018/KH-UBND ngày 29 tháng 12 năm 2020, Ủy ban nhân dân tỉnh ban hành kế hoạch:'),
        body,
      ),
    );
    expect(head).toEqual({
      number: '105/KH-UBND',
      issuedOn: '2020-12-30',
      year: 2021,
      issuer: 'Ủy ban nhân dân tỉnh Bến Tre',
      place: 'Bến Tre',
      title: 'Kế hoạch thông tin, tuyên truyền cải cách hành chính năm 2021',
    });
    expect(doubts).toEqual([]);
  });

  it('is read where number and date share a line, and an office stands below another', () => {
    const { head } = readAppendix(
      documentOf(
        paragraph('UBND TỈNH VĨNH LONG CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSỞ NỘI VỤ Độc lập - Tự do - Hạnh phúc'),
        paragraph('Số: 12/KH-SNV Vĩnh Long, ngày 05 tháng 01 năm 2026'),
        paragraph('KẾ HOẠCH TUYÊN TRUYỀN CẢI CÁCH HÀNH CHÍNH TRÊN ĐỊA BÀN TỈNH VĨNH LONG NĂM 2026'),
        paragraph('Căn cứ Kế hoạch số 01/KH-UBND;'),
        body,
      ),
    );
    expect(head).toEqual({
      number: '12/KH-SNV',
      issuedOn: '2026-01-05',
      year: 2026,
      issuer: 'Sở Nội vụ',
      place: 'Vĩnh Long',
      title: 'Kế hoạch tuyên truyền cải cách hành chính trên địa bàn tỉnh Vĩnh Long năm 2026',
    });
  });

  it('that the document lacks is said, thing by thing', () => {
    const reading = readAppendix(documentOf(body));
    expect(reading.head).toEqual({ number: null, issuedOn: null, year: null, issuer: null, place: null, title: null });
    expect(codesOf(reading)).toEqual(['no-number', 'no-issue-date', 'no-issuer', 'no-place', 'no-title', 'no-year']);
  });

  it('never takes a plan that is carried out for its own number', () => {
    const reading = readAppendix(
      documentOf(paragraph('KẾ HOẠCH\nTuyên truyền năm 2023'), paragraph('Thực hiện Kế hoạch\nsố 7018/KH-UBND ngày 29 tháng 12 năm 2022'), body),
    );
    expect(reading.head).toMatchObject({ number: null, issuedOn: null, year: 2023, title: 'Kế hoạch tuyên truyền năm 2023' });
  });

  it('with a blank number keeps it open', () => {
    const reading = readAppendix(documentOf(paragraph('Số:      /KH-UBND'), paragraph('KẾ HOẠCH'), paragraph('Tuyên truyền năm 2023'), body));
    expect(codesOf(reading)).toContain('no-number');
  });
});

describe('A document', () => {
  it('without a table of tasks gives no rows and says so', () => {
    const prices = table(['STT', 'Nội dung', 'Đơn vị tính', 'Số lượng', 'Thành tiền'], ['1', 'In tờ rơi', 'tờ', '100', '500000']);
    const reading = readAppendix(documentOf(paragraph('KẾ HOẠCH\nTuyên truyền năm 2023'), prices));
    expect(reading.rows).toEqual([]);
    expect(codesOf(reading)).toContain('no-tasks');
  });

  it('with a second table of other columns says that it was left out', () => {
    const first = table([...HEADER, 'Phối hợp'], ['1', 'Tin', 'Bài', 'Quý I', 'Sở Nội vụ', '']);
    const other = table(['STT', 'Nội dung', 'Thời gian', 'Chủ trì'], ['1', 'Họp', 'Quý I', 'Sở Nội vụ']);
    const reading = readAppendix(documentOf(first, paragraph('PHỤ LỤC II'), other));
    expect(reading.rows).toHaveLength(1);
    expect(codesOf(reading)).toContain('table-left-out');
  });

  it('of any shape is read without a crash, into rows that can be stored', () => {
    const words = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom(
        '',
        'STT',
        'Nội dung',
        'Thời gian',
        'Chủ trì',
        'Sản phẩm',
        'I',
        '1',
        '1.1',
        'a)',
        '-',
        'Tổng cộng',
        '(1)',
        'Số: 1/KH',
        'KẾ HOẠCH',
        'III. TỔ CHỨC THỰC HIỆN',
        '1. Sở',
      ),
    );
    const cell = fc.record({ text: words, continues: fc.option(fc.constantFrom('left' as const, 'above' as const), { nil: undefined }) });
    const block = fc.oneof(
      words.map((text) => ({ kind: 'paragraph' as const, text })),
      fc
        .array(fc.array(cell, { maxLength: 7 }), { maxLength: 9 })
        .map((rows) => ({ kind: 'table' as const, rows: [HEADER.map((text) => ({ text })), ...rows] })),
    );
    fc.assert(
      fc.property(fc.array(block, { maxLength: 6 }), (blocks) => {
        const { rows } = readAppendix({ blocks });
        for (const row of rows) expect(appendixRowSchema.safeParse(row).success).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
