import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { type Actor, reachOf } from '#identity/actor.js';
import { placesFor, rowsOf } from '#kernel/sql.js';
import { Contract } from './contract.entity.js';

/** A contract as another's overlap is told of. */
interface Overlap {
  readonly id: number;
  readonly number: string;
  readonly title: string;
}

/** Which contracts there are. */
@Injectable()
export class ContractListQuery {
  constructor(private readonly em: SqlEntityManager) {}

  /** Those that the actor may see, of one plan or of all, the latest first; with lines, annexes and payments. */
  async visibleTo(actor: Actor, planId?: number): Promise<Contract[]> {
    const reach = reachOf(actor, 'contracts.read');
    return this.em.find(
      Contract,
      { ...(planId === undefined ? {} : { plan: planId }), ...(reach === 'all' ? {} : { partyB: { $in: [...reach] } }) },
      { populate: ['plan', 'partyA', 'partyB', 'lines.task', 'annexes', 'payments'], orderBy: { startsOn: 'desc', id: 'desc' } },
    );
  }

  /**
   * By the id of each contract, other live contracts of the same producer on one of the same tasks, with days in common: an
   * item could fall under both. One query; a contract without any is left out.
   */
  async overlapping(contracts: readonly Contract[]): Promise<Map<number, Overlap[]>> {
    if (contracts.length === 0) return new Map();
    const rows = await rowsOf<Overlap & { ownId: number }>(
      this.em,
      `select distinct own.id as "ownId", c.id as "id", c.number as "number", c.title as "title"
       from contract own join contract c on c.id <> own.id and c.party_b_id = own.party_b_id and c.state in ('signed', 'liquidated')
         and c.starts_on <= own.ends_on and c.ends_on >= own.starts_on
       where own.id in (${placesFor(contracts)}) and exists (
         select 1 from contract_line l join contract_line o on o.task_id = l.task_id and (o.genre = l.genre or o.genre is null or l.genre is null)
         where l.contract_id = c.id and o.contract_id = own.id)
       order by c.id`,
      contracts.map(({ id }) => id),
    );
    return Map.groupBy(rows, ({ ownId }) => ownId);
  }
}
