import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ApiTokenService } from '#access/api-token.service.js';
import { PERSONAS } from '#testing/personas.js';
import { AccountSite } from '../../e2e/support/account-site.js';
import { PASSWORD, type TestApplication } from '../../e2e/support/test-application.js';
import type { Visitor } from '../../e2e/support/visitor.js';

const { email: TAM } = PERSONAS.tam;

let accounts: AccountSite;
let site: TestApplication;

beforeAll(async () => {
  accounts = await AccountSite.open();
  ({ site } = accounts);
});
beforeEach(() => accounts.reset());
afterAll(() => accounts.close());

describe('a token of the API', () => {
  const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
  const make = async (visitor: Visitor, fields: Record<string, string> = {}) => {
    const answer = await visitor.fillIn(
      await visitor.get('/account'),
      { name: 'Trang tin', scope: 'read', days: '30', password: PASSWORD, ...fields },
      '/account/tokens',
    );
    return { answer, secret: /<code>(lich_[^<]+)<\/code>/.exec(answer.body)?.[1] ?? '' };
  };
  const body = () => JSON.stringify({ task: site.taskId(4), title: 'Bài của phần mềm', occursOn: '2021-03-10' });

  test('is shown once, kept as a hash, and reads in its owner’s name', async () => {
    const tam = await site.as('tam');
    const { answer, secret } = await make(tam);
    expect([answer.status, secret.length]).toEqual([200, 48]);
    expect((await tam.get('/account')).body).not.toContain(secret);
    expect(JSON.stringify(await site.context.rows('select * from api_token'))).not.toContain(secret.slice(5));
    expect(JSON.stringify(await site.context.rows('select * from answered_request'))).not.toContain(secret.slice(5));
    expect((await site.visitor().get('/api/v1/progress', bearer(secret))).status).toBe(200);
    expect((await site.visitor().get('/api/v1/progress', bearer(`${secret}x`))).status).toBe(401);
  });

  test('is made with the password only, and its owner is told by a letter: it outlasts the session', async () => {
    const tam = await site.as('tam');
    const { answer } = await make(tam, { password: 'sai mật khẩu' });
    expect([answer.status, answer.messageBy('tokenPassword'), await site.context.rows('select 1 from api_token')]).toEqual([422, 'Mật khẩu chưa đúng.', []]);
    await make(tam);
    expect((await accounts.mailbox()).map(({ to, subject }) => [to, subject])).toEqual([[TAM, 'Một mã truy cập vừa được tạo trong tài khoản của bạn']]);
  });

  test('is one of twenty at most', async () => {
    const { tam } = site.context.people;
    await site.ask(ApiTokenService, async (tokens) => {
      for (let made = 0; made < 20; made++) await tokens.make(tam, { name: `Mã ${made}`, scope: 'read', days: 30, password: PASSWORD });
    });
    const { answer } = await make(await site.as('tam'));
    expect([answer.status, answer.text]).toEqual([422, expect.stringContaining('Mỗi người giữ tối đa 20 mã')]);
  });

  test('goes on after a change of the password unless the person says otherwise, and then the feed ends too', async () => {
    const tam = await site.as('tam');
    const { secret } = await make(tam);
    const feed = /<code>https?:\/\/[^/]+(\/ical\/[^<]+\.ics)<\/code>/.exec(
      (await tam.fillIn(await tam.get('/account'), { name: 'Điện thoại' }, '/account/feeds')).body,
    )![1]!;
    const open = async () => [(await site.visitor().get('/api/v1/progress', bearer(secret))).status, (await site.visitor().get(feed)).status];
    const change = async (current: string, password: string, programs: Record<string, string>) =>
      tam.fillIn(await tam.get('/account'), { current, password, repeated: password, ...programs }, '/account/password');
    expect([(await change(PASSWORD, 'một câu khác hẳn và đủ dài', {})).location, await open()]).toEqual(['/account?done=password', [200, 200]]);
    expect([(await change('một câu khác hẳn và đủ dài', 'thêm một câu nữa cho chắc', { programs: '1' })).location, await open()]).toEqual([
      '/account?done=all',
      [401, 404],
    ]);
  });

  test('opens no page, and changes nothing where it is for reading', async () => {
    const { secret } = await make(await site.as('tam'));
    const visitor = site.visitor();
    expect((await visitor.get('/deliverables', bearer(secret))).status).toBe(303);
    const headers = { ...bearer(secret), 'content-type': 'application/json' };
    expect((await visitor.send('POST', '/api/v1/deliverables', { headers, payload: body() })).status).toBe(403);
  });

  test('for items logs in its owner’s organisation and nowhere else, and judges nothing', async () => {
    const { secret } = await make(await site.as('tam'), { scope: 'items' });
    const headers = { ...bearer(secret), 'content-type': 'application/json' };
    const send = (url: string, payload: string) => site.visitor().send('POST', url, { headers, payload });
    expect((await send('/api/v1/deliverables', body())).status).toBe(201);
    expect((await send('/api/v1/deliverables', JSON.stringify({ task: site.taskId(8), title: 'x', occursOn: '2021-03-10' }))).status).toBe(404);
    const coordinator = await make(await site.as('hanh'), { scope: 'items' });
    const asHanh = { ...bearer(coordinator.secret), 'content-type': 'application/json' };
    expect((await site.visitor().send('POST', '/api/v1/acceptances/1/verdicts', { headers: asHanh, payload: '{}' })).status).toBe(403);
  });

  test('ends by being revoked, by its time and with its account', async () => {
    const tam = await site.as('tam');
    const status = async (secret: string) => (await site.visitor().get('/api/v1/progress', bearer(secret))).status;
    const revoked = await make(tam);
    const [{ id }] = (await site.context.rows<{ id: number }>('select id from api_token')) as [{ id: number }];
    expect((await (await site.as('lan')).postWithToken(`/account/tokens/${id}/revocation`)).status).toBe(404);
    expect((await tam.postWithToken(`/account/tokens/${id}/revocation`)).status).toBe(303);
    expect(await status(revoked.secret)).toBe(401);

    const other = await make(tam);
    expect(await status(other.secret)).toBe(200);
    const [{ id: userId }] = (await site.context.rows<{ id: number }>('select id from user_account where email = ?', [TAM])) as [{ id: number }];
    const hanh = await site.as('hanh');
    expect((await hanh.postWithToken(`/accounts/${userId}/closing`)).status).toBe(303);
    expect([await status(other.secret), (await tam.get('/')).status, (await accounts.signIn(TAM, PASSWORD)).status]).toEqual([401, 303, 422]);
    await hanh.postWithToken(`/accounts/${userId}/reopening`);
    expect(await status(other.secret)).toBe(401);

    const short = await make(await site.as('tam'));
    site.context.clock.advance({ hours: 24 * 30 });
    expect(await status(short.secret)).toBe(401);
  });
});

describe('a calendar feed', () => {
  const make = async (visitor: Visitor) => {
    const answer = await visitor.fillIn(await visitor.get('/account'), { name: 'Điện thoại' }, '/account/feeds');
    return /<code>https?:\/\/[^/]+(\/ical\/[^<]+\.ics)<\/code>/.exec(answer.body)?.[1] ?? '';
  };

  test('tells a calendar program what its owner’s organisation has planned and owes, and nothing of others', async () => {
    await site.hasPlanned(4, { occursOn: '2021-04-20', title: 'Bài dự kiến; có dấu, và xuống\ndòng', genre: null } as never);
    await site.hasPlanned(8, { occursOn: '2021-04-21', title: 'Phóng sự của đài', genre: null } as never);
    const address = await make(await site.as('tam'));
    const answer = await site.visitor().get(address);
    expect([answer.status, answer.header('content-type')]).toEqual([200, 'text/calendar; charset=utf-8']);
    expect(answer.body).toContain('DTSTART;VALUE=DATE:20210420');
    expect(answer.body.replace(/\r\n /g, '')).toMatch(/SUMMARY:Dự kiến: Bài dự kiến\\; có dấu\\, và xuống/);
    expect(answer.body.replace(/\r\n /g, '')).toContain('Hạn: ');
    expect(answer.body).not.toContain('Phóng sự của đài');
    expect((await site.visitor().get(address, { 'if-none-match': answer.header('etag')! })).status).toBe(304);
  });

  test('is one of ten at most', async () => {
    const tam = await site.as('tam');
    for (let made = 0; made < 10; made++) expect(await make(tam)).not.toBe('');
    const answer = await tam.fillIn(await tam.get('/account'), { name: 'Điện thoại' }, '/account/feeds');
    expect([answer.status, answer.text]).toEqual([422, expect.stringContaining('Mỗi người có tối đa 10 lịch đăng ký')]);
  });

  test('is kept as a hash and ends by being revoked, by nobody else, and with its account', async () => {
    const tam = await site.as('tam');
    const [first, second] = [await make(tam), await make(tam)];
    expect(JSON.stringify(await site.context.rows('select * from calendar_feed'))).not.toContain(first.slice(6, -4));
    const [row] = await site.context.rows<{ id: number }>('select id from calendar_feed order by id');
    expect((await (await site.as('lan')).postWithToken(`/account/feeds/${row!.id}/revocation`)).status).toBe(404);
    expect((await tam.postWithToken(`/account/feeds/${row!.id}/revocation`)).status).toBe(303);
    expect([(await site.visitor().get(first)).status, (await site.visitor().get(second)).status]).toEqual([404, 200]);
    const [{ id }] = (await site.context.rows<{ id: number }>('select id from user_account where email = ?', [TAM])) as [{ id: number }];
    await (await site.as('hanh')).postWithToken(`/accounts/${id}/closing`);
    expect((await site.visitor().get(second)).status).toBe(404);
  });
});
