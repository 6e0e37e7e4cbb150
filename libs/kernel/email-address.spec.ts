import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { emailKey, isEmailAddress } from './email-address.js';

describe('An e-mail address', () => {
  it.each(['tam@baodongkhoi.example.vn', "o'neil+cchc@mail.vn", 'a@b.vn', `${'a'.repeat(64)}@b.vn`])('%s is one', (text) => {
    expect(isEmailAddress(text)).toBe(true);
  });

  it.each([
    '',
    'tam',
    '@b.vn',
    'a@',
    'a@b..vn',
    'a b@c.vn',
    'a@b,c@d.vn',
    '<a@b.vn>',
    'a@b.vn\r\nBcc: c@d.vn',
    'a@b.vn\n',
    `${'a'.repeat(65)}@b.vn`,
    'tâm@b.vn',
    'a@[127.0.0.1]',
  ])('%j is none', (text) => {
    expect(isEmailAddress(text)).toBe(false);
  });

  it('holds nothing that ends a header or begins another address, whatever is typed', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => !isEmailAddress(text) || !/[\s,;<>()"\\\p{Cc}]/u.test(text)));
  });

  it('is known in one way however it is typed', () => {
    expect(emailKey(' Tam@BaoDongKhoi.example.VN ')).toBe('tam@baodongkhoi.example.vn');
  });
});
