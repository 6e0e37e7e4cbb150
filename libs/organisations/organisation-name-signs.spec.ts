import { expect, it } from '@jest/globals';
import { fieldMessages, readInput } from '#kernel/form-input.js';
import { newOrganisationInput } from './organisation.input.js';

const read = (name: string, shortName = 'Sở A') => {
  try {
    return readInput(newOrganisationInput, { name, shortName, kind: 'department' });
  } catch (error) {
    return fieldMessages(error as Parameters<typeof fieldMessages>[0]);
  }
};

it('an organisation’s name has no signs of markup and none that cannot be seen; the message names the sign', () => {
  expect(read('Sở <b>A')).toMatchObject({ name: 'Tên cơ quan không có dấu “<”; hãy bỏ đi.' });
  expect(read('Sở A', 'Sở > A')).toMatchObject({ shortName: 'Tên ngắn không có dấu “>”; hãy bỏ đi.' });
  expect(read('Sở \u202EA')).toMatchObject({ name: 'Tên cơ quan không có ký tự ẩn (U+202E); hãy bỏ đi.' });
  expect(read('Sở \u0007A')).toMatchObject({ name: 'Tên cơ quan không có ký tự ẩn (U+0007); hãy bỏ đi.' });
});

it('what names do have is taken, and a pasted line is one line', () => {
  for (const name of ['Sở Thông tin & Truyền thông', 'HĐND 3 cấp (tỉnh, huyện, xã)', 'Trung tâm “Xúc tiến” – Đầu tư/KN'])
    expect(read(name)).toMatchObject({ name });
  expect(read('Sở\tThông tin\r\nvà Truyền thông')).toMatchObject({ name: 'Sở Thông tin và Truyền thông' });
});
