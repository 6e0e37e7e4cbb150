import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { PERSONAS } from '#testing/personas.js';
import { AccountSite } from '../../e2e/support/account-site.js';
import { PASSWORD, type TestApplication } from '../../e2e/support/test-application.js';

const { email: TAM } = PERSONAS.tam;

let accounts: AccountSite;
let site: TestApplication;

beforeAll(async () => {
  accounts = await AccountSite.open();
  ({ site } = accounts);
});
beforeEach(() => accounts.reset());
afterAll(() => accounts.close());

describe('the second factor', () => {
  test('is asked for after the password, and no code serves twice', async () => {
    const { secret } = await accounts.withSecondFactor(await site.as('tam'));
    const { visitor, location } = await accounts.signIn(TAM, PASSWORD);
    expect(location).toBe('/sign-in/code?next=%2F');
    expect(await visitor.get('/')).toMatchObject({ status: 303 });
    const used = await visitor.fillIn(await visitor.get(location!), { code: accounts.codeFor(secret) });
    expect([used.status, used.messageBy('code')]).toEqual([422, 'Mã chưa đúng hoặc đã dùng. Hãy lấy mã mới trong ứng dụng xác thực.']);
    site.context.clock.advance({ seconds: 30 });
    const answer = await visitor.fillIn(await visitor.get(location!), { code: accounts.codeFor(secret) });
    expect(answer).toMatchObject({ status: 303, location: '/' });
    expect(await visitor.get('/')).toMatchObject({ status: 200 });
  });

  test('is a code on paper too, each once', async () => {
    const { codes } = await accounts.withSecondFactor(await site.as('tam'));
    expect(codes).toHaveLength(10);
    for (const [code, status] of [
      [codes[0]!, 303],
      [codes[0]!, 422],
      [codes[1]!.toUpperCase().replaceAll('-', ' '), 303],
    ] as const) {
      const { visitor, location } = await accounts.signIn(TAM, PASSWORD);
      expect([code, (await visitor.fillIn(await visitor.get(location!), { code })).status]).toEqual([code, status]);
    }
    expect(await site.context.rows('select 1 from recovery_code')).toHaveLength(8);
  });

  test('is not guessed: after eight codes one waits', async () => {
    await accounts.withSecondFactor(await site.as('tam'));
    const { visitor, location } = await accounts.signIn(TAM, PASSWORD);
    const answers = [];
    for (let attempt = 0; attempt < 9; attempt++) answers.push((await visitor.fillIn(await visitor.get(location!), { code: '000000' })).status);
    expect(answers.slice(-1)).toEqual([429]);
  });

  test('is required of the roles that the office names: nothing else opens until it is there', async () => {
    const hanh = await site.as('hanh');
    await hanh.postWithToken('/accounts/second-factor-roles', { roles: ['producer-lead'] });
    const tam = await site.as('tam');
    for (const url of ['/', '/deliverables', '/account']) expect(await tam.get(url)).toMatchObject({ status: 303, location: '/account/second-factor' });
    expect((await tam.get('/api/v1/progress')).status).toBe(403);
    await accounts.withSecondFactor(tam);
    expect(await tam.get('/')).toMatchObject({ status: 200 });
    const off = await tam.postWithToken('/account/second-factor/removal', { password: PASSWORD });
    expect(off.status).toBe(422);
    expect((await accounts.trail('account.second-factor-roles')).length).toBe(1);
  });

  test('is not turned on, nor exchanged for another phone, without the password: whoever finds a browser signed in locks nobody out', async () => {
    const tam = await site.as('tam');
    const without = await accounts.turnOn(tam, { password: '' });
    expect([without.answer.status, without.answer.messageBy('password')]).toEqual([422, 'Mật khẩu chưa đúng.']);
    expect(without.answer.form('/account/second-factor').values.secret).toBe(without.secret);
    const { secret, codes } = await accounts.withSecondFactor(tam);
    expect((await accounts.turnOn(tam, { password: 'sai mật khẩu' })).answer.status).toBe(422);
    const { visitor, location } = await accounts.signIn(TAM, PASSWORD);
    site.context.clock.advance({ seconds: 30 });
    expect(await visitor.fillIn(await visitor.get(location!), { code: accounts.codeFor(secret) })).toMatchObject({ status: 303 });
    const other = await accounts.withSecondFactor(tam);
    expect([
      other.secret === secret,
      other.codes.some((code) => codes.includes(code)),
      (await site.context.rows('select 1 from recovery_code')).length,
    ]).toEqual([false, false, 10]);
  });

  test('is asked for after a password was chosen anew by a letter: a mailbox alone opens nothing', async () => {
    const { secret } = await accounts.withSecondFactor(await site.as('tam'));
    const visitor = site.visitor();
    await visitor.fillIn(await visitor.get('/password-reset'), { email: TAM });
    const { link } = (await accounts.mailbox()).at(-1)!;
    const chosen = await visitor.fillIn(await visitor.get(link), { password: 'một câu khác hẳn và đủ dài', repeated: 'một câu khác hẳn và đủ dài' });
    expect([chosen.status, chosen.location]).toEqual([303, '/sign-in/code']);
    for (const url of ['/', '/account', '/deliverables']) expect([url, (await visitor.get(url)).status]).toEqual([url, 303]);
    expect((await visitor.get('/api/v1/progress')).status).toBe(401);
    expect(await accounts.trail('session.opened')).toEqual([]);
    site.context.clock.advance({ seconds: 30 });
    await visitor.fillIn(await visitor.get('/sign-in/code'), { code: accounts.codeFor(secret) });
    expect((await visitor.get('/account')).status).toBe(200);
  });

  test('is turned off with the password alone, and its owner is told', async () => {
    const tam = await site.as('tam');
    await accounts.withSecondFactor(tam);
    expect((await tam.postWithToken('/account/second-factor/removal', { password: 'sai' })).status).toBe(422);
    expect((await tam.postWithToken('/account/second-factor/removal', { password: PASSWORD })).status).toBe(303);
    expect((await accounts.letters()).map(({ kind }) => kind)).toEqual(['second-factor-on', 'second-factor-off']);
    expect((await accounts.signIn(TAM, PASSWORD)).location).toBe('/');
  });
});
