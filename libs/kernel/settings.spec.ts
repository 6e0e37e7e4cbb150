import { describe, expect, it } from '@jest/globals';
import { Settings } from './settings.js';

describe('The mail domain', () => {
  it.each([
    ['Lịch Tuyên Truyền <lich@example.vn>', 'example.vn'],
    ['lich@example.vn', 'example.vn'],
    ['Lịch Tuyên Truyền', 'localhost'],
  ])('of “%s” is %s', (mailFrom, domain) => {
    expect(new Settings('https://lich.example.vn', mailFrom).mailDomain).toBe(domain);
  });
});
