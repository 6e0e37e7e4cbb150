import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { type Actor, may } from '#identity/actor.js';
import { Clock } from '#kernel/clock.js';
import { Forbidden, InvalidInput, NotFound } from '#kernel/domain-error.js';
import { formatDate, isAfter, isBefore, type PlainDate } from '#kernel/plain-date.js';
import { changeRows, rowsOf } from '#kernel/sql.js';
import { AcceptanceChange, findAcceptance } from './acceptance-change.js';
import { AcceptanceFittingQuery, type Refreshed } from './acceptance-fitting.query.js';
import { Acceptance, type AcceptanceWords } from './acceptance.entity.js';
import { AcceptanceNotReady } from './acceptance.errors.js';
import type { AcceptanceInput } from './acceptance.input.js';
import { assertMayJudge, assertMaySeeContract } from './contract-access.js';
import { Contract } from './contract.entity.js';
import { hasUnfinishedRound, lastIssuedDay } from './contract-rounds.js';

const CANCELLED_ITEMS = "update acceptance_item set state = 'dropped' where acceptance_id = ? and state in ('open', 'passed', 'failed')";

/** A round's way from draft over the producer's review to its issue or cancelling. Each method is one transaction with its audit entry. */
@Injectable()
export class AcceptanceService {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly changes: AcceptanceChange,
    private readonly fitting: AcceptanceFittingQuery,
    private readonly clock: Clock,
  ) {}

  /** @throws NotFound, also for whoever may not see it */
  async find(actor: Actor, id: number | undefined): Promise<Acceptance> {
    return findAcceptance(this.em, actor, id);
  }

  /** Begins a round with every item that fits. @throws Forbidden, NotFound, InvalidInput (`heldOn`), AcceptanceNotReady */
  async draft(actor: Actor, contractId: number | undefined, { heldOn, words }: AcceptanceInput): Promise<Acceptance> {
    assertMayJudge(actor);
    if (contractId === undefined) throw new NotFound('Không tìm thấy hợp đồng này.');
    return this.changes.begin(actor, contractId, async ({ at, by }) => {
      const contract = await this.em.findOne(Contract, contractId, { populate: ['annexes', 'partyB'] });
      if (!contract) throw new NotFound('Không tìm thấy hợp đồng này.');
      assertMaySeeContract(actor, contract);
      await this.assertMayBegin(contract);
      await this.assertDay(contract, heldOn);
      const acceptance = new Acceptance(contract, heldOn, words, by, at);
      await this.em.persist(acceptance).flush();
      const { added } = await this.fitting.refresh(acceptance);
      return { acceptance, told: { action: 'acceptance.drafted', before: null, after: { contract: contract.id, ...headOf(acceptance), items: added } } };
    });
  }

  /** Another day or other words, while it is a draft; the items follow the day. @throws as `draft`, AcceptanceChanged */
  async change(actor: Actor, id: number | undefined, version: number, { heldOn, words }: AcceptanceInput): Promise<Acceptance> {
    assertMayJudge(actor);
    return this.changes.make(
      actor,
      id,
      async (acceptance) => {
        acceptance.assertDraft();
        await this.assertDay(acceptance.contract, heldOn);
        const before = headOf(acceptance);
        const isMoved = !acceptance.heldOn.equals(heldOn);
        acceptance.heldOn = heldOn;
        acceptance.words = words;
        await this.em.flush();
        const refreshed = isMoved ? await this.fitting.refresh(acceptance) : {};
        return { action: 'acceptance.changed', before, after: { ...headOf(acceptance), ...refreshed } };
      },
      version,
    );
  }

  /** Takes in what was logged since, drops what was withdrawn, reopens what was changed after it was judged. @throws Forbidden, AcceptanceNotInState */
  async refresh(actor: Actor, id: number | undefined): Promise<Refreshed> {
    assertMayJudge(actor);
    let refreshed: Refreshed = { added: 0, dropped: 0, reopened: 0 };
    await this.changes.make(actor, id, async (acceptance) => {
      acceptance.assertDraft();
      refreshed = await this.fitting.refresh(acceptance);
      const isSame = Object.values(refreshed).every((count) => count === 0);
      return isSame ? null : { action: 'acceptance.refreshed', before: null, after: refreshed };
    });
    return refreshed;
  }

  /** Every item is judged: over to the producer. @throws Forbidden, AcceptanceNotInState, AcceptanceNotReady */
  async submit(actor: Actor, id: number | undefined): Promise<Acceptance> {
    assertMayJudge(actor);
    return this.changes.make(actor, id, async (acceptance) => {
      acceptance.assertDraft();
      await this.assertAllJudged(acceptance);
      acceptance.submit();
      return { action: 'acceptance.submitted', before: null, after: headOf(acceptance) };
    });
  }

  /** The producer agrees; a coordinator records what was agreed on paper, and says where. @throws Forbidden, InvalidInput, AcceptanceNotInState */
  async agree(actor: Actor, id: number | undefined, note: string): Promise<Acceptance> {
    return this.changes.make(actor, id, async (acceptance, { at, by }) => {
      const isOnPaper = !isOfProducer(actor, acceptance);
      if (isOnPaper) assertMayJudge(actor);
      if (isOnPaper && note === '') throw new InvalidInput('Hãy ghi đơn vị đã đồng ý bằng cách nào, ở đâu.', 'note');
      acceptance.agree(by, at, note || null);
      return { action: isOnPaper ? 'acceptance.agreed-on-paper' : 'acceptance.agreed', before: null, after: { ...headOf(acceptance), reason: note || null } };
    });
  }

  /** The producer asks for a change. @throws Forbidden, AcceptanceNotInState */
  async sendBack(actor: Actor, id: number | undefined, note: string): Promise<Acceptance> {
    return this.changes.make(actor, id, async (acceptance, { at, by }) => {
      if (!isOfProducer(actor, acceptance)) throw new Forbidden('Ý kiến về đợt nghiệm thu do đơn vị thực hiện hợp đồng ghi.');
      if (acceptance.state !== 'review') throw new AcceptanceNotReady('Đợt nghiệm thu không còn chờ đơn vị xem lại; hãy tải lại trang để xem trạng thái mới.');
      acceptance.sendBack(by, at, note);
      return { action: 'acceptance.sent-back', before: null, after: { ...headOf(acceptance), reason: note } };
    });
  }

  /** The office takes it up again. @throws Forbidden, AcceptanceNotInState */
  async reopen(actor: Actor, id: number | undefined): Promise<Acceptance> {
    assertMayJudge(actor);
    return this.changes.make(actor, id, async (acceptance) => {
      acceptance.reopen();
      return { action: 'acceptance.reopened', before: null, after: headOf(acceptance) };
    });
  }

  /** Gives the round up; its items are free for another. @throws Forbidden, AcceptanceNotInState */
  async cancel(actor: Actor, id: number | undefined): Promise<Acceptance> {
    assertMayJudge(actor);
    return this.changes.make(actor, id, async (acceptance) => {
      acceptance.cancel();
      const items = await changeRows(this.em, CANCELLED_ITEMS, [acceptance.id]);
      return { action: 'acceptance.cancelled', before: null, after: { ...headOf(acceptance), items } };
    });
  }

  private async assertMayBegin({ id, state }: Contract): Promise<void> {
    if (state === 'draft') throw new AcceptanceNotReady('Hợp đồng chưa ký nên chưa nghiệm thu được; hãy ghi nhận việc ký trước.');
    if (state !== 'signed') throw new AcceptanceNotReady('Hợp đồng đã kết thúc nên không lập thêm đợt nghiệm thu được.');
    if (await hasUnfinishedRound(this.em, id)) throw new AcceptanceNotReady('Hợp đồng còn một đợt nghiệm thu chưa xong; hãy ban hành hoặc hủy đợt đó trước.');
  }

  /** Dates do not run backwards: signing, earlier rounds, this one, today. */
  private async assertDay({ id, signedOn }: Contract, heldOn: PlainDate): Promise<void> {
    if (isAfter(heldOn, this.clock.today())) throw new InvalidInput('Ngày nghiệm thu chưa tới.', 'heldOn');
    if (signedOn && isBefore(heldOn, signedOn))
      throw new InvalidInput(`Ngày nghiệm thu không được trước ngày ký hợp đồng (${formatDate(signedOn)}).`, 'heldOn');
    const last = await lastIssuedDay(this.em, id);
    if (last && isBefore(heldOn, last)) throw new InvalidInput(`Ngày nghiệm thu không được trước đợt gần nhất (${formatDate(last)}).`, 'heldOn');
  }

  private async assertAllJudged(acceptance: Acceptance): Promise<void> {
    const counts = await countsByState(this.em, acceptance.id);
    const open = counts.get('open') ?? 0;
    if (open > 0) throw new AcceptanceNotReady(`Còn ${open} sản phẩm chưa xét; hãy xét hết rồi gửi.`);
    if ((counts.get('passed') ?? 0) + (counts.get('failed') ?? 0) === 0) throw new AcceptanceNotReady('Đợt nghiệm thu chưa có sản phẩm nào để gửi.');
    await assertNoMisfits(this.fitting, acceptance);
  }
}

/** How many of a round's entries stand in each state, reversals among them. */
export async function countsByState(em: SqlEntityManager, acceptanceId: number): Promise<Map<string, number>> {
  const rows = await rowsOf<{ state: string; count: number }>(
    em,
    'select state as "state", cast(count(*) as integer) as "count" from acceptance_item where acceptance_id = ? group by state',
    [acceptanceId],
  );
  return new Map(rows.map(({ state, count }) => [state, count]));
}

/** @throws AcceptanceNotReady where an item was withdrawn, moved out or changed since it was judged */
export async function assertNoMisfits(fitting: AcceptanceFittingQuery, acceptance: Acceptance): Promise<void> {
  const { unfit, changed } = await fitting.misfits(acceptance);
  const what = [unfit > 0 ? `${unfit} sản phẩm đã bị gỡ hoặc không còn thuộc đợt này` : '', changed > 0 ? `${changed} sản phẩm đã sửa sau khi xét` : ''];
  const words = what.filter(Boolean).join(', ');
  if (words !== '') throw new AcceptanceNotReady(`Có ${words}. Hãy lấy lại để soạn (nếu đã gửi), bấm “Cập nhật danh sách”, rồi xét lại.`);
}

/** Whether the actor speaks for the producer of the contract. */
export function isOfProducer(actor: Actor, { contract }: Acceptance): boolean {
  return may(actor, 'acceptances.answer', contract.partyB.id);
}

function headOf({ state, heldOn, words, round }: Acceptance): { state: string; heldOn: string; words: AcceptanceWords; round: number | null } {
  return { state, heldOn: heldOn.toString(), words, round };
}
