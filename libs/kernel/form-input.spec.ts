import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { Forbidden, InvalidInput } from './domain-error.js';
import { fieldMessages, InvalidForm, readInput } from './form-input.js';

const schema = z.object({ title: z.string().min(1, 'Hãy nhập tên.').max(3, 'Dài quá.'), page: z.string().regex(/^\d+$/, 'Trang là số.') });

function refusalOf(raw: unknown): InvalidForm {
  try {
    readInput(schema, raw);
  } catch (error) {
    if (error instanceof InvalidForm) return error;
  }
  throw new Error('the form was not refused');
}

describe('A form', () => {
  it('that is right gives its values', () => {
    expect(readInput(schema, { title: 'Tin', page: '4' })).toEqual({ title: 'Tin', page: '4' });
  });

  it('that is wrong names each field at fault with one message', () => {
    expect(refusalOf({ title: '', page: 'bốn' }).fields).toEqual({ title: 'Hãy nhập tên.', page: 'Trang là số.' });
    expect(refusalOf({ title: 'Tin', page: 'bốn' }).fields).toEqual({ page: 'Trang là số.' });
  });
});

describe('The messages of a refusal', () => {
  it('stand by their fields, or under no name where they belong to none', () => {
    expect(fieldMessages(refusalOf({ title: '', page: '1' }))).toEqual({ title: 'Hãy nhập tên.' });
    expect(fieldMessages(new InvalidInput('Ngày này chưa tới.', 'occursOn'))).toEqual({ occursOn: 'Ngày này chưa tới.' });
    expect(fieldMessages(new Forbidden('Chỉ được xem.'))).toEqual({ '': 'Chỉ được xem.' });
  });
});
