// What the product costs, each figure beside its limit; ratios compare two sides measured in turns in the same run.
// `npm run bench` prints a table, `npm run bench -- --json` prints JSON. The figures are for reading: a missed limit is no failure.
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contract } from './bench/contract.mjs';
import { importing } from './bench/import.mjs';
import { contextOf, fill } from './bench/sample.mjs';
import { delivery, sweep } from './bench/reminders.mjs';
import { calendar, logging, memory, pages, startUp } from './bench/rows.mjs';
import { startServer, stop, stopAll } from './bench/server.mjs';
import { openSqlite } from './bench/sqlite.mjs';

const PORT = 20_000 + (process.pid % 20_000);
const work = mkdtempSync(join(tmpdir(), 'lich-bench-'));

process.once('SIGINT', () => void end(130));

try {
  const results = await measure();
  print(results);
  await end(0);
} catch (error) {
  console.error(error);
  await end(1);
}

async function measure() {
  // 1. A database as a first start leaves it, then one with few items and one with many.
  const folder = join(work, 'template');
  await stop(await startServer(folder, PORT));
  const few = join(work, 'few.sqlite');
  const full = join(work, 'full.sqlite');
  const template = openSqlite(join(folder, 'lich.sqlite'));
  const { year } = contextOf(template);
  template.pragma('wal_checkpoint(truncate)');
  template.close();
  for (const [file, count] of [
    [few, 100],
    [full, 10_000],
  ]) {
    copyFileSync(join(folder, 'lich.sqlite'), file);
    fill(file, count);
  }

  // 2. The rows, one after the other: nothing else of ours runs beside the one being measured.
  const given = { work, few, full, year, port: PORT };
  const logged = await logging(given);
  const fed = await calendar(given);
  const seen = await pages(given);
  const signed = await contract(given);
  const rested = await memory(given);
  const started = await startUp(given);
  const taken = await importing();
  const swept = await sweep(given);
  const sent = await delivery(given);
  return [
    row('log an item over HTTP / bare durable insert', logged, 'times', 'at most', 5),
    row('calendar JSON of a month / bare route, full rows', fed, 'times', 'at least', 1),
    ...seen.map((page) => ({ ...row(`${page.name} with 10 000 items, median`, page, 'ms', 'below', 50), queriesGrow: page.queriesGrow })),
    row('page of a contract with 10 000 items, median', signed.page, 'ms', 'below', 100),
    row('annex of 10 000 products as Word, median', signed.annex, 's', 'below', 5),
    row('idle resident memory, worker inside', rested, 'MB', 'below', 180),
    row('from node to the first answer, median of five', started, 's', 'below', 2),
    row('import of 2 000 rows: read and understood, median', taken, 's', 'below', 5),
    row('sweep over 100 000 open obligations, all due', swept, 's', 'below', 5),
    row('delivery over one connection / Nodemailer alone', sent, '%', 'at least', 60),
  ].map((result) => (result.queriesGrow ? { ...result, isMet: false } : result));
}

function row(name, { figure, parts }, unit, relation, limit) {
  const isMet = relation === 'at least' ? figure >= limit : relation === 'at most' ? figure <= limit : figure < limit;
  return { name, figure, unit, relation, limit, isMet, parts };
}

function print(results) {
  if (process.argv.includes('--json')) {
    console.log(JSON.stringify({ node: process.version, results }, null, 2));
    return;
  }
  const widest = Math.max(...results.map(({ name }) => name.length));
  for (const { name, figure, unit, relation, limit, isMet, parts } of results) {
    const measured = `${figure.toFixed(unit === 'MB' ? 0 : 2)} ${unit}`;
    console.log(`${isMet ? '✓' : '✗'} ${name.padEnd(widest)}  ${measured.padStart(10)}  ${`${relation} ${limit} ${unit}`.padEnd(17)}  ${parts}`);
  }
}

async function end(status) {
  await stopAll();
  rmSync(work, { recursive: true, force: true });
  process.exit(status);
}
