import { expect, it } from '@jest/globals';
import { z } from 'zod';
import { InvalidForm, readInput } from './form-input.js';

const schema = z.object({
  count: z.number().int().positive().max(9),
  name: z.string().max(3),
  kind: z.enum(['a', 'b']),
  list: z.array(z.string()),
  own: z.string('Lời riêng.'),
});

const messagesOf = (raw: unknown) => {
  try {
    readInput(schema, raw);
    return {};
  } catch (error) {
    return (error as InvalidForm).fields;
  }
};

it('A schema without words of its own speaks Vietnamese', () => {
  expect(messagesOf({ count: 'x', name: 'abcd', kind: 'c', list: 'x', own: 1 })).toEqual({
    count: 'Phải là một số.',
    name: 'Dài quá 3 ký tự.',
    kind: 'Giá trị chưa đúng.',
    list: 'Phải là một danh sách.',
    own: 'Lời riêng.',
  });
  expect(messagesOf({ count: 10 })).toMatchObject({ count: 'Lớn nhất là 9.', name: 'Thiếu giá trị này.' });
  expect([messagesOf({ count: 0 }).count, messagesOf({ count: 1.5 }).count]).toEqual(['Phải lớn hơn 0.', 'Phải là một số nguyên.']);
  expect(messagesOf(null)).toEqual({ '': 'Phải là một đối tượng JSON.' });
});
