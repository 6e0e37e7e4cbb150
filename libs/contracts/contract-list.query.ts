import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { type Actor } from '#identity/actor.js';
import { rowsOf } from '#kernel/sql.js';
import { Contract } from './contract.entity.js';

/** Which contracts there are. */
@Injectable()
export class ContractListQuery {
  constructor(private readonly em: SqlEntityManager) {}

  /** Those that the actor may see, of one plan or of all, the latest first; with lines, annexes and payments. */
  async visibleTo(actor: Actor, planId?: number): Promise<Contract[]> {
    return this.em.find(
      Contract,
      { ...(planId === undefined ? {} : { plan: planId }), ...(actor.role === 'producer' ? { partyB: actor.organisationId } : {}) },
      { populate: ['plan', 'partyA', 'partyB', 'lines.task', 'annexes', 'payments'], orderBy: { startsOn: 'desc', id: 'desc' } },
    );
  }

  /** Other live contracts of the same producer on one of the same tasks, with days in common: an item could fall under both. */
  async overlapping({ id, partyB, startsOn, endsOn }: Contract): Promise<{ id: number; number: string; title: string }[]> {
    return rowsOf(
      this.em,
      `select distinct c.id as "id", c.number as "number", c.title as "title"
       from contract c join contract_line l on l.contract_id = c.id
       where c.id <> ? and c.party_b_id = ? and c.state in ('signed', 'liquidated') and c.starts_on <= ? and c.ends_on >= ?
         and exists (select 1 from contract_line own where own.contract_id = ? and own.task_id = l.task_id and (own.genre = l.genre or own.genre is null or l.genre is null))
       order by c.id`,
      [id, partyB.id, endsOn.toString(), startsOn.toString(), id],
    );
  }
}
