import { describe, expect, it } from '@jest/globals';
import { Forbidden, NotFound } from '#kernel/domain-error.js';
import { type Actor, actorWith, assertMayChangeItemsOf, may, mayChangeItemsOf, OPERATOR, reachOf } from './actor.js';
import { type Permission, PERMISSIONS } from './permissions.js';
import { type Role, ROLES } from './role.js';

const PAPER = { id: 4, name: 'Báo Đồng Khởi' };
const actor = (role: Role): Actor => actorWith({ id: 1, name: 'Lê Minh Tâm' }, role, PAPER);
const permissions = Object.keys(PERMISSIONS) as Permission[];

describe('who may change the items of an organisation', () => {
  it.each<[Role, boolean, boolean]>([
    ['coordinator', true, true],
    ['producer-lead', true, false],
    ['producer', true, false],
    ['administrator', false, false],
    ['accountant', false, false],
    ['leader', false, false],
    ['auditor', false, false],
  ])('%s: of their own %s, of another %s', (role, own, other) => {
    expect([mayChangeItemsOf(actor(role), 4), mayChangeItemsOf(actor(role), 5)]).toEqual([own, other]);
  });

  it('hears that there is none where it is another’s, and no more', () => {
    expect(() => assertMayChangeItemsOf(actor('producer'), { id: 5 })).toThrow(NotFound);
    expect(() => assertMayChangeItemsOf(actor('leader'), { id: 4 })).toThrow(Forbidden);
  });
});

describe('somebody with several roles', () => {
  const both: Actor = {
    ...actor('producer'),
    grants: [...actor('producer').grants, { role: 'producer', organisationId: 7, organisationName: 'Huyện', reach: [7, 71, 72] }],
  };

  it('may in each organisation what the role there allows, a district’s communes with it', () => {
    expect([4, 5, 7, 71, 72].map((id) => may(both, 'items.change', id))).toEqual([true, false, true, true, true]);
    expect(reachOf(both, 'items.change')).toEqual([4, 7, 71, 72]);
  });

  it('has no more of a permission than one of the roles gives', () => {
    const lead: Actor = { ...both, grants: [both.grants[0]!, { ...both.grants[1]!, role: 'leader' }] };
    expect([may(lead, 'items.change', 7), may(lead, 'contracts.read', 999), reachOf(lead, 'contracts.read')]).toEqual([false, true, 'all']);
  });
});

describe('whoever took over the work of an organisation that ended', () => {
  const heir: Actor = { ...actor('producer-lead'), grants: [{ ...actor('producer-lead').grants[0]!, inherited: [40] }] };

  it('completes its items and opens their evidence, and is given nothing else of it', () => {
    const own = permissions.filter((permission) => reachOf(heir, permission) !== 'all' && may(heir, permission));
    expect(own.filter((permission) => may(heir, permission, 40))).toEqual(['items.change', 'evidence.read']);
    expect([reachOf(heir, 'items.change'), reachOf(heir, 'accounts.manage')]).toEqual([[4, 40], [4]]);
  });
});

describe('the declaration', () => {
  it('leaves nothing that nobody may, and lets only readers read all', () => {
    expect(permissions.filter((permission) => Object.keys(PERMISSIONS[permission].roles).length === 0)).toEqual([]);
    const changing = permissions.filter((permission) => /\.(change|manage|erase|judge|answer)$/.test(permission));
    for (const role of ['leader', 'auditor'] as const) expect(changing.filter((permission) => may(actor(role), permission))).toEqual([]);
  });

  it('lets nobody without a role do anything', () => {
    const nobody: Actor = { ...actor('leader'), grants: [] };
    expect(permissions.filter((permission) => may(nobody, permission))).toEqual([]);
  });

  it('lets the command line do what coordinators and administrators may', () => {
    for (const permission of permissions) {
      expect([permission, may(OPERATOR, permission)]).toEqual([permission, may(actor('coordinator'), permission) || may(actor('administrator'), permission)]);
    }
  });

  it('knows every role', () => {
    expect(ROLES.filter((role) => may(actor(role), 'own.account'))).toEqual([...ROLES]);
  });
});
