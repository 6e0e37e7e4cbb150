import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { pictureOf } from '#testing/media-files.js';
import { freePort, Installation, printed } from './support/processes.js';

/* Whoever else has an account on the machine reads nothing of what the product keeps there. */

const SIGN_IN = { ADMIN_EMAIL: 'hanh@snv.example.vn', ADMIN_PASSWORD: 'mật khẩu của phép thử' };

const LAN = ['user', 'add', '--email', 'lan@thbt.example.vn', '--name', 'Trần Ngọc Lan', '--role', 'producer', '--organisation', 'dai-ptth'];

const installation = new Installation();
const dataDir = installation.path('trong/data');
const variables = { ...SIGN_IN, DATA_DIR: dataDir, WORKER: 'off' };
let site: string;
let usual: number;

beforeAll(async () => {
  // As on most machines, whatever the one of this run is set to.
  usual = process.umask(0o022);
  // The plan is there since the beginning of its year.
  await installation.lich(['remind', '--now', '2021-01-04T08:00:00+07:00'], variables);
  const port = await freePort();
  await printed(installation.start('apps/web/src/main.js', [], { ...variables, PORT: String(port) }), /http:\S+/);
  site = `http://127.0.0.1:${port}`;
}, 60_000);
afterAll(() => {
  process.umask(usual);
  installation.remove();
});

/** A browser that keeps its cookies, as far as one is needed here. */
class Browser {
  readonly #cookies = new Map<string, string>();

  async get(path: string): Promise<string> {
    return (await this.ask(path)).text();
  }

  async send(path: string, fields: Readonly<Record<string, string | Blob>>): Promise<Response> {
    const token = /name="csrf-token" content="([^"]+)"/.exec(await this.get(path === '/session' ? '/sign-in' : '/tasks'))![1]!;
    const all: Readonly<Record<string, string | Blob>> = { _csrf: token, ...fields };
    const hasFile = Object.values(all).some((value) => value instanceof Blob);
    const body = hasFile ? new FormData() : new URLSearchParams();
    for (const [name, value] of Object.entries(all)) {
      if (value instanceof Blob) (body as FormData).append(name, value, 'a.png');
      else body.append(name, value);
    }
    return this.ask(path, { method: 'POST', body });
  }

  private async ask(path: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(site + path, { ...init, redirect: 'manual', headers: { cookie } });
    for (const one of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(one)!;
      this.#cookies.set(name!, value!);
    }
    return answer;
  }
}

/** Every folder and file below, with its mode in octal. */
function modesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => {
    const found = statSync(join(folder, name));
    return `${(found.mode & 0o777).toString(8)} ${found.isDirectory() ? `${name}/` : name}`;
  });
}

test('database, evidence, mailbox and backup are their owner’s alone', async () => {
  mkdirSync(installation.path('luu'), { mode: 0o755 });
  const browser = new Browser();
  const signedIn = await browser.send('/session', { email: SIGN_IN.ADMIN_EMAIL, password: SIGN_IN.ADMIN_PASSWORD });
  expect(signedIn.status).toBe(303);
  const item = await browser.send('/deliverables', {
    task: /\/tasks\/(\d+)/.exec(await browser.get('/tasks'))![1]!,
    title: 'Bài',
    occursOn: '2021-01-10',
    quantity: '1',
    url: 'https://bao.example.vn/1',
  });
  const id = /logged=(\d+)/.exec(item.headers.get('location')!)![1]!;
  const taken = await browser.send(`/deliverables/${id}/evidence`, { kind: 'file', files: new Blob([Uint8Array.from(await pictureOf('png'))]) });
  expect(taken.status).toBe(303);
  await installation.lich([...LAN, '--json'], variables);
  const reminded = await installation.lich(['remind', '--now', '2021-01-29T08:00:00+07:00'], variables);
  const saved = await installation.lich(['backup', installation.path('luu/lich.gz')], variables);
  expect([reminded.err, saved.err]).toEqual(['', '']);

  const modes = [...modesBelow(installation.path('trong')), ...modesBelow(installation.path('luu'))];
  expect(modes.filter((line) => !(line.endsWith('/') ? line.startsWith('700 ') : line.startsWith('600 ')))).toEqual([]);
  for (const kept of [/ data\/lich\.sqlite$/, /sqlite-wal$/, /evidence\/..\/[0-9a-f]{64}$/, /\.webp$/, /incoming\/$/, /lich\.gz$/, /\.eml$/]) {
    expect(modes).toContainEqual(expect.stringMatching(kept));
  }
});
