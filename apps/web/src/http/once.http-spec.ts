import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { AnsweredRequests } from '#identity/answered-requests.js';
import { contractForm, signContract, writeContract } from '../../e2e/support/contract-forms.js';
import type { Answer } from '../../e2e/support/answer.js';
import { TestApplication } from '../../e2e/support/test-application.js';
import type { Visitor } from '../../e2e/support/visitor.js';

let site: TestApplication;
let hanh: Visitor;

beforeAll(async () => {
  site = await TestApplication.open();
});
beforeEach(async () => {
  await site.reset('2021-03-15');
  site.app.get(AnsweredRequests, { strict: false }).waitsMs = 10_000;
  hanh = await site.as('hanh');
});
afterAll(() => site.close());

const FIFTY = Array.from({ length: 50 });
const countOf = async (table: string) => Number((await site.context.rows<{ n: number | string }>(`select count(*) as n from ${table}`))[0]!.n);
const actions = async (action: string) => (await site.context.rows('select id from audit_entry where action = ?', [action])).length;

type Fields = Record<string, string>;

/** The form of a page, filled in once and sent fifty times at the same moment. */
async function sendFifty(path: string, fields: Fields): Promise<Answer[]> {
  const { action, values, ticked } = (await hanh.get(path)).form();
  return Promise.all(FIFTY.map(() => hanh.post(action, { ...values, ...ticked, ...fields })));
}

function expectOneAnswer(answers: readonly Answer[], location: RegExp): void {
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]));
  expect(new Set(answers.map((answer) => answer.location))).toEqual(new Set([expect.stringMatching(location)]));
  expect(new Set(answers.map((answer) => answer.location)).size).toBe(1);
}

describe('fifty equal forms at once make one row and get one answer', () => {
  test('of an item', async () => {
    const answers = await sendFifty(`/deliverables/new?task=${site.taskId(4)}`, { title: 'Một cửa về xã', occursOn: '2021-03-10' });
    expectOneAnswer(answers, /^\/tasks\/\d+\?logged=\d+$/);
    expect([await countOf('deliverable'), await actions('deliverable.published')]).toEqual([1, 1]);
  });

  test('of a slot, which may stand beside others of its day', async () => {
    const path = `/deliverables/slots/new?task=${site.taskId(4)}`;
    expectOneAnswer(await sendFifty(path, { title: '', occursOn: '2021-04-10' }), /^\/tasks\/\d+\?logged=\d+$/);
    expect(await countOf('deliverable')).toBe(1);
  });

  test('of a contract', async () => {
    const fields = { ...(await contractForm(site)), _csrf: await hanh.token() };
    expectOneAnswer(await Promise.all(FIFTY.map(() => hanh.post('/contracts', fields))), /^\/contracts\/\d+\?done=drafted$/);
    expect([await countOf('contract'), await countOf('contract_line')]).toEqual([1, 1]);
  });

  test('of a payment', async () => {
    const { id } = await writeContract(site, hanh);
    await signContract(hanh, id);
    const payment = { kind: 'advance', amount: '10.500.000', paidOn: '2021-02-01', note: 'UNC 12' };
    expectOneAnswer(await sendFifty(`/contracts/${id}/payments/new`, payment), /\?done=paid$/);
    expect(await countOf('contract_payment')).toBe(1);
  });

  test('with files, and their content counts', async () => {
    const token = await hanh.token();
    const fields = { _csrf: token, task: String(site.taskId(4)), title: 'Có minh chứng', occursOn: '2021-03-10' };
    const text = (words: string) => ({ name: 'bai.txt', bytes: Buffer.from(words) });
    const same = await Promise.all([1, 2, 3].map(() => hanh.uploadAll('/deliverables', [], fields)));
    expectOneAnswer(same, /logged=\d+$/);
    const other = await hanh.uploadAll('/deliverables', [text('khác')], fields);
    expect([other.status, await countOf('deliverable')]).toEqual([422, 1]);
  });
});

describe('two forms are two', () => {
  const slot = { title: '', occursOn: '2021-04-10' };

  test('where the page was opened twice', async () => {
    const path = `/deliverables/slots/new?task=${site.taskId(4)}`;
    const first = await hanh.fillIn(await hanh.get(path), slot);
    const second = await hanh.fillIn(await hanh.get(path), slot);
    expect(second.location).not.toBe(first.location);
    expect(await countOf('deliverable')).toBe(2);
  });

  test('where what was typed differs', async () => {
    const page = await hanh.get(`/deliverables/slots/new?task=${site.taskId(4)}`);
    await hanh.fillIn(page, slot);
    await hanh.fillIn(page, { ...slot, occursOn: '2021-04-11' });
    expect(await countOf('deliverable')).toBe(2);
  });

  test('a refused form can be sent again as it is, and is judged anew', async () => {
    site.context.clock.set('2021-03-09');
    const page = await hanh.get(`/deliverables/new?task=${site.taskId(4)}`);
    const fields = { title: 'Ngày mai mới đăng', occursOn: '2021-03-10' };
    expect((await hanh.fillIn(page, fields)).status).toBe(422);
    expect(await countOf('answered_request')).toBe(0);
    site.context.clock.set('2021-03-10');
    expect((await hanh.fillIn(page, fields)).status).toBe(303);
    expect(await countOf('deliverable')).toBe(1);
  });

  test('signing in and out, which set cookies, are never kept', async () => {
    await site.givePasswords();
    const form = { _csrf: await hanh.token(), email: 'khong-co@example.vn', password: 'sai' };
    await Promise.all([1, 2].map(() => hanh.post('/session', form)));
    await hanh.postWithToken('/session/end');
    expect(await countOf('answered_request')).toBe(0);
  });
});

describe('a call with an Idempotency-Key', () => {
  const body = () => ({ task: site.taskId(4), title: 'Từ hệ thống của báo', occursOn: '2021-03-10' });
  const call = async (content: object, key?: string, token?: string) =>
    hanh.send('POST', '/api/v1/deliverables', {
      headers: {
        'content-type': 'application/json',
        'csrf-token': token ?? (await hanh.token()),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      payload: JSON.stringify(content),
    });

  test('logs once and answers fifty times alike', async () => {
    const token = await hanh.token();
    const answers = await Promise.all(FIFTY.map(() => call(body(), 'bai-1', token)));
    expect(new Set(answers.map((answer) => `${answer.status} ${answer.location} ${answer.header('content-type')} ${answer.body}`)).size).toBe(1);
    const [row] = await site.context.rows<{ id: number }>('select id from deliverable');
    expect([answers[0]!.status, answers[0]!.location, answers[0]!.json()]).toEqual([
      201,
      `/deliverables/${row!.id}`,
      { id: row!.id, version: 1, task: site.taskId(4), on: '2021-03-10', status: 'published' },
    ]);
    expect(await countOf('deliverable')).toBe(1);
  });

  test('does not mind the order of names, nor a new session of the same account', async () => {
    const first = await call(body(), 'bai-1');
    hanh = await site.as('hanh');
    const again = await call(Object.fromEntries(Object.entries(body()).toReversed()), 'bai-1');
    expect([again.status, again.body]).toEqual([201, first.body]);
  });

  test('is refused for other content, as a problem', async () => {
    await call(body(), 'bai-1');
    const answer = await call({ ...body(), title: 'Bài khác' }, 'bai-1');
    expect([answer.status, answer.header('content-type'), answer.json()]).toEqual([
      422,
      'application/problem+json; charset=utf-8',
      expect.objectContaining({ type: 'urn:lich:key-of-other-content' }),
    ]);
    expect(await countOf('deliverable')).toBe(1);
  });

  test.each(['', ' ', 'có dấu', 'a b', 'x'.repeat(129)])('of “%s” is no key', async (key) => {
    expect((await call(body(), Buffer.from(key).toString('latin1'))).status).toBe(422);
    expect(await countOf('deliverable')).toBe(0);
  });

  test('is free again after a refusal', async () => {
    expect((await call({ ...body(), title: '' }, 'bai-1')).status).toBe(422);
    expect((await call(body(), 'bai-1')).status).toBe(201);
  });

  test('belongs to its account', async () => {
    await call(body(), 'bai-1');
    hanh = await site.as('tam');
    expect((await call({ ...body(), title: 'Của Tâm' }, 'bai-1')).status).toBe(201);
    expect(await countOf('deliverable')).toBe(2);
  });

  test('without one is a call of its own', async () => {
    expect((await call(body())).status).toBe(201);
    expect((await call(body())).status).toBe(422);
  });

  test('that another process is at is waited for, then told so; one whose process ended is taken over', async () => {
    await call(body(), 'bai-1');
    await site.context.rows('update answered_request set status = null returning id');
    await site.context.rows('delete from deliverable returning id');
    site.app.get(AnsweredRequests, { strict: false }).waitsMs = 300;
    const waiting = await call(body(), 'bai-1');
    expect([waiting.status, waiting.json()]).toEqual([409, expect.objectContaining({ type: 'urn:lich:still-under-way' })]);
    site.context.clock.advance({ minutes: 16 });
    expect((await call(body(), 'bai-1')).status).toBe(201);
  });

  test('is forgotten after a day', async () => {
    await call(body(), 'bai-1');
    site.context.clock.advance({ hours: 23 });
    const sweep = () => site.ask(AnsweredRequests, (requests) => requests.sweep(site.context.clock.now()));
    expect([await sweep(), await countOf('answered_request')]).toEqual([0, 1]);
    site.context.clock.advance({ hours: 1 });
    expect([await sweep(), await countOf('answered_request')]).toEqual([1, 0]);
  });

  test('is refused to who may not log', async () => {
    hanh = await site.as('phuc');
    expect((await call(body(), 'bai-1')).status).toBe(403);
    hanh = await site.as('hanh');
    expect((await call({ ...body(), task: 999_999 }, 'bai-1')).status).toBe(404);
    expect((await call([], 'bai-1')).status).toBe(422);
  });
});

describe('several processes over one database', () => {
  test('do the work once between them', async () => {
    const { createApplication } = await import('#web/server.js');
    const { environment } = await import('#testing/builders.js');
    const other = await createApplication(environment({ DATA_DIR: site.dataDir }), site.context.database.orm, { clock: site.context.clock, isQuiet: true });
    try {
      const page = await hanh.get(`/deliverables/slots/new?task=${site.taskId(4)}`);
      const { action, values } = page.form();
      const payload = new URLSearchParams({ ...(values as Fields), title: '', occursOn: '2021-04-10' }).toString();
      const { cookies: cookie } = hanh;
      const answers = await Promise.all(
        FIFTY.map((_, index) =>
          (index % 2 === 0 ? site.app : other).inject({
            method: 'POST',
            url: action,
            headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
            payload,
          }),
        ),
      );
      expect(new Set(answers.map(({ statusCode, headers }) => `${statusCode} ${headers.location}`)).size).toBe(1);
      expect([answers[0]!.statusCode, await countOf('deliverable')]).toEqual([303, 1]);
    } finally {
      await other.close();
    }
  });
});
