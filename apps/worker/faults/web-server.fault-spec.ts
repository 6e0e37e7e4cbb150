import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { freePort, Installation, printed } from '../../web/e2e/support/processes.js';

const CREATES = 1000;
const AT_ONCE = 8;
const PASSWORD = 'mật khẩu của phép thử';

let site: Installation;
let address: string;

beforeAll(() => {
  site = new Installation();
});
afterAll(() => site.remove());

/** The real web server over the installation's folder, listening. */
async function start(): Promise<ChildProcess> {
  const port = await freePort();
  address = `http://127.0.0.1:${port}`;
  const server = site.start('apps/web/src/main.js', [], { PORT: String(port), ADMIN_EMAIL: 'hanh@snv.example.vn', ADMIN_PASSWORD: PASSWORD, WORKER: 'off' });
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

it('A thousand items logged over HTTP, with the server killed in the middle, are all there that were answered', async () => {
  const server = await start();
  const client = new Client();
  await client.signIn();
  const database = new Database(site.path('lich.sqlite'), { readonly: true });
  const rowsOf = <Row>(sql: string) => database.prepare(sql).all([]) as Row[];
  const [{ id: task }] = rowsOf<{ id: number }>('select id from task where ordinal = 6') as [{ id: number }];

  // 1. Eight at a time; half way through the server dies without a word.
  const answered: string[] = [];
  let next = 0;
  let failures = 0;
  const log = async () => {
    while (next < CREATES) {
      const title = `Tin số ${(next += 1)}`;
      try {
        const answer = await client.post('/deliverables', { task: String(task), title, occursOn: '2021-06-15', genre: 'Tin' });
        if (answer.status === 303) answered.push(title);
      } catch {
        failures += 1;
      }
      if (answered.length === CREATES / 2) server.kill('SIGKILL');
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, log));
  expect(failures).toBeGreaterThan(0);
  expect(answered.length).toBeGreaterThanOrEqual(CREATES / 2);

  // 2. Started again, it has every item that was answered, each once, and the trail is whole.
  const again = await start();
  const stored = rowsOf<{ title: string }>('select title from deliverable').map(({ title }) => title);
  const kept = new Set(stored);
  expect(kept.size).toBe(stored.length);
  expect(answered.filter((title) => !kept.has(title))).toEqual([]);
  expect(stored.length - answered.length).toBeLessThanOrEqual(AT_ONCE);
  const [{ entries }] = rowsOf<{ entries: number }>("select count(*) as entries from audit_entry where action = 'deliverable.published'") as [
    { entries: number },
  ];
  expect(entries).toBe(stored.length);
  const { code, out } = await site.lich(['verify']);
  expect([code, out]).toEqual([0, expect.stringContaining('Dữ liệu nguyên vẹn.')]);

  // 3. The rest goes in.
  const later = new Client();
  await later.signIn();
  const more = await later.post('/deliverables', { task: String(task), title: 'Tin sau khi mở lại', occursOn: '2021-06-16', genre: 'Tin' });
  expect(more.status).toBe(303);
  again.kill('SIGTERM');
  database.close();
}, 90_000);
