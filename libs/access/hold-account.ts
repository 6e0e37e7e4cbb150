import type { SqlEntityManager } from '@mikro-orm/sql';
import { changeRows } from '#kernel/sql.js';

/** Until the transaction ends nobody else changes the account: of two at the same instant, the second sees what the first did. */
export async function holdAccount(em: SqlEntityManager, userId: number): Promise<void> {
  await changeRows(em, 'update user_account set is_active = is_active where id = ?', [userId]);
}
