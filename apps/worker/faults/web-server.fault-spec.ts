import type { ChildProcess } from 'node:child_process';
import { afterEach, expect, it, jest } from '@jest/globals';
import { MikroORM } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { sqliteOptions } from '#database/orm-options.js';
import { type Engine, TestDatabase } from '#testing/test-database.js';
import { endOf, freePort, Installation, printed } from '../../web/e2e/support/processes.js';

// Processes start and end here; on a busy machine that takes its time.
jest.setTimeout(120_000);

const CREATES = 1000;
const AT_ONCE = 8;
const PASSWORD = 'mật khẩu của phép thử';

let site: Installation;
let variables: NodeJS.ProcessEnv;
let address: string;

afterEach(() => site.remove());

/** The real web server over the installation's folder, listening. */
async function start(): Promise<ChildProcess> {
  const port = await freePort();
  address = `http://127.0.0.1:${port}`;
  const server = site.start('apps/web/src/main.js', [], {
    ...variables,
    PORT: String(port),
    ADMIN_EMAIL: 'hanh@snv.example.vn',
    ADMIN_PASSWORD: PASSWORD,
    WORKER: 'off',
  });
  await printed(server, /http:\/\//);
  return server;
}

/** A browser's cookies and the token of a page, by hand: real requests over a real connection. */
class Client {
  #cookies = new Map<string, string>();
  #token = '';

  async get(path: string): Promise<string> {
    return (await this.send(path)).text();
  }

  async signIn(): Promise<void> {
    this.#token = tokenIn(await this.get('/sign-in'));
    const answer = await this.post('/session', { email: 'hanh@snv.example.vn', password: PASSWORD });
    expect(answer.status).toBe(303);
    this.#token = tokenIn(await this.get('/deliverables/new'));
  }

  async post(path: string, fields: Record<string, string>): Promise<Response> {
    return this.send(path, { method: 'POST', body: new URLSearchParams({ ...fields, _csrf: this.#token }) });
  }

  private async send(path: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(address + path, { ...init, headers: { cookie }, redirect: 'manual' });
    for (const set of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(set)!;
      this.#cookies.set(name!, value!);
    }
    return answer;
  }
}

function tokenIn(page: string): string {
  return /name="csrf-token" content="([^"]+)"/.exec(page)![1]!;
}

it.each<Engine>(['sqlite', 'postgresql'])(
  'A thousand items logged over HTTP into %s, the server killed in the middle, are all there that were answered',
  async (engine) => {
    site = new Installation();
    // 1. The database's own place, to be looked into from here.
    const empty = engine === 'postgresql' ? (await TestDatabase.open('postgresql')).orm : undefined;
    variables = empty ? { DATABASE_URL: String(empty.config.get('clientUrl')) } : {};
    const server = await start();
    const orm = empty ?? (await MikroORM.init(sqliteOptions(site.path('lich.sqlite'))));
    const rowsOf = <Row>(sql: string) => (orm.em.fork() as SqlEntityManager).execute<Row[]>(sql);

    // 2. Eight at a time; half way through the server dies without a word.
    const client = new Client();
    await client.signIn();
    const [{ id: task }] = (await rowsOf<{ id: number }>('select id from task where ordinal = 6')) as [{ id: number }];
    const log = (title: string) => client.post('/deliverables', { task: String(task), title, occursOn: '2021-06-15', genre: 'Tin' });
    const answered: string[] = [];
    let next = 0;
    let failures = 0;
    const logMany = async () => {
      while (next < CREATES) {
        const title = `Tin số ${(next += 1)}`;
        try {
          if ((await log(title)).status === 303) answered.push(title);
        } catch {
          failures += 1;
        }
        if (answered.length === CREATES / 2) server.kill('SIGKILL');
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, logMany));
    expect(failures).toBeGreaterThan(0);
    expect(answered.length).toBeGreaterThanOrEqual(CREATES / 2);

    // 3. Started again, it has every item that was answered, each once, and the trail is whole.
    const again = await start();
    const stored = (await rowsOf<{ title: string }>('select title from deliverable')).map(({ title }) => title);
    const kept = new Set(stored);
    expect(kept.size).toBe(stored.length);
    expect(answered.filter((title) => !kept.has(title))).toEqual([]);
    expect(stored.length - answered.length).toBeLessThanOrEqual(AT_ONCE);
    expect(await rowsOf("select subject_id from audit_entry where action = 'deliverable.published'")).toHaveLength(stored.length);
    const { code, out } = await site.lich(['verify'], variables);
    expect([code, out]).toEqual([0, expect.stringContaining('Dữ liệu nguyên vẹn.')]);

    // 4. Whoever was signed in still is, and goes on.
    expect((await log('Tin sau khi mở lại')).status).toBe(303);
    again.kill('SIGTERM');
    await endOf(again);
    await orm.close(true);
  },
);
