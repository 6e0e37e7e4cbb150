import { describe, expect, test } from '@jest/globals';
import type { InvalidInput } from '#kernel/domain-error.js';
import { fieldMessages, readInput } from '#kernel/form-input.js';
import { personName } from './person-name.js';

function faultOf(name: string): string | undefined {
  try {
    readInput(personName, { name });
    return undefined;
  } catch (error) {
    return fieldMessages(error as InvalidInput).name;
  }
}

describe('a name', () => {
  test.each(['Nguyễn Thị Hạnh', 'TS. Lê Minh Tâm (P. CCHC)', 'Y Blôk Niê', 'O’Connor', 'Phòng 2'])('may be %s', (name) => {
    expect(faultOf(name)).toBeUndefined();
  });

  test.each([
    ['', 'Hãy nhập họ tên.'],
    ['Tâm <b>', 'hãy bỏ “<”'],
    ['Tâm / Báo Đồng Khởi', 'hãy bỏ “/”'],
    ['Tâm 😀', 'hãy bỏ “😀”'],
    ['xem vi.du', 'hãy để cách sau dấu chấm'],
    ['2021', 'phải có ít nhất một chữ'],
  ])('is not %j, and the message tells why', (name, words) => {
    expect(faultOf(name)).toContain(words);
  });
});
