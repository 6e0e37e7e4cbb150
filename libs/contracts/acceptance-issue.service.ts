import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { canonicalJson, sha256 } from '#audit/audit-hash.js';
import type { AuditRecord } from '#audit/audit-trail.js';
import type { Actor } from '#identity/actor.js';
import { instantText } from '#kernel/column-types.js';
import { Clock } from '#kernel/clock.js';
import { InvalidInput } from '#kernel/domain-error.js';
import { formatDate, isAfter, isBefore } from '#kernel/plain-date.js';
import { changeRows, chunksOf, placesFor, rowsOf, type SqlValue } from '#kernel/sql.js';
import { AcceptanceChange, type ChangeMoment } from './acceptance-change.js';
import { AcceptanceFittingQuery, changedSinceJudged } from './acceptance-fitting.query.js';
import { IDS_A_STATEMENT } from './acceptance-judgement.service.js';
import { AcceptanceMinutesService, type RoundSettlement } from './acceptance-minutes.service.js';
import type { RoundItem } from './acceptance-products.query.js';
import { assertNoMisfits, countsByState } from './acceptance.service.js';
import type { Acceptance } from './acceptance.entity.js';
import { AcceptanceNotInState, AcceptanceNotReady } from './acceptance.errors.js';
import { assertMayJudge } from './contract-access.js';
import { lastIssuedDay } from './contract-rounds.js';

type ItemEntry = Omit<AuditRecord, 'at' | 'actorId'>;

/** The states of an entry once its round is issued. */
type Settled = 'accepted' | 'refused';

/**
 * Only what is still published, and still as it was judged; whoever changes an item at this moment comes before or after.
 * The `+ 0` has the entry found by its item: by its round, each of ten thousand items would look through ten thousand entries.
 */
const STILL_AS_JUDGED = `deliverable.status = 'published' and not exists (select 1 from acceptance_item i
    where i.acceptance_id + 0 = ? and i.kind = 'item' and i.deliverable_id = deliverable.id and ${changedSinceJudged('i')})`;

/** Issues a round for good: its items are accepted or refused, its minutes frozen. One transaction, a few statements for any number of items. */
@Injectable()
export class AcceptanceIssueService {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly changes: AcceptanceChange,
    private readonly fitting: AcceptanceFittingQuery,
    private readonly minutes: AcceptanceMinutesService,
    private readonly clock: Clock,
  ) {}

  /**
   * @param version that the page showed
   * @throws Forbidden, NotFound, AcceptanceChanged, AcceptanceNotInState; AcceptanceNotReady while an item is open, or where one
   *   was changed or withdrawn meanwhile: then nothing changes at all
   */
  async issue(actor: Actor, id: number | undefined, version: number): Promise<Acceptance> {
    assertMayJudge(actor);
    return this.changes.make(
      actor,
      id,
      async (acceptance, moment) => {
        // 1. Whether it may be issued as it stands.
        await this.assertReady(acceptance);
        // 2. What becomes of each item, and what the minutes say: counted before anything changes.
        const settlement = await this.minutes.settle(acceptance);
        const round = await this.nextRound(acceptance);
        const minutes = await this.minutes.build(acceptance, settlement, round);
        // 3. The items change their state together, or nothing does.
        await this.settleItems(acceptance, settlement, moment);
        // 4. The minutes are kept as they are, under a hash of their own.
        acceptance.issue(round, { minutes, sha256: sha256(canonicalJson(minutes)) }, moment.by, moment.at);
        await this.em.flush();
        // 5. Whoever has the contract's form open, with an annex in it above all, is told that it is old.
        await changeRows(this.em, 'update contract set version = version + 1 where id = ?', [acceptance.contract.id]);
        return {
          action: 'acceptance.issued',
          before: null,
          after: { ...resultOf(acceptance, settlement), gross: minutes.totals.gross },
          others: entriesOf(acceptance, settlement),
        };
      },
      version,
    );
  }

  private async assertReady(acceptance: Acceptance): Promise<void> {
    if (acceptance.state !== 'reviewed') throw new AcceptanceNotInState(acceptance.state);
    const { contract, heldOn } = acceptance;
    if (contract.state !== 'signed') throw new AcceptanceNotReady('Hợp đồng đã kết thúc nên không ban hành đợt nghiệm thu được nữa.');
    if (isAfter(heldOn, this.clock.today())) throw new InvalidInput('Ngày nghiệm thu chưa tới.', 'heldOn');
    const last = await lastIssuedDay(this.em, contract.id);
    if (last && isBefore(heldOn, last)) throw new AcceptanceNotReady(`Ngày nghiệm thu không được trước đợt gần nhất (${formatDate(last)}).`);
    const open = (await countsByState(this.em, acceptance.id)).get('open') ?? 0;
    if (open > 0) throw new AcceptanceNotReady(`Còn ${open} sản phẩm chưa xét nên chưa ban hành được; hãy lấy lại để soạn và xét hết.`);
    await assertNoMisfits(this.fitting, acceptance);
  }

  private async nextRound({ contract }: Acceptance): Promise<number> {
    const [row] = await rowsOf<{ last: number | null }>(this.em, 'select max(round) as "last" from acceptance where contract_id = ?', [contract.id]);
    return (row?.last ?? 0) + 1;
  }

  private async settleItems(acceptance: Acceptance, { items, outcome }: RoundSettlement, { at, by }: ChangeMoment): Promise<void> {
    const { id, heldOn } = acceptance;
    const now = instantText(at);
    for (const beyond of chunksOf([...outcome.beyond], IDS_A_STATEMENT)) {
      await changeRows(this.em, `update acceptance_item set state = 'beyond' where acceptance_id = ? and id in (${placesFor(beyond)})`, [id, ...beyond]);
    }
    const failed = items.filter(({ kind, state }) => kind === 'item' && state === 'failed').length;
    const reversals = items.filter(({ kind }) => kind === 'reversal').length;
    const changed =
      (await this.changeItems(`status = 'accepted'`, [], { id, now, from: 'passed' })) +
      (await this.changeItems(
        `status = 'rejected', reason = (select i.reason from acceptance_item i where i.acceptance_id + 0 = ? and i.kind = 'item' and i.deliverable_id = deliverable.id and i.state = 'failed')`,
        [id],
        { id, now, from: 'failed' },
      ));
    const missing = outcome.accepted.size + failed - changed;
    if (missing !== 0)
      throw new AcceptanceNotReady(`Có ${missing} sản phẩm vừa được sửa hoặc gỡ trong lúc ban hành; chưa có gì thay đổi. Hãy tải lại trang và xem lại.`);
    await this.becomeSettled(id, 'passed', 'accepted');
    await this.becomeSettled(id, 'failed', 'refused');
    const adjusted = await changeRows(
      this.em,
      `insert into adjustment (deliverable_id, effective_on, reason, made_by_id, made_at)
       select i.deliverable_id, ?, coalesce(i.reason, ''), cast(? as integer), ? from acceptance_item i where i.acceptance_id = ? and i.kind = 'reversal' and i.state = 'accepted'`,
      [heldOn.toString(), by?.id ?? null, now, id],
    );
    if (adjusted !== reversals) throw new AcceptanceNotReady('Các khoản điều chỉnh giảm vừa thay đổi; chưa có gì được ban hành. Hãy tải lại trang.');
  }

  /** @returns how many items changed */
  private async changeItems(
    set: string,
    setValues: readonly SqlValue[],
    { id, now, from }: { id: number; now: string; from: 'passed' | 'failed' },
  ): Promise<number> {
    return changeRows(
      this.em,
      `update deliverable set ${set}, changed_at = ?, version = version + 1
       where id in (select j.deliverable_id from acceptance_item j where j.acceptance_id = ? and j.kind = 'item' and j.state = '${from}') and ${STILL_AS_JUDGED}`,
      [...setValues, now, id, id],
    );
  }

  private async becomeSettled(id: number, from: 'passed' | 'failed', to: Settled): Promise<void> {
    await changeRows(this.em, `update acceptance_item set state = '${to}' where acceptance_id = ? and state = '${from}'`, [id]);
  }
}

function resultOf({ state, round, heldOn, words, minutesSha256 }: Acceptance, { items, outcome }: RoundSettlement) {
  return {
    state,
    round,
    heldOn: heldOn.toString(),
    documentNumber: words.documentNumber,
    accepted: outcome.accepted.size,
    beyond: outcome.beyond.size,
    refused: items.filter(({ kind, state: judged }) => kind === 'item' && judged === 'failed').length,
    reversed: items.filter(({ kind }) => kind === 'reversal').length,
    sha256: minutesSha256,
  };
}

/** An entry for every item that changed, in its own history. */
function entriesOf({ id, round }: Acceptance, { items, outcome }: RoundSettlement): ItemEntry[] {
  const entry = (action: string, item: RoundItem, from: string, to: string): ItemEntry => {
    const { deliverableId, title, occursOn, reason } = item;
    const before = { status: from, title, occursOn };
    return { action, subjectId: deliverableId, before, after: { ...before, status: to, ...(reason ? { reason } : {}), acceptance: id, round } };
  };
  return items.flatMap((item) => {
    if (item.kind === 'reversal') return [entry('deliverable.adjusted', item, 'accepted', 'accepted')];
    if (outcome.accepted.has(item.id)) return [entry('deliverable.accepted', item, 'published', 'accepted')];
    return item.state === 'failed' ? [entry('deliverable.rejected', item, 'published', 'rejected')] : [];
  });
}
