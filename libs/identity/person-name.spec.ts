import { expect, it } from '@jest/globals';
import { readInput } from '#kernel/form-input.js';
import { personName } from './person-name.js';

const read = (name: string) => {
  try {
    return readInput(personName, { name }).name;
  } catch {
    return undefined;
  }
};

it.each([
  ['Lê Minh Tâm', 'Lê Minh Tâm'],
  ['  TS.Nguyễn  Thị A (P. CCHC)\n', 'TS.Nguyễn Thị A (P. CCHC)'],
  ['Y’ Nuê Niê-Brit 2', 'Y’ Nuê Niê-Brit 2'],
  ['Đỗ', 'Đỗ'],
])('%j is a name', (typed, kept) => {
  expect(read(typed)).toBe(kept);
});

it.each(['', '   ', '\u200b\u200b', '12', 'Xem https://vi-du.vn', 'vao vi-du.vn ngay', 'a@b.vn', '<b>Tâm</b>', '{{name}}', '=1+1', 'a'.repeat(201)])(
  '%j is none',
  (typed) => {
    expect(read(typed)).toBeUndefined();
  },
);
