import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ContractProposalQuery } from '#contracts/contract-proposal.query.js';
import { DeliverableService } from '#deliverables/deliverable.service.js';
import { LogFormQuery } from '#deliverables/log-form.query.js';
import { ProgressService } from '#deliverables/progress.service.js';
import { type Actor, may, reachOf } from '#identity/actor.js';
import type { Role } from '#identity/role.js';
import { SessionService } from '#identity/session.service.js';
import { User } from '#identity/user.entity.js';
import { plainDate } from '#kernel/plain-date.js';
import { DirectoryQuery } from '#organisations/directory.query.js';
import { MembershipQuery } from '#organisations/membership.query.js';
import { GroupMember, Organisation, type OrganisationKind, Succession, type SuccessionKind } from '#organisations/organisation.entity.js';
import { article } from '#testing/builders.js';
import { TestContext } from '#testing/test-context.js';
import { dutyKey } from './duty-passing.js';
import { MembershipCorrectionService } from './membership-correction.service.js';
import { MembershipService } from './membership.service.js';
import { OpenDutiesQuery } from './open-duties.query.js';
import { OrganisationService } from './organisation.service.js';
import { SuccessionService } from './succession.service.js';
import { TaskQuery } from './task.query.js';

let context: TestContext;

beforeAll(async () => {
  context = await TestContext.open();
});
beforeEach(() => context.reset('2021-06-15'));
afterAll(() => context.close());

const idOf = async (code: string) => (await context.run((em) => em.findOneOrFail(Organisation, { code }))).id;
const service = <T>(question: (memberships: MembershipService) => Promise<T>) => context.ask(MembershipService, question);
const trail = async () => (await context.rows<{ action: string }>('select action from audit_entry order by id')).map(({ action }) => action);
const add = (whole: number, member: number, from: string | null = null, actor = context.people.hanh) =>
  service((memberships) => memberships.add(actor, whole, { member, validFrom: from ? plainDate(from) : null }));
const held = async (id: number, day = '2021-06-15') =>
  service(async (memberships) => memberships.of(await context.run((em) => em.findOneOrFail(Organisation, id)), plainDate(day)));

/** An organisation of the test's own. */
async function make(name: string, kind: OrganisationKind = 'authority'): Promise<number> {
  return (await context.ask(OrganisationService, (organisations) => organisations.create(context.people.hanh, { name, shortName: name, kind }))).id;
}

async function ends(predecessor: number, on: string, { kind = 'merged', into = null }: { kind?: SuccessionKind; into?: number | null } = {}): Promise<number> {
  return context.run(async (em) => {
    const successor = into === null ? null : await em.findOneOrFail(Organisation, into);
    const succession = new Succession(await em.findOneOrFail(Organisation, predecessor), successor, { kind, effectiveOn: plainDate(on), basis: '' });
    await em.persist(succession).flush();
    return succession.id;
  });
}

describe('A member of a group', () => {
  const membersOn = async (group: number, day: string) =>
    (await context.ask(MembershipQuery, (query) => query.membersOf([group], plainDate(day)))).map(({ code }) => code);

  it('belongs to it from a day until another, and may come back later', async () => {
    const [group, member] = [await idOf('hdnd-ba-cap'), await idOf('ubnd-ba-tri')];
    await add(group, member, '2021-02-01');
    expect([await membersOn(group, '2021-01-31'), await membersOn(group, '2021-02-01')]).toEqual([[], ['ubnd-ba-tri']]);
    await expect(add(group, member, '2021-03-01')).rejects.toMatchObject({
      field: 'member',
      message: 'Ủy ban nhân dân huyện Ba Tri đã là thành viên của nhóm.',
    });

    const membership = (await held(group)).members[0]!.id;
    const end = (on: string) => service((memberships) => memberships.end(context.people.hanh, membership, plainDate(on)));
    await expect(end('2021-02-01')).rejects.toMatchObject({ field: 'validUntil' });
    await end('2021-04-01');
    expect([await membersOn(group, '2021-03-31'), await membersOn(group, '2021-04-01')]).toEqual([['ubnd-ba-tri'], []]);
    await expect(end('2021-05-01')).rejects.toMatchObject({ kind: 'missing' });

    for (const early of ['2021-03-01', null]) await expect(add(group, member, early)).rejects.toMatchObject({ field: 'validFrom' });
    await add(group, member, '2021-05-01');
    expect(await membersOn(group, '2021-05-01')).toEqual(['ubnd-ba-tri']);
    expect(await trail()).toEqual(['organisation.member-added', 'organisation.member-ended', 'organisation.member-added']);
  });

  it('that is to come, or whose end is, is corrected, as long as nothing else stands against it', async () => {
    const { hanh, tam } = context.people;
    const [group, member] = [await make('Các huyện phía Đông', 'group'), await idOf('ubnd-ba-tri')];
    const correct = <T>(question: (corrections: MembershipCorrectionService) => Promise<T>) => context.ask(MembershipCorrectionService, question);
    const end = (id: number, on: string) => service((memberships) => memberships.end(hanh, id, plainDate(on)));
    await add(group, member, '2021-07-01');
    const [coming] = (await held(group)).toCome as [GroupMember];
    await expect(correct((service_) => service_.withdraw(tam, coming.id))).rejects.toMatchObject({ kind: 'forbidden' });
    await correct((service_) => service_.withdraw(hanh, coming.id));
    expect(await held(group)).toMatchObject({ members: [], toCome: [] });

    await add(group, member, '2021-02-01');
    const [{ id }] = (await held(group)).members as [GroupMember];
    await expect(correct((service_) => service_.withdraw(hanh, id))).rejects.toMatchObject({ code: 'membership-begun' });
    await end(id, '2021-08-01');
    await end(id, '2021-09-01');
    expect([await membersOn(group, '2021-08-31'), await membersOn(group, '2021-09-01')]).toEqual([['ubnd-ba-tri'], []]);
    await add(group, member, '2021-10-01');
    const against = { field: 'validUntil', message: expect.stringMatching(/^Ủy ban nhân dân huyện Ba Tri là thành viên của .* từ ngày 01\/10\/2021; hãy bỏ/) };
    await expect(end(id, '2021-11-01')).rejects.toMatchObject(against);
    await expect(correct((service_) => service_.keep(hanh, id))).rejects.toMatchObject(against);
    await correct(async (service_) => service_.withdraw(hanh, (await held(group)).toCome[0]!.id));
    await correct((service_) => service_.keep(hanh, id));
    expect((await held(group)).members).toMatchObject([{ id, validUntil: null }]);
    expect((await trail()).slice(-4)).toEqual([
      'organisation.member-ended',
      'organisation.member-added',
      'organisation.member-withdrawn',
      'organisation.member-end-withdrawn',
    ]);
  });

  it('is one organisation, of a group or a district', async () => {
    const { tam } = context.people;
    const [group, other, office] = [await idOf('so-ban-nganh'), await idOf('ubnd-huyen'), await idOf('so-noi-vu')];
    await expect(add(group, other)).rejects.toMatchObject({ field: 'member', message: expect.stringContaining('Một nhóm không làm thành viên') });
    await expect(add(office, group)).rejects.toMatchObject({ message: expect.stringContaining('Chỉ nhóm cơ quan mới có thành viên') });
    await expect(add(group, 999_999)).rejects.toMatchObject({ field: 'member' });
    await expect(add(group, office, null, tam)).rejects.toMatchObject({ kind: 'forbidden' });
    expect(await trail()).toEqual([]);
  });
});

describe('Nobody’s own reach', () => {
  it('is made longer by themselves, except by administrators, who may take any role', async () => {
    const { hanh } = context.people;
    const [baTri, commune] = [await idOf('ubnd-ba-tri'), await make('UBND xã Tân Xuân 9')];
    const coordinating = hanh.grants.find(({ role }) => role === 'coordinator')!;
    const leading = { ...coordinating, role: 'producer-lead' as const, organisationId: baTri, organisationName: 'UBND huyện Ba Tri', reach: [baTri] };
    const both: Actor = { ...hanh, grants: [coordinating, leading] };
    await expect(add(baTri, commune, null, both)).rejects.toMatchObject({ field: 'member', message: expect.stringContaining('không tự thêm đơn vị cho mình') });
    expect((await held(baTri)).members).toEqual([]);
    await add(baTri, commune, null, { ...both, grants: [...both.grants, { ...coordinating, role: 'administrator' }] });
    expect((await held(baTri)).members.map(({ member }) => member.id)).toEqual([commune]);
    // Nor longer in time.
    const [{ id }] = (await held(baTri)).members as [GroupMember];
    const end = (actor: Actor, on: string) => service((memberships) => memberships.end(actor, id, plainDate(on)));
    await end(both, '2021-09-01');
    await expect(end(both, '2021-12-01')).rejects.toMatchObject({ message: expect.stringContaining('không tự thêm đơn vị cho mình') });
    const keep = (actor: Actor) => context.ask(MembershipCorrectionService, (corrections) => corrections.keep(actor, id));
    await expect(keep(both)).rejects.toMatchObject({ message: expect.stringContaining('không tự thêm đơn vị cho mình') });
    await end(hanh, '2021-12-01');
    expect((await keep(hanh)).validUntil).toBeNull();
    await context.rows('delete from group_member where member_id = ? returning id', [commune]);
  });
});

describe('A unit of a district', () => {
  it('belongs to one district at a time, from a day until another', async () => {
    const { hanh, tam } = context.people;
    const [baTri, giongTrom, commune] = [await idOf('ubnd-ba-tri'), await idOf('ubnd-giong-trom'), await make('UBND xã An Bình Tây')];
    await expect(add(baTri, commune, null, tam)).rejects.toMatchObject({ kind: 'forbidden' });
    await add(baTri, commune, '2021-02-01');
    await expect(add(baTri, commune)).rejects.toMatchObject({ field: 'member', message: 'UBND xã An Bình Tây đã là đơn vị trực thuộc.' });
    await expect(add(giongTrom, commune)).rejects.toMatchObject({
      field: 'member',
      message: 'UBND xã An Bình Tây đang trực thuộc Ủy ban nhân dân huyện Ba Tri; hãy ghi ngày thôi trực thuộc ở đó trước.',
    });
    expect((await held(baTri)).members.map(({ member }) => member.id)).toEqual([commune]);
    expect(await held(commune)).toMatchObject({ members: [], groups: [], superiors: [{ group: { id: baTri } }] });

    const [{ id: membership }] = (await held(baTri)).members as [GroupMember];
    const end = (on: string) => service((memberships) => memberships.end(hanh, membership, plainDate(on)));
    await expect(end('2021-02-01')).rejects.toMatchObject({
      field: 'validUntil',
      message: expect.stringContaining('trực thuộc Ủy ban nhân dân huyện Ba Tri từ ngày'),
    });
    await end('2021-06-01');
    await expect(add(giongTrom, commune, '2021-05-31')).rejects.toMatchObject({
      field: 'validFrom',
      message: 'UBND xã An Bình Tây trực thuộc Ủy ban nhân dân huyện Ba Tri đến hết ngày 31/5/2021; hãy chọn ngày sau đó.',
    });
    await add(giongTrom, commune, '2021-06-01');
    expect((await held(commune)).superiors.map(({ group }) => group.id)).toEqual([giongTrom]);
    expect((await trail()).slice(1)).toEqual(['organisation.unit-added', 'organisation.unit-ended', 'organisation.unit-added']);
  });

  it('keeps its superior until the end that is written: none is put under it, and it not under another, before', async () => {
    const [district, commune, hamlet] = [await make('UBND huyện A 2'), await make('UBND xã B 2'), await make('UBND xã C 2')];
    await add(district, commune, '2021-02-01');
    const [{ id }] = (await held(district)).members as [GroupMember];
    await service((memberships) => memberships.end(context.people.hanh, id, plainDate('2021-09-01')));
    await expect(add(commune, hamlet, '2021-08-31')).rejects.toMatchObject({
      field: 'member',
      message: expect.stringContaining('đang trực thuộc UBND huyện A 2'),
    });
    await add(commune, hamlet, '2021-09-01');
    await expect(context.ask(MembershipCorrectionService, (corrections) => corrections.keep(context.people.hanh, id))).rejects.toMatchObject({
      message: 'UBND xã C 2 trực thuộc UBND xã B 2 từ ngày 01/9/2021; hãy bỏ hoặc sửa việc ấy trước.',
    });
  });

  it('is never itself, a group, or what stands above or below another', async () => {
    const [district, commune, hamlet, group] = [await make('UBND huyện A'), await make('UBND xã B'), await make('UBND xã C'), await idOf('ubnd-huyen')];
    await expect(add(district, district)).rejects.toMatchObject({ field: 'member', message: 'Một cơ quan không trực thuộc chính mình.' });
    await expect(add(district, group)).rejects.toMatchObject({ field: 'member', message: expect.stringContaining('Nhóm cơ quan không trực thuộc') });
    await add(district, commune);
    // No circle, and no second step that a lead's reach would or would not go.
    await expect(add(commune, district)).rejects.toMatchObject({ message: 'UBND xã B đang trực thuộc UBND huyện A nên không có đơn vị trực thuộc riêng.' });
    await expect(add(commune, hamlet)).rejects.toMatchObject({ field: 'member' });
    await expect(add(hamlet, district)).rejects.toMatchObject({ message: 'UBND huyện A có đơn vị trực thuộc riêng nên không trực thuộc cơ quan khác được.' });
  });

  it('and its district stand, on the day from which it is one', async () => {
    const [district, gone, going, split] = [await make('UBND huyện D'), await make('UBND xã E'), await make('UBND xã F'), await make('UBND xã G')];
    await ends(gone, '2021-06-15');
    await ends(going, '2021-07-01');
    await ends(split, '2021-06-01', { kind: 'split', into: district });
    await expect(add(district, gone)).rejects.toMatchObject({
      field: 'member',
      message: 'UBND xã E kết thúc hoạt động từ ngày 15/6/2021; hãy chọn cơ quan đang hoạt động.',
    });
    await expect(add(district, going, '2021-07-01')).rejects.toMatchObject({ field: 'member' });
    await add(district, going);
    await add(district, split);
    await expect(add(gone, await make('UBND xã H'))).rejects.toMatchObject({ field: 'member' });
    const group = await idOf('ubnd-huyen');
    await expect(add(group, gone)).rejects.toMatchObject({ field: 'member' });
  });

  it('is added once by two who do so at the same instant', async () => {
    const [one, other, commune] = [await make('UBND huyện I'), await make('UBND huyện K'), await make('UBND xã L')];
    const both = await Promise.allSettled([add(one, commune), add(other, commune)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect((await held(commune)).superiors).toHaveLength(1);
  });
});

describe('The people of a district', () => {
  let count = 0;
  /** A district with a commune since March, the commune of another, and somebody of the first district and of its commune. */
  async function districts(role: Role) {
    count += 1;
    const [district, commune, other] = [await make(`UBND huyện M ${count}`), await make(`UBND xã N ${count}`), await make(`UBND xã O ${count}`)];
    await add(district, commune, '2021-03-01');
    await add(await make(`UBND huyện P ${count}`), other);
    return { district, commune, other, ofDistrict: await somebodyOf(district, role), ofCommune: await somebodyOf(commune, role) };
  }

  /** Asked anew each time, as with each request: who somebody is then. */
  async function somebodyOf(organisationId: number, role: Role) {
    const user = await context.run(async (em) => {
      const made = new User(
        `huyen-${count}-${organisationId}@example.vn`,
        'Người huyện',
        role,
        await em.findOneOrFail(Organisation, organisationId),
        context.clock.now(),
      );
      await em.persist(made).flush();
      return made;
    });
    return async () => (await context.ask(SessionService, async (sessions) => sessions.actorOf(await sessions.open(user))))!;
  }

  const leads = (ordinal: number, organisationId: number) =>
    context.rows("update task_party set organisation_id = ? where task_id = ? and role = 'lead' and valid_until is null", [
      organisationId,
      context.taskId(ordinal),
    ]);
  const leadsAgain = async (ordinal: number, code: string) => leads(ordinal, await idOf(code));

  it.each(['producer-lead', 'producer'] as const)('act for its units as %s, and for no others; those of a unit only for it', async (role) => {
    const { district, commune, other, ofDistrict, ofCommune } = await districts(role);
    const [above, below] = [await ofDistrict(), await ofCommune()];
    for (const permission of ['items.change', 'evidence.read', 'contracts.read', 'duties.change'] as const) {
      const asked = (actor: Actor) => [district, commune, other].map((id) => may(actor, permission, id));
      expect([permission, asked(above), asked(below)]).toEqual([permission, [true, true, false], [false, true, false]]);
      expect(reachOf(above, permission)).toEqual([district, commune]);
    }
    expect([district, commune, other].map((id) => may(above, 'accounts.manage', id))).toEqual(
      role === 'producer-lead' ? [true, true, false] : [false, false, false],
    );
  });

  it('reach its units only as long as these belong to it', async () => {
    const { hanh } = context.people;
    const { district, commune, ofDistrict } = await districts('producer');
    const membership = (await held(district)).members[0]!.id;
    await service((memberships) => memberships.end(hanh, membership, plainDate('2021-06-20')));
    context.clock.set('2021-06-19');
    expect(may(await ofDistrict(), 'items.change', commune)).toBe(true);
    context.clock.set('2021-06-20');
    expect(may(await ofDistrict(), 'items.change', commune)).toBe(false);
    expect(may(await ofDistrict(), 'items.change', district)).toBe(true);
  });

  it('log what a unit leads as the unit’s own, and nothing of another district’s', async () => {
    const { commune, other, ofDistrict } = await districts('producer-lead');
    const district = await ofDistrict();
    const log = () => context.ask(DeliverableService, (deliverables) => deliverables.log(district, context.taskId(4), article({ occursOn: '2021-05-04' })));
    await leads(4, commune);
    expect((await log()).organisation.id).toBe(commune);
    const { tasks } = await context.askOfPlan(LogFormQuery, (form, plan) => form.tasksOf(district, plan, plainDate('2021-06-15')));
    expect(tasks.map(({ task }) => task.ordinal)).toEqual([4]);
    await leads(4, other);
    await expect(log()).rejects.toMatchObject({ kind: 'missing' });
    await leadsAgain(4, 'bao-dong-khoi');
  });

  it('have its tasks to themselves: no unit stands in for a district', async () => {
    const { district, commune } = await districts('producer-lead');
    await leads(4, district);
    const day = plainDate('2021-06-15');
    const code = (await context.run((em) => em.findOneOrFail(Organisation, district))).code;
    expect((await context.ask(TaskQuery, (tasks) => tasks.contextOf(context.taskId(4)))).leads.map(({ id }) => id)).toEqual([district]);
    expect(await context.ask(MembershipQuery, (query) => query.membersOf([district], day))).toEqual([]);
    expect(await context.ask(MembershipQuery, (query) => query.standInFor([{ id: district, kind: 'authority' }], day))).toEqual([district]);
    expect((await context.ask(DirectoryQuery, (directory) => directory.groupsWithMembers())).has(code)).toBe(false);
    expect(await context.ask(OpenDutiesQuery, (duties) => duties.tasksOf(commune, day))).toEqual([]);
    expect(await context.ask(OpenDutiesQuery, (duties) => duties.tasksOf(district, day))).toHaveLength(1);
    const proposals = await context.ask(ContractProposalQuery, (query) => query.tasksFor(context.planId, commune));
    expect(proposals.filter(({ isLed }) => isLed)).toEqual([]);
    const progress = await context.askOfPlan(ProgressService, (service_, plan) => service_.ofPlan(plan, day));
    expect(progress.find(({ task }) => task.ordinal === 4)!.members).toEqual([]);
    await leadsAgain(4, 'bao-dong-khoi');
  });
});

describe('Where a district is merged', () => {
  const pass = (id: number, chosen?: ReadonlySet<string>) => context.ask(SuccessionService, (successions) => successions.pass(context.people.hanh, id, chosen));
  const unitsOf = async (id: number) => (await held(id)).members.map(({ member }) => member.name);

  it('its units belong to the successor, which is none of them itself', async () => {
    const [from, into, one, two] = [await make('UBND huyện Q'), await make('UBND huyện R'), await make('UBND xã S'), await make('UBND xã T')];
    for (const unit of [one, two, into]) await add(from, unit);
    const id = await ends(from, '2021-06-01', { into });
    const { units, memberships } = await context.ask(OpenDutiesQuery, (duties) => duties.of(from, plainDate('2021-06-01')));
    expect([units.map(({ name }) => name), memberships]).toEqual([['UBND huyện R', 'UBND xã S', 'UBND xã T'], []]);
    expect(await pass(id)).toMatchObject({ groups: 0, units: 3 });
    expect([await unitsOf(from), (await unitsOf(into)).toSorted()]).toEqual([[], ['UBND xã S', 'UBND xã T']]);
    expect((await held(into)).superiors).toEqual([]);
  });

  it('into what is no district, they belong to none', async () => {
    const [from, into, unit] = [await make('UBND huyện U'), await make('Sở V', 'department'), await make('UBND xã X')];
    await add(from, unit);
    await pass(await ends(from, '2021-06-01', { into }));
    expect([await unitsOf(from), await unitsOf(into)]).toEqual([[], []]);
  });

  it('of a split go those that were chosen, and the others stay', async () => {
    const [from, into, one, two] = [await make('UBND huyện Q 2'), await make('UBND huyện R 2'), await make('UBND xã S 2'), await make('UBND xã T 2')];
    for (const unit of [one, two]) await add(from, unit);
    const chosen = (await held(from)).members.find(({ member }) => member.id === two)!.id;
    expect(await pass(await ends(from, '2021-06-01', { kind: 'split', into }), new Set([dutyKey('unit', chosen)]))).toMatchObject({ units: 1 });
    expect([await unitsOf(from), await unitsOf(into)]).toEqual([['UBND xã S 2'], ['UBND xã T 2']]);
  });

  it('or a unit is: the successor is a unit of the same district, unless it is one already or a district', async () => {
    const [district, from, into, above] = [await make('UBND huyện Y'), await make('UBND xã Z 1'), await make('UBND xã Z 2'), await make('UBND xã Z 3')];
    for (const unit of [from, above]) await add(district, unit);
    const id = await ends(from, '2021-06-01', { into });
    const { memberships } = await context.ask(OpenDutiesQuery, (duties) => duties.of(from, plainDate('2021-06-01')));
    expect(memberships).toMatchObject([{ groupName: 'UBND huyện Y', isUnit: true }]);
    expect(await pass(id)).toMatchObject({ groups: 1, units: 0 });
    expect((await unitsOf(district)).toSorted()).toEqual(['UBND xã Z 2', 'UBND xã Z 3']);
    await pass(await ends(above, '2021-06-01', { into: district }));
    expect(await unitsOf(district)).toEqual(['UBND xã Z 2']);
  });
});
