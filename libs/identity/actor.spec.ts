import { describe, expect, it } from '@jest/globals';
import { Forbidden } from '#kernel/domain-error.js';
import { type Actor, assertMayChangeItemsOf, mayChangeItemsOf, mayCoordinate } from './actor.js';
import { type Role, ROLES, roleName } from './role.js';

const actor = (role: Role): Actor => ({ userId: 1, name: 'Lê Minh Tâm', role, organisationId: 4, organisationName: 'Báo Đồng Khởi' });

describe('Whoever asks', () => {
  it('may change its own organisation’s items as a producer, all of them as a coordinator, none as a viewer', () => {
    const rights = ROLES.map((role) => [role, mayChangeItemsOf(actor(role), 4), mayChangeItemsOf(actor(role), 5), mayCoordinate(actor(role))]);
    expect(rights).toEqual([
      ['coordinator', true, true, true],
      ['producer', true, false, false],
      ['viewer', false, false, false],
    ]);
  });

  it('is told why not', () => {
    const station = { id: 5, name: 'Đài PT-TH' };
    expect(() => assertMayChangeItemsOf(actor('coordinator'), station)).not.toThrow();
    expect(() => assertMayChangeItemsOf(actor('producer'), station)).toThrow(
      new Forbidden('Việc này do Đài PT-TH ghi nhận; tài khoản của Báo Đồng Khởi không sửa được.'),
    );
    expect(() => assertMayChangeItemsOf(actor('viewer'), { id: 4, name: 'Báo Đồng Khởi' })).toThrow(new Forbidden('Tài khoản của bạn chỉ được xem.'));
  });

  it('has a role with a Vietnamese name', () => {
    expect(ROLES.map(roleName)).toEqual(['Điều phối', 'Đơn vị thực hiện', 'Chỉ xem']);
  });
});
