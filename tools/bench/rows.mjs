// The rows of the bench; each gives its figure, its limit, and what the figure is made of.
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { median, timed } from './figures.mjs';
import { busyMonth, contextOf, NEWSPAPER_KIND, rowOf } from './sample.mjs';
import { Browser, startHelper, startServer, stop } from './server.mjs';
import { openSqlite, prepareInsert } from './sqlite.mjs';
import { Wire } from './wire.mjs';

const WRITES = 500;
const WRITE_WARM_UP = 300;
const READ_ROUNDS = 5;
const READ_SECONDS = 1.5;
const CONNECTIONS = 10;
const PAGE_WARM_UP = 15;
const PAGE_VISITS = 50;
const STARTS = 5;
const IDLE_SECONDS = 5;

/** A copy of a prepared database in a data folder of its own. */
function dataFolder(work, name, database) {
  const folder = join(work, name);
  mkdirSync(folder, { recursive: true });
  copyFileSync(database, join(folder, 'lich.sqlite'));
  return folder;
}

/** Row 1: one item over HTTP against one durable insert of the same row. */
export async function logging({ work, full, port }) {
  const served = await startServer(dataFolder(work, 'logging', full), port);
  const bare = openSqlite(join(dataFolder(work, 'logging-bare', full), 'lich.sqlite'));
  const { taskOf, userId, today } = contextOf(bare);
  const task = taskOf(NEWSPAPER_KIND.ordinal);
  const insert = prepareInsert(bare, 'deliverable');
  const browser = await new Browser(port).signIn();
  const token = await browser.tokenOn(`/deliverables/new?task=${task.id}`);
  const wire = await Wire.open(port, browser.cookie);
  const shared = { occursOn: today, genre: 'Tin', author: 'Trúc Lâm', issueNumber: '2451', page: '3', creditedOn: '', note: '' };
  let written = 1_000_000;

  const newRow = () => {
    written += 1;
    return rowOf(written, { task, kind: NEWSPAPER_KIND, day: today, today, userId });
  };
  const overHttp = async (row) => {
    const status = await wire.post('/deliverables', { _csrf: token, task: task.id, title: row.title, url: row.url, ...shared });
    if (status !== 303) throw new Error(`logging an item answered ${status}`);
  };
  for (let index = 0; index < WRITE_WARM_UP; index += 1) {
    await overHttp(newRow());
    insert.run(newRow());
  }

  const ours = [];
  const theirs = [];
  // In turns one by one: a disk and a processor kept busy by a run of equal writes answer quicker than ones that rest between.
  for (let index = 0; index < WRITES; index += 1) {
    const [one, other] = [newRow(), newRow()];
    ours.push(await timed(() => overHttp(one)));
    theirs.push(await timed(() => insert.run(other)));
  }
  wire.close();
  browser.close();
  bare.close();
  await stop(served);
  const [http, insertion] = [median(ours), median(theirs)];
  return { figure: http / insertion, parts: `${http.toFixed(2)} ms / ${insertion.toFixed(2)} ms` };
}

/** Row 2: the calendar's month against full rows stringified by a bare route. */
export async function calendar({ work, full, year, port }) {
  const { start, end } = busyMonth(year);
  const folder = dataFolder(work, 'calendar', full);
  const served = await startServer(folder, port);
  const bare = await startHelper(fileURLToPath(new URL('bare-server.mjs', import.meta.url)), [join(folder, 'lich.sqlite'), String(port + 1), start, end]);
  const browser = await new Browser(port).signIn();
  const path = `/api/v1/calendar?start=${start}&end=${end}`;
  const items = JSON.parse((await browser.get(path)).body.toString()).items.length;
  const ours = () => perSecond({ url: `http://127.0.0.1:${port}${path}`, headers: { cookie: browser.cookie } });
  const theirs = () => perSecond({ url: `http://127.0.0.1:${port + 1}${path}` });
  await ours();
  await theirs();
  const rates = { ours: [], theirs: [] };
  for (let round = 0; round < READ_ROUNDS; round += 1) {
    rates.ours.push(await ours());
    rates.theirs.push(await theirs());
  }
  browser.close();
  await stop(bare);
  await stop(served);
  const [quick, plain] = [median(rates.ours), median(rates.theirs)];
  return { figure: quick / plain, parts: `${quick.toFixed(0)}/s / ${plain.toFixed(0)}/s, ${items} items` };
}

async function perSecond(options) {
  const { requests, non2xx, errors } = await autocannon({ ...options, connections: CONNECTIONS, duration: READ_SECONDS });
  if (non2xx + errors > 0) throw new Error(`${options.url} failed ${non2xx + errors} times`);
  return requests.total / READ_SECONDS;
}

/** Row 3: the median time of each page as a browser asks for it, and how many queries it takes with few and with many items. */
export async function pages({ work, few, full, year, port }) {
  const { start, end } = busyMonth(year);
  const probe = openSqlite(few);
  const task = contextOf(probe).taskOf(NEWSPAPER_KIND.ordinal).id;
  probe.close();
  const paths = { 'calendar month': `/api/v1/calendar?start=${start}&end=${end}`, dashboard: '/', 'task page': `/tasks/${task}`, list: '/deliverables' };
  const counts = {
    few: await queryCounts(dataFolder(work, 'counted-few', few), paths, port),
    full: await queryCounts(dataFolder(work, 'counted-full', full), paths, port),
  };

  const served = await startServer(dataFolder(work, 'pages', full), port);
  const browser = await new Browser(port).signIn();
  const times = Object.fromEntries(Object.keys(paths).map((name) => [name, []]));
  for (let visit = -PAGE_WARM_UP; visit < PAGE_VISITS; visit += 1) {
    for (const [name, path] of Object.entries(paths)) {
      const ms = await timed(() => expectPage(browser, path));
      if (visit >= 0) times[name].push(ms);
    }
  }
  browser.close();
  await stop(served);
  return Object.keys(paths).map((name) => ({
    name,
    figure: median(times[name]),
    queriesGrow: counts.full[name] > counts.few[name],
    parts: `queries: ${counts.few[name]} at 100 items, ${counts.full[name]} at 10 000`,
  }));
}

async function queryCounts(folder, paths, port) {
  const served = await startServer(folder, port, { preload: new URL('count-queries.mjs', import.meta.url).href });
  const browser = await new Browser(port).signIn();
  const asked = async () => {
    served.child.send('count');
    const [count] = await once(served.child, 'message');
    return count;
  };
  const counts = {};
  for (const [name, path] of Object.entries(paths)) {
    await expectPage(browser, path);
    await asked();
    await expectPage(browser, path);
    counts[name] = await asked();
  }
  browser.close();
  await stop(served);
  return counts;
}

async function expectPage(browser, path) {
  const { status } = await browser.get(path, { 'accept-encoding': 'br, gzip' });
  if (status !== 200) throw new Error(`${path} answered ${status}`);
}

/** Row 4: resident memory after a sign-in, a look at the dashboard and a rest, in MB. */
export async function memory({ work, full, port }) {
  const served = await startServer(dataFolder(work, 'memory', full), port);
  const atStart = residentMegabytes(served.child.pid);
  const browser = await new Browser(port).signIn();
  await expectPage(browser, '/');
  await pause(IDLE_SECONDS * 1000);
  const figure = residentMegabytes(served.child.pid);
  browser.close();
  await stop(served);
  return { figure, parts: `${atStart.toFixed(0)} MB before the first page` };
}

function residentMegabytes(pid) {
  const status = `/proc/${pid}/status`;
  if (existsSync(status)) return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(status, 'utf8'))[1]) / 1024;
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)])) / 1024;
}

/** Row 5: from the start of `node` to the first answer, in seconds, with the compile cache warm; once with it empty. */
export async function startUp({ work, full, port }) {
  const folder = dataFolder(work, 'start', full);
  const seconds = [];
  for (let index = 0; index < STARTS; index += 1) {
    const served = await startServer(folder, port);
    seconds.push(served.startMs / 1000);
    await stop(served);
  }
  const cold = await startServer(folder, port, { environment: { NODE_COMPILE_CACHE: join(work, 'compile-cache') } });
  await stop(cold);
  return { figure: median(seconds), parts: `slowest ${Math.max(...seconds).toFixed(2)} s, empty compile cache ${(cold.startMs / 1000).toFixed(2)} s` };
}
