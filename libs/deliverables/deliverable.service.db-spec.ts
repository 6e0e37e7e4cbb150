import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { UniqueConstraintViolationException } from '@mikro-orm/core';
import type { Actor } from '#identity/actor.js';
import { User } from '#identity/user.entity.js';
import { RecentActivityQuery } from '#audit/recent-activity.query.js';
import { Forbidden, InvalidInput, NotFound } from '#kernel/domain-error.js';
import { plainDate } from '#kernel/plain-date.js';
import { Task } from '#planning/task.entity.js';
import { article, paper, segment, session, slot } from '#testing/builders.js';
import { type PersonaName } from '#testing/personas.js';
import { TestContext } from '#testing/test-context.js';
import { Deliverable, NO_DETAILS } from './deliverable.entity.js';
import { identifyingUrlKey } from './identity-of-piece.js';
import { DuplicateDeliverable, IllegalTransition, NotMovable, StaleVersion } from './deliverable.errors.js';
import { DeliverableService } from './deliverable.service.js';
import type { PublicationInput, SlotInput } from './publication.input.js';

const TODAY = '2021-03-31';

describe('Deliverables', () => {
  let context: TestContext;
  let tam: Actor;
  let lan: Actor;
  let hanh: Actor;
  beforeAll(async () => {
    context = await TestContext.open();
    ({ tam, lan, hanh } = context.people);
  });
  afterAll(() => context.close());
  beforeEach(() => context.reset(TODAY));

  const ask = <T>(question: (service: DeliverableService) => Promise<T>) => context.ask(DeliverableService, question);
  const log = (actor: Actor, ordinal: number, input: PublicationInput) => ask((service) => service.log(actor, context.taskId(ordinal), input));
  const plan = (actor: Actor, ordinal: number, input: SlotInput) => ask((service) => service.plan(actor, context.taskId(ordinal), input));
  const stored = (id: number) => ask((service) => service.find(id));
  const count = () => context.run((em) => em.count(Deliverable));

  /** What stops a step; a step that goes through fails the test. */
  async function refusalOf(step: Promise<unknown>): Promise<unknown> {
    try {
      await step;
    } catch (error) {
      return error;
    }
    throw new Error('the step was not refused');
  }

  async function setStatus(id: number, status: 'accepted' | 'rejected'): Promise<void> {
    await context.run(async (em) => {
      const item = await em.findOneOrFail(Deliverable, id, { populate: ['task'] });
      if (status === 'accepted') item.accept(context.clock.now());
      else item.reject('Không đúng chủ đề', context.clock.now());
      await em.flush();
    });
  }

  describe('logging', () => {
    it('stores a published piece with all that was told of it', async () => {
      const input = article({ occursOn: '2021-03-10', title: 'Một cửa về xã', issueNumber: '4012', page: '3', url: 'https://baodongkhoi.vn/a1.html' });
      const { id } = await log(tam, 4, input);
      const item = await stored(id);
      expect(item).toMatchObject({
        status: 'published',
        version: 1,
        title: 'Một cửa về xã',
        author: 'Trúc Lâm',
        genre: 'Bài viết',
        issueNumber: '4012',
        page: '3',
        url: 'https://baodongkhoi.vn/a1.html',
      });
      expect([item.occursOn.toString(), item.plannedOn, item.organisation.code, item.createdBy?.id]).toEqual(['2021-03-10', null, 'bao-dong-khoi', tam.userId]);
    });

    it('keeps a broadcast’s hour, channel and length, and a session’s place and attendance', async () => {
      const aired = await log(lan, 8, segment({ occursOn: '2021-01-20', duration: 905, programme: 'Thời sự' }));
      expect(await stored(aired.id)).toMatchObject({ airedAt: '19:45', channel: 'THBT', durationSeconds: 905, programme: 'Thời sự' });
      const held = await log(context.people.khoa, 12, session({ occursOn: '2021-01-22', attendance: 37 }));
      expect(await stored(held.id)).toMatchObject({ place: 'Hội trường A', attendance: 37 });
    });

    it('takes an item of today and one of December of the year before', async () => {
      await log(tam, 4, article({ occursOn: TODAY }));
      await log(tam, 5, article({ occursOn: '2020-12-25' }));
      expect(await count()).toBe(2);
    });

    it('refuses a date outside the plan, and says from when to when it goes', async () => {
      for (const occursOn of ['2020-11-30', '2022-01-01']) {
        const refusal = await refusalOf(log(tam, 4, article({ occursOn })));
        expect(refusal).toBeInstanceOf(InvalidInput);
        expect(refusal).toMatchObject({ field: 'occursOn', message: 'Ngày phải trong thời gian của kế hoạch: 01/12/2020 – 31/12/2021.' });
      }
      expect(await count()).toBe(0);
    });

    it('refuses a day that has not come', async () => {
      expect(await refusalOf(log(tam, 4, article({ occursOn: '2021-04-01' })))).toMatchObject({
        field: 'occursOn',
        message: 'Ngày này chưa tới; hãy ghi là dự kiến rồi xác nhận khi đã thực hiện.',
      });
    });

    it('knows the date in Viet Nam: half past midnight there is today already', async () => {
      context.clock.set('2021-03-31T17:30:00Z');
      expect((await log(tam, 4, article({ occursOn: '2021-04-01' }))).status).toBe('published');
    });

    it('refuses a producer another organisation’s task, and a viewer everything', async () => {
      const refusal = await refusalOf(log(tam, 8, segment()));
      expect(refusal).toBeInstanceOf(NotFound);
      expect(await refusalOf(log(context.people.phuc, 4, article()))).toMatchObject({ code: 'forbidden', message: 'Tài khoản của bạn chỉ được xem.' });
      expect(await count()).toBe(0);
    });

    it('lets the coordinator log for a lead: the item is the lead’s', async () => {
      const item = await log(hanh, 8, segment());
      expect((await stored(item.id)).organisation.code).toBe('dai-ptth');
    });

    it('of a task that is not there is refused', async () => {
      expect(await refusalOf(ask((service) => service.log(hanh, 9999, article())))).toBeInstanceOf(NotFound);
    });
  });

  describe('the same piece logged twice (rule 7)', () => {
    const FIRST = { occursOn: '2021-03-10', title: 'Một cửa về xã', url: 'https://baodongkhoi.vn/mot-cua-a1.html' };
    let first: Deliverable;
    beforeEach(async () => {
      first = await log(tam, 4, article(FIRST));
    });

    it('is stopped by its address, however it is written, and the message names the first', async () => {
      const again = article({ occursOn: '2021-03-12', title: 'Tên khác', url: 'http://WWW.baodongkhoi.vn/mot-cua-a1.html/?utm_source=zalo#top' });
      const refusal = await refusalOf(log(tam, 4, again));
      expect(refusal).toBeInstanceOf(DuplicateDeliverable);
      expect(refusal).toMatchObject({ field: 'url', message: 'Đường dẫn này đã được ghi nhận: “Một cửa về xã”, ngày 10/3/2021.', first: { id: first.id } });
      expect(await count()).toBe(1);
    });

    it('is stopped by its title and day in the same task', async () => {
      expect(await refusalOf(log(tam, 4, article({ occursOn: '2021-03-10', title: '“MỘT CỬA” về xã.' })))).toMatchObject({
        code: 'duplicate',
        field: 'title',
        message: 'Tên này, ngày này đã được ghi nhận: “Một cửa về xã”, ngày 10/3/2021.',
      });
    });

    it('is another piece on another day, or in another task', async () => {
      await log(tam, 4, article({ ...FIRST, url: null, occursOn: '2021-03-11' }));
      await log(tam, 6, article({ ...FIRST, url: null }));
      expect(await count()).toBe(3);
    });

    it('is stopped by its address in another task too: one article counts once', async () => {
      expect(await refusalOf(log(tam, 6, article({ title: 'Tin khác', url: FIRST.url })))).toMatchObject({ code: 'duplicate', field: 'url' });
    });

    it('may be logged again once the first was withdrawn or rejected', async () => {
      await ask((service) => service.withdraw(tam, first.id, 1, 'Ghi nhầm'));
      const second = await log(tam, 4, article(FIRST));
      await setStatus(second.id, 'rejected');
      expect((await log(tam, 4, article(FIRST))).status).toBe('published');
    });

    it('is stopped when a correction makes it so, but not by itself', async () => {
      const other = await log(tam, 4, article({ occursOn: '2021-03-10' }));
      expect(await refusalOf(ask((service) => service.amend(tam, other.id, 1, article({ ...FIRST, url: null }))))).toMatchObject({
        code: 'duplicate',
        field: 'title',
      });
      expect((await ask((service) => service.amend(tam, first.id, 1, article({ ...FIRST, page: '5' })))).page).toBe('5');
    });

    it('is stopped when a slot is planned with its title on its day, or moved or renamed to it', async () => {
      const message = 'Tên này, ngày này đã được ghi nhận: “Một cửa về xã”, ngày 10/3/2021.';
      const same = slot({ occursOn: '2021-03-10', title: FIRST.title });
      expect(await refusalOf(plan(tam, 4, same))).toMatchObject({ code: 'duplicate', message });
      const other = await plan(tam, 4, slot({ occursOn: '2021-03-11', title: FIRST.title }));
      expect(await refusalOf(ask((service) => service.move(tam, other.id, plainDate('2021-03-10'))))).toMatchObject({ code: 'duplicate', message });
      expect(await refusalOf(ask((service) => service.replan(tam, other.id, 1, same)))).toMatchObject({ code: 'duplicate', message });
    });

    it('leaves nothing of the refused change for whoever reads on in the same request', async () => {
      const { id } = await plan(tam, 4, slot({ occursOn: '2021-03-11', title: FIRST.title }));
      const read = await ask(async (service) => {
        await refusalOf(service.move(tam, id, plainDate('2021-03-10')));
        return service.find(id);
      });
      expect([read.occursOn.toString(), read.version]).toEqual(['2021-03-11', 1]);
    });

    it('is one meeting’s page for many meetings: there the address does not identify', async () => {
      const url = 'https://xuctien.example.vn/ca-phe-doanh-nghiep';
      await log(context.people.khoa, 12, session({ url }));
      await log(context.people.khoa, 12, session({ url }));
      expect(await count()).toBe(3);
    });

    it('is not seen where neither an address nor a title could tell', async () => {
      await plan(tam, 4, slot({ occursOn: '2021-03-10' }));
      expect((await log(tam, 4, article({ occursOn: '2021-03-10', title: '…' }))).status).toBe('published');
    });

    it('by two people at the same moment lets exactly one through and tells the other', async () => {
      const input = article({ occursOn: '2021-03-15' });
      const outcomes = await Promise.allSettled([log(tam, 4, input), log(hanh, 4, input)]);
      const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(refused).toHaveLength(1);
      expect(refused[0]!.reason).toMatchObject({ code: 'duplicate', field: 'title' });
      expect(await count()).toBe(2);
    });

    it('cannot get past the check: the database itself refuses it', async () => {
      const insertPastCheck = (details: { title: string; url: string | null }, on: string) =>
        context.run(async (em) => {
          const task = await em.findOneOrFail(Task, context.taskId(4), { populate: ['parties.organisation'] });
          const item = new Deliverable(task, task.parties[0]!.organisation, plainDate(on), em.getReference(User, tam.userId), context.clock.now());
          item.publish(
            {
              ...NO_DETAILS,
              ...details,
              urlKey: identifyingUrlKey('newspaper', details.url ?? null),
              occursOn: plainDate(on),
              rerunOf: null,
              creditedOn: null,
            },
            context.clock.now(),
          );
          await em.persist(item).flush();
        });
      expect(await refusalOf(insertPastCheck({ title: FIRST.title, url: null }, '2021-03-10'))).toBeInstanceOf(UniqueConstraintViolationException);
      expect(await refusalOf(insertPastCheck({ title: 'Tên khác', url: FIRST.url }, '2021-03-12'))).toBeInstanceOf(UniqueConstraintViolationException);
      await insertPastCheck({ title: 'Tên khác', url: null }, '2021-03-12');
      expect(await count()).toBe(2);
    });
  });

  describe('a planned slot', () => {
    it('needs no title, may lie ahead, and several may share a day', async () => {
      const first = await plan(tam, 4, slot({ occursOn: '2021-06-10' }));
      await plan(tam, 4, slot({ occursOn: '2021-06-10' }));
      expect(await stored(first.id)).toMatchObject({ status: 'planned', title: '' });
      expect((await stored(first.id)).plannedOn?.toString()).toBe('2021-06-10');
    });

    it('is refused outside the plan, to a viewer and to another organisation', async () => {
      expect(await refusalOf(plan(tam, 4, slot({ occursOn: '2022-01-01' })))).toMatchObject({ field: 'occursOn' });
      expect(await refusalOf(plan(context.people.phuc, 4, slot()))).toBeInstanceOf(Forbidden);
      expect(await refusalOf(plan(lan, 4, slot()))).toBeInstanceOf(NotFound);
    });

    it('becomes a published item in one step, and remembers the day it was planned for', async () => {
      const { id } = await plan(lan, 8, slot({ occursOn: '2021-03-25', title: 'Chuyên mục tháng 3' }));
      await ask((service) => service.publish(lan, id, 1, segment({ occursOn: '2021-03-26', title: 'Chuyên mục tháng 3' })));
      const item = await stored(id);
      expect(item).toMatchObject({ status: 'published', version: 2, durationSeconds: 900 });
      expect([item.occursOn, item.plannedOn].map(String)).toEqual(['2021-03-26', '2021-03-25']);
      expect(await count()).toBe(1);
    });

    it('cannot be published twice', async () => {
      const { id } = await plan(lan, 8, slot());
      await ask((service) => service.publish(lan, id, 1, segment()));
      expect(await refusalOf(ask((service) => service.publish(lan, id, 2, segment())))).toBeInstanceOf(IllegalTransition);
    });

    it('moves to another day, within the plan', async () => {
      const { id } = await plan(tam, 4, slot({ occursOn: '2021-04-10' }));
      await ask((service) => service.move(tam, id, plainDate('2021-04-20')));
      const item = await stored(id);
      expect([item.occursOn, item.plannedOn].map(String)).toEqual(['2021-04-20', '2021-04-20']);
      expect(await refusalOf(ask((service) => service.move(tam, id, plainDate('2022-02-01'))))).toMatchObject({ field: 'occursOn' });
      expect(await refusalOf(ask((service) => service.move(lan, id, plainDate('2021-04-21'))))).toBeInstanceOf(NotFound);
      expect(await refusalOf(ask((service) => service.move(tam, id, plainDate('2021-04-21'), 1)))).toBeInstanceOf(StaleVersion);
    });

    it('changes its day, title and genre', async () => {
      const { id } = await plan(tam, 4, slot({ occursOn: '2021-04-10' }));
      await ask((service) => service.replan(tam, id, 1, slot({ occursOn: '2021-04-12', title: 'Một cửa', genre: 'Tin' })));
      expect(await stored(id)).toMatchObject({ title: 'Một cửa', genre: 'Tin', version: 2, status: 'planned' });
    });
  });

  describe('a published item', () => {
    it('does not move, and is not planned again', async () => {
      const { id } = await log(tam, 4, article());
      expect(await refusalOf(ask((service) => service.move(tam, id, plainDate('2021-02-01'))))).toBeInstanceOf(NotMovable);
      expect(await refusalOf(ask((service) => service.replan(tam, id, 1, slot())))).toBeInstanceOf(NotMovable);
    });

    it('is corrected, its day too', async () => {
      const { id } = await log(tam, 4, article({ occursOn: '2021-03-10', author: 'Trúc Lâm' }));
      await ask((service) => service.amend(tam, id, 1, article({ occursOn: '2021-03-11', title: 'Tên đúng', author: 'Thanh Đồng' })));
      const item = await stored(id);
      expect(item).toMatchObject({ title: 'Tên đúng', author: 'Thanh Đồng', version: 2, titleKey: 'tên đúng' });
      expect(item.searchKey).toBe('ten dung thanh dong');
      expect(item.occursOn.toString()).toBe('2021-03-11');
    });

    it('is withdrawn with a reason, for good', async () => {
      const { id } = await log(tam, 4, article());
      await ask((service) => service.withdraw(tam, id, 1, 'Gỡ theo yêu cầu'));
      expect(await stored(id)).toMatchObject({ status: 'withdrawn', reason: 'Gỡ theo yêu cầu' });
      expect(await refusalOf(ask((service) => service.amend(tam, id, 2, article())))).toBeInstanceOf(IllegalTransition);
    });

    it('that was accepted is frozen (rule 8)', async () => {
      const { id } = await log(tam, 4, article());
      await setStatus(id, 'accepted');
      const { version } = await stored(id);
      const steps = [
        ask((service) => service.amend(tam, id, version, article())),
        ask((service) => service.withdraw(hanh, id, version, 'Nhầm')),
        ask((service) => service.undoPublication(tam, id)),
        ask((service) => service.move(tam, id, plainDate('2021-02-01'))),
      ];
      const refusals = await Promise.all(steps.map(refusalOf));
      expect(refusals.map((refusal) => (refusal as { kind: string }).kind)).toEqual(['conflict', 'conflict', 'conflict', 'conflict']);
      expect(await stored(id)).toMatchObject({ status: 'accepted', version });
    });

    it('logged by mistake becomes the slot that it was', async () => {
      const { id } = await plan(lan, 8, slot({ occursOn: '2021-03-25' }));
      await ask((service) => service.publish(lan, id, 1, segment({ occursOn: '2021-03-26' })));
      await ask((service) => service.undoPublication(lan, id));
      const item = await stored(id);
      expect([item.status, item.occursOn.toString()]).toEqual(['planned', '2021-03-25']);
    });

    it('logged by mistake without a slot is withdrawn', async () => {
      const { id } = await log(lan, 8, segment());
      await ask((service) => service.undoPublication(lan, id));
      expect(await stored(id)).toMatchObject({ status: 'withdrawn', reason: 'Hoàn tác ghi nhận' });
    });

    it('is changed by nobody of another organisation, and by no viewer', async () => {
      const { id } = await log(tam, 4, article());
      for (const name of ['lan', 'khoa', 'phuc'] satisfies PersonaName[]) {
        const actor = context.people[name];
        const refusal = name === 'phuc' ? Forbidden : NotFound;
        expect(await refusalOf(ask((service) => service.amend(actor, id, 1, article())))).toBeInstanceOf(refusal);
        expect(await refusalOf(ask((service) => service.withdraw(actor, id, 1, 'x')))).toBeInstanceOf(refusal);
        expect(await refusalOf(ask((service) => service.undoPublication(actor, id)))).toBeInstanceOf(refusal);
      }
      expect(await stored(id)).toMatchObject({ status: 'published', version: 1 });
    });

    it('that is not there is told', async () => {
      expect(await refusalOf(stored(9999))).toMatchObject({ code: 'not-found', message: 'Không tìm thấy sản phẩm này.' });
    });
  });

  describe('two editors of the same item', () => {
    it('the second, with the form of before, is told and changes nothing', async () => {
      const { id } = await log(tam, 4, article());
      await ask((service) => service.amend(tam, id, 1, article({ title: 'Bản của Tâm' })));
      const refusal = await refusalOf(ask((service) => service.amend(hanh, id, 1, article({ title: 'Bản của Hạnh' }))));
      expect(refusal).toBeInstanceOf(StaleVersion);
      expect(refusal).toMatchObject({ kind: 'conflict', currentVersion: 2 });
      expect((await stored(id)).title).toBe('Bản của Tâm');
    });

    it('saving at the same moment: one goes through, the other is told', async () => {
      const { id } = await log(tam, 4, article());
      const outcomes = await Promise.allSettled(
        [tam, hanh].map((actor) => ask((service) => service.amend(actor, id, 1, article({ title: `Bản của ${actor.name}` })))),
      );
      const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(refused).toHaveLength(1);
      expect(refused[0]!.reason).toMatchObject({ code: 'stale-version', currentVersion: 2 });
      expect((await stored(id)).version).toBe(2);
    });
  });

  describe('a rerun (rule 2)', () => {
    it('is recorded under its original, and may have its title and address', async () => {
      const given = { title: 'Chuyên mục tháng 1', url: 'https://thbt.vn/xem/1' };
      const original = await log(lan, 8, segment({ ...given, occursOn: '2021-01-20' }));
      const rerun = await log(lan, 8, segment({ ...given, occursOn: '2021-01-20', airedAt: '21:00', rerunOf: original.id }));
      const item = await stored(rerun.id);
      expect([item.isRerun, item.rerunOf?.id]).toEqual([true, original.id]);
    });

    it('is refused before its original, under a rerun, under another task’s item or one that does not count', async () => {
      const original = await log(lan, 8, segment({ occursOn: '2021-01-20' }));
      const rerun = await log(lan, 8, segment({ occursOn: '2021-01-21', rerunOf: original.id }));
      const onRadio = await log(lan, 7, segment({ occursOn: '2021-01-20' }));
      const planned = await plan(lan, 8, slot({ occursOn: '2021-01-02' }));
      const messageOf = async (rerunOf: number, occursOn = '2021-02-01') => refusalOf(log(lan, 8, segment({ occursOn, rerunOf })));
      expect(await messageOf(original.id, '2021-01-19')).toMatchObject({ field: 'rerunOf', message: 'Bản phát lại không thể trước bản gốc.' });
      for (const id of [rerun.id, onRadio.id, planned.id, 9999]) {
        expect(await messageOf(id)).toMatchObject({ field: 'rerunOf', message: 'Bản gốc phải là một sản phẩm đã phát của cùng nhiệm vụ.' });
      }
    });

    it('is no item that has reruns of its own: they would be reruns of a rerun', async () => {
      const first = await log(lan, 8, segment({ occursOn: '2021-01-20' }));
      const second = await log(lan, 8, segment({ occursOn: '2021-01-21' }));
      await log(lan, 8, segment({ occursOn: '2021-01-22', rerunOf: second.id }));
      expect(await refusalOf(ask((service) => service.amend(lan, second.id, 1, segment({ occursOn: '2021-01-21', rerunOf: first.id }))))).toMatchObject({
        field: 'rerunOf',
        message: 'Sản phẩm này đã có bản phát lại nên không thể là bản phát lại của sản phẩm khác.',
      });
    });

    it('is not of itself', async () => {
      const { id } = await log(lan, 8, segment());
      expect(await refusalOf(ask((service) => service.amend(lan, id, 1, segment({ rerunOf: id }))))).toMatchObject({ field: 'rerunOf' });
    });
  });

  describe('a make-up item (rule 3)', () => {
    const creditOf = async (input: PublicationInput, ordinal = 8) => (await stored((await log(lan, ordinal, input)).id)).creditedOn?.toString() ?? null;

    it('is credited to an earlier period that the plan asks for', async () => {
      expect(await creditOf(segment({ occursOn: '2021-03-20', creditedOn: '2021-01-31' }))).toBe('2021-01-31');
    });

    it('needs no credit for the period that it appears in', async () => {
      expect(await creditOf(segment({ occursOn: '2021-03-20', creditedOn: '2021-03-31' }))).toBeNull();
    });

    it('is refused for a period still to come, or one the task does not have', async () => {
      expect(await refusalOf(log(lan, 8, segment({ occursOn: '2021-03-20', creditedOn: '2021-04-30' })))).toMatchObject({
        field: 'creditedOn',
        message: 'Không thể tính bù cho kỳ chưa tới.',
      });
      expect(await refusalOf(log(lan, 8, segment({ occursOn: '2021-03-20', creditedOn: '2021-01-30' })))).toMatchObject({
        field: 'creditedOn',
        message: 'Kỳ tính bù không có trong chỉ tiêu của nhiệm vụ.',
      });
    });

    it('loses its credit when the logging is taken back', async () => {
      const { id } = await plan(lan, 8, slot({ occursOn: '2021-03-20' }));
      await ask((service) => service.publish(lan, id, 1, segment({ occursOn: '2021-03-20', creditedOn: '2021-01-31' })));
      await ask((service) => service.undoPublication(lan, id));
      expect((await stored(id)).creditedOn).toBeNull();
    });
  });

  describe('the audit trail', () => {
    it('tells who did what, with the item before and after, newest first', async () => {
      const { id } = await plan(lan, 8, slot({ occursOn: '2021-03-25' }));
      await ask((service) => service.move(lan, id, plainDate('2021-03-26')));
      await ask((service) => service.publish(lan, id, 2, segment({ occursOn: '2021-03-26', title: 'Chuyên mục tháng 3' })));
      await ask((service) => service.amend(hanh, id, 3, segment({ occursOn: '2021-03-27', title: 'Chuyên mục tháng 3' })));
      await ask((service) => service.undoPublication(lan, id));
      await ask((service) => service.withdraw(lan, id, 5, 'Bỏ số này'));
      const trail = await context.ask(RecentActivityQuery, (activity) => activity.of(id));
      expect(trail.map(({ action, actor }) => `${action} ${actor}`)).toEqual([
        'deliverable.withdrawn Trần Ngọc Lan',
        'deliverable.undone Trần Ngọc Lan',
        'deliverable.amended Nguyễn Thị Hạnh',
        'deliverable.published Trần Ngọc Lan',
        'deliverable.moved Trần Ngọc Lan',
        'deliverable.planned Trần Ngọc Lan',
      ]);
      expect(trail.at(-1)).toMatchObject({ before: null, after: { status: 'planned', occursOn: '2021-03-25' }, at: '2021-03-31T02:00:00.000Z' });
      expect(trail[2]).toMatchObject({ before: { occursOn: '2021-03-26' }, after: { occursOn: '2021-03-27', title: 'Chuyên mục tháng 3' } });
      expect(trail[0]).toMatchObject({ after: { status: 'withdrawn', reason: 'Bỏ số này' } });
    });

    it('says nothing of a step that was refused', async () => {
      const { id } = await log(tam, 4, article());
      await refusalOf(ask((service) => service.amend(hanh, id, 7, article())));
      await refusalOf(log(tam, 4, article({ occursOn: '2022-01-01' })));
      expect(await context.ask(RecentActivityQuery, (activity) => activity.latest(10))).toHaveLength(1);
    });

    it('is cut to the latest entries', async () => {
      await log(tam, 4, article());
      const last = await log(hanh, 3, paper({ genre: 'Hợp đồng' }));
      const [entry, ...rest] = await context.ask(RecentActivityQuery, (activity) => activity.latest(1));
      expect([entry!.subjectId, rest]).toEqual([last.id, []]);
    });
  });
});
