import type { SqlEntityManager } from '@mikro-orm/sql';
import { plainDate, type PlainDate } from '#kernel/plain-date.js';
import { rowsOf } from '#kernel/sql.js';

/** The day of the contract's last issued round, if there is one. */
export async function lastIssuedDay(em: SqlEntityManager, contractId: number): Promise<PlainDate | null> {
  const [row] = await rowsOf<{ last: string | null }>(em, `select max(held_on) as "last" from acceptance where contract_id = ? and state = 'issued'`, [
    contractId,
  ]);
  return row?.last ? plainDate(row.last) : null;
}

/** Is a round of the contract begun that is neither issued nor given up? */
export async function hasUnfinishedRound(em: SqlEntityManager, contractId: number): Promise<boolean> {
  const rows = await rowsOf(em, "select id from acceptance where contract_id = ? and state in ('draft', 'review', 'reviewed') limit 1", [contractId]);
  return rows.length > 0;
}
