import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Test } from '@nestjs/testing';
import { AccountService } from '#identity/account.service.js';
import { AuditModule } from '#audit/audit.module.js';
import { IdentityModule } from '#identity/identity.module.js';
import { SessionService } from '#identity/session.service.js';
import { User } from '#identity/user.entity.js';
import { KernelModule } from '#kernel/kernel.module.js';
import { Plan } from '#planning/plan.entity.js';
import { PlanningModule } from '#planning/planning.module.js';
import { environment } from '#testing/builders.js';
import { FixedClock } from '#testing/fixed-clock.js';
import { TestDatabase } from '#testing/test-database.js';
import { DatabaseModule } from './database.module.js';
import { FirstStart } from './first-start.js';

const PASSWORD = 'một mật khẩu dài';

describe('The first start of an empty database', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await TestDatabase.open();
  });
  afterEach(() => database.close());

  /** A process that starts with these variables on 2026-05-04. */
  async function processWith(variables: NodeJS.ProcessEnv = {}) {
    const module = await Test.createTestingModule({
      imports: [
        KernelModule.with(environment(variables), new FixedClock('2026-05-04')),
        DatabaseModule.over(database.orm),
        AuditModule,
        IdentityModule,
        PlanningModule,
      ],
      providers: [FirstStart],
    }).compile();
    return {
      start: async () => {
        await database.run(() => module.get(FirstStart).prepareData());
        return database.run(() => module.get(FirstStart).prepareAccess());
      },
      accounts: <T>(question: (service: AccountService) => Promise<T>) => database.run(() => question(module.get(AccountService, { strict: false }))),
      signIn: (email: string) => database.run(() => module.get(SessionService, { strict: false }).check(email, PASSWORD)),
    };
  }

  const plans = () => database.run((em) => em.find(Plan, {}));

  it('loads the sample plan moved to the current year', async () => {
    const { start } = await processWith();
    await start();
    const [plan, ...others] = await plans();
    expect(others).toEqual([]);
    expect(plan).toMatchObject({ number: '105/KH-UBND', year: 2026, isSample: true });
    expect([plan!.startsOn, plan!.loadedOn].map(String)).toEqual(['2025-12-01', '2026-05-04']);
  });

  it('loads it as issued, moves it to a year, or leaves it out, as SAMPLE_PLAN says', async () => {
    await (await processWith({ SAMPLE_PLAN: 'none' })).start();
    expect(await plans()).toEqual([]);
    await (await processWith({ SAMPLE_PLAN: '2021' })).start();
    expect((await plans()).map(({ year }) => year)).toEqual([2021]);
  });

  it('loads nothing over a plan that is there', async () => {
    await (await processWith({ SAMPLE_PLAN: '2021' })).start();
    await (await processWith({ SAMPLE_PLAN: '2026' })).start();
    expect((await plans()).map(({ year }) => year)).toEqual([2021]);
  });

  it('opens a link by which the first person becomes coordinator at Sở Nội vụ', async () => {
    const { start, accounts, signIn } = await processWith();
    const token = await start();
    const link = await accounts((service) => service.findSetUp(token!));
    expect(link.user).toBeNull();
    await accounts((service) => service.completeSetUp(token!, { password: PASSWORD, name: ' Nguyễn Thị Hạnh ', email: 'Hanh@SNV.example.vn' }));
    const user = await database.run((em) => em.findOneOrFail(User, { email: 'hanh@snv.example.vn' }, { populate: ['organisation'] }));
    expect(user).toMatchObject({ name: 'Nguyễn Thị Hạnh', role: 'coordinator' });
    expect(user.organisation.code).toBe('so-noi-vu');
    expect(await signIn('hanh@snv.example.vn')).toBeDefined();
  });

  it('keeps the link good after a name or an address that was wrong', async () => {
    const { start, accounts } = await processWith();
    const token = await start();
    const choose = (name: string, email: string) => accounts((service) => service.completeSetUp(token!, { password: PASSWORD, name, email }));
    await expect(choose('', 'hanh@snv.example.vn')).rejects.toMatchObject({ fields: { name: 'Hãy nhập họ tên.' } });
    await expect(choose('Hạnh', 'hanh')).rejects.toMatchObject({ field: 'email' });
    expect((await choose('Hạnh', 'hanh@snv.example.vn')).role).toBe('coordinator');
  });

  it('prints a new link at every start until somebody has an account, and the old ones die', async () => {
    const { start, accounts } = await processWith();
    const first = await start();
    const second = await start();
    expect(second).not.toBe(first);
    await expect(accounts((service) => service.findSetUp(first!))).rejects.toThrow('Liên kết này đã dùng hoặc đã hết hạn.');
    await accounts((service) => service.completeSetUp(second!, { password: PASSWORD, name: 'Hạnh', email: 'hanh@snv.example.vn' }));
    expect(await start()).toBeUndefined();
  });

  it('makes the administrator of ADMIN_EMAIL and ADMIN_PASSWORD, once, and needs no link', async () => {
    const { start, signIn } = await processWith({ ADMIN_EMAIL: 'Quantri@snv.example.vn', ADMIN_PASSWORD: PASSWORD });
    expect(await start()).toBeUndefined();
    expect(await start()).toBeUndefined();
    const users = await database.run((em) => em.find(User, {}));
    expect(users.map(({ email, role }) => [email, role])).toEqual([['quantri@snv.example.vn', 'coordinator']]);
    expect(await signIn('quantri@snv.example.vn')).toBeDefined();
  });

  it('gives a system without a plan an organisation for its first person', async () => {
    const { start } = await processWith({ SAMPLE_PLAN: 'none', ADMIN_EMAIL: 'quantri@snv.example.vn', ADMIN_PASSWORD: PASSWORD });
    await start();
    const user = await database.run((em) => em.findOneOrFail(User, { email: 'quantri@snv.example.vn' }, { populate: ['organisation'] }));
    expect(user.organisation.name).toBe('Sở Nội vụ');
  });
});
