import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { EvidenceQuery } from '#deliverables/evidence/evidence.query.js';
import { rowsOf } from '#kernel/sql.js';
import type { AcceptanceItemKind, AcceptanceItemState } from './acceptance.entity.js';
import { evidenceWords, type ProductRow } from './minutes-products.js';

/** An item of a round with all that the annex of products says of it. */
export interface RoundItem extends ProductRow {
  readonly id: number;
  readonly kind: AcceptanceItemKind;
  readonly state: AcceptanceItemState;
  readonly reason: string | null;
  /** Of a reversal: the round that had accepted it. */
  readonly acceptedIn: number | null;
}

const ITEMS = `select i.id as "id", i.kind as "kind", i.state as "state", i.reason as "reason", i.line_id as "lineId", d.id as "deliverableId",
    d.title as "title", d.genre as "genre", d.author as "author", d.issue_number as "issueNumber", d.page as "page",
    d.channel as "channel", d.aired_at as "airedAt", d.programme as "programme", d.place as "place", d.document_number as "documentNumber",
    d.occurs_on as "occursOn", d.credited_on as "creditedOn",
    case when i.kind = 'item' then null else (select max(a.round) from acceptance_item o join acceptance a on a.id = o.acceptance_id
      where o.deliverable_id = d.id and o.kind = 'item' and o.state = 'accepted') end as "acceptedIn"
  from acceptance_item i join deliverable d on d.id = i.deliverable_id join contract_line l on l.id = i.line_id
  where i.acceptance_id = ? and i.state in ('open', 'passed', 'failed', 'accepted', 'refused', 'beyond')
  order by l.position, d.occurs_on, d.id`;

/** The items of a round and their evidence, for its minutes: a few queries, however many. */
@Injectable()
export class AcceptanceProductsQuery {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly evidence: EvidenceQuery,
  ) {}

  /** In the order of lines, then days. */
  async itemsOf(acceptanceId: number): Promise<RoundItem[]> {
    return rowsOf<RoundItem>(this.em, ITEMS, [acceptanceId]);
  }

  /** In words, by the item's id. */
  async evidenceOf(items: readonly RoundItem[]): Promise<Map<number, string[]>> {
    const proofs = await this.evidence.ofItems(items.map(({ deliverableId }) => deliverableId));
    return new Map([...proofs].map(([id, ofItem]) => [id, evidenceWords(ofItem)]));
  }
}
