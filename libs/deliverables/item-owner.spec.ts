import { describe, expect, it } from '@jest/globals';
import { type Actor, actorWith } from '#identity/actor.js';
import type { Role } from '#identity/role.js';
import { type PlainDate, plainDate } from '#kernel/plain-date.js';
import type { Lead } from '#planning/task.query.js';
import { ownerOf, ownersFor, ownersOn } from './item-owner.js';

const day = plainDate('2021-06-15');
const GROUP: Lead = { id: 1, name: 'Nhóm xã', isGroup: true, memberOf: null, validFrom: null, validUntil: null };
const PAPER: Lead = { id: 2, name: 'Báo', isGroup: false, memberOf: null, validFrom: null, validUntil: null };

function member(id: number, from: string | null = null, until: string | null = null): Lead {
  const date = (text: string | null): PlainDate | null => (text === null ? null : plainDate(text));
  return { id, name: `Xã ${id}`, isGroup: false, memberOf: GROUP.id, validFrom: date(from), validUntil: date(until) };
}

function of(organisationId: number, reach: readonly number[] = [organisationId], role: Role = 'producer-lead', via?: Actor['via']): Actor {
  const actor = actorWith({ id: 1, name: 'Lê Minh Tâm' }, role, { id: organisationId, name: '' }, via);
  return { ...actor, grants: [{ ...actor.grants[0]!, reach }] };
}

const ids = (owners: readonly { id: number }[]) => owners.map(({ id }) => id);
const COMMUNES = [GROUP, member(11), member(12), member(13, '2021-07-01'), member(14, null, '2021-03-01')];

describe('whose an item may be', () => {
  it('is who leads the task and, of a group, its members of the day', () => {
    expect(ids(ownersOn([PAPER, ...COMMUNES], day))).toEqual([2, 11, 12]);
    expect(ids(ownersOn(COMMUNES, plainDate('2021-07-01')))).toEqual([11, 12, 13]);
    expect(ids(ownersOn(COMMUNES, plainDate('2021-02-28')))).toEqual([11, 12, 14]);
  });

  it('is the group itself as long as it has no members, and one that leads twice counts once', () => {
    expect(ids(ownersOn([GROUP], day))).toEqual([1]);
    expect(ids(ownersOn([GROUP, member(13, '2021-07-01')], day))).toEqual([1]);
    expect(ids(ownersOn([PAPER, GROUP, { ...member(11), id: 2 }], day))).toEqual([2]);
  });

  it('is what the actor may act for; for the coordinator every member, never the group', () => {
    expect(ids(ownersFor(of(12), COMMUNES, day))).toEqual([12]);
    expect(ids(ownersFor(of(7, [7, 11, 12, 99]), COMMUNES, day))).toEqual([11, 12]);
    expect(ids(ownersFor(of(9, [9], 'coordinator'), COMMUNES, day))).toEqual([11, 12]);
    expect(ids(ownersFor(of(1, [1, 11, 12]), COMMUNES, day))).toEqual([11, 12]);
  });

  it('is a predecessor’s on the days on which that was the member, for whoever has its work now', () => {
    const heir: Actor = { ...of(13), grants: [{ ...of(13).grants[0]!, inherited: [14] }] };
    expect(ids(ownersFor(heir, COMMUNES, plainDate('2021-02-28')))).toEqual([14]);
    expect(ids(ownersFor(heir, COMMUNES, plainDate('2021-07-01')))).toEqual([13]);
  });

  it('is the reader’s own organisation behind the link of a letter, else as always', () => {
    expect(ids(ownersFor(of(11, [11, 12], 'coordinator', 'mail-link'), COMMUNES, day))).toEqual([11]);
    expect(ids(ownersFor(of(9, [9], 'coordinator', 'mail-link'), COMMUNES, day))).toEqual([11, 12]);
    expect(ids(ownersFor(of(1, [1], 'producer', 'mail-link'), COMMUNES, day))).toEqual([1]);
  });
});

describe('whose a new item is', () => {
  const district = of(7, [7, 11, 12]);

  it('need not be said where there is one', () => {
    expect(ownerOf(of(11), COMMUNES, day).id).toBe(11);
    expect(ownerOf(of(9, [9], 'coordinator'), [PAPER], day).id).toBe(2);
  });

  it('is never picked among several', () => {
    for (const actor of [district, of(9, [9], 'coordinator')]) {
      expect(() => ownerOf(actor, COMMUNES, day)).toThrow(expect.objectContaining({ kind: 'invalid', field: 'organisation' }));
      expect(ownerOf(actor, COMMUNES, day, 12).id).toBe(12);
    }
  });

  it.each<[string, Actor, number | undefined, object]>([
    ['another’s organisation', district, 99, { kind: 'missing', message: 'Không tìm thấy đơn vị này.' }],
    ['a task of others', of(99), undefined, { kind: 'missing', message: 'Không tìm thấy nhiệm vụ này.' }],
    ['a group that one has left', of(14), undefined, { kind: 'missing' }],
    ['an organisation that does not lead', district, 7, { kind: 'invalid', field: 'organisation' }],
    ['somebody who only looks', of(11, [11], 'leader'), 11, { kind: 'forbidden' }],
    [
      'a day before it joined',
      of(13),
      undefined,
      { kind: 'invalid', field: 'occursOn', message: 'Ngày 15/6/2021, Xã 13 không thực hiện nhiệm vụ này; hãy xem lại ngày hoặc đơn vị.' },
    ],
    ['a member of another day', of(9, [9], 'coordinator'), 14, { kind: 'invalid', field: 'organisation' }],
  ])('is refused for %s', (_what, actor, asked, error) => {
    expect(() => ownerOf(actor, COMMUNES, day, asked)).toThrow(expect.objectContaining(error));
  });
});
