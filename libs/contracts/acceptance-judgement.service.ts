import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { instantText } from '#kernel/column-types.js';
import type { Actor } from '#identity/actor.js';
import { NotFound } from '#kernel/domain-error.js';
import { changeRows, chunksOf, placesFor, rowsOf } from '#kernel/sql.js';
import { AcceptanceChange } from './acceptance-change.js';
import { type AcceptanceFilter, AcceptanceListQuery } from './acceptance-list.query.js';
import { type Acceptance, AcceptanceItem, type AcceptanceItemState } from './acceptance.entity.js';
import { AcceptanceNotReady } from './acceptance.errors.js';
import type { Verdict } from './acceptance.input.js';
import { assertMayJudge } from './contract-access.js';

/** The items by their ids in the round, or all that a list shows. */
export type Judged = { readonly ids: readonly number[] } | { readonly matching: AcceptanceFilter };

interface JudgedRow {
  readonly id: number;
  readonly state: AcceptanceItemState;
  readonly reason: string | null;
  readonly title: string;
  readonly deliverableId: number;
}

/** Ids bound in one statement; SQLite takes some thirty thousand, and a round may have more. */
export const IDS_A_STATEMENT = 5000;

const JUDGED = `select i.id as "id", i.state as "state", i.reason as "reason", d.title as "title", d.id as "deliverableId"
  from acceptance_item i join deliverable d on d.id = i.deliverable_id
  where i.acceptance_id = ? and i.kind = 'item' and i.state in ('open', 'passed', 'failed')`;

/** Judging the items of a round that is a draft, and taking back what an earlier round accepted. */
@Injectable()
export class AcceptanceJudgementService {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly changes: AcceptanceChange,
    private readonly list: AcceptanceListQuery,
  ) {}

  /**
   * Passes or fails items, or takes a verdict back. The same verdict sent twice changes nothing the second time.
   * @returns how many changed
   * @throws Forbidden, NotFound, AcceptanceNotInState; AcceptanceNotReady where one of the ids is not in the round any more
   */
  async judge(actor: Actor, acceptanceId: number | undefined, which: Judged, verdict: Verdict): Promise<number> {
    assertMayJudge(actor);
    const reason = verdict.state === 'failed' ? verdict.reason : null;
    let changed = 0;
    await this.changes.make(actor, acceptanceId, async (acceptance, { at, by }) => {
      acceptance.assertDraft();
      const rows = await this.chosen(acceptance, which);
      const differing = rows.filter((row) => row.state !== verdict.state || row.reason !== reason);
      changed = differing.length;
      if (changed === 0) return null;
      const [judgedBy, judgedAt] = verdict.state === 'open' ? [null, null] : [by?.id ?? null, instantText(at)];
      for (const ids of chunksOf(
        differing.map(({ id }) => id),
        IDS_A_STATEMENT,
      )) {
        await changeRows(this.em, `update acceptance_item set state = ?, reason = ?, judged_by_id = ?, judged_at = ? where id in (${placesFor(ids)})`, [
          verdict.state,
          reason,
          judgedBy,
          judgedAt,
          ...ids,
        ]);
      }
      const before = { items: differing.map((row) => ({ id: row.deliverableId, state: row.state, ...(row.reason ? { reason: row.reason } : {}) })) };
      const [first] = differing;
      const told = { verdict: verdict.state, count: changed, ...(reason ? { reason } : {}), ...(changed === 1 ? { title: first!.title } : {}) };
      return { action: 'acceptance.judged', before, after: { ...told, items: differing.map((row) => row.deliverableId) } };
    });
    return changed;
  }

  /** Takes an item of an earlier, issued round back (counting rule 8). @throws Forbidden, NotFound, AcceptanceNotInState */
  async addReversal(actor: Actor, acceptanceId: number | undefined, deliverableId: number | undefined, reason: string): Promise<void> {
    assertMayJudge(actor);
    await this.changes.make(actor, acceptanceId, async (acceptance, { at, by }) => {
      acceptance.assertDraft();
      const accepted = await this.em.findOne(
        AcceptanceItem,
        { deliverable: deliverableId ?? 0, kind: 'item', state: 'accepted', acceptance: { contract: acceptance.contract.id, state: 'issued' } },
        { populate: ['deliverable', 'line'] },
      );
      if (!accepted) throw new NotFound('Sản phẩm này chưa được nghiệm thu ở đợt nào trước của hợp đồng.');
      const [known] = await rowsOf(
        this.em,
        `select 1 as "one" from acceptance_item where deliverable_id = ? and kind = 'reversal' and state in ('open', 'passed', 'failed', 'accepted')`,
        [accepted.deliverable.id],
      );
      if (known) throw new AcceptanceNotReady('Sản phẩm này đã được điều chỉnh giảm rồi.');
      const reversal = new AcceptanceItem(acceptance, accepted.deliverable, accepted.line, 'reversal');
      Object.assign(reversal, { state: 'passed', reason, judgedBy: by, judgedAt: at });
      this.em.persist(reversal);
      return { action: 'acceptance.reversal-added', before: null, after: { item: accepted.deliverable.id, title: accepted.deliverable.title, reason } };
    });
  }

  /** @throws Forbidden, NotFound, AcceptanceNotInState */
  async removeReversal(actor: Actor, acceptanceId: number | undefined, itemId: number | undefined): Promise<void> {
    assertMayJudge(actor);
    await this.changes.make(actor, acceptanceId, async (acceptance) => {
      acceptance.assertDraft();
      const reversal = await this.em.findOne(
        AcceptanceItem,
        { id: itemId ?? 0, acceptance: acceptance.id, kind: 'reversal', state: 'passed' },
        { populate: ['deliverable'] },
      );
      if (!reversal) throw new NotFound('Không tìm thấy khoản điều chỉnh này trong đợt nghiệm thu.');
      reversal.state = 'dropped';
      const { id, title } = reversal.deliverable;
      return { action: 'acceptance.reversal-removed', before: { item: id, title, reason: reversal.reason }, after: null };
    });
  }

  private async chosen(acceptance: Acceptance, which: Judged): Promise<JudgedRow[]> {
    const ids = 'ids' in which ? [...new Set(which.ids)] : await this.list.ids(acceptance.id, which.matching);
    const rows: JudgedRow[] = [];
    for (const part of chunksOf(ids, IDS_A_STATEMENT))
      rows.push(...(await rowsOf<JudgedRow>(this.em, `${JUDGED} and i.id in (${placesFor(part)})`, [acceptance.id, ...part])));
    if (rows.length < ids.length)
      throw new AcceptanceNotReady(`Có ${ids.length - rows.length} sản phẩm không còn trong đợt này; hãy tải lại trang rồi xét tiếp.`);
    return rows;
  }
}
