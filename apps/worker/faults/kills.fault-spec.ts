import { setTimeout as wait } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Engine } from '#testing/test-database.js';
import { AHEAD, FaultSite, until } from './fault-site.js';

// Processes start and end here; on a busy machine that takes its time.
jest.setTimeout(120_000);

/** After the leases of a worker that died. */
const AFTER_THE_LEASE = '2021-01-21T09:06';
const NEVER = () => new Promise<never>(() => undefined);

describe.each<Engine>(['sqlite', 'postgresql'])('A worker that is killed, over %s,', (engine) => {
  let site: FaultSite;
  afterEach(() => site.close());

  const stateOf = async (state: string) =>
    Number((await site.rows<{ count: number | string }>('select count(*) as count from reminder_mail where state = ?', [state]))[0]!.count);

  /** Another worker, with a later clock, does what is left. */
  async function finish(): Promise<void> {
    site.office.mood = {};
    const heir = site.worker(AFTER_THE_LEASE);
    await until('the heir sends what is left', async () => (await stateOf('sent')) === 4);
    await heir.kill();
  }

  it('between taking its letters and sending them, loses none and repeats none', async () => {
    site = await FaultSite.open(engine);
    site.office.mood = { greet: NEVER };
    const worker = site.worker(AHEAD);
    await until('the letters are taken', async () => site.office.connections > 0 && (await stateOf('sending')) === 4);
    await worker.kill();
    expect(site.office.taken.size).toBe(0);
    await finish();
    await site.expectDelivered(4);
  });

  it('in the middle of DATA, loses none and repeats none', async () => {
    site = await FaultSite.open(engine);
    let isUnderWay = false;
    site.office.mood = {
      data: async () => {
        isUnderWay = true;
        await NEVER();
      },
    };
    const worker = site.worker(AHEAD);
    await until('a letter is on its way', () => isUnderWay);
    await worker.kill();
    expect(site.office.taken.size).toBe(0);
    await finish();
    await site.expectDelivered(4);
  });

  it('after the server’s 250 and before the commit, repeats what it could not note, under the same Message-ID, and loses none', async () => {
    site = await FaultSite.open(engine);
    const lock = await lockOf(engine, site);
    let isHeld = false;
    site.office.mood = {
      end: async () => {
        // From now on nobody can write: the server says 250, and the worker cannot note it.
        if (!isHeld) await lock.hold();
        isHeld = true;
        return undefined;
      },
    };
    const worker = site.worker(AHEAD);
    await until('a letter is taken', () => site.office.taken.size > 0);
    // Time for the 250 to arrive; whether it did or not, the commit cannot.
    await wait(250);
    await worker.kill();
    await lock.release();
    expect(await stateOf('sent')).toBe(0);
    const taken = site.office.taken.size;
    await finish();
    await site.expectDelivered(4, { mostRepeats: taken });
    expect([...site.office.taken.values()].filter((times) => times === 2)).toHaveLength(taken);
  });
});

describe.each<[number, Engine]>([
  [2, 'sqlite'],
  [2, 'postgresql'],
  [4, 'postgresql'],
])('%i workers over one database of %s, one of them killed half way,', (count, engine) => {
  /** The first worker takes two hundred before the others are there; those have as much to do. */
  const LETTERS = 404;
  /** No more than this is with the server and not yet noted; see `UNDER_WAY` of the sender. */
  const MOST_UNNOTED = 64;

  it('send every letter, none twice but what the dead one could not note', async () => {
    const site = await FaultSite.open(engine);
    try {
      await site.addLeads(LETTERS - 4);
      // 1. The mail server keeps the first worker waiting until all are there.
      const { promise: allAreThere, resolve: goOn } = Promise.withResolvers<undefined>();
      const byConnection = new Map<string, number>();
      site.office.mood = {
        end: async ({ id }) => {
          byConnection.set(id, (byConnection.get(id) ?? 0) + 1);
          return allAreThere;
        },
      };
      const first = site.worker(AHEAD);
      await until('the first worker sends', () => byConnection.size > 0);
      const [connection] = byConnection.keys();
      const others = Array.from({ length: count - 1 }, () => site.worker(AHEAD));
      await until('the others are there', () => others.every(({ isReady }) => isReady));
      // 2. In the middle of its letters the first dies; the others end theirs.
      goOn(undefined);
      await until('the first worker has sent some', () => byConnection.get(connection!)! >= 30);
      await first.kill();
      await Promise.all(others.map((worker) => worker.idle()));
      expect((await site.standing()).open).toBeGreaterThan(0);
      await Promise.all(others.map((worker) => worker.kill()));
      // 3. What the dead one held is taken over once its lease ends.
      const heir = site.worker(AFTER_THE_LEASE);
      await heir.idle();
      await heir.kill();
      await site.expectDelivered(LETTERS, { mostRepeats: MOST_UNNOTED });
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
