import { describe, expect, it } from '@jest/globals';
import { assertStrong } from './password-strength.js';

const weighed = (password: string) =>
  assertStrong(password, ['tam@baodongkhoi.example.vn', 'Lê Minh Tâm']).then(
    () => 'taken',
    (error: Error) => error.message,
  );

describe('a password', () => {
  it.each(['một câu dễ nhớ của tôi', 'mật khẩu của phép thử', 'cau-nay-khong-ai-doan', 'Xk9#vQ2!mPz7', 'ba con mèo đi chợ Lách'])(
    '%s is taken',
    async (password) => {
      expect(await weighed(password)).toBe('taken');
    },
  );

  it.each([
    'password1234',
    '123456789012',
    'qwertyuiop123',
    'aaaaaaaaaaaa',
    'LeMinhTam2021',
    'lêminhtâm123',
    'baodongkhoi2021',
    'matkhau123456',
    'abcabcabcabc',
  ])('%s is too easy to guess', async (password) => {
    expect(await weighed(password)).toContain('dễ đoán');
  });

  it('is not too short', async () => {
    expect(await weighed('Xk9#vQ2!mPz')).toContain('ít nhất 12 ký tự');
  });

  it('of a hundred thousand characters takes no longer to weigh than one of a hundred, ten times over', async () => {
    const spent = async (password: string) => {
      const began = performance.now();
      await weighed(password);
      return performance.now() - began;
    };
    await weighed('ab1'.repeat(40));
    const short = await spent('ab1'.repeat(34));
    expect(await spent('ab1'.repeat(33_334))).toBeLessThan(10 * short + 50);
  });
});
