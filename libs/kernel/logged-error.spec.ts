import { expect, test } from '@jest/globals';
import { errorForLog, errorLine, withoutSecrets } from './logged-error.js';

test.each([
  ['550 5.1.1 <tam@baodongkhoi.example.vn>: không có hộp thư', '550 5.1.1 <[…]>: không có hộp thư'],
  ['lê.tâm+1@báo.vn và tam%40bao.vn', '[…] và […]'],
  ['postgresql://lich:mật-khẩu@may:5432/lich', 'postgresql://[…]@may:5432/lich'],
  ['GET /x?access_token=abc&a=1', 'GET /x?access_token=[…]&a=1'],
  ['Authorization: Bearer lich_abc', 'Authorization: Bearer […]'],
  ['GET /set-up/abc không có', 'GET /set-up/[…] không có'],
  ['khoá q0aS3-_dkE9f8sXq0aS3-_dkE9f8sXq0aS3-_dkE9f8 sai', 'khoá […] sai'],
  ['UNIQUE constraint failed: user_account.email', 'UNIQUE constraint failed: user_account.email'],
  ['một dòng\nhai dòng', 'một dòng'],
])('of “%s” the log gets “%s”', (text, logged) => {
  expect(withoutSecrets(text)).toBe(logged);
});

test('an error is told by its class, codes, first line and causes', () => {
  const cause = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:25'), { code: 'ECONNREFUSED' });
  const error = Object.assign(new TypeError('thư của tam@bao.vn hỏng\nvalues (…)', { cause }), { responseCode: 550 });
  expect(errorLine(error)).toBe('TypeError (responseCode 550): thư của […] hỏng; vì Error (code ECONNREFUSED): connect ECONNREFUSED 127.0.0.1:25');
});

test('its places are told, and no words that only look like one', () => {
  const [first, ...places] = errorForLog(new Error('hỏng\n    at tam@bao.vn (x:1:2)')).split('\n');
  expect(first).toBe('Error: hỏng');
  expect(places[0]).toContain('logged-error.spec');
  expect(places.join('\n')).not.toContain('tam@bao.vn');
});

test('what is thrown and is no error is told without its content', () => {
  expect(errorLine('sai mật khẩu của tam@bao.vn')).toBe('sai mật khẩu của […]');
  expect(errorLine({ email: 'tam@bao.vn' })).toBe('object');
  expect(errorLine(undefined)).toBe('undefined');
});

test.each(['a.', 'ă', '/', 'x@', 'token=', '"'])('a long line of %j is cleaned in no time', (piece) => {
  const began = performance.now();
  expect(withoutSecrets(piece.repeat(200_000)).length).toBeLessThanOrEqual(400);
  expect(performance.now() - began).toBeLessThan(1_000);
});
