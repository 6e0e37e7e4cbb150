import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { canonicalJson, sha256 } from '#audit/audit-hash.js';
import { DeliverableService } from '#deliverables/deliverable.service.js';
import type { Actor } from '#identity/actor.js';
import { plainDate } from '#kernel/plain-date.js';
import { article, segment } from '#testing/builders.js';
import { annexOf, signedContract } from '#testing/signed-contract.js';
import { TestContext } from '#testing/test-context.js';
import { AcceptanceIssueService } from './acceptance-issue.service.js';
import { AcceptanceJudgementService } from './acceptance-judgement.service.js';
import { AcceptanceMinutesService } from './acceptance-minutes.service.js';
import { AcceptanceService } from './acceptance.service.js';
import { ContractItemsQuery } from './contract-items.query.js';

let context: TestContext;
let hanh: Actor;
let tam: Actor;

beforeAll(async () => {
  context = await TestContext.open();
});
beforeEach(async () => {
  await context.reset('2021-12-31');
  ({ hanh, tam } = context.people);
});
afterAll(() => context.close());

const WORDS = { documentNumber: '7/BB-SNV', place: 'Sở Nội vụ', quality: '', progress: '', conclusion: '' };

const rounds = <T>(question: (service: AcceptanceService) => Promise<T>) => context.ask(AcceptanceService, question);
const judging = <T>(question: (service: AcceptanceJudgementService) => Promise<T>) => context.ask(AcceptanceJudgementService, question);
const minutesOf = async (id: number) => (await context.ask(AcceptanceMinutesService, (service) => service.minutesOf(hanh, id))).minutes;
const draft = async (contractId: number, heldOn: string) =>
  (await rounds((service) => service.draft(hanh, contractId, { heldOn: plainDate(heldOn), words: WORDS }))).id;
const log = async (on: string, given: Parameters<typeof article>[0] = {}, task = 4) =>
  (await context.ask(DeliverableService, (service) => service.log(hanh, context.taskId(task), article({ occursOn: on, ...given })))).id;

async function logMany(count: number, from = '2021-01-15'): Promise<number[]> {
  const ids: number[] = [];
  for (let index = 0; index < count; index += 1)
    ids.push(
      await log(
        plainDate(from)
          .add({ days: index * 3 })
          .toString(),
      ),
    );
  return ids;
}

interface Entry {
  id: number;
  item: number;
  state: string;
  kind: string;
}

const entries = (acceptanceId: number) =>
  context.rows<Entry>(
    'select i.id, i.deliverable_id as item, i.state, i.kind from acceptance_item i join deliverable d on d.id = i.deliverable_id where i.acceptance_id = ? order by d.occurs_on, d.id',
    [acceptanceId],
  );

const statusOf = async (id: number) => (await context.rows<{ status: string }>('select status from deliverable where id = ?', [id]))[0]!.status;

/** Judges all but those refused, and issues the round. */
async function issued(acceptanceId: number, refused: readonly number[] = []): Promise<number> {
  await judging((service) => service.judge(hanh, acceptanceId, { matching: {} }, { state: 'passed' }));
  const failing = (await entries(acceptanceId)).filter(({ item }) => refused.includes(item)).map(({ id }) => id);
  if (failing.length > 0) await judging((service) => service.judge(hanh, acceptanceId, { ids: failing }, { state: 'failed', reason: 'Sai chủ đề' }));
  await rounds((service) => service.submit(hanh, acceptanceId));
  const { version } = await rounds((service) => service.agree(tam, acceptanceId, ''));
  return (await context.ask(AcceptanceIssueService, (service) => service.issue(hanh, acceptanceId, version))).round!;
}

const reviewed = async (acceptanceId: number) => {
  await judging((service) => service.judge(hanh, acceptanceId, { matching: {} }, { state: 'passed' }));
  await rounds((service) => service.submit(hanh, acceptanceId));
  return (await rounds((service) => service.agree(tam, acceptanceId, ''))).version;
};

const issue = (acceptanceId: number, version: number) => context.ask(AcceptanceIssueService, (service) => service.issue(hanh, acceptanceId, version));

describe('A contract over twenty-four articles', () => {
  it('is accepted in two rounds: two are refused, one is made up', async () => {
    const { id, lineIds } = await signedContract(context);
    const items = await logMany(24);
    const first = await draft(id, '2021-07-05');
    expect(await issued(first, [items[3]!, items[10]!])).toBe(1);
    expect(await minutesOf(first)).toMatchObject({
      round: 1,
      heldOn: '2021-07-05',
      lines: [{ contracted: 24, declared: 24, acceptedBefore: 0, accepted: 22, refused: 2, beyond: 0, acceptedToDate: 22, difference: -2 }],
      totals: { net: 33_000_000, vat: 2_640_000, gross: 35_640_000 },
      refused: [
        { deliverableId: items[3], reason: 'Sai chủ đề' },
        { deliverableId: items[10], reason: 'Sai chủ đề' },
      ],
    });
    expect([await statusOf(items[0]!), await statusOf(items[3]!)]).toEqual(['accepted', 'rejected']);

    const madeUp = await log('2021-08-10');
    const second = await draft(id, '2021-12-20');
    expect(await issued(second)).toBe(2);
    const minutes = await minutesOf(second);
    expect(minutes.lines).toMatchObject([{ lineId: lineIds[0], acceptedBefore: 22, accepted: 1, acceptedToDate: 23, difference: -1 }]);
    expect(minutes.products).toMatchObject([{ deliverableId: madeUp, amount: 1_500_000 }]);
    expect(minutes.totalsToDate).toEqual({ net: 34_500_000, vat: 2_760_000, gross: 37_260_000 });
  });

  it('says of a segment that makes up for a missed month which month it is', async () => {
    const { id } = await signedContract(context, { partyB: 'dai-ptth', lines: [{ task: 7, quantity: 12 }] });
    const input = segment({ occursOn: '2021-05-10', creditedOn: '2021-03-31' });
    await context.ask(DeliverableService, (service) => service.log(hanh, context.taskId(7), input));
    const round = await draft(id, '2021-07-05');
    await judging((service) => service.judge(hanh, round, { matching: {} }, { state: 'passed' }));
    expect((await minutesOf(round)).products).toMatchObject([{ note: 'Bù tháng 3/2021', issueOrChannel: 'THBT', evidence: ['THBT, 19:45 ngày 10/5/2021'] }]);
  });

  it('is kept as minutes that no later change of the contract, the names or the office alters', async () => {
    const { id } = await signedContract(context);
    await logMany(3);
    const round = await draft(id, '2021-07-05');
    const preview = await minutesOf(round);
    expect(preview).toMatchObject({
      round: null,
      partyA: { name: expect.stringContaining('Sở Nội vụ') },
      bases: [expect.stringContaining('Bộ luật'), 'Kế hoạch số 105/KH-UBND'],
    });
    await issued(round);
    const frozen = await minutesOf(round);
    await context.rows("update contract set title = 'khác' where id = ? returning id", [id]);
    await context.rows("update deliverable set title = 'khác' where task_id = ? returning id", [context.taskId(4)]);
    expect(await minutesOf(round)).toEqual(frozen);
    const [stored] = await context.rows<{ minutes_sha256: string }>('select minutes_sha256 from acceptance where id = ?', [round]);
    expect(sha256(canonicalJson(frozen))).toBe(stored!.minutes_sha256);
  });
});

describe('What is beyond the contract', () => {
  it('is neither accepted nor paid: the earliest are taken, the surplus waits for an annex', async () => {
    const { id, lineIds } = await signedContract(context, { lines: [{ quantity: 3 }] });
    const items = await logMany(5);
    const first = await draft(id, '2021-07-05');
    await issued(first);
    expect((await entries(first)).map(({ state }) => state)).toEqual(['accepted', 'accepted', 'accepted', 'beyond', 'beyond']);
    expect(await Promise.all(items.map(statusOf))).toEqual(['accepted', 'accepted', 'accepted', 'published', 'published']);
    expect((await minutesOf(first)).lines).toMatchObject([{ contracted: 3, declared: 5, accepted: 3, beyond: 2, difference: 0 }]);

    await annexOf(context, id, lineIds[0]!, 4, '2021-08-01');
    const second = await draft(id, '2021-09-01');
    expect((await entries(second)).map(({ item }) => item)).toEqual(items.slice(3));
    await issued(second);
    expect((await entries(second)).map(({ state }) => state)).toEqual(['accepted', 'beyond']);
    const minutes = await minutesOf(second);
    expect(minutes).toMatchObject({
      annexes: [{ number: '01/PLHĐ' }],
      lines: [{ contracted: 4, acceptedBefore: 3, accepted: 1, beyond: 1, acceptedToDate: 4 }],
    });
  });

  it('takes the place of an item that is taken back, which stays accepted but leaves the counts', async () => {
    const { id, lineIds } = await signedContract(context, { lines: [{ quantity: 2 }] });
    const items = await logMany(3);
    await issued(await draft(id, '2021-07-05'));
    const second = await draft(id, '2021-09-01');
    await judging((service) => service.addReversal(hanh, second, items[0], 'Đăng lại bài cũ'));
    await issued(second);
    expect((await minutesOf(second)).lines).toMatchObject([{ acceptedBefore: 2, accepted: 1, reversed: 1, acceptedToDate: 2, amounts: { gross: 0 } }]);
    expect((await minutesOf(second)).products.map(({ deliverableId, amount }) => [deliverableId, amount])).toEqual([
      [items[2], 1_500_000],
      [items[0], -1_500_000],
    ]);
    expect(await context.rows('select deliverable_id as item, effective_on as day, reason from adjustment')).toEqual([
      { item: items[0], day: '2021-09-01', reason: 'Đăng lại bài cũ' },
    ]);
    expect(await statusOf(items[0]!)).toBe('accepted');
    const days = { id, startsOn: plainDate('2021-01-10'), endsOn: plainDate('2021-12-31') };
    const counts = await context.ask(ContractItemsQuery, (query) => query.countsOf(days, plainDate('2021-12-31')));
    expect(counts.get(lineIds[0]!)).toMatchObject({ declared: 2, accepted: 2 });
    const third = await draft(id, '2021-10-01');
    await expect(judging((service) => service.addReversal(hanh, third, items[0], 'Lần nữa'))).rejects.toMatchObject({ code: 'acceptance-not-ready' });
  });
});

describe('Which items a round takes', () => {
  it('only those within the contract and up to its day, each in one open round at most', async () => {
    const { id } = await signedContract(context, { startsOn: '2021-02-01', endsOn: '2021-06-30' });
    const other = await signedContract(context, { number: '06/HĐ-TT' });
    const [, inside, later] = [await log('2021-01-20'), await log('2021-03-01'), await log('2021-06-01'), await log('2021-07-15')];
    const first = await draft(id, '2021-05-31');
    expect((await entries(first)).map(({ item }) => item)).toEqual([inside]);
    const second = await draft(other.id, '2021-12-31');
    expect((await entries(second)).map(({ item }) => item)).not.toContain(inside);
    expect(await entries(second)).toHaveLength(3);
    await rounds((service) => service.cancel(hanh, second));
    await rounds((service) => service.change(hanh, first, 1, { heldOn: plainDate('2021-06-30'), words: WORDS }));
    expect((await entries(first)).map(({ item }) => item)).toEqual([inside, later]);
    expect((await entries(second)).every(({ state }) => state === 'dropped')).toBe(true);
  });

  it('of lines by genre, each its own', async () => {
    const { id, lineIds } = await signedContract(context, { lines: [{ genre: 'Bài viết' }, {}] });
    await log('2021-02-01', { genre: 'Bài viết' });
    await log('2021-02-02', { genre: 'Tin' });
    const round = await draft(id, '2021-07-05');
    const rows = await context.rows<{ line_id: number }>('select line_id from acceptance_item where acceptance_id = ? order by deliverable_id', [round]);
    expect(rows.map(({ line_id }) => line_id)).toEqual(lineIds);
  });

  it('is brought up to date: logged later comes in, withdrawn goes out, changed is judged again', async () => {
    const { id } = await signedContract(context);
    const [gone, changed, kept] = await logMany(3);
    const round = await draft(id, '2021-12-31');
    await judging((service) => service.judge(hanh, round, { matching: {} }, { state: 'passed' }));
    context.clock.advance({ minutes: 1 });
    await context.ask(DeliverableService, (service) => service.withdraw(hanh, gone!, 1, 'Gỡ bài'));
    await context.ask(DeliverableService, (service) => service.amend(hanh, changed!, 1, article({ occursOn: '2021-02-02', title: 'Tên khác' })));
    await expect(rounds((service) => service.submit(hanh, round))).rejects.toThrow(/1 sản phẩm đã bị gỡ.*1 sản phẩm đã sửa sau khi xét/);
    const added = await log('2021-05-05');
    expect(await rounds((service) => service.refresh(hanh, round))).toEqual({ added: 1, dropped: 1, reopened: 1 });
    expect(new Map((await entries(round)).map(({ item, state }) => [item, state]))).toEqual(
      new Map([
        [gone, 'dropped'],
        [changed, 'open'],
        [kept, 'passed'],
        [added, 'open'],
      ]),
    );
    expect(await rounds((service) => service.refresh(hanh, round))).toEqual({ added: 0, dropped: 0, reopened: 0 });
  });
});

describe('Issuing', () => {
  it('is refused whole where an item was withdrawn after it had been judged', async () => {
    const { id } = await signedContract(context);
    const [gone, kept] = await logMany(2);
    const round = await draft(id, '2021-12-31');
    const version = await reviewed(round);
    await context.ask(DeliverableService, (service) => service.withdraw(hanh, gone!, 1, 'Gỡ bài'));
    await expect(issue(round, version)).rejects.toThrow(/1 sản phẩm đã bị gỡ/);
    expect(await statusOf(kept!)).toBe('published');
    expect((await entries(round)).map(({ state }) => state)).toEqual(['passed', 'passed']);
  });

  it('happens once, also when two people press at the same moment', async () => {
    const { id } = await signedContract(context);
    await logMany(4);
    const round = await draft(id, '2021-12-31');
    const version = await reviewed(round);
    const outcomes = await Promise.allSettled([issue(round, version), issue(round, version), issue(round, version)]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await context.rows("select id from audit_entry where action = 'acceptance.issued'")).toHaveLength(1);
    expect(await context.rows("select id from audit_entry where action = 'deliverable.accepted'")).toHaveLength(4);
  });

  it('and a withdrawal at the same moment end with the one or the other, never with both', async () => {
    const { id } = await signedContract(context);
    const [item] = await logMany(1);
    const round = await draft(id, '2021-12-31');
    const version = await reviewed(round);
    const [issuing] = await Promise.allSettled([
      issue(round, version),
      context.ask(DeliverableService, (service) => service.withdraw(hanh, item!, 1, 'Gỡ bài')),
    ]);
    expect(await statusOf(item!)).toBe(issuing.status === 'fulfilled' ? 'accepted' : 'withdrawn');
  });

  it('leaves nothing to change', async () => {
    const { id } = await signedContract(context);
    await logMany(2);
    const round = await draft(id, '2021-12-31');
    await issued(round);
    const { version } = await rounds((service) => service.find(hanh, round));
    const inState = { code: 'acceptance-state', kind: 'conflict' };
    await expect(judging((service) => service.judge(hanh, round, { matching: {} }, { state: 'open' }))).rejects.toMatchObject(inState);
    await expect(rounds((service) => service.change(hanh, round, version, { heldOn: plainDate('2021-12-31'), words: WORDS }))).rejects.toMatchObject(inState);
    await expect(rounds((service) => service.refresh(hanh, round))).rejects.toMatchObject(inState);
    await expect(rounds((service) => service.reopen(hanh, round))).rejects.toMatchObject(inState);
    await expect(rounds((service) => service.cancel(hanh, round))).rejects.toMatchObject(inState);
    await expect(issue(round, version)).rejects.toMatchObject(inState);
  });
});

describe('A round', () => {
  it('begins for a signed contract alone, one at a time, and never before the last', async () => {
    const { id } = await signedContract(context);
    await logMany(2);
    await expect(draft(id, '2021-01-09')).rejects.toMatchObject({ field: 'heldOn' });
    await expect(draft(id, '2022-01-01')).rejects.toMatchObject({ field: 'heldOn' });
    const first = await draft(id, '2021-07-05');
    await expect(draft(id, '2021-07-06')).rejects.toMatchObject({ code: 'acceptance-not-ready' });
    await issued(first);
    await expect(draft(id, '2021-07-04')).rejects.toMatchObject({ field: 'heldOn' });
    await context.rows("update contract set state = 'draft' where id = ? returning id", [id]);
    await expect(draft(id, '2021-07-06')).rejects.toThrow(/chưa ký/);
  });

  it('begins once, also when two people press at the same moment', async () => {
    const { id } = await signedContract(context);
    const outcomes = await Promise.allSettled([draft(id, '2021-07-05'), draft(id, '2021-07-05')]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('is reviewed by the producer of the contract, or recorded as agreed on paper', async () => {
    const { lan, phuc } = context.people;
    const { id } = await signedContract(context);
    await logMany(1);
    const round = await draft(id, '2021-07-05');
    await expect(rounds((service) => service.agree(tam, round, ''))).rejects.toMatchObject({ code: 'acceptance-state' });
    await expect(rounds((service) => service.submit(hanh, round))).rejects.toThrow(/Còn 1 sản phẩm chưa xét/);
    await judging((service) => service.judge(hanh, round, { matching: {} }, { state: 'passed' }));
    await rounds((service) => service.submit(hanh, round));
    await expect(rounds((service) => service.agree(lan, round, ''))).rejects.toMatchObject({ kind: 'missing' });
    await expect(rounds((service) => service.agree(phuc, round, ''))).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(rounds((service) => service.sendBack(hanh, round, 'Thiếu bài'))).rejects.toMatchObject({ kind: 'forbidden' });
    expect(await rounds((service) => service.sendBack(tam, round, 'Thiếu một bài'))).toMatchObject({ state: 'draft', reviewNote: 'Thiếu một bài' });
    await rounds((service) => service.submit(hanh, round));
    await expect(rounds((service) => service.agree(hanh, round, ''))).rejects.toMatchObject({ field: 'note' });
    expect(await rounds((service) => service.agree(hanh, round, 'Công văn số 12'))).toMatchObject({ state: 'reviewed', reviewNote: 'Công văn số 12' });
    expect(await rounds((service) => service.reopen(hanh, round))).toMatchObject({ state: 'draft', reviewNote: null });
  });

  it('is judged by coordinators alone; the same verdict twice is one entry of the trail', async () => {
    const { id } = await signedContract(context);
    await logMany(2);
    const round = await draft(id, '2021-07-05');
    const [one] = await entries(round);
    await expect(judging((service) => service.judge(tam, round, { ids: [one!.id] }, { state: 'passed' }))).rejects.toMatchObject({ kind: 'forbidden' });
    expect(await judging((service) => service.judge(hanh, round, { ids: [one!.id, one!.id] }, { state: 'failed', reason: 'Sai' }))).toBe(1);
    expect(await judging((service) => service.judge(hanh, round, { ids: [one!.id] }, { state: 'failed', reason: 'Sai' }))).toBe(0);
    expect(await context.rows("select id from audit_entry where action = 'acceptance.judged'")).toHaveLength(1);
    await expect(judging((service) => service.judge(hanh, round, { ids: [one!.id, 999_999] }, { state: 'passed' }))).rejects.toThrow(/1 sản phẩm không còn/);
    expect((await entries(round))[0]).toMatchObject({ state: 'failed' });
  });
});
