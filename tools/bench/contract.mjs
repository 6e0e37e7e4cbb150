// A contract that all items fall under: its page, and the annex of products of a round that accepts them all.
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { median, timed } from './figures.mjs';
import { Browser, startServer, stop } from './server.mjs';
import { openSqlite } from './sqlite.mjs';

const WARM_UP = 10;
const VISITS = 30;
const ANNEXES = 3;

/** @returns the page in milliseconds; the annex in seconds, with what the process held at most while it was made */
export async function contract({ work, full, year, port }) {
  const folder = join(work, 'contract');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'lich.sqlite');
  copyFileSync(full, file);
  const items = fillContract(file, year);
  const served = await startServer(folder, port);
  const browser = await new Browser(port).signIn();
  const visits = [];
  for (let visit = -WARM_UP; visit < VISITS; visit += 1) {
    const ms = await timed(() => expectAnswer(browser, '/contracts/1'));
    if (visit >= 0) visits.push(ms);
  }
  const annexes = [];
  for (let round = 0; round < ANNEXES; round += 1) annexes.push(await timed(() => expectAnswer(browser, '/acceptances/1/products.docx')));
  const peak = Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${served.child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024);
  browser.close();
  await stop(served);
  return {
    page: { figure: median(visits), parts: `${items} items on 5 lines` },
    annex: { figure: median(annexes) / 1000, parts: `${items} rows; the process held ${peak} MB at most` },
  };
}

async function expectAnswer(browser, path) {
  const { status } = await browser.get(path);
  if (status !== 200) throw new Error(`${path} answered ${status}`);
}

/** One producer for every item, a line for each task that has items, a round in which all passed. */
function fillContract(file, year) {
  const database = openSqlite(file);
  const run = (sql, ...values) => database.prepare(sql).run(...values);
  const { id: plan, coordinator_id: office } = database.prepare('select id, coordinator_id from plan limit 1').get();
  const { id: press } = database.prepare("select id from organisation where code = 'bao-dong-khoi'").get();
  const tasks = database.prepare('select distinct task_id as id from deliverable order by 1').all();
  database.transaction(() => {
    run("update deliverable set organisation_id = ?, status = 'published', occurs_on = ? || substr(occurs_on, 5)", press, String(year));
    run(
      `insert into contract (id, version, plan_id, party_a_id, party_b_id, number, title, state, signed_on, starts_on, ends_on, legal_bases, note, particulars_a, particulars_b, created_at)
       values (1, 1, ?, ?, ?, '05/HĐ-TT', 'tuyên truyền', 'signed', ?, ?, ?, '', '', '{}', '{}', '2021-01-01T00:00:00.000Z')`,
      plan,
      office,
      press,
      `${year}-01-01`,
      `${year}-01-01`,
      `${year}-12-31`,
    );
    tasks.forEach(({ id }, index) =>
      run(
        `insert into contract_line (id, contract_id, position, task_id, description, unit, quantity, unit_price, vat) values (?, 1, ?, ?, 'Sản phẩm', 'bài', 100000, 1500000, '8')`,
        index + 1,
        index + 1,
        id,
      ),
    );
    run(
      `insert into acceptance (id, version, contract_id, state, held_on, words, created_at)
       values (1, 1, 1, 'draft', ?, '{"documentNumber":"","place":"","quality":"","progress":"","conclusion":""}', '2021-01-01T00:00:00.000Z')`,
      `${year}-12-31`,
    );
    run(
      `insert into acceptance_item (acceptance_id, deliverable_id, line_id, kind, state)
       select 1, d.id, l.id, 'item', 'passed' from deliverable d join contract_line l on l.task_id = d.task_id`,
    );
  })();
  const { count } = database.prepare('select count(*) as count from acceptance_item').get();
  database.pragma('wal_checkpoint(truncate)');
  database.close();
  return count;
}
