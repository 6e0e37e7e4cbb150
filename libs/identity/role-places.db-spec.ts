import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DomainError } from '#kernel/domain-error.js';
import { plainDate } from '#kernel/plain-date.js';
import { Organisation, Succession, type SuccessionKind } from '#organisations/organisation.entity.js';
import { TestContext } from '#testing/test-context.js';
import { AccountExists, AccountService } from './account.service.js';
import { assertPlaceFor, placesForRoles } from './role-places.js';
import { type Role, ROLES } from './role.js';
import { User } from './user.entity.js';

let context: TestContext;
beforeAll(async () => {
  context = await TestContext.open();
  await gone('so-xay-dung', { kind: 'merged', into: 'so-gtvt' });
  await gone('so-y-te', { kind: 'split', into: 'so-khcn' });
  // Written down, and in effect, but nobody has taken the work over.
  await gone('dai-ptth', { kind: 'merged', into: null, passed: false });
});
beforeEach(() => context.reset('2021-06-15'));
afterAll(() => context.close());

async function gone(code: string, { kind, into, passed = true }: { kind: SuccessionKind; into: string | null; passed?: boolean }): Promise<void> {
  await context.run(async (em) => {
    const successor = into === null ? null : await em.findOneOrFail(Organisation, { code: into });
    const predecessor = await em.findOneOrFail(Organisation, { code });
    const succession = new Succession(predecessor, successor, { kind, effectiveOn: plainDate('2021-03-01'), basis: '' });
    if (passed) succession.passedOn = plainDate('2021-03-02');
    await em.persist(succession).flush();
  });
}

const add = (role: Role, organisation: string, email = 'moi@example.vn') =>
  context.ask(AccountService, (accounts) => accounts.add({ email, name: 'Người mới', role, organisation }));

describe('An organisation in which somebody is to have a role', () => {
  it('is offered exactly where it is taken, for each role', async () => {
    await context.run(async (em) => {
      const all = await em.find(Organisation, {});
      for (const role of ROLES) {
        const offered = new Set((await placesForRoles(em, [role], 'all')).map(({ id }) => id));
        for (const organisation of all) {
          const isTaken = await assertPlaceFor(em, role, organisation).then(
            () => true,
            (error: unknown) => !(error instanceof DomainError),
          );
          expect([role, organisation.code, isTaken]).toEqual([role, organisation.code, offered.has(organisation.id)]);
        }
      }
    });
  });

  it('has not handed its work over; one that waits for that, or was split, goes on', async () => {
    await expect(add('producer', 'so-xay-dung')).rejects.toMatchObject({
      field: 'organisation',
      message: 'Sở Xây dựng đã kết thúc, công việc đã chuyển sang Sở Giao thông vận tải; hãy chọn cơ quan đang hoạt động.',
    });
    for (const code of ['so-y-te', 'dai-ptth', 'so-gtvt']) expect((await add('leader', code, `${code}@example.vn`)).organisation.code).toBe(code);
    expect(await context.run((em) => em.count(User, { email: 'moi@example.vn' }))).toBe(0);
  });

  it('is a group only for those who act for its members', async () => {
    await expect(add('coordinator', 'ubnd-huyen')).rejects.toMatchObject({
      field: 'organisation',
      message: 'UBND các huyện, thành phố là một nhóm cơ quan; ở nhóm chỉ có vai trò “Phụ trách đơn vị” và “Đơn vị thực hiện”.',
    });
    await add('producer', 'ubnd-huyen', 'nhom@example.vn');
    const names = async (roles: Role[], among: 'all' | number[] = 'all') =>
      (await context.run((em) => placesForRoles(em, roles, among))).map(({ name }) => name);
    expect(await names(['producer', 'leader'])).toContain('UBND các huyện, thành phố (nhóm)');
    expect((await names(['leader'])).filter((name) => name.includes('(nhóm)'))).toEqual([]);
    expect(await names(['producer'], [])).toEqual([]);
    const { organisationId } = context.people.tam;
    expect(await names(['producer'], [organisationId])).toEqual(['Báo Đồng Khởi']);
  });

  it('is refused in the same words whether or not the person has an account', async () => {
    for (const email of ['tam@baodongkhoi.example.vn', 'khong-ai@example.vn']) {
      await expect(add('producer', 'so-xay-dung', email)).rejects.toMatchObject({ field: 'organisation' });
    }
    await expect(add('producer', 'so-gtvt', 'tam@baodongkhoi.example.vn')).rejects.toBeInstanceOf(AccountExists);
  });
});
