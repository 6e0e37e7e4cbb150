import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { InvalidInput } from '#kernel/domain-error.js';

/**
 * A password that never stands on the command line, where every user of the machine and the shell's history would read it:
 * asked for twice without showing it, or the first line of what is piped in.
 * @throws InvalidInput where none comes, or the two differ
 */
export async function readPassword(input: NodeJS.ReadStream = process.stdin): Promise<string> {
  const password = input.isTTY ? await askedTwice(input) : await firstLineOf(input);
  if (!password) throw new InvalidInput('Chưa có mật khẩu nào được đưa vào.', 'password');
  return password;
}

async function askedTwice(input: NodeJS.ReadStream): Promise<string> {
  const password = await askedUnseen(input, 'Mật khẩu: ');
  if ((await askedUnseen(input, 'Nhập lại mật khẩu: ')) !== password) throw new InvalidInput('Hai lần nhập không giống nhau.', 'password');
  return password;
}

/** Readline shows what is typed on its output; this one shows nothing. The question goes beside standard output, which is for data. */
async function askedUnseen(input: NodeJS.ReadStream, question: string): Promise<string> {
  process.stderr.write(question);
  const lines = createInterface({ input, output: new Writable({ write: (_chunk, _encoding, done) => done() }), terminal: true });
  const given = new AbortController();
  lines.once('SIGINT', () => given.abort());
  lines.once('close', () => given.abort());
  try {
    return await lines.question('', { signal: given.signal });
  } catch {
    throw new InvalidInput('Đã thôi, chưa thay đổi gì.', 'password');
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}

async function firstLineOf(input: NodeJS.ReadStream): Promise<string> {
  let text = '';
  for await (const chunk of input.setEncoding('utf8')) text += String(chunk);
  return text.split(/\r?\n/, 1)[0]!;
}
