import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { runCommand } from './program.js';

const errors: string[] = [];

beforeEach(() => {
  errors.length = 0;
  jest.spyOn(process.stderr, 'write').mockImplementation((words) => errors.push(String(words)) > 0);
  jest.spyOn(process.stdout, 'write').mockImplementation((words) => {
    throw new Error(`wrong usage printed on standard output: ${String(words)}`);
  });
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** The words of Commander's own. */
const ENGLISH = /\b(error|usage|options?|commands?|arguments?|missing|unknown|invalid|choices|default|display|did you mean)\b/i;

const PERSON = ['user', 'add', '--email', 'x@example.vn', '--name', 'X', '--organisation', 'so-noi-vu'];

test.each<[string, string[], string]>([
  ['an unknown command', ['bay'], 'Lỗi: không có lệnh “bay”'],
  ['no command at all', [], 'Cách dùng: lich [tuỳ chọn] [lệnh]'],
  ['an unknown option', ['progress', '--jsom'], 'Lỗi: không có tuỳ chọn “--jsom”\n(ý là --json?)'],
  ['an argument too many', ['verify', 'thừa'], 'Lỗi: thừa đối số: cần 0, đã cho 1 (thừa).'],
  ['a date that is none', ['progress', '--at', '2021-02-30'], 'giá trị “2021-02-30” của tuỳ chọn “--at <date>” chưa đúng: viết dạng YYYY-MM-DD'],
  ['an instant that is none', ['remind', '--now', '2021-03-31'], 'viết dạng 2021-03-31T08:00:00+07:00'],
  ['a plan that is no number', ['plan', 'show', '--plan', 'x'], 'là một số nguyên'],
  ['a person without a role', PERSON, 'thiếu tuỳ chọn bắt buộc “--role <role>”'],
  ['a role that is none', [...PERSON, '--role', 'king'], 'giá trị “king” của tuỳ chọn “--role <role>” chưa đúng: chỉ nhận administrator, '],
  ['delivering mail without --once', ['mail', 'deliver'], '--once'],
  ['a plan to take in without a file', ['plan', 'import'], 'Lỗi: thiếu đối số “file”'],
  ['a plan for a year that is none', ['plan', 'import', 'x.docx', '--year', 'abc'], 'là năm viết bốn chữ số'],
  ['a time without a text', ['read', 'time'], 'text'],
  ['a quantity with a year', ['read', 'quantity', '24 bài', '--year', '2021'], '--year'],
  ['a year that is none', ['read', 'time', 'Quý II', '--year', '21'], 'là một năm từ'],
  ['a backup without a file', ['backup'], 'file'],
  [
    'a password twice',
    [...PERSON, '--role', 'producer', '--password', 'x', '--password-stdin'],
    'tuỳ chọn “--password <password>” không đi cùng “--password-stdin”',
  ],
  ['an option without its value', ['progress', '--at'], 'Lỗi: tuỳ chọn “--at <date>” thiếu giá trị'],
])('%s is wrong usage: it ends with 2, and standard error says why', async (_what, words, reason) => {
  expect(await runCommand(words)).toBe(2);
  expect(errors.join('')).toContain(reason);
  expect(errors.join('')).not.toMatch(ENGLISH);
});

test.each(
  [[], ['plan'], ['user'], ['user', 'add'], ['read', 'amount'], ['mail', 'deliver'], ['backup']].map((words) => [words.join(' ') || 'lich', words] as const),
)('the help of %s speaks Vietnamese to its last word', async (_name, words) => {
  let help = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => (help += String(text)).length > 0);
  expect(await runCommand([...words, '--help'])).toBe(0);
  expect(help).toMatch(/^Cách dùng: lich/);
  expect(help).toContain('xem cách dùng');
  expect(help).not.toMatch(ENGLISH);
});
