import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { ReminderPlanner } from '#reminders/reminder-planner.js';
import { instantOf } from '#testing/fixed-clock.js';
import { startPostgres } from '../../../tools/embedded-postgres.mjs';
import { AHEAD, FaultSite, until } from './fault-site.js';

// Processes start and end here; on a busy machine that takes its time.
jest.setTimeout(120_000);

/** More than is taken at a time. */
const LETTERS = 204;

describe('A disk that is full', () => {
  let site: FaultSite;
  afterEach(() => site.close());

  it('while the reminders are written, loses none', async () => {
    site = await FaultSite.open('sqlite');
    await site.addLeads(LETTERS - 4);
    await leaveRoomFor(0);
    await expect(site.ask(ReminderPlanner, (planner) => planner.planDue(instantOf(AHEAD)))).rejects.toThrow(/full/);
    await leaveRoomFor(10_000);
    await site.remind(AHEAD);
    await site.expectDelivered(LETTERS);
  });

  it('after the mail server took the letters, has none of them sent again', async () => {
    site = await FaultSite.open('sqlite');
    await site.addLeads(LETTERS - 4);
    await site.ask(ReminderPlanner, (planner) => planner.planDue(instantOf(AHEAD)));
    site.office.mood = {
      end: async () => {
        await leaveRoomFor(0);
        return undefined;
      },
    };
    await expect(site.remind(AHEAD)).rejects.toThrow(/full/);
    const before = site.office.taken.size;
    expect(before).toBeGreaterThan(0);
    // Still full a while later: what left is not sent again, nor anything else.
    await expect(site.remind('2021-01-21T09:03')).rejects.toThrow(/full/);
    expect(site.office.taken.size).toBe(before);
    site.office.mood = {};
    await leaveRoomFor(10_000);
    await site.remind('2021-01-21T09:06');
    await site.remind('2021-01-21T09:20');
    await site.expectDelivered(LETTERS);
  });

  /** How many pages more the file may grow on the product's own connection; what is free inside it is used up first. */
  async function leaveRoomFor(pages: number): Promise<void> {
    const [row] = await site.rows<{ page_count: number }>('pragma page_count');
    await site.rows(`pragma max_page_count = ${row!.page_count + pages}`);
  }
});

it('PostgreSQL restarted under load brings each letter once', async () => {
  const postgres = await startPostgres();
  try {
    const site = await FaultSite.open('postgresql', { url: await postgres.createDatabase('lich') });
    try {
      await site.addLeads(LETTERS - 4);
      const { taken } = site.office;
      const workers = [];
      // What was taken when the connections broke is taken over after the lease: by the same worker or, here, by one with a later clock.
      for (const now of ['2021-01-21T09:00', '2021-01-21T09:06', '2021-01-21T09:12']) {
        const before = taken.size;
        workers.push(site.worker(now));
        if (workers.length === 3) break;
        await until('some letters are taken', () => taken.size >= before + 20);
        await postgres.restart();
      }
      await until('all letters are sent', async () => (await site.standing()).sent.length === LETTERS);
      expect(workers.map(({ isRunning }) => isRunning)).toEqual([true, true, true]);
      await Promise.all(workers.map((worker) => worker.kill()));
      await site.expectDelivered(LETTERS);
    } finally {
      await site.close();
    }
  } finally {
    await postgres.stop();
  }
});
