import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DeliverableService } from '#deliverables/deliverable.service.js';
import { ProgressService } from '#deliverables/progress.service.js';
import { type Actor, actorWith } from '#identity/actor.js';
import { FurtherRole } from '#identity/further-role.entity.js';
import { User } from '#identity/user.entity.js';
import { plainDate } from '#kernel/plain-date.js';
import { loadKnownSuccessions } from '#organisations/known-successions.js';
import { MembershipQuery } from '#organisations/membership.query.js';
import { GroupMember, Organisation, Succession, type SuccessionKind } from '#organisations/organisation.entity.js';
import { article, session, slot } from '#testing/builders.js';
import { TestContext } from '#testing/test-context.js';
import { dutyKey } from './duty-passing.js';
import { OpenDutiesQuery } from './open-duties.query.js';
import { Plan } from './plan.entity.js';
import { SuccessionService } from './succession.service.js';
import { PeriodTarget, Task } from './task.entity.js';
import { TaskQuery } from './task.query.js';

let context: TestContext;
let hanh: Actor;

beforeEach(async () => {
  context = await TestContext.open();
  await context.reset('2021-07-20');
  ({ hanh } = context.people);
});
afterEach(() => context.close());

const idOf = async (code: string) => (await context.run((em) => em.findOneOrFail(Organisation, { code }))).id;
const service = <T>(question: (successions: SuccessionService) => Promise<T>) => context.ask(SuccessionService, question);

/** A merger on 2021-07-01 into a new organisation, unless told otherwise. */
async function succession(from: string, given: { kind?: SuccessionKind; into?: string | null; on?: string } = {}): Promise<Succession> {
  const { kind = 'merged', into = 'bao-moi', on = '2021-07-01' } = given;
  await context.run(async (em) => {
    if (into !== null && !(await em.count(Organisation, { code: into }))) await em.persist(new Organisation(into, `Cơ quan ${into}`, into, 'press')).flush();
  });
  const [predecessor, successor] = [await idOf(from), into === null ? null : await idOf(into)];
  return service((successions) => successions.record(hanh, predecessor, { kind, successor, effectiveOn: plainDate(on), basis: 'Nghị quyết số 5' }));
}

const leadsOn = (ordinal: number, day: string) =>
  context.askOfPlan(ProgressService, async (progress, plan) => {
    const row = (await progress.ofPlan(plan, plainDate(day))).find(({ task }) => task.ordinal === ordinal)!;
    return row.leads.map(({ organisation }) => organisation.code);
  });

const partiesOf = (ordinal: number) =>
  context.rows<{ code: string; role: string; position: number; valid_from: string | null; valid_until: string | null }>(
    `select o.code, p.role, p.position, p.valid_from, p.valid_until from task_party p join organisation o on o.id = p.organisation_id
     where p.task_id = ? order by p.role, p.position`,
    [context.taskId(ordinal)],
  );

describe('Recording what becomes of an organisation', () => {
  it('moves nothing by itself', async () => {
    await succession('bao-dong-khoi');
    expect(await leadsOn(4, '2021-07-20')).toEqual(['bao-dong-khoi']);
    const { after } = await service(async (successions) => successions.of(await idOf('bao-dong-khoi')));
    expect(after.map(({ kind, passedOn }) => [kind, passedOn])).toEqual([['merged', null]]);
  });

  it('is refused into itself, into a group, into one that has ended, and twice', async () => {
    await expect(succession('bao-dong-khoi', { into: 'bao-dong-khoi' })).rejects.toMatchObject({ field: 'successor' });
    await expect(succession('bao-dong-khoi', { into: 'ubnd-huyen' })).rejects.toMatchObject({ field: 'successor' });
    await succession('bao-dong-khoi');
    await expect(succession('dai-ptth', { into: 'bao-dong-khoi' })).rejects.toMatchObject({
      field: 'successor',
      message: expect.stringContaining('đã kết thúc'),
    });
    await expect(succession('bao-dong-khoi', { into: 'dai-ptth' })).rejects.toMatchObject({ field: 'kind' });
  });

  it('is refused on a day that only a slip of the keyboard writes', async () => {
    await expect(succession('bao-dong-khoi', { on: '2201-07-01' })).rejects.toMatchObject({ field: 'effectiveOn' });
    await expect(succession('bao-dong-khoi', { on: '1989-12-31' })).rejects.toMatchObject({ field: 'effectiveOn' });
  });

  it('of a split is done once for each new organisation', async () => {
    await succession('dai-ptth', { kind: 'split', into: 'phat-thanh' });
    await succession('dai-ptth', { kind: 'split', into: 'truyen-hinh' });
    await expect(succession('dai-ptth', { kind: 'split', into: 'truyen-hinh' })).rejects.toMatchObject({ field: 'successor' });
    await expect(succession('dai-ptth', { kind: 'split', into: 'dai-khac', on: '2021-08-01' })).rejects.toMatchObject({ field: 'kind' });
  });

  it('may be taken back, and the successor named later, until duties are passed on', async () => {
    const { id } = await succession('bao-dong-khoi', { into: null });
    const successor = await idOf('dai-ptth');
    await service((successions) => successions.nameSuccessor(hanh, id, successor));
    await service((successions) => successions.withdraw(hanh, id));
    const again = await succession('bao-dong-khoi');
    await service((successions) => successions.pass(hanh, again.id));
    await expect(service((successions) => successions.withdraw(hanh, again.id))).rejects.toMatchObject({ kind: 'conflict' });
    await expect(service((successions) => successions.nameSuccessor(hanh, again.id, successor))).rejects.toMatchObject({ kind: 'conflict' });
    const actions = await context.rows<{ action: string }>(`select action from audit_entry where subject = 'organisation' order by id`);
    expect(actions.map(({ action }) => action)).toEqual([
      'organisation.succession-recorded',
      'organisation.successor-named',
      'organisation.succession-withdrawn',
      'organisation.succession-recorded',
      'organisation.duties-passed',
    ]);
  });

  it('is for coordinators', async () => {
    const { tam, phuc } = context.people;
    const { id } = await succession('bao-dong-khoi');
    for (const actor of [tam, phuc]) {
      await expect(service((successions) => successions.pass(actor, id))).rejects.toMatchObject({ kind: 'forbidden' });
      await expect(service((successions) => successions.withdraw(actor, id))).rejects.toMatchObject({ kind: 'forbidden' });
    }
  });
});

describe('Passing duties on after a merger', () => {
  it('gives the successor the tasks from the day on, and an earlier day still shows the one before', async () => {
    const { id } = await succession('bao-dong-khoi');
    const passed = await service((successions) => successions.pass(hanh, id));
    expect(passed).toEqual({ tasks: 4, plans: 0, groups: 0, units: 0, accounts: 1, accountIds: [context.people.tam.userId], slots: 0 });
    expect([await leadsOn(4, '2021-06-30'), await leadsOn(4, '2021-07-01'), await leadsOn(4, '2021-12-31')]).toEqual([
      ['bao-dong-khoi'],
      ['bao-moi'],
      ['bao-moi'],
    ]);
    expect(await partiesOf(3)).toEqual([
      { code: 'so-noi-vu', role: 'lead', position: 0, valid_from: null, valid_until: null },
      { code: 'bao-dong-khoi', role: 'supporting', position: 0, valid_from: null, valid_until: '2021-07-01' },
      { code: 'dai-ptth', role: 'supporting', position: 1, valid_from: null, valid_until: null },
      { code: 'bao-moi', role: 'supporting', position: 2, valid_from: '2021-07-01', valid_until: null },
    ]);
  });

  it('takes along whoever has a further role there, unless they are that at the successor already', async () => {
    const { khoa, lan } = context.people;
    const { id } = await succession('bao-dong-khoi');
    await context.run(async (em) => {
      const [from, to] = [await em.findOneOrFail(Organisation, { code: 'bao-dong-khoi' }), await em.findOneOrFail(Organisation, { code: 'bao-moi' })];
      const role = (userId: number, organisation: Organisation) =>
        new FurtherRole(em.getReference(User, userId), organisation, 'producer', context.clock.now());
      await em.persist([role(khoa.userId, from), role(lan.userId, from), role(lan.userId, to)]).flush();
    });
    const { accountIds } = await service((successions) => successions.pass(hanh, id));
    expect([...accountIds].toSorted()).toEqual([context.people.tam.userId, khoa.userId, lan.userId].toSorted());
    const roles = await context.rows<{ user_id: number; code: string }>(
      "select f.user_id, o.code from further_role f join organisation o on o.id = f.organisation_id where f.role = 'producer' order by f.user_id",
    );
    expect(roles).toEqual([lan.userId, khoa.userId].toSorted().map((userId) => ({ user_id: userId, code: 'bao-moi' })));
    await context.run((em) => em.execute("delete from further_role where role = 'producer'"));
  });

  it('lets its people go on: they keep their slots, log for their tasks and leave what was logged where it is', async () => {
    const { tam } = context.people;
    const ask = <T>(question: (deliverables: DeliverableService) => Promise<T>) => context.ask(DeliverableService, question);
    const old = await ask((deliverables) => deliverables.log(tam, context.taskId(4), article({ occursOn: '2021-03-01' })));
    const planned = await ask((deliverables) => deliverables.plan(tam, context.taskId(4), slot({ occursOn: '2021-08-05' })));
    const { id, successor } = await succession('bao-dong-khoi');
    expect(await service((successions) => successions.pass(hanh, id))).toMatchObject({ slots: 1, accounts: 1 });

    const [account] = await context.rows<{ organisation_id: number }>('select organisation_id from user_account where id = ?', [tam.userId]);
    expect(account!.organisation_id).toBe(successor!.id);
    const now: Actor = actorWith({ id: tam.userId, name: tam.name }, tam.role, successor!);
    const kept = await ask((deliverables) => deliverables.find(planned.id));
    expect([kept.organisation.id, kept.version]).toEqual([successor!.id, 2]);
    const fresh = await ask((deliverables) => deliverables.publish(now, planned.id, 2, article({ occursOn: '2021-07-15' })));
    expect(fresh.organisation.id).toBe(successor!.id);
    expect((await ask((deliverables) => deliverables.log(now, context.taskId(6), article({ occursOn: '2021-07-16' })))).organisation.id).toBe(successor!.id);
    expect((await ask((deliverables) => deliverables.find(old.id))).organisation.code).toBe('bao-dong-khoi');
    await expect(ask((deliverables) => deliverables.log(tam, context.taskId(4), article({ occursOn: '2021-07-17' })))).rejects.toMatchObject({
      kind: 'missing',
    });
  });

  it('is done once: a second press is refused politely, of two at the same moment one is', async () => {
    const { id } = await succession('bao-dong-khoi');
    const outcomes = await Promise.allSettled([1, 2].map(() => service((successions) => successions.pass(hanh, id))));
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await expect(service((successions) => successions.pass(hanh, id))).rejects.toThrow(
      'Nhiệm vụ đã được Nguyễn Thị Hạnh chuyển ngày 20/7/2021; không có gì chuyển thêm.',
    );
    expect((await partiesOf(4)).map(({ code, role }) => `${role} ${code}`)).toEqual(['lead bao-dong-khoi', 'lead bao-moi', 'supporting so-noi-vu']);
  });

  it('waits for the day, and for a successor', async () => {
    const early = await succession('bao-dong-khoi', { on: '2021-07-21' });
    await expect(service((successions) => successions.pass(hanh, early.id))).rejects.toMatchObject({ code: 'succession-not-in-effect' });
    context.clock.set('2021-07-21');
    await service((successions) => successions.pass(hanh, early.id));
    const { id } = await succession('dai-ptth', { kind: 'abolished', into: null });
    await expect(service((successions) => successions.pass(hanh, id))).rejects.toMatchObject({ code: 'no-successor' });
  });

  it('into one that is a party already adds it no second time', async () => {
    // Both support task 3; the station leads 7 and 8.
    const { id } = await succession('bao-dong-khoi', { into: 'dai-ptth' });
    await service((successions) => successions.pass(hanh, id));
    expect((await partiesOf(3)).filter(({ code }) => code === 'dai-ptth')).toHaveLength(1);
    // One that supported a task leads it now, and supports it no more.
    const next = await succession('dai-ptth', { into: 'so-noi-vu' });
    await service((successions) => successions.pass(hanh, next.id));
    expect((await partiesOf(4)).filter(({ valid_until }) => valid_until === null)).toEqual([
      { code: 'so-noi-vu', role: 'lead', position: 2, valid_from: '2021-07-01', valid_until: null },
    ]);
  });

  it('takes along the plans it coordinates and the groups it belongs to', async () => {
    const office = await succession('so-noi-vu', { into: 'so-tu-phap' });
    expect(await service((successions) => successions.pass(hanh, office.id))).toMatchObject({ plans: 1, groups: 0, accounts: 1 });
    const plan = await context.run((em) => em.findOneOrFail(Plan, context.planId, { populate: ['coordinator'] }));
    expect(plan.coordinator.code).toBe('so-tu-phap');

    const station = await succession('dai-truyen-thanh-ba-tri', { into: 'dai-truyen-thanh-binh-dai' });
    expect(await service((successions) => successions.pass(hanh, station.id))).toMatchObject({ groups: 1 });
    const group = await idOf('dai-truyen-thanh');
    const membersOn = async (day: string) => (await context.ask(MembershipQuery, (query) => query.membersOf([group], plainDate(day)))).length;
    expect([await membersOn('2021-06-30'), await membersOn('2021-07-01')]).toEqual([9, 8]);
  });

  it('leaves closed plans and those over before the day alone', async () => {
    await context.run(async (em) => {
      (await em.findOneOrFail(Plan, context.planId)).state = 'closed';
      await em.flush();
    });
    const { id } = await succession('bao-dong-khoi');
    expect(await service((successions) => successions.pass(hanh, id))).toMatchObject({ tasks: 0, accounts: 1 });
    context.clock.set('2022-02-01');
    const late = await succession('dai-ptth', { on: '2022-01-01' });
    expect(await service((successions) => successions.pass(hanh, late.id))).toMatchObject({ tasks: 0 });
    expect(await leadsOn(7, '2022-01-15')).toEqual(['dai-ptth']);
  });
});

describe('What each member of a group owes', () => {
  const owe = async (...codes: string[]) => {
    const ids = await Promise.all(codes.map(idOf));
    await context.run(async (em) => {
      const task = await em.findOneOrFail(Task, context.taskId(9));
      const year = { from: plainDate('2021-01-01'), to: plainDate('2021-12-31'), pace: 'none' as const, product: null };
      for (const memberId of ids) em.persist(new PeriodTarget(task, { ...year, quantity: 3, memberId }));
      em.persist(new PeriodTarget(task, { ...year, to: plainDate('2021-03-31'), quantity: 1, memberId: ids[0]! }));
      await em.flush();
    });
  };
  const targets = () =>
    context.rows<Record<string, unknown>>(
      `select o.code, t.quantity, t.valid_from, t.valid_until from period_target t join organisation o on o.id = t.member_id
       where t.task_id = ? and t.ends_on = '2021-12-31' order by t.id`,
      [context.taskId(9)],
    );

  it('goes over less what it has done by then', async () => {
    await owe('dai-truyen-thanh-ba-tri');
    const own: Actor = actorWith({ id: context.people.tam.userId, name: 'Người khác' }, 'producer-lead', {
      id: await idOf('dai-truyen-thanh-ba-tri'),
      name: 'Cơ quan khác',
    });
    await context.ask(DeliverableService, (deliverables) => deliverables.log(own, context.taskId(9), session({ occursOn: '2021-05-01' })));
    const { id } = await succession('dai-truyen-thanh-ba-tri', { into: 'dai-moi' });
    await service((successions) => successions.pass(hanh, id));
    expect(await targets()).toEqual([
      { code: 'dai-truyen-thanh-ba-tri', quantity: 3, valid_from: null, valid_until: '2021-07-01' },
      { code: 'dai-truyen-thanh-ba-tri', quantity: 1, valid_from: '2021-07-01', valid_until: null },
      { code: 'dai-moi', quantity: 2, valid_from: '2021-07-01', valid_until: null },
    ]);
    // What was due before the day is not the successor's.
    const [early] = await context.rows<{ valid_until: string | null }>(`select valid_until from period_target where task_id = ? and ends_on = '2021-03-31'`, [
      context.taskId(9),
    ]);
    expect(early!.valid_until).toBeNull();
  });

  it('of a split stays where only the district above goes over, and goes with the group', async () => {
    await owe('dai-truyen-thanh-ba-tri');
    const unit = await idOf('dai-truyen-thanh-ba-tri');
    await context.run(async (em) => {
      const [district, station] = [await em.findOneOrFail(Organisation, { code: 'ubnd-ba-tri' }), await em.findOneOrFail(Organisation, unit)];
      await em.persist(new GroupMember(district, station, null)).flush();
    });
    const open = (await context.ask(OpenDutiesQuery, (duties) => duties.of(unit, plainDate('2021-07-01')))).memberships;
    const keyOf = (isUnit: boolean) => dutyKey('group', open.find((one) => one.isUnit === isUnit)!.id);
    const still = [{ code: 'dai-truyen-thanh-ba-tri', quantity: 3, valid_from: null, valid_until: null }];
    const first = await succession('dai-truyen-thanh-ba-tri', { kind: 'split', into: 'dai-moi' });
    expect(await service((successions) => successions.pass(hanh, first.id, new Set([keyOf(true)])))).toMatchObject({ groups: 1 });
    expect(await targets()).toEqual(still);
    const second = await succession('dai-truyen-thanh-ba-tri', { kind: 'split', into: 'dai-khac' });
    expect(await service((successions) => successions.pass(hanh, second.id, new Set([keyOf(false)])))).toMatchObject({ groups: 1 });
    expect((await targets()).filter(({ valid_until }) => valid_until === null)).toEqual([
      { code: 'dai-khac', quantity: 3, valid_from: '2021-07-01', valid_until: null },
    ]);
    await context.rows('delete from group_member where group_id = ? returning id', [await idOf('ubnd-ba-tri')]);
  });

  it('is owed once by two that become one', async () => {
    await owe('dai-truyen-thanh-ba-tri', 'dai-truyen-thanh-binh-dai');
    const { id } = await succession('dai-truyen-thanh-ba-tri', { into: 'dai-truyen-thanh-binh-dai' });
    await service((successions) => successions.pass(hanh, id));
    expect((await targets()).filter(({ valid_until }) => valid_until === null)).toEqual([
      { code: 'dai-truyen-thanh-binh-dai', quantity: 3, valid_from: null, valid_until: null },
    ]);
  });
});

describe('Passing duties on after a split', () => {
  it('gives each new organisation what was chosen for it', async () => {
    const { lan } = context.people;
    const radio = await succession('dai-ptth', { kind: 'split', into: 'phat-thanh' });
    const television = await succession('dai-ptth', { kind: 'split', into: 'truyen-hinh' });
    const planned = await context.ask(DeliverableService, (deliverables) => deliverables.plan(lan, context.taskId(8), slot({ occursOn: '2021-08-05' })));
    const open = await context.ask(OpenDutiesQuery, (duties) => duties.of(lan.organisationId, plainDate('2021-07-01')));
    const keyOf = (ordinal: number) => dutyKey('party', open.parties.find(({ label }) => label === String(ordinal))!.partyId);

    await expect(service((successions) => successions.pass(hanh, radio.id, new Set()))).rejects.toMatchObject({ field: 'move' });
    expect(await service((successions) => successions.pass(hanh, radio.id, new Set([keyOf(7)])))).toEqual({
      tasks: 1,
      plans: 0,
      groups: 0,
      units: 0,
      accounts: 0,
      accountIds: [],
      slots: 0,
    });
    expect([await leadsOn(7, '2021-07-20'), await leadsOn(8, '2021-07-20')]).toEqual([['phat-thanh'], ['dai-ptth']]);

    const rest = new Set([keyOf(8), keyOf(3), dutyKey('account', lan.userId)]);
    expect(await service((successions) => successions.pass(hanh, television.id, rest))).toEqual({
      tasks: 2,
      plans: 0,
      groups: 0,
      units: 0,
      accounts: 1,
      accountIds: [lan.userId],
      slots: 1,
    });
    expect(await leadsOn(8, '2021-07-20')).toEqual(['truyen-hinh']);
    expect((await context.ask(DeliverableService, (deliverables) => deliverables.find(planned.id))).organisation.code).toBe('truyen-hinh');
  });
});

describe('A task that a group leads', () => {
  it('is logged by its members, each in its own name', async () => {
    const station = await idOf('dai-truyen-thanh-ba-tri');
    const { leads } = await context.ask(TaskQuery, (tasks) => tasks.contextOf(context.taskId(9)));
    expect(leads).toHaveLength(10);
    expect(leads[0]!.name).toContain('Các Đài truyền thanh cấp huyện');
    const member: Actor = actorWith({ id: context.people.tam.userId, name: 'Người khác' }, 'producer-lead', { id: station, name: 'Cơ quan khác' });
    const item = await context.ask(DeliverableService, (deliverables) => deliverables.log(member, context.taskId(9), session({ occursOn: '2021-05-01' })));
    expect(item.organisation.id).toBe(station);
    const stranger: Actor = actorWith({ id: context.people.tam.userId, name: 'Người khác' }, 'producer-lead', {
      id: await idOf('ubnd-ba-tri'),
      name: 'Cơ quan khác',
    });
    const log = context.ask(DeliverableService, (deliverables) => deliverables.log(stranger, context.taskId(9), session({ occursOn: '2021-05-02' })));
    await expect(log).rejects.toMatchObject({ kind: 'missing' });
  });
});

describe('The merger of 1 July 2025', () => {
  it('is recorded for the sample plan’s organisations, once, and passes nothing on', async () => {
    await context.run(loadKnownSuccessions);
    await context.run(loadKnownSuccessions);
    const rows = await context.run((em) => em.find(Succession, {}, { populate: ['predecessor', 'successor'], orderBy: { id: 'asc' } }));
    expect(rows).toHaveLength(3 + 18);
    expect(new Set(rows.map(({ effectiveOn, passedOn }) => `${effectiveOn.toString()} ${passedOn === null ? 'open' : 'passed'}`))).toEqual(
      new Set(['2025-07-01 open']),
    );
    expect(rows.slice(0, 3).map(({ predecessor, successor, kind }) => [predecessor.code, kind, successor?.code])).toEqual([
      ['ubnd-tinh', 'merged', 'ubnd-tinh-vinh-long'],
      ['bao-dong-khoi', 'merged', undefined],
      ['dai-ptth', 'merged', undefined],
    ]);
    expect(rows.slice(3).every(({ kind, successor }) => kind === 'abolished' && successor === null)).toBe(true);
    expect(await leadsOn(4, '2026-01-01')).toEqual(['bao-dong-khoi']);
  });
});
