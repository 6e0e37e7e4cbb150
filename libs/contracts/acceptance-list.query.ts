import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { evidenceCount, hasEvidence } from '#deliverables/counting-sql.js';
import type { DeliverableStatus } from '#deliverables/deliverable-status.js';
import { matchesWord, searchPatterns } from '#deliverables/identity-of-piece.js';
import { rowsOf, type SqlValue } from '#kernel/sql.js';
import { changedSinceJudged } from './acceptance-fitting.query.js';
import type { AcceptanceItemKind, AcceptanceItemState } from './acceptance.entity.js';

/** Which of a round's items are asked for; what is not given does not narrow. */
export interface AcceptanceFilter {
  readonly state?: AcceptanceItemState | undefined;
  readonly lineId?: number | undefined;
  readonly evidence?: 'present' | 'missing' | undefined;
  /** Words of the title, the author, the programme or the place, with or without marks. */
  readonly text?: string | undefined;
}

export interface AcceptanceRow {
  readonly id: number;
  readonly deliverableId: number;
  readonly lineId: number;
  readonly linePosition: number;
  readonly kind: AcceptanceItemKind;
  readonly state: AcceptanceItemState;
  readonly reason: string | null;
  readonly title: string;
  /** `YYYY-MM-DD`. */
  readonly occursOn: string;
  readonly creditedOn: string | null;
  readonly status: DeliverableStatus;
  /** How many proofs there are, what the item itself tells among them. */
  readonly evidence: number;
  /** Changed, or a proof taken back, after it was judged. */
  readonly isChanged: 0 | 1;
}

export interface AcceptanceTally {
  readonly lineId: number;
  readonly kind: AcceptanceItemKind;
  readonly state: AcceptanceItemState;
  readonly count: number;
  readonly unproven: number;
}

const COLUMNS = `i.id as "id", i.deliverable_id as "deliverableId", i.line_id as "lineId", l.position as "linePosition", i.kind as "kind", i.state as "state",
  i.reason as "reason", d.title as "title", d.occurs_on as "occursOn", d.credited_on as "creditedOn", d.status as "status",
  ${evidenceCount('d')} as "evidence",
  case when a.state <> 'issued' and i.state in ('passed', 'failed') and i.kind = 'item' and ${changedSinceJudged('i')} then 1 else 0 end as "isChanged"`;

const FROM = `from acceptance_item i join acceptance a on a.id = i.acceptance_id join deliverable d on d.id = i.deliverable_id join contract_line l on l.id = i.line_id`;

/** What a round contains, for its page and for whoever judges by what the page shows. */
@Injectable()
export class AcceptanceListQuery {
  constructor(private readonly em: SqlEntityManager) {}

  /** In the order of days. @param limit how many at most, after `offset` others */
  async rows(acceptanceId: number, filter: AcceptanceFilter, limit: number, offset = 0): Promise<AcceptanceRow[]> {
    const { where, values } = matching(acceptanceId, filter);
    return rowsOf<AcceptanceRow>(this.em, `select ${COLUMNS} ${FROM} where ${where} order by d.occurs_on, d.id limit ? offset ?`, [...values, limit, offset]);
  }

  async count(acceptanceId: number, filter: AcceptanceFilter): Promise<number> {
    const { where, values } = matching(acceptanceId, filter);
    const [row] = await rowsOf<{ count: number }>(this.em, `select cast(count(*) as integer) as "count" ${FROM} where ${where}`, values);
    return row!.count;
  }

  /** The items of the round that match, by their ids. */
  async ids(acceptanceId: number, filter: AcceptanceFilter): Promise<number[]> {
    const { where, values } = matching(acceptanceId, filter);
    return (await rowsOf<{ id: number }>(this.em, `select i.id as "id" ${FROM} where ${where}`, values)).map(({ id }) => id);
  }

  async row(acceptanceId: number, id: number): Promise<AcceptanceRow | null> {
    const [row] = await rowsOf<AcceptanceRow>(this.em, `select ${COLUMNS} ${FROM} where i.acceptance_id = ? and i.id = ?`, [acceptanceId, id]);
    return row ?? null;
  }

  /** The first item after another in the order of the list that matches, else the first of all. */
  async next(acceptanceId: number, filter: AcceptanceFilter, after: { occursOn: string; deliverableId: number }): Promise<number | null> {
    const { where, values } = matching(acceptanceId, filter);
    const [row] = await rowsOf<{ id: number }>(
      this.em,
      `select i.id as "id" ${FROM} where ${where} and d.id <> ?
       order by case when d.occurs_on > ? or (d.occurs_on = ? and d.id > ?) then 0 else 1 end, d.occurs_on, d.id limit 1`,
      [...values, after.deliverableId, after.occursOn, after.occursOn, after.deliverableId],
    );
    return row?.id ?? null;
  }

  async reversals(acceptanceId: number): Promise<AcceptanceRow[]> {
    return rowsOf<AcceptanceRow>(
      this.em,
      `select ${COLUMNS} ${FROM} where i.acceptance_id = ? and i.kind = 'reversal' and i.state <> 'dropped' order by d.occurs_on, d.id`,
      [acceptanceId],
    );
  }

  /** How many there are of each kind, by line and state. */
  async tallies(acceptanceId: number): Promise<AcceptanceTally[]> {
    return rowsOf<AcceptanceTally>(
      this.em,
      `select i.line_id as "lineId", i.kind as "kind", i.state as "state", cast(count(*) as integer) as "count",
         cast(sum(case when ${hasEvidence('d')} then 0 else 1 end) as integer) as "unproven"
       ${FROM} where i.acceptance_id = ? group by i.line_id, i.kind, i.state`,
      [acceptanceId],
    );
  }

  /** Items of earlier rounds that this one may take back, found by words of their title. */
  async reversible(acceptance: { id: number; contract: { id: number } }, text: string, limit: number): Promise<AcceptanceRow[]> {
    const patterns = searchPatterns(text);
    return rowsOf<AcceptanceRow>(
      this.em,
      `select ${COLUMNS} ${FROM}
       where a.contract_id = ? and a.state = 'issued' and i.kind = 'item' and i.state = 'accepted'
         and not exists (select 1 from adjustment j where j.deliverable_id = d.id)
         and not exists (select 1 from acceptance_item r where r.deliverable_id = d.id and r.kind = 'reversal' and r.state in ('open', 'passed', 'failed', 'accepted'))
         ${patterns.map(() => `and ${matchesWord('d')}`).join(' ')}
       order by d.occurs_on desc, d.id desc limit ?`,
      [acceptance.contract.id, ...patterns, limit],
    );
  }
}

function matching(acceptanceId: number, { state, lineId, evidence, text }: AcceptanceFilter): { where: string; values: SqlValue[] } {
  const conditions: [string, ...SqlValue[]][] = [
    ["i.acceptance_id = ? and i.kind = 'item' and (i.state <> 'dropped' or a.state = 'cancelled')", acceptanceId],
    ...(state ? [['i.state = ?', state] satisfies [string, string]] : []),
    ...(lineId ? [['i.line_id = ?', lineId] satisfies [string, number]] : []),
    ...(evidence ? [[evidence === 'present' ? hasEvidence('d') : `not ${hasEvidence('d')}`] satisfies [string]] : []),
    ...searchPatterns(text ?? '').map((pattern): [string, string] => [matchesWord('d'), pattern]),
  ];
  return { where: conditions.map(([condition]) => condition).join(' and '), values: conditions.flatMap(([, ...values]) => values) };
}
