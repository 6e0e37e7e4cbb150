import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { canonicalJson, sha256 } from '#audit/audit-hash.js';
import { DeliverableService } from '#deliverables/deliverable.service.js';
import type { Actor } from '#identity/actor.js';
import { plainDate } from '#kernel/plain-date.js';
import { article } from '#testing/builders.js';
import { signedContract } from '#testing/signed-contract.js';
import { TestContext } from '#testing/test-context.js';
import { AcceptanceIssueService } from './acceptance-issue.service.js';
import { AcceptanceJudgementService } from './acceptance-judgement.service.js';
import { AcceptanceService } from './acceptance.service.js';
import { Contract, ContractPayment } from './contract.entity.js';
import { LiquidationMinutesService } from './liquidation-minutes.service.js';
import { LiquidationService } from './liquidation.service.js';
import type { LiquidationInput } from './liquidation.input.js';

let context: TestContext;
let hanh: Actor;

beforeAll(async () => {
  context = await TestContext.open();
});
beforeEach(async () => {
  await context.reset('2021-12-31');
  ({ hanh } = context.people);
});
afterAll(() => context.close());

const liquidations = <T>(question: (service: LiquidationService) => Promise<T>) => context.ask(LiquidationService, question);
const minutesOf = (id: number, actor = hanh) => context.ask(LiquidationMinutesService, (service) => service.minutesOf(actor, id));
const input = (given: Partial<LiquidationInput> = {}): LiquidationInput => ({
  heldOn: plainDate('2021-12-30'),
  documentNumber: '15/BB-SNV',
  place: 'Sở Nội vụ',
  conclusion: 'Hai bên thống nhất.',
  deductions: [],
  ...given,
});

async function pay(contractId: number, kind: 'advance' | 'payment', amount: number, paidOn: string, isStruck = false): Promise<void> {
  await context.run(async (em) => {
    const payment = new ContractPayment(
      await em.findOneOrFail(Contract, contractId),
      { kind, amount, paidOn: plainDate(paidOn), note: '' },
      context.clock.now(),
    );
    if (isStruck) payment.struckAt = context.clock.now();
    await em.persist(payment).flush();
  });
}

async function roundOf(contractId: number, heldOn: string): Promise<number> {
  const words = { documentNumber: '7/BB-SNV', place: '', quality: '', progress: '', conclusion: '' };
  const { id } = await context.ask(AcceptanceService, (service) => service.draft(hanh, contractId, { heldOn: plainDate(heldOn), words }));
  return id;
}

async function acceptedRound(contractId: number, heldOn: string): Promise<void> {
  const id = await roundOf(contractId, heldOn);
  await context.ask(AcceptanceJudgementService, (service) => service.judge(hanh, id, { matching: {} }, { state: 'passed' }));
  await context.ask(AcceptanceService, (service) => service.submit(hanh, id));
  const { version } = await context.ask(AcceptanceService, (service) => service.agree(hanh, id, 'Công văn số 12'));
  await context.ask(AcceptanceIssueService, (service) => service.issue(hanh, id, version));
}

const log = (on: string) => context.ask(DeliverableService, (service) => service.log(hanh, context.taskId(4), article({ occursOn: on })));

describe('Liquidation', () => {
  it('sums up what was ordered, accepted, deducted and paid, and closes the contract for good', async () => {
    const { id } = await signedContract(context, { lines: [{ quantity: 3 }] });
    await log('2021-02-01');
    await acceptedRound(id, '2021-06-01');
    await log('2021-08-01');
    await acceptedRound(id, '2021-09-01');
    await pay(id, 'advance', 1_000_000, '2021-02-01');
    await pay(id, 'payment', 500_000, '2021-10-01');
    await pay(id, 'payment', 900_000, '2021-10-02', true);
    await liquidations((service) => service.save(hanh, id, 0, input({ deductions: [{ label: 'Phạt chậm', amount: 240_000 }] })));
    expect((await minutesOf(id)).isIssued).toBe(false);
    const { issuedAt } = await liquidations((service) => service.issue(hanh, id, 1));
    expect(issuedAt).not.toBeNull();
    const { minutes, isIssued } = await minutesOf(id);
    expect(isIssued).toBe(true);
    expect(minutes).toMatchObject({
      rounds: [
        { round: 1, heldOn: '2021-06-01', documentNumber: '7/BB-SNV', gross: 1_620_000 },
        { round: 2, heldOn: '2021-09-01', gross: 1_620_000 },
      ],
      lines: [{ contracted: 3, declared: 2, acceptedToDate: 2, difference: -1 }],
      contractValue: { gross: 4_860_000 },
      acceptedValue: { net: 3_000_000, vat: 240_000, gross: 3_240_000 },
      deducted: 240_000,
      payable: 3_000_000,
      advance: 1_000_000,
      paid: 1_500_000,
      remaining: 1_500_000,
    });
    const [stored] = await context.rows<{ sum: string; state: string }>(
      'select l.minutes_sha256 as sum, c.state from liquidation l join contract c on c.id = l.contract_id where c.id = ?',
      [id],
    );
    expect(stored).toEqual({ sum: sha256(canonicalJson(minutes)), state: 'liquidated' });
    await expect(liquidations((service) => service.save(hanh, id, 2, input()))).rejects.toMatchObject({ code: 'contract-state' });
    await expect(liquidations((service) => service.issue(hanh, id, 2))).rejects.toMatchObject({ code: 'contract-state' });
    await expect(roundOf(id, '2021-12-31')).rejects.toThrow(/đã kết thúc/);
  });

  it('is no condition of completion: nothing accepted at all, and more paid than is due', async () => {
    const { id } = await signedContract(context);
    await pay(id, 'advance', 5_000_000, '2021-02-01');
    await liquidations((service) => service.save(hanh, id, 0, input({ heldOn: plainDate('2021-03-01') })));
    await liquidations((service) => service.issue(hanh, id, 1));
    expect((await minutesOf(id)).minutes).toMatchObject({ rounds: [], acceptedValue: { gross: 0 }, payable: 0, remaining: -5_000_000 });
  });

  it('waits for a round that is not finished, and is never dated before signing or the last round', async () => {
    const { id } = await signedContract(context);
    await expect(liquidations((service) => service.save(hanh, id, 0, input({ heldOn: plainDate('2021-01-09') })))).rejects.toMatchObject({ field: 'heldOn' });
    await expect(liquidations((service) => service.save(hanh, id, 0, input({ heldOn: plainDate('2022-01-01') })))).rejects.toMatchObject({ field: 'heldOn' });
    await log('2021-02-01');
    await acceptedRound(id, '2021-06-01');
    await expect(liquidations((service) => service.save(hanh, id, 0, input({ heldOn: plainDate('2021-05-31') })))).rejects.toThrow(/đợt nghiệm thu gần nhất/);
    await liquidations((service) => service.save(hanh, id, 0, input()));
    await roundOf(id, '2021-07-01');
    await expect(liquidations((service) => service.issue(hanh, id, 1))).rejects.toThrow(/chưa xong/);
  });

  it('is kept by coordinators, seen by the producer, unknown to others; a second editor is told', async () => {
    const { tam, lan, phuc } = context.people;
    const { id } = await signedContract(context);
    await expect(liquidations((service) => service.save(tam, id, 0, input()))).rejects.toMatchObject({ kind: 'forbidden' });
    await liquidations((service) => service.save(hanh, id, 0, input()));
    await expect(liquidations((service) => service.save(hanh, id, 0, input()))).rejects.toMatchObject({ code: 'liquidation-changed' });
    await expect(liquidations((service) => service.issue(hanh, id, 0))).rejects.toMatchObject({ code: 'liquidation-changed' });
    expect((await minutesOf(id, tam)).minutes.documentNumber).toBe('15/BB-SNV');
    expect((await minutesOf(id, phuc)).isIssued).toBe(false);
    await expect(minutesOf(id, lan)).rejects.toMatchObject({ kind: 'missing' });
  });
});
