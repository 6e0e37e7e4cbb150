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

const PERSON = ['user', 'add', '--email', 'x@example.vn', '--name', 'X', '--organisation', 'so-noi-vu'];

test.each<[string, string[], string]>([
  ['an unknown command', ['bay'], 'bay'],
  ['no command at all', [], 'Usage: lich'],
  ['an unknown option', ['progress', '--xyz'], '--xyz'],
  ['an argument too many', ['verify', 'thừa'], 'verify'],
  ['a date that is none', ['progress', '--at', '2021-02-30'], 'viết dạng YYYY-MM-DD'],
  ['an instant that is none', ['remind', '--now', '2021-03-31'], 'viết dạng 2021-03-31T08:00:00+07:00'],
  ['a plan that is no number', ['plan', 'show', '--plan', 'x'], 'là một số nguyên'],
  ['a person without a role', PERSON, '--role'],
  ['a role that is none', [...PERSON, '--role', 'king'], 'king'],
  ['delivering mail without --once', ['mail', 'deliver'], '--once'],
  ['a plan to take in without a file', ['plan', 'import'], 'file'],
  ['a plan for a year that is none', ['plan', 'import', 'x.docx', '--year', 'abc'], 'là năm viết bốn chữ số'],
  ['a time without a text', ['read', 'time'], 'text'],
  ['a quantity with a year', ['read', 'quantity', '24 bài', '--year', '2021'], '--year'],
  ['a year that is none', ['read', 'time', 'Quý II', '--year', '21'], 'là một năm từ'],
  ['a backup without a file', ['backup'], 'file'],
])('%s is wrong usage: it ends with 2, and standard error says why', async (_what, words, reason) => {
  expect(await runCommand(words)).toBe(2);
  expect(errors.join('')).toContain(reason);
});
