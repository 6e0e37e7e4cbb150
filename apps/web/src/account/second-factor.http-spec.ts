import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ApiTokenService } from '#access/api-token.service.js';
import { CalendarFeedService } from '#access/calendar-feed.service.js';
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
    expect([used.status, used.messageBy('code')]).toEqual([
      422,
      'Mã chưa đúng hoặc đã dùng. Hãy lấy mã mới trong ứng dụng xác thực, hoặc dùng một mã dự phòng còn lại.',
    ]);
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
    // The right password that led no further, and each wrong code.
    const about = { actor_id: null, subject_id: await accounts.accountId(TAM) };
    expect([await accounts.trail('session.awaits-code'), await accounts.trail('session.refused')]).toEqual([[about], Array.from({ length: 8 }, () => about)]);
    expect(await accounts.trail('session.limited')).toEqual([about]);
  });

  test('is not guessed where it is set up either', async () => {
    const tam = await site.as('tam');
    const answers = [];
    for (let attempt = 0; attempt < 9; attempt++) answers.push((await accounts.turnOn(tam, { code: '000000' })).answer.status);
    expect(answers).toEqual([...Array<number>(8).fill(422), 429]);
  });

  test('ends the session that waited for it', async () => {
    const { codes } = await accounts.withSecondFactor(await site.as('tam'));
    const { visitor, location } = await accounts.signIn(TAM, PASSWORD);
    const waiting = visitor.cookie('session')!;
    await visitor.fillIn(await visitor.get(location!), { code: codes[0]! });
    const other = site.visitor();
    other.keep('session', waiting);
    expect([await other.get('/sign-in/code'), await other.get('/')].map(({ location: to }) => to)).toEqual(['/sign-in', '/sign-in?next=%2F&ended']);
    expect((await site.context.rows('select 1 from session where awaits_code')).length).toBe(0);
  });

  test('turned on twice at the same instant has ten codes, and those of one answer are good', async () => {
    const [here, there] = [await site.as('tam'), await site.as('tam')];
    const both = await Promise.all([accounts.turnOn(here), accounts.turnOn(there)]);
    expect(both.map(({ answer }) => answer.status)).toEqual([200, 200]);
    expect(await site.context.rows('select 1 from recovery_code')).toHaveLength(10);
    const [{ totp_secret: kept }] = (await site.context.rows<{ totp_secret: string }>('select totp_secret from user_account where email = ?', [TAM])) as [
      { totp_secret: string },
    ];
    const { answer } = both.find(({ secret }) => secret === kept)!;
    const code = /<li><code>([^<]+)<\/code>/.exec(answer.body)![1]!;
    const { visitor, location } = await accounts.signIn(TAM, PASSWORD);
    expect((await visitor.fillIn(await visitor.get(location!), { code })).status).toBe(303);
  });

  test('is required of the roles that the office names: nothing else opens until it is there', async () => {
    const hanh = await site.as('hanh');
    const [token, feed] = await site.context.run(async () => {
      const actor = site.context.people.tam;
      const [tokens, feeds] = [site.app.get(ApiTokenService, { strict: false }), site.app.get(CalendarFeedService, { strict: false })];
      return [await tokens.make(actor, { name: 'Trang tin', scope: 'read', days: 30, password: PASSWORD }), await feeds.make(actor, { name: 'Điện thoại' })];
    });
    const byProgram = async () => [
      (await site.visitor().get('/api/v1/progress', { authorization: `Bearer ${token}` })).status,
      (await site.visitor().get(`/ical/${feed}.ics`)).status,
    ];
    expect(await byProgram()).toEqual([200, 200]);
    await hanh.postWithToken('/accounts/second-factor-roles', { roles: ['producer-lead'], password: PASSWORD });
    const tam = await site.as('tam');
    for (const url of ['/', '/deliverables', '/account']) expect(await tam.get(url)).toMatchObject({ status: 303, location: '/account/second-factor' });
    expect((await tam.get('/api/v1/progress')).status).toBe(403);
    // No program gets in where the person does not.
    expect(await byProgram()).toEqual([403, 404]);
    await accounts.withSecondFactor(tam);
    expect(await tam.get('/')).toMatchObject({ status: 200 });
    expect(await byProgram()).toEqual([200, 200]);
    const off = await tam.postWithToken('/account/second-factor/removal', { password: PASSWORD });
    expect(off.status).toBe(422);
    expect((await accounts.trail('account.second-factor-roles')).length).toBe(1);
  });

  test('is not turned on, nor exchanged for another phone, without the password: whoever finds a browser signed in locks nobody out', async () => {
    const tam = await site.as('tam');
    const without = await accounts.turnOn(tam, { password: '' });
    expect([without.answer.status, without.answer.messageBy('password')]).toEqual([422, 'Hãy nhập mật khẩu của bạn.']);
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
