import { describe, expect, it } from '@jest/globals';
import { hashPassword, passwordMatches } from './password.js';
import { hashOfToken, newSecretToken } from './secret-token.js';

describe('A password', () => {
  it('is kept as argon2id with its own salt, and matches nothing but itself', async () => {
    const [first, second] = await Promise.all([hashPassword('mật khẩu đủ dài'), hashPassword('mật khẩu đủ dài')]);
    expect(first).toMatch(/^\$argon2id\$v=19\$m=47104,t=1,p=1\$/);
    expect(first).not.toBe(second);
    expect(await passwordMatches(first, 'mật khẩu đủ dài')).toBe(true);
    expect(await passwordMatches(first, 'mật khẩu đủ dài ')).toBe(false);
  });

  it('is the same however its marks are composed by the keyboard', async () => {
    const stored = await hashPassword('mật khẩu đủ dài'.normalize('NFD'));
    expect(await passwordMatches(stored, 'mật khẩu đủ dài'.normalize('NFC'))).toBe(true);
  });

  it('is refused when short, with the form’s field named', async () => {
    await expect(hashPassword('ngắn quá')).rejects.toMatchObject({ field: 'password', message: 'Mật khẩu cần ít nhất 12 ký tự.' });
  });

  it('matches nobody who has none', async () => {
    expect(await passwordMatches(null, 'a password nobody has')).toBe(false);
  });
});

describe('A secret token', () => {
  it('is never the same twice, and only its hash is told', () => {
    const tokens = Array.from({ length: 100 }, newSecretToken);
    expect(new Set(tokens).size).toBe(100);
    expect(tokens.every((token) => /^[\w-]{43}$/.test(token))).toBe(true);
    expect(hashOfToken(tokens[0]!)).toMatch(/^[0-9a-f]{64}$/);
    expect(hashOfToken(tokens[0]!)).toBe(hashOfToken(tokens[0]!));
  });
});
