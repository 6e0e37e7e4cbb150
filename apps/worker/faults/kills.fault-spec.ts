import Database from 'better-sqlite3';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Engine } from '#testing/test-database.js';
import { AHEAD, FaultSite, until } from './fault-site.js';

// Processes start and end here; on a busy machine that takes its time.
jest.setTimeout(120_000);

const ENGINES: Engine[] = ['sqlite', 'postgresql'];

/** After the leases of a worker that died. */
const AFTER_THE_LEASE = '2021-01-21T09:06';

describe.each(ENGINES)('A worker that is killed, over %s,', (engine) => {
  let site: FaultSite;
  afterEach(() => site.close());

  const stateOf = async (state: string) =>
    Number((await site.rows<{ count: number | string }>('select count(*) as count from reminder_mail where state = ?', [state]))[0]!.count);

  /** Another worker, with a later clock, does what is left. */
  async function finish(): Promise<void> {
    const heir = site.worker(AFTER_THE_LEASE);
    await until('the heir sends what is left', async () => (await stateOf('sent')) === 4, 80);
    await heir.kill();
    const { sent, taken, open, reminders } = await site.standing();
    expect({ open, pending: reminders.pending ?? 0, sending: reminders.sending ?? 0 }).toEqual({ open: 0, pending: 0, sending: 0 });
    expect(sent).toHaveLength(4);
    expect(taken).toEqual(sent);
  }

  it('between taking its letters and sending them, loses none and repeats none', async () => {
    site = await FaultSite.open(engine);
    site.office.mood = { greet: () => new Promise(() => undefined) };
    const worker = site.worker(AHEAD);
    await until('the letters are taken', async () => (await stateOf('sending')) > 0 && site.office.connections > 0);
    await worker.kill();
    expect(site.office.count).toBe(0);
    site.office.mood = {};
    await finish();
    expect([...site.office.taken.values()]).toEqual([1, 1, 1, 1]);
  });

  it('in the middle of DATA, loses none and repeats none', async () => {
    site = await FaultSite.open(engine);
    let begun = false;
    site.office.mood = {
      data: async () => {
        begun = true;
        await new Promise(() => undefined);
      },
    };
    const worker = site.worker(AHEAD);
    await until('a letter is on its way', () => begun);
    await worker.kill();
    site.office.mood = {};
    await finish();
    expect([...site.office.taken.values()]).toEqual([1, 1, 1, 1]);
  });

  it('after the server’s 250 and before the commit, repeats what it could not note, under the same Message-ID, and loses none', async () => {
    site = await FaultSite.open(engine);
    const lock = await lockOf(engine, site);
    let isFirst = true;
    site.office.mood = {
      end: async () => {
        if (!isFirst) return undefined;
        isFirst = false;
        // From now on nobody can write: the server says 250, and the worker cannot note it.
        await lock.hold();
        return undefined;
      },
    };
    const worker = site.worker(AHEAD);
    await until('a letter is taken', () => site.office.count > 0);
    await new Promise((resolve) => setTimeout(resolve, 250));
    await worker.kill();
    await lock.release();
    expect(await stateOf('sent')).toBe(0);
    site.office.mood = {};
    await finish();
    expect(Math.max(...site.office.taken.values())).toBe(2);
  });
});

describe.each([2, 4])('%i workers over one PostgreSQL', (count) => {
  it('send each of three hundred letters once, though one of them is killed', async () => {
    const site = await FaultSite.open('postgresql');
    try {
      await site.addLeads(296);
      const workers = Array.from({ length: count }, () => site.worker(AHEAD));
      await until('a hundred letters are taken', () => site.office.count >= 100, 90);
      await workers[0]!.kill();
      // What the dead one held is taken over once its lease ends.
      const heir = site.worker(AFTER_THE_LEASE);
      const sent = async () => (await site.standing()).sent.length;
      await until('all letters are sent', async () => (await sent()) === 300, 90);
      await heir.kill();
      const standing = await site.standing();
      expect(standing.taken).toEqual(standing.sent);
      expect(standing.open).toBe(0);
      // Only what the killed one had sent and not noted may be there twice: no more than leave together.
      expect([...site.office.taken.values()].filter((times) => times > 1).length).toBeLessThanOrEqual(64);
      expect(Math.max(...site.office.taken.values())).toBeLessThanOrEqual(2);
    } finally {
      await site.close();
    }
  });
});

/** Keeps everybody from writing for a while. */
async function lockOf(engine: Engine, site: FaultSite): Promise<{ hold(): Promise<void>; release(): Promise<void> }> {
  if (engine === 'sqlite') {
    const database = new Database(site.databaseFile);
    return {
      hold: async () => {
        database.exec('begin immediate');
      },
      release: async () => {
        database.exec('rollback');
        database.close();
      },
    };
  }
  const em = site.orm.em.fork() as SqlEntityManager;
  return {
    hold: async () => {
      await em.begin();
      await em.execute('lock table reminder_mail in exclusive mode');
    },
    release: async () => em.rollback(),
  };
}
