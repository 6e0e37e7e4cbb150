import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { hasEvidence } from '#deliverables/counting-sql.js';
import type { DeliverableStatus } from '#deliverables/deliverable-status.js';
import type { Dong } from '#kernel/money.js';
import { rowsOf } from '#kernel/sql.js';
import { FALLS_UNDER, PRODUCERS } from './contract-items.query.js';
import type { VatRate } from './vat.js';

/** An item that falls under a line of a contract; days are `YYYY-MM-DD`. */
export interface ContractItem {
  readonly linePosition: number;
  readonly description: string;
  readonly title: string;
  readonly genre: string | null;
  readonly author: string | null;
  readonly producer: string;
  readonly issueNumber: string | null;
  readonly page: string | null;
  readonly channel: string | null;
  readonly airedAt: string | null;
  readonly programme: string | null;
  readonly url: string | null;
  readonly occursOn: string;
  readonly creditedOn: string | null;
  readonly status: DeliverableStatus;
  readonly hasEvidence: boolean;
  /** The issued round that accepted it, or null. */
  readonly round: number | null;
  readonly acceptedOn: string | null;
  /** Taken back by an adjustment since. */
  readonly isTakenBack: boolean;
  readonly unitPrice: Dong;
  readonly vat: VatRate;
}

type Row = Omit<ContractItem, 'hasEvidence' | 'isTakenBack' | 'unitPrice'> & { hasEvidence: number; isTakenBack: number; unitPrice: number | string };

const ITEMS = `with recursive ${PRODUCERS}
  select l.position as "linePosition", l.description as "description", l.unit_price as "unitPrice", l.vat as "vat",
    d.title as "title", d.genre as "genre", d.author as "author", o.name as "producer", d.issue_number as "issueNumber", d.page as "page",
    d.channel as "channel", d.aired_at as "airedAt", d.programme as "programme", d.url as "url",
    d.occurs_on as "occursOn", d.credited_on as "creditedOn", d.status as "status",
    case when ${hasEvidence('d')} then 1 else 0 end as "hasEvidence",
    case when j.id is null then 0 else 1 end as "isTakenBack",
    a.round as "round", a.held_on as "acceptedOn"
  from contract_line l join deliverable d on ${FALLS_UNDER} join organisation o on o.id = d.organisation_id
    left join acceptance_item i on i.deliverable_id = d.id and i.line_id = l.id and i.kind = 'item' and i.state = 'accepted'
    left join acceptance a on a.id = i.acceptance_id
    left join adjustment j on j.deliverable_id = d.id
  where l.contract_id = ? and d.organisation_id in (select id from producers) and d.status <> 'planned' and d.rerun_of_id is null
  order by l.position, d.occurs_on, d.id`;

/** Everything that appeared, or was refused or withdrawn since, under the lines of a contract. */
@Injectable()
export class ContractItemListQuery {
  constructor(private readonly em: SqlEntityManager) {}

  /** In the order of lines, then days. One query. */
  async of(contractId: number): Promise<ContractItem[]> {
    const rows = await rowsOf<Row>(this.em, ITEMS, [contractId, contractId]);
    return rows.map((row) => ({ ...row, unitPrice: Number(row.unitPrice), hasEvidence: row.hasEvidence === 1, isTakenBack: row.isTakenBack === 1 }));
  }
}
