import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MikroORM } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { ormOptions, postgresqlOptions } from '#database/orm-options.js';
import { freePort, Installation, printed } from './support/processes.js';

const SIGN_IN = { ADMIN_EMAIL: 'hanh@snv.example.vn', ADMIN_PASSWORD: 'mật khẩu của phép thử' };

/** A database of its own on the server of the run. */
async function freshDatabase(): Promise<string> {
  const url = new URL(process.env.TEST_POSTGRES_URL!);
  url.pathname = '/postgres';
  const server = await MikroORM.init({ ...postgresqlOptions(url.toString()), logger: () => undefined });
  const name = `lich_${randomUUID().replaceAll('-', '')}`;
  await (server.em.fork() as SqlEntityManager).execute(`create database ${name}`);
  await server.close(true);
  url.pathname = `/${name}`;
  return url.toString();
}

/** The token of a page's forms, and the cookies that go with it. */
async function open(address: string, cookie: string): Promise<{ token: string; cookie: string }> {
  const answer = await fetch(address, { headers: { cookie } });
  const token = /name="csrf-token" content="([^"]+)"/.exec(await answer.text())![1]!;
  return { token, cookie: withCookies(cookie, answer) };
}

function withCookies(cookie: string, answer: Response): string {
  const given = answer.headers.getSetCookie().map((one) => one.split(';')[0]!);
  return [...cookie.split('; ').filter((one) => one && !given.some((other) => other.split('=')[0] === one.split('=')[0])), ...given].join('; ');
}

const post = (address: string, cookie: string, fields: Readonly<Record<string, string>>) =>
  fetch(address, { method: 'POST', redirect: 'manual', headers: { cookie }, body: new URLSearchParams(fields) });

describe.each(['sqlite', 'postgresql'])('two processes over one database (%s)', (engine) => {
  const installation = new Installation();
  let sites: string[];
  let databaseUrl: string | undefined;

  beforeAll(async () => {
    databaseUrl = engine === 'postgresql' ? await freshDatabase() : undefined;
    sites = [];
    for (let started = 0; started < 2; started += 1) {
      const port = await freePort();
      const variables = { ...SIGN_IN, WORKER: 'off', PORT: String(port), ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}) };
      await printed(installation.start('apps/web/src/main.js', [], variables), /http:\S+/);
      sites.push(`http://127.0.0.1:${port}`);
    }
  }, 60_000);
  afterAll(() => installation.remove());

  test('count the passwords that are tried together', async () => {
    const page = await open(`${sites[0]}/sign-in`, '');
    const wrong = { _csrf: page.token, email: 'khong-ai@example.vn', password: 'sai' };
    const answers = await Promise.all(Array.from({ length: 14 }, (_, index) => post(`${sites[index % 2]}/session`, page.cookie, wrong)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([...Array<number>(10).fill(422), ...Array<number>(4).fill(429)]);
  });

  test('make one row of fifty equal forms, and give one answer', async () => {
    const signIn = await open(`${sites[0]}/sign-in`, '');
    const signedIn = await post(`${sites[0]}/session`, signIn.cookie, { _csrf: signIn.token, email: SIGN_IN.ADMIN_EMAIL, password: SIGN_IN.ADMIN_PASSWORD });
    const orm = await MikroORM.init({ ...ormOptions({ databaseUrl, dataDir: installation.folder }), logger: () => undefined });
    try {
      const ask = (sql: string) => (orm.em.fork() as SqlEntityManager).execute<Record<string, string | number>[]>(sql);
      const [task] = await ask('select id from task where ordinal = 4');
      const form = await open(`${sites[0]}/deliverables/slots/new?task=${task!.id}`, withCookies(signIn.cookie, signedIn));
      const fields = { _csrf: form.token, task: String(task!.id), title: '', occursOn: '2021-12-10' };
      const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => post(`${sites[index % 2]}/deliverables/slots`, form.cookie, fields)));
      const [row] = await ask('select id from deliverable');
      expect([...new Set(answers.map(({ status, headers }) => `${status} ${headers.get('location')}`))]).toEqual([`303 /tasks/${task!.id}?logged=${row!.id}`]);
      expect((await ask('select id from deliverable')).length).toBe(1);
    } finally {
      await orm.close(true);
    }
  });
});
