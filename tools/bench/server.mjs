// The product as a process of its own, and a browser's few steps with it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const START_LIMIT_MS = 30_000;
const EMAIL = 'bench@lich.example.vn';
const PASSWORD = 'mat-khau-cua-bench';

const running = new Set();

/** Starts the web application on a data folder and waits for its first answer. @returns how long that took, in ms */
export async function startServer(dataDir, port, { preload, environment = {} } = {}) {
  const flags = preload ? ['--import', preload] : [];
  const began = performance.now();
  const child = spawn(process.execPath, [...flags, 'dist/apps/web/src/main.js'], {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      DATA_DIR: dataDir,
      PORT: String(port),
      ADMIN_EMAIL: EMAIL,
      ADMIN_PASSWORD: PASSWORD,
      WORKER: 'embedded',
      // What is measured is the answers, not the refusals.
      RATE_PER_ADDRESS: '10000000',
      RATE_PER_ACCOUNT: '10000000',
      ...environment,
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  running.add(child);
  await firstAnswer(child, port);
  return { child, port, startMs: performance.now() - began };
}

/** Any other server of the bench; it says over IPC that it listens. */
export async function startHelper(file, arguments_) {
  const child = spawn(process.execPath, [file, ...arguments_], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  running.add(child);
  await once(child, 'message');
  return { child };
}

export async function stop({ child }) {
  running.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const isLate = await Promise.race([ended.then(() => false), pause(5000, true, { ref: false })]);
  if (isLate) child.kill('SIGKILL');
  await ended;
}

export async function stopAll() {
  await Promise.all([...running].map((child) => stop({ child })));
}

async function firstAnswer(child, port) {
  const deadline = performance.now() + START_LIMIT_MS;
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`the server ended with code ${child.exitCode}`);
    try {
      const { status } = await send({ port, path: '/healthz' });
      if (status === 200) return;
    } catch {
      // Not listening yet.
    }
    await pause(5);
  }
  throw new Error('the server did not answer');
}

/** One exchange; the body is read to its end. */
function send({ port, path, method = 'GET', headers = {}, body, agent }) {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) };
    const outgoing = request({ host: '127.0.0.1', port, path, method, agent, headers: { ...headers, ...length } }, (incoming) => {
      const chunks = [];
      incoming.on('data', (chunk) => chunks.push(chunk));
      incoming.on('end', () => resolve({ status: incoming.statusCode, headers: incoming.headers, body: Buffer.concat(chunks) }));
      incoming.on('error', reject);
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** A signed-in browser with one connection kept open. */
export class Browser {
  #cookies = new Map();
  #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(port) {
    this.port = port;
  }

  get cookie() {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async signIn() {
    const token = await this.tokenOn('/sign-in');
    const { status } = await this.post('/session', { _csrf: token, email: EMAIL, password: PASSWORD });
    if (status !== 303) throw new Error(`sign-in answered ${status}`);
    return this;
  }

  async tokenOn(path) {
    const { body } = await this.get(path);
    const token = /name="_csrf" value="([^"]+)"/.exec(body.toString())?.[1];
    if (!token) throw new Error(`no form on ${path}`);
    return token;
  }

  async get(path, headers = {}) {
    return this.#exchange({ path, headers });
  }

  async post(path, fields) {
    return this.#exchange({ path, method: 'POST', body: new URLSearchParams(fields).toString() });
  }

  close() {
    this.#agent.destroy();
  }

  async #exchange({ headers, ...rest }) {
    const answer = await send({ port: this.port, agent: this.#agent, headers: { cookie: this.cookie, ...headers }, ...rest });
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      this.#cookies.set(name, value);
    }
    return answer;
  }
}
