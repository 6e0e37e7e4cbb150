import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import * as common from '@zxcvbn-ts/language-common';
import { InvalidInput } from '#kernel/domain-error.js';
import { SHORTEST_PASSWORD } from './password.js';

/** What people here would think of first, beside the lists of the library. */
const LOCAL = [
  'matkhau',
  'mật khẩu',
  'lichtuyentruyen',
  'lịch tuyên truyền',
  'tuyentruyen',
  'sonoivu',
  'bentre',
  'vietnam',
  'caicachhanhchinh',
  'quantri',
  'baodongkhoi',
];

/** From this score on (of 4) the library reckons with more than 10^8 guesses. */
const LEAST_SCORE = 3;

/** Longer ones are not weighed to their end: the first characters alone are strong enough, or the rest repeats them. */
const LONGEST_WEIGHED = 100;

let strength: ZxcvbnFactory | undefined;

/**
 * Refuses what is guessed first: the lists of leaked passwords, keyboard rows, repetitions, and the person's own name or address.
 * @param own what an attacker knows of the person
 * @throws InvalidInput
 */
export async function assertStrong(password: string, own: readonly string[]): Promise<void> {
  if (password.length < SHORTEST_PASSWORD) throw new InvalidInput(`Mật khẩu cần ít nhất ${SHORTEST_PASSWORD} ký tự.`, 'password');
  strength ??= new ZxcvbnFactory({ dictionary: { ...common.dictionary }, graphs: common.adjacencyGraphs });
  const known = [...LOCAL, ...own.flatMap(guessesFrom)].filter((text) => text.length > 2);
  const { score } = strength.check(password.normalize('NFC').slice(0, LONGEST_WEIGHED), known);
  if (score < LEAST_SCORE) {
    throw new InvalidInput('Mật khẩu này dễ đoán: nằm trong danh sách thường dùng, lặp lại hoặc có tên, địa chỉ của bạn. Hãy chọn một câu khác.', 'password');
  }
}

/** A name or an address as a whole, in its parts, run together, and without the marks that few type in a password. */
function guessesFrom(text: string): string[] {
  const parts = text.split(/[\s@.]+/);
  const written = [text, parts.join(''), ...parts];
  return [...written, ...written.map((one) => one.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd'))];
}
