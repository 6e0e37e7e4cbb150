import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { DeliverableService } from '#deliverables/deliverable.service.js';
import { plainDate } from '#kernel/plain-date.js';
import { article } from '#testing/builders.js';
import { signedContract } from '#testing/signed-contract.js';
import { TestContext } from '#testing/test-context.js';
import { ContractItemsQuery, type LineCounts } from './contract-items.query.js';
import { ContractOutsideQuery } from './contract-outside.query.js';

let context: TestContext;

beforeAll(async () => {
  context = await TestContext.open();
});
beforeEach(() => context.reset('2021-12-01'));
afterAll(() => context.close());

const DAYS = { startsOn: plainDate('2021-01-10'), endsOn: plainDate('2021-12-31') };
const published = (given: Parameters<typeof article>[0] = {}, task = 4) =>
  context.ask(DeliverableService, async (items) => (await items.log(context.people.hanh, context.taskId(task), article(given))).id);
const countsOf = async (id: number, at = '2021-12-01'): Promise<Map<number, LineCounts>> =>
  context.ask(ContractItemsQuery, (query) => query.countsOf({ id, ...DAYS }, plainDate(at)));
const outsideOf = async (id: number) => context.ask(ContractOutsideQuery, (query) => query.of({ id, ...DAYS }, plainDate('2021-12-01')));
const change = (sql: string, ...values: (string | number)[]) => context.rows(`${sql} returning id`, values);
const figures = ({ declared, evidenced, accepted, outside }: LineCounts) => [declared, evidenced, accepted, outside];

/** Accepts an item under a line in an issued round. */
async function accept(contractId: number, lineId: number, item: number, heldOn: string, state = 'issued'): Promise<void> {
  const [round] = await context.rows<{ id: number }>(
    `insert into acceptance (version, contract_id, state, held_on, words, created_at) values (1, ?, ?, ?, '{}', '2021-03-01T00:00:00Z') returning id`,
    [contractId, state, heldOn],
  );
  await change(
    `insert into acceptance_item (acceptance_id, deliverable_id, line_id, kind, state) values (?, ?, ?, 'item', 'accepted')`,
    round!.id,
    item,
    lineId,
  );
  if (state === 'issued') await change("update deliverable set status = 'accepted' where id = ?", item);
}

async function counted(given: Parameters<typeof signedContract>[1] = {}): Promise<number[][]> {
  const { id, lineIds } = await signedContract(context, given);
  const counts = await countsOf(id);
  return lineIds.map((line) => (counts.has(line) ? figures(counts.get(line)!) : []));
}

describe('an item counts under a line', () => {
  test('of its task, and nothing is told of a line without items', async () => {
    await published();
    await published({ url: 'https://baodongkhoi.vn/1' });
    expect(await counted({ lines: [{ task: 4 }, { task: 5 }] })).toEqual([[2, 1, 0, 0], []]);
  });

  test('that names its genre rather than under the one that names none', async () => {
    await published({ genre: 'Phóng sự' });
    await published({ genre: 'Tin' });
    await published({ genre: null });
    expect(await counted({ lines: [{}, { genre: 'Phóng sự' }] })).toEqual([
      [2, 0, 0, 0],
      [1, 0, 0, 0],
    ]);
  });

  test('of no genre where every line names one: under none', async () => {
    await published({ genre: null });
    expect(await counted({ lines: [{ genre: 'Phóng sự' }] })).toEqual([[]]);
  });

  test('unless it is a rerun, withdrawn, refused, or still planned', async () => {
    const original = await published();
    const others = [await published(), await published(), await published(), await published()];
    await change('update deliverable set rerun_of_id = ? where id = ?', original, others[0]!);
    for (const [index, status] of ['withdrawn', 'rejected', 'planned'].entries()) {
      await change('update deliverable set status = ? where id = ?', status, others[index + 1]!);
    }
    expect(await counted()).toEqual([[1, 0, 0, 0]]);
  });

  test('only of Bên B', async () => {
    await published({}, 4);
    expect(await counted({ partyB: 'dai-ptth' })).toEqual([[]]);
  });

  test('within its days, both ends included; before and after is outside', async () => {
    for (const occursOn of ['2021-01-09', '2021-01-10', '2021-12-01']) await published({ occursOn });
    const { id, lineIds } = await signedContract(context);
    expect(figures((await countsOf(id)).get(lineIds[0]!)!)).toEqual([2, 0, 0, 1]);
    expect((await outsideOf(id)).map(({ occursOn, lineId }) => [occursOn, lineId])).toEqual([['2021-01-09', lineIds[0]]]);
    // What is not there yet on a day is neither within nor outside.
    expect(figures((await countsOf(id, '2021-01-10')).get(lineIds[0]!)!)).toEqual([1, 0, 0, 1]);
  });
});

describe('whoever took Bên B over', () => {
  test('delivers under its contracts, at any remove', async () => {
    const item = await published();
    const [newspaper] = await context.rows<{ id: number }>("select id from organisation where code = 'bao-dong-khoi'");
    const [station] = await context.rows<{ id: number }>("select id from organisation where code = 'dai-ptth'");
    const [centre] = await context.rows<{ id: number }>("select id from organisation where code = 'tt-xuc-tien'");
    await change('update deliverable set organisation_id = ? where id = ?', centre!.id, item);
    expect(await counted()).toEqual([[]]);
    for (const [from, to] of [
      [newspaper!.id, station!.id],
      [station!.id, centre!.id],
      // Two that took each other over, by mistake, do not make the query run for ever.
      [centre!.id, station!.id],
    ] as const) {
      await change("insert into succession (predecessor_id, successor_id, kind, effective_on, basis) values (?, ?, 'merged', '2021-07-01', '')", from, to);
    }
    try {
      expect(await counted({ number: '06/HĐ-TT' })).toEqual([[1, 0, 0, 0]]);
    } finally {
      await context.rows('delete from succession where basis = ? returning id', ['']);
    }
  });
});

describe('what is accepted', () => {
  test('is what issued rounds say, by their day', async () => {
    const [first, second] = [await published(), await published()];
    const { id, lineIds } = await signedContract(context);
    await accept(id, lineIds[0]!, first, '2021-03-01');
    await accept(id, lineIds[0]!, second, '2021-06-01', 'draft');
    expect(figures((await countsOf(id)).get(lineIds[0]!)!)).toEqual([2, 0, 1, 0]);
    expect(figures((await countsOf(id, '2021-02-28')).get(lineIds[0]!)!)).toEqual([2, 0, 0, 0]);
  });

  test('is no longer counted from the day it was taken back, neither as declared nor as accepted', async () => {
    const item = await published();
    const { id, lineIds } = await signedContract(context);
    await accept(id, lineIds[0]!, item, '2021-03-01');
    await change("insert into adjustment (deliverable_id, effective_on, reason, made_at) values (?, '2021-06-01', 'đăng nhầm', '2021-06-01T00:00:00Z')", item);
    expect(figures((await countsOf(id, '2021-05-31')).get(lineIds[0]!)!)).toEqual([1, 0, 1, 0]);
    expect(await countsOf(id, '2021-06-01')).toEqual(new Map());
  });

  test('is told of a line even where nothing is declared any more', async () => {
    const item = await published();
    const { id, lineIds } = await signedContract(context, { lines: [{ genre: 'Phóng sự' }] });
    // Its genre was another when it was accepted.
    await accept(id, lineIds[0]!, item, '2021-03-01');
    expect((await countsOf(id)).get(lineIds[0]!)).toEqual({ lineId: lineIds[0], declared: 0, evidenced: 0, accepted: 1, outside: 0 });
  });
});
