import Database from 'better-sqlite3';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { ReminderPlanner } from '#reminders/reminder-planner.js';
import { instantOf } from '#testing/fixed-clock.js';
import { startPostgres } from '../../../tools/embedded-postgres.mjs';
import { AHEAD, FaultSite, until } from './fault-site.js';

// Processes start and end here; on a busy machine that takes its time.
jest.setTimeout(120_000);

/** A day on which most of two hundred leads have a letter waiting. */
const LETTERS = 204;

describe('A database that fails', () => {
  let site: FaultSite;
  afterEach(() => site.close());

  async function expectEachOnce(letters: number): Promise<void> {
    const { sent, taken, open } = await site.standing();
    expect({ sent: sent.length, open }).toEqual({ sent: letters, open: 0 });
    expect(taken).toEqual(sent);
  }

  it('locked for 30 seconds by somebody else, brings each letter once when it is free', async () => {
    site = await FaultSite.open('sqlite');
    const other = new Database(site.databaseFile);
    other.exec('begin immediate');
    const worker = site.worker(AHEAD);
    try {
      await new Promise((resolve) => setTimeout(resolve, 30_000));
      expect(site.office.count).toBe(0);
      expect(worker.rounds.some(({ error }) => error?.includes('locked'))).toBe(true);
    } finally {
      other.exec('rollback');
      other.close();
    }
    await until('the letters are sent', async () => (await site.standing()).sent.length === 4);
    await worker.kill();
    await expectEachOnce(4);
    expect([...site.office.taken.values()]).toEqual([1, 1, 1, 1]);
  });

  it('with its disk full while the reminders are written, loses none', async () => {
    site = await FaultSite.open('sqlite');
    await site.addLeads(200);
    await leaveRoomFor(0);
    await expect(site.ask(ReminderPlanner, (planner) => planner.planDue(instantOf(AHEAD)))).rejects.toThrow(/full/);
    await leaveRoomFor(10_000);
    await site.remind(AHEAD);
    await expectEachOnce(LETTERS);
    expect(Math.max(...site.office.taken.values())).toBe(1);
  });

  it('with its disk full after the mail server took the letters, sends none of them again', async () => {
    site = await FaultSite.open('sqlite');
    await site.addLeads(200);
    await site.ask(ReminderPlanner, (planner) => planner.planDue(instantOf(AHEAD)));
    const run = site.remind(AHEAD);
    const failed = expect(run).rejects.toThrow(/full/);
    await until('a letter is taken', () => site.office.count > 0);
    await leaveRoomFor(0);
    await failed;
    expect(site.office.count).toBeGreaterThan(0);
    // Still full a while later: what left is not sent again, nor anything else.
    const before = site.office.count;
    await expect(site.remind('2021-01-21T09:03')).rejects.toThrow(/full/);
    expect(site.office.count).toBe(before);
    await leaveRoomFor(10_000);
    await site.remind('2021-01-21T09:06');
    await site.remind('2021-01-21T09:20');
    await expectEachOnce(LETTERS);
    expect(Math.max(...site.office.taken.values())).toBe(1);
  });

  it('restarted under load, brings each letter once', async () => {
    const postgres = await startPostgres();
    try {
      site = await FaultSite.open('postgresql', { url: await postgres.createDatabase('lich') });
      await site.addLeads(200);
      // Twice the server goes away under a worker that is sending. What was claimed then waits for the end of its lease: the
      // next worker's clock is past it.
      const workers = [];
      for (const [now, count] of [
        [AHEAD, 20],
        ['2021-01-21T09:06', 60],
      ] as const) {
        workers.push(site.worker(now));
        await until(`${count} letters are taken`, () => site.office.count >= count, 60);
        await postgres.restart();
      }
      workers.push(site.worker('2021-01-21T09:12'));
      await until('all letters are sent', async () => (await site.standing().catch(() => undefined))?.sent.length === LETTERS, 60);
      await Promise.all(workers.map((worker) => worker.kill()));
      await expectEachOnce(LETTERS);
      expect(Math.max(...site.office.taken.values())).toBeLessThanOrEqual(2);
    } finally {
      await site.close();
      await postgres.stop();
    }
  });

  /** How many pages more the file may grow on the product's own connection; what is free inside it is used up first. */
  async function leaveRoomFor(pages: number): Promise<void> {
    const [row] = await site.rows<{ page_count: number }>('pragma page_count');
    await site.rows(`pragma max_page_count = ${row!.page_count + pages}`);
  }
});
