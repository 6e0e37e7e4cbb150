import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { runCommand } from './program.js';

const printed: string[] = [];

beforeEach(() => {
  printed.length = 0;
  jest.spyOn(console, 'log').mockImplementation((words: unknown) => {
    printed.push(String(words));
  });
});
afterEach(() => {
  jest.restoreAllMocks();
});

describe('lich read', () => {
  it('time prints the value alone as JSON, without a database', async () => {
    expect(await runCommand(['read', 'time', 'Trước 15/6 và 15/12', '--year', '2021', '--json'])).toBe(0);
    expect(JSON.parse(printed.join('\n'))).toEqual({
      kind: 'multi_deadline',
      from: null,
      to: '2021-12-14',
      recurrence: null,
      dates: ['2021-06-14', '2021-12-14'],
      count: 2,
      source: 'Trước 15/6 và 15/12',
    });
  });

  it('quantity prints the value alone as JSON', async () => {
    expect(await runCommand(['read', 'quantity', 'Tối thiểu 04 tin, bài/tháng', '--json'])).toBe(0);
    expect(JSON.parse(printed.join('\n'))).toEqual({
      kind: 'minimum',
      min: 4,
      max: null,
      unit: 'tin, bài',
      per: 'month',
      perYear: [48, null],
      parts: [],
      source: 'Tối thiểu 04 tin, bài/tháng',
    });
  });

  it('takes the unit column beside a bare number', async () => {
    expect(await runCommand(['read', 'quantity', '≥ 48', '--unit', 'Tin, bài'])).toBe(0);
    expect(printed).toEqual(['Hiểu là: Tối thiểu 48 tin, bài']);
  });

  it('without JSON says in Vietnamese what was understood and what is doubtful', async () => {
    expect(await runCommand(['read', 'time', 'Trước ngày 15/12/2023'])).toBe(0);
    expect(printed).toEqual(['Hiểu là: Chậm nhất ngày 14/12/2023\n  ! Chữ “trước” được hiểu là không kể ngày, kỳ được nêu. Xin xác nhận hạn cuối cùng.']);
  });

  it('takes this year where none is given', async () => {
    expect(await runCommand(['read', 'time', 'Quý II', '--json'])).toBe(0);
    expect(JSON.parse(printed.join('\n'))).toMatchObject({ kind: 'quarter', to: expect.stringMatching(/^20\d\d-06-30$/) });
  });

  it.each([
    [['115500000'], 'Một trăm mười lăm triệu năm trăm nghìn đồng'],
    [['115.500.000 đồng'], 'Một trăm mười lăm triệu năm trăm nghìn đồng'],
    [['1005', '--odd', 'linh', '--thousand', 'ngàn', '--even'], 'Một ngàn không trăm linh năm đồng chẵn'],
  ])('amount %j prints the sum in words', async (words, expected) => {
    expect(await runCommand(['read', 'amount', ...words])).toBe(0);
    expect(printed).toEqual([expected]);
  });

  it.each(['một triệu', '1,5', '1.55.000', '', '9999999999999'])('amount “%s” is refused with a word about it', async (text) => {
    const told: string[] = [];
    jest.spyOn(console, 'error').mockImplementation((words: unknown) => {
      told.push(String(words));
    });
    expect(await runCommand(['read', 'amount', text])).toBe(1);
    expect([printed, told]).toEqual([[], [expect.stringContaining('không phải số tiền. Hãy viết số đồng nguyên')]]);
  });
});
