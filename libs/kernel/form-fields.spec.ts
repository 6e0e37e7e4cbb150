import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { date, needed, optionalDate, text } from './form-fields.js';
import { InvalidForm, readInput } from './form-input.js';
import { plainDate } from './plain-date.js';

const schema = z.object({ name: needed(5, 'Hãy nhập tên.'), note: text(5), on: date('Hãy chọn ngày.'), until: optionalDate });

const messagesOf = (raw: object): object => {
  try {
    readInput(schema, raw);
    return {};
  } catch (error) {
    return error instanceof InvalidForm ? error.fields : {};
  }
};

describe('The fields of a form', () => {
  it('are read in composed letters, single spaces, and days of the calendar', () => {
    expect(readInput(schema, { name: ' a\u0301 \n b\u0007 ', on: ' 2021-03-05 ' })).toEqual({
      name: 'á b',
      note: '',
      on: plainDate('2021-03-05'),
      until: null,
    });
  });

  it.each([
    [{ on: '2021-03-05' }, { name: 'Hãy nhập tên.' }],
    [{ name: 'abcdef', on: '2021-03-05' }, { name: 'Dài quá 5 ký tự.' }],
    [{ name: 'a' }, { on: 'Hãy chọn ngày.' }],
    [
      { name: 'a', on: '2021-02-30', until: 'mai' },
      { on: 'Ngày chưa đúng; hãy chọn ngày có trên lịch.', until: 'Ngày chưa đúng; hãy chọn ngày có trên lịch.' },
    ],
    [{ name: ['a', 'b'], on: '2021-03-05' }, { name: 'Ô này chỉ nhận một giá trị.' }],
  ])('are refused each with its own sentence: %j', (raw, messages) => expect(messagesOf(raw)).toEqual(messages));
});
