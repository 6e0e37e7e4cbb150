// Rows 7 and 8: a sweep over 100 000 open obligations, and delivery beside what Nodemailer alone reaches with the same letters.
// Each side runs in a process of its own; the mail server is a third.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { median } from './figures.mjs';

const CHILD = fileURLToPath(new URL('reminder-child.mjs', import.meta.url));
const ROUNDS = 5;

/** Seconds of a first sweep that finds everything due, and what the process held beside what it held after one batch. */
export async function sweep({ work }) {
  await run(['fill', join(work, 'sweep')]);
  const { first, again, obligations, written, startMb, peakMb } = await run(['sweep', join(work, 'sweep')]);
  return {
    figure: first / 1000,
    parts: `${obligations} obligations, ${written} reminders written; the next sweep, with nothing new, ${(again / 1000).toFixed(2)} s; memory ${startMb} MB before, ${peakMb} MB at most`,
  };
}

/** Letters a second through the product over letters a second of Nodemailer alone, in turns. */
export async function delivery({ work }) {
  const rounds = await run(['delivery', join(work, 'delivery'), String(ROUNDS)]);
  const ours = median(rounds.map(({ ours: rate }) => rate));
  const alone = median(rounds.map(({ alone: rate }) => rate));
  return { figure: (100 * ours) / alone, parts: `${ours.toFixed(0)}/s beside ${alone.toFixed(0)}/s, one pooled connection, medians of ${rounds.length}` };
}

async function run(words) {
  const child = spawn(process.execPath, [CHILD, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${words[0]} ended with ${code}`);
  return JSON.parse(lines.at(-1));
}
