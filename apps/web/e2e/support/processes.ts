import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_ROOT } from '#kernel/project-root.js';

interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A data folder of a test's own, with the built product run over it as its users run it. */
export class Installation {
  readonly folder = mkdtempSync(join(tmpdir(), 'lich-installed-'));
  readonly #running = new Set<ChildProcess>();

  /** `lich WORDS…`, to its end. @param input what is piped in */
  async lich(words: readonly string[], variables: NodeJS.ProcessEnv = {}, input = ''): Promise<Outcome> {
    const child = this.start('apps/cli/src/main.js', words, variables);
    child.stdin!.end(input);
    return endOf(child);
  }

  /** As `lich`, of a command that must succeed and print JSON and nothing else. */
  async json<T>(words: readonly string[], variables: NodeJS.ProcessEnv = {}): Promise<T> {
    const { code, out, err } = await this.lich([...words, '--json'], variables);
    if (code !== 0) throw new Error(`lich ${words.join(' ')} ended with ${code}: ${err}`);
    return JSON.parse(out) as T;
  }

  /** Starts an entry point of the build. */
  start(entry: string, words: readonly string[] = [], variables: NodeJS.ProcessEnv = {}): ChildProcess {
    const { PATH, HOME } = process.env;
    const child = spawn(process.execPath, [join(PROJECT_ROOT, 'dist', entry), ...words], {
      cwd: this.folder,
      env: { PATH, HOME, DATA_DIR: this.folder, SAMPLE_PLAN: '2021', RATE_PER_ADDRESS: '10000000', RATE_PER_ACCOUNT: '10000000', ...variables },
      stdio: 'pipe',
    });
    this.#running.add(child);
    child.once('exit', () => this.#running.delete(child));
    return child;
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  remove(): void {
    for (const child of this.#running) child.kill('SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A free port of this machine, as far as anybody can know before using it. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** What a process printed and how it ended. */
export async function endOf(child: ChildProcess): Promise<Outcome> {
  let [out, err] = ['', ''];
  child.stdout!.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (err += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, out, err };
}

/** Waits for words on standard output. */
export async function printed(child: ChildProcess, words: RegExp): Promise<RegExpExecArray> {
  let out = '';
  return new Promise((resolve, reject) => {
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      const found = words.exec(out);
      if (found) resolve(found);
    });
    child.once('close', (code) => reject(new Error(`ended with ${code} before printing ${words}: ${out}`)));
  });
}
