import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DeliverableService } from '#deliverables/deliverable.service.js';
import { actorWith } from '#identity/actor.js';
import { ProgressService } from '#deliverables/progress.service.js';
import { User } from '#identity/user.entity.js';
import { plainDate } from '#kernel/plain-date.js';
import { GroupMember, Organisation } from '#organisations/organisation.entity.js';
import { session } from '#testing/builders.js';
import { dueOn } from '#testing/due-on.js';
import { TestContext } from '#testing/test-context.js';
import { readPasted } from './formats/read-source.js';
import { MemberTargetsService } from './member-targets.service.js';
import { MembershipCorrectionService } from './membership-correction.service.js';
import { MembershipService } from './membership.service.js';
import { PlanDraftService } from './plan-draft.service.js';
import type { Plan } from './plan.entity.js';

const TABLE = [
  'STT\tNội dung\tĐVT\tChỉ tiêu\tThời gian\tĐơn vị chủ trì',
  '1\tĐối thoại với người dân\tCuộc\t01 cuộc/xã\tTrước ngày 30/11/2023\tUBND các xã, thị trấn',
].join('\n');

describe('A duty of each commune', () => {
  let context: TestContext;
  let plan: Plan;
  let ids: { group: number; an: number; binh: number; chau: number };

  beforeAll(async () => {
    context = await TestContext.open();
    context.clock.set('2023-01-05');
    ids = await context.run(async (em) => {
      const group = new Organisation('ubnd-xa', 'UBND các xã, thị trấn', 'UBND xã', 'group');
      const [an, binh, chau] = ['An', 'Bình', 'Châu'].map(
        (name) => new Organisation(`xa-${name.length}${name.codePointAt(0)}`, `UBND xã ${name}`, `Xã ${name}`, 'authority'),
      ) as [Organisation, Organisation, Organisation];
      for (const entity of [group, an, binh, chau, new GroupMember(group, an, null), new GroupMember(group, binh, null)]) em.persist(entity);
      em.persist(new User('binh@xa.example.vn', 'Cán bộ xã Bình', 'producer', binh, context.clock.now()));
      await em.flush();
      return { group: group.id, an: an.id, binh: binh.id, chau: chau.id };
    });
    const ask = <T>(question: (drafts: PlanDraftService) => Promise<T>) => context.ask(PlanDraftService, question);
    const head = { number: '1/KH', issuedOn: '2023-01-03', year: 2023, issuer: 'UBND huyện', place: 'Ba Tri', title: 'Kế hoạch 2023' };
    const { id, version } = await ask((drafts) => drafts.take(context.people.hanh, readPasted(TABLE), { origin: 'paste', name: 'x', year: 2023 }));
    await ask((drafts) => drafts.correctHead(context.people.hanh, id, version, head, 'so-noi-vu'));
    const { review } = await ask(async (drafts) => drafts.review(await drafts.find(id)));
    await ask((drafts) =>
      drafts.confirm(
        context.people.hanh,
        id,
        review.tasks.flatMap(({ doubts }) => doubts.map(({ key }) => key)),
      ),
    );
    expect(review.tasks[0]!.doubts.map(({ code }) => code)).toEqual(['strictly-before']);
    plan = await ask((drafts) => drafts.putInForce(context.people.hanh, id));
  });
  afterAll(() => context.close());

  const rowAt = async (at: string) => (await context.ask(ProgressService, (progress) => progress.ofPlan(plan, plainDate(at))))[0]!;
  const commune = (organisationId: number) =>
    actorWith({ id: context.people.tam.userId, name: 'Cán bộ xã' }, 'producer-lead', { id: organisationId, name: 'UBND xã' });
  const log = async (organisationId: number, occursOn: string) => {
    const { task } = await rowAt(occursOn);
    return context.ask(DeliverableService, (service) => service.log(commune(organisationId), task.id, session({ occursOn })));
  };

  it('asks one of each member, and counts each for itself', async () => {
    expect((await rowAt('2023-05-01')).progress).toMatchObject({ target: 2, counted: 0 });
    context.clock.set('2023-05-10');
    await log(ids.an, '2023-05-02');
    await log(ids.an, '2023-05-04');
    const { progress } = await rowAt('2023-05-10');
    expect(progress).toMatchObject({ target: 2, declared: 2, counted: 1 });
    expect(progress.duties[0]!.members!.filter(({ missing }) => missing > 0).map(({ memberId }) => memberId)).toEqual([ids.binh]);
  });

  it('reminds the member that still owes, not the one that is done', async () => {
    const due = await dueOn(context, '2023-11-28');
    expect(due.filter(({ stage }) => stage.kind === 'ahead').map(({ person }) => person.email)).toEqual(['binh@xa.example.vn']);
  });

  it('is asked of a commune that joins from its day on, and of one that leaves no more', async () => {
    context.clock.set('2023-07-01');
    const from = plainDate('2023-07-01');
    await context.run(async (em) => {
      const group = em.getReference(Organisation, ids.group);
      em.persist(new GroupMember(group, em.getReference(Organisation, ids.chau), from));
      const left = await em.findOneOrFail(GroupMember, { group: ids.group, member: ids.binh });
      left.validUntil = from;
      await em.flush();
    });
    await context.ask(MemberTargetsService, (service) => service.renew(ids.group, from));
    await context.ask(MemberTargetsService, (service) => service.renew(ids.group, from));
    expect((await rowAt('2023-06-30')).progress.duties[0]!.members!.map(({ memberId }) => memberId)).toEqual([ids.an, ids.binh]);
    expect((await rowAt('2023-07-01')).progress.duties[0]!.members!.map(({ memberId }) => memberId)).toEqual([ids.an, ids.chau]);
    await log(ids.chau, '2023-07-01');
    await expect(log(ids.binh, '2023-07-01')).rejects.toMatchObject({ code: 'not-found' });
    expect((await rowAt('2023-07-01')).progress.status).toBe('above');
  });

  it('is asked as if nothing had been written, once a beginning or an end that is to come is taken back', async () => {
    context.clock.set('2023-07-10');
    const { hanh } = context.people;
    const owing = async (at: string) => (await rowAt(at)).progress.duties[0]!.members!.map(({ memberId }) => memberId).toSorted((a, b) => a - b);
    const memberships = <T>(question: (service: MembershipService) => Promise<T>) => context.ask(MembershipService, question);
    const corrections = <T>(question: (service: MembershipCorrectionService) => Promise<T>) => context.ask(MembershipCorrectionService, question);
    const idOf = async (member: number) => (await context.run((em) => em.findOneOrFail(GroupMember, { group: ids.group, member, validUntil: null }))).id;
    await memberships((service) => service.add(hanh, ids.group, { member: ids.binh, validFrom: plainDate('2023-08-01') }));
    expect(await owing('2023-08-01')).toEqual([ids.an, ids.binh, ids.chau]);
    await corrections(async (service) => service.withdraw(hanh, await idOf(ids.binh)));
    expect(await owing('2023-08-01')).toEqual([ids.an, ids.chau]);

    const an = await idOf(ids.an);
    await memberships((service) => service.end(hanh, an, plainDate('2023-09-01')));
    await memberships((service) => service.end(hanh, an, plainDate('2023-08-01')));
    expect([await owing('2023-07-31'), await owing('2023-08-01')]).toEqual([[ids.an, ids.chau], [ids.chau]]);
    await corrections((service) => service.keep(hanh, an));
    expect([await owing('2023-08-01'), await owing('2023-09-01')]).toEqual([
      [ids.an, ids.chau],
      [ids.an, ids.chau],
    ]);
    const rows = await context.rows<{ count: number }>('select cast(count(*) as integer) as "count" from period_target where member_id in (?, ?)', [
      ids.an,
      ids.chau,
    ]);
    expect(rows).toEqual([{ count: 2 }]);
  });
});
