import { expect, it } from '@jest/globals';
import { actorWords, viaWords } from './actor-words.js';

const TAM = 'Lê Minh Tâm';

it.each([
  [{ actor: TAM, actorId: 2, via: null, action: 'session.opened' }, TAM],
  [{ actor: null, actorId: 2, via: null, action: 'session.opened' }, 'Tài khoản 2'],
  [{ actor: null, via: 'command-line', action: 'account.link-sent' }, 'Dòng lệnh'],
  [{ actor: null, via: null, action: 'session.refused' }, 'Chưa đăng nhập'],
  [{ actor: null, via: null, action: 'account.reset-asked' }, 'Chưa đăng nhập'],
  [{ actor: null, via: null, action: 'trail.addresses-cut' }, 'Hệ thống'],
])('%j was done by %s', (doer, words) => {
  expect(actorWords(doer)).toBe(words);
});

it.each([
  [null, null, ''],
  ['mail-link', null, 'qua liên kết trong thư'],
  ['command-line', null, 'qua dòng lệnh'],
  ['api-token:7', 'Máy ở tòa soạn', 'qua mã truy cập “Máy ở tòa soạn”'],
  ['api-token:7', null, 'qua mã truy cập số 7, nay không còn'],
  ['api-token:7', undefined, 'qua mã truy cập'],
  ['other', null, ''],
])('Who came by %s is told as “%3$s”', (via, tokenName, words) => {
  expect(viaWords({ actor: TAM, via }, tokenName)).toBe(words);
});

it('The command line is told once', () => {
  expect(viaWords({ actor: null, via: 'command-line' })).toBe('');
});
