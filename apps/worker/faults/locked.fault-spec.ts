import { setTimeout as wait } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { expect, it, jest } from '@jest/globals';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { AHEAD, FaultSite, until } from './fault-site.js';

// Processes start and end here; on a busy machine that takes its time.
jest.setTimeout(120_000);

// Both at once: half a minute is long.
it('A database locked for 30 seconds by somebody else brings each letter once when it is free', async () => {
  const [sqlite, postgresql] = [await FaultSite.open('sqlite'), await FaultSite.open('postgresql')];
  try {
    const other = new Database(sqlite.databaseFile);
    other.exec('begin immediate');
    const em = postgresql.orm.em.fork() as SqlEntityManager;
    await em.begin();
    await em.execute('lock table reminder_mail in exclusive mode');
    const [onSqlite, onPostgresql] = [sqlite.worker(AHEAD), postgresql.worker(AHEAD)];

    await wait(30_000);
    expect([sqlite.office.taken.size, postgresql.office.taken.size]).toEqual([0, 0]);
    // SQLite gives up after five seconds, and the next round tries again; PostgreSQL waits.
    expect(onSqlite.rounds.some(({ error }) => error?.includes('locked'))).toBe(true);
    expect([onSqlite.isRunning, onPostgresql.isRunning]).toEqual([true, true]);

    other.exec('rollback');
    other.close();
    await em.rollback();
    for (const site of [sqlite, postgresql]) {
      await until('the letters are sent', async () => (await site.standing()).sent.length === 4);
      await site.expectDelivered(4);
    }
  } finally {
    await sqlite.close();
    await postgresql.close();
  }
});
