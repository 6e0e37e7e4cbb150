import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { isDeclared } from '#deliverables/counting-sql.js';
import { earliest } from '#kernel/plain-date.js';
import { changeRows, rowsOf, type SqlValue } from '#kernel/sql.js';
import type { Acceptance } from './acceptance.entity.js';
import { FALLS_UNDER, PRODUCERS } from './contract-items.query.js';
import { daysOf } from './contract-terms.js';

/** Items that a round may take: published, under a line, by the contract's producer, within its days and by the round's day. */
const FITTING = `from contract_line l join deliverable d on ${FALLS_UNDER}
  where l.contract_id = ? and d.organisation_id in (select id from producers) and d.status = 'published' and ${isDeclared('d')}
    and d.occurs_on between ? and ?`;

const TAKE_IN = `with recursive ${PRODUCERS}
  insert into acceptance_item (acceptance_id, deliverable_id, line_id, kind, state)
  select cast(? as integer), d.id, min(l.id), 'item', 'open' ${FITTING}
    and not exists (select 1 from acceptance_item taken
      where taken.deliverable_id = d.id and taken.kind = 'item' and taken.state in ('open', 'passed', 'failed', 'accepted'))
  group by d.id`;

const IN_ROUND = "acceptance_item.acceptance_id = ? and acceptance_item.kind = 'item' and acceptance_item.state in ('open', 'passed', 'failed')";

const UNFIT = `${IN_ROUND} and not exists (select 1 ${FITTING} and d.id = acceptance_item.deliverable_id and l.id = acceptance_item.line_id)`;

/** Whether an item, or a proof of it, was changed after it had been judged: what was looked at is not what is there. */
export function changedSinceJudged(item: string): string {
  return `(exists (select 1 from deliverable changed where changed.id = ${item}.deliverable_id and changed.status = 'published' and changed.changed_at > ${item}.judged_at)
    or exists (select 1 from evidence gone where gone.deliverable_id = ${item}.deliverable_id and gone.removed_at > ${item}.judged_at))`;
}

const JUDGED_AND_CHANGED = `acceptance_item.acceptance_id = ? and acceptance_item.kind = 'item' and acceptance_item.state in ('passed', 'failed')
  and ${changedSinceJudged('acceptance_item')}`;

export interface Refreshed {
  readonly added: number;
  readonly dropped: number;
  /** Judged before they were changed: to be judged again. */
  readonly reopened: number;
}

/** Keeps a round's items to those that it may take. Each method is a few statements, however many items. */
@Injectable()
export class AcceptanceFittingQuery {
  constructor(private readonly em: SqlEntityManager) {}

  /** Takes in what was logged since, drops what was withdrawn or moved out, reopens what was changed. The contract's annexes are loaded. */
  async refresh(acceptance: Acceptance): Promise<Refreshed> {
    const dropped = await changeRows(
      this.em,
      `with recursive ${PRODUCERS} update acceptance_item set state = 'dropped' where ${UNFIT}`,
      unfitValues(acceptance),
    );
    const reopened = await changeRows(
      this.em,
      `update acceptance_item set state = 'open', reason = null, judged_by_id = null, judged_at = null where ${JUDGED_AND_CHANGED}`,
      [acceptance.id],
    );
    const { id: contractId } = acceptance.contract;
    const added = await changeRows(this.em, TAKE_IN, [contractId, acceptance.id, contractId, ...spanOf(acceptance)]);
    return { added, dropped, reopened };
  }

  /** How many of the round's items it may not take any more, and how many were changed after they were judged. */
  async misfits(acceptance: Acceptance): Promise<{ unfit: number; changed: number }> {
    const count = 'select cast(count(*) as integer) as "count" from acceptance_item where';
    const [unfit] = await rowsOf<{ count: number }>(this.em, `with recursive ${PRODUCERS} ${count} ${UNFIT}`, unfitValues(acceptance));
    const [changed] = await rowsOf<{ count: number }>(this.em, `${count} ${JUDGED_AND_CHANGED}`, [acceptance.id]);
    return { unfit: unfit!.count, changed: changed!.count };
  }
}

function unfitValues(acceptance: Acceptance): SqlValue[] {
  const { id: contractId } = acceptance.contract;
  return [contractId, acceptance.id, contractId, ...spanOf(acceptance)];
}

/** From the contract's first day to its last by the annexes in effect, or to the day of the round. */
function spanOf({ contract, heldOn }: Acceptance): [string, string] {
  const last = earliest([daysOf(contract, heldOn).endsOn, heldOn])!;
  return [contract.startsOn.toString(), last.toString()];
}
