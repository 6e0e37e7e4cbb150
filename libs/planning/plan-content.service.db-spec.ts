import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Actor } from '#identity/actor.js';
import { readInput } from '#kernel/form-input.js';
import { TestContext } from '#testing/test-context.js';
import { type DutyInput, dutyInput } from './duty.input.js';
import { PlanContentService } from './plan-content.service.js';

const UNTOUCHED = `update plan_duty set state = 'open', note = '', changed_by = null, changed_at = null`;

let context: TestContext;

beforeAll(async () => {
  context = await TestContext.open();
});
beforeEach(async () => {
  await context.reset('2021-03-31');
  await context.run((em) => em.execute(UNTOUCHED));
  await context.run((em) => em.execute(`update plan set state = 'in-force'`));
});
afterAll(() => context.close());

const duties = () => context.ask(PlanContentService, (content) => content.dutiesOf(context.planId));
const dutyOf = async (party: string, position = 1) => (await duties()).find((duty) => duty.party === party && duty.position === position)!;
const report = (actor: Actor, id: number, given: Partial<DutyInput> = {}) =>
  context.ask(PlanContentService, (content) => content.report(actor, id, { state: 'done', note: '', seen: '', ...given }));
const trail = () =>
  context.rows<{ action: string; subject: string; subject_id: number; before: unknown; after: unknown }>(
    'select action, subject, subject_id, "before", "after" from audit_entry order by id',
  );
const parsed = (value: unknown): unknown => (typeof value === 'string' ? JSON.parse(value) : value);

describe('The plan of 2021', () => {
  it('names eleven topics in its order', async () => {
    const topics = await context.ask(PlanContentService, (content) => content.topicsOf(context.planId));
    expect(topics.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(topics[8]!.text).toContain('SIPAS');
  });

  it('lays duties on eleven parties and lists five forms', async () => {
    const all = await duties();
    const parties = all.filter(({ section }) => section === 'parties');
    const byParty = [...Map.groupBy(parties, ({ partyPosition }) => partyPosition)].map(([position, own]) => [position, own.length]);
    expect(byParty).toEqual([4, 5, 3, 2, 1, 2, 3, 2, 1, 1, 1].map((count, index) => [index + 1, count]));
    expect(all.filter(({ section }) => section === 'forms').map(({ text }) => text.slice(0, 2))).toEqual(['a)', 'b)', 'c)', 'd)', 'đ)']);
    expect(all.every(({ state, note, changedAt }) => state === 'open' && note === '' && changedAt === null)).toBe(true);
  });
});

describe('A report on a duty', () => {
  it('is kept with who and when, and audited with what it was before', async () => {
    const { id } = await dutyOf('Sở Tài chính');
    await report(context.people.hanh, id, { state: 'under-way', note: 'Đang thẩm định.' });
    expect(await dutyOf('Sở Tài chính')).toMatchObject({ state: 'under-way', note: 'Đang thẩm định.', changedBy: `#${context.people.hanh.userId}` });
    expect((await dutyOf('Sở Tài chính')).changedAt?.toString()).toBe('2021-03-31T02:00:00Z');
    const [entry, ...others] = await trail();
    expect(others).toEqual([]);
    expect(entry).toMatchObject({ action: 'plan.duty-changed', subject: 'plan', subject_id: context.planId });
    expect(parsed(entry!.before)).toMatchObject({ duty: id, party: 'Sở Tài chính', state: 'open', note: '' });
    expect(parsed(entry!.after)).toMatchObject({ duty: id, state: 'under-way', note: 'Đang thẩm định.' });
  });

  it('that says nothing new is not written down', async () => {
    const { id } = await dutyOf('Sở Tài chính');
    await report(context.people.hanh, id, { state: 'open', note: '' });
    expect((await dutyOf('Sở Tài chính')).changedAt).toBeNull();
    expect(await trail()).toEqual([]);
  });

  it('is refused where somebody else reported meanwhile, and nothing of theirs is lost', async () => {
    const { id } = await dutyOf('Báo Đồng Khởi');
    await report(context.people.tam, id, { state: 'done', note: 'Xong rồi.' });
    await expect(report(context.people.hanh, id, { state: 'under-way' })).rejects.toThrow('Lê Minh Tâm vừa cập nhật nhiệm vụ này');
    const known = await dutyOf('Báo Đồng Khởi');
    expect(known).toMatchObject({ state: 'done', note: 'Xong rồi.' });
    await report(context.people.hanh, id, { state: 'under-way', seen: known.changedAt!.toString() });
    expect(await dutyOf('Báo Đồng Khởi')).toMatchObject({ state: 'under-way', changedBy: `#${context.people.hanh.userId}` });
  });

  it('of a plan that is closed is refused', async () => {
    const { id } = await dutyOf('Sở Tư pháp');
    for (const state of ['closed', 'archived']) {
      await context.run((em) => em.execute('update plan set state = ?', [state]));
      await expect(report(context.people.hanh, id)).rejects.toMatchObject({ code: 'plan-is-closed' });
    }
    expect((await dutyOf('Sở Tư pháp')).state).toBe('open');
  });

  it('of a duty that is not there is not found', async () => {
    await expect(report(context.people.hanh, 999_999)).rejects.toMatchObject({ kind: 'missing' });
  });
});

describe('Who may report', () => {
  it('is Sở Nội vụ for all, an editor for the party that is the own organisation, a viewer for none', async () => {
    const all = await duties();
    const partiesOf = async (actor: Actor) => {
      const mayReport = await context.ask(PlanContentService, (content) => content.reporterOf(actor));
      return new Set(all.filter(mayReport).map(({ party }) => party));
    };
    const { hanh, tam, lan, khoa, phuc } = context.people;
    expect((await partiesOf(hanh)).size).toBe(12);
    expect(await partiesOf(tam)).toEqual(new Set(['Báo Đồng Khởi']));
    expect(await partiesOf(lan)).toEqual(new Set(['Đài Phát thanh và Truyền hình tỉnh']));
    expect(await partiesOf(khoa)).toEqual(new Set());
    expect(await partiesOf(phuc)).toEqual(new Set());
  });

  it('is refused by name otherwise', async () => {
    const { id } = await dutyOf('Đài Phát thanh và Truyền hình tỉnh');
    await report(context.people.lan, id);
    await expect(report(context.people.tam, id)).rejects.toThrow('Không tìm thấy nhiệm vụ này');
    await expect(report(context.people.phuc, id)).rejects.toThrow('Tài khoản của bạn chỉ được xem.');
    expect(await trail()).toHaveLength(1);
  });

  it('goes by the short name too, and by another spelling of it', async () => {
    await context.run((em) => em.execute(`update plan_duty set party = 'Đài PT - TH' where party like 'Đài Phát%'`));
    const { id } = await dutyOf('Đài PT - TH');
    await report(context.people.lan, id);
    await context.run((em) => em.execute(`update plan_duty set party = 'Đài Phát thanh và Truyền hình tỉnh' where party = 'Đài PT - TH'`));
    expect((await duties()).find((duty) => duty.id === id)).toMatchObject({ state: 'done' });
  });
});

describe('The form of a duty', () => {
  it('is read with its note tidied', () => {
    expect(readInput(dutyInput, { state: 'done', note: '  Đã  gửi\u0000 báo cáo ' })).toEqual({ state: 'done', note: 'Đã gửi báo cáo', seen: '' });
  });

  it.each([
    [{ state: 'x', note: '' }, 'state'],
    [{ note: '' }, 'state'],
    [{ state: ['done', 'open'], note: '' }, 'state'],
    [{ state: 'done', note: 'a'.repeat(501) }, 'note'],
    [{ state: 'done', note: ['a', 'b'] }, 'note'],
    [{ state: 'done', seen: ['a', 'b'] }, 'seen'],
  ])('refuses %j by its field', (raw, field) => {
    expect(() => readInput(dutyInput, raw)).toThrow(expect.objectContaining({ fields: { [field]: expect.any(String) } }));
  });
});
