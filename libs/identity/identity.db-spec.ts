import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { PERSONAS } from '#testing/personas.js';
import { TestContext } from '#testing/test-context.js';
import { AccountExists, AccountService } from './account.service.js';
import { IDLE_HOURS, SESSION_DAYS, SessionService, WrongCredentials } from './session.service.js';
import { User } from './user.entity.js';

const PASSWORD = 'một mật khẩu dài';

describe('Accounts and sessions', () => {
  let context: TestContext;
  let newcomers = 0;
  beforeAll(async () => {
    context = await TestContext.open();
  });
  afterAll(() => context.close());
  beforeEach(() => context.reset('2021-03-31'));

  const accounts = <T>(question: (service: AccountService) => Promise<T>) => context.ask(AccountService, question);
  const signIn = (email: string, password: string) => sessions(async (service) => service.open(await service.check(email, password)));
  const sessions = <T>(question: (service: SessionService) => Promise<T>) => context.ask(SessionService, question);

  async function newcomer(password?: string): Promise<User> {
    newcomers += 1;
    return accounts((service) =>
      service.add({ email: `moi${newcomers}@baodongkhoi.example.vn`, name: 'Người mới', role: 'producer', organisation: 'bao-dong-khoi', password }),
    );
  }

  describe('adding a person', () => {
    it('keeps the address in lower case and the password as a hash', async () => {
      const { id } = await accounts((service) =>
        service.add({ email: ' Thu@SNV.example.vn ', name: 'Thu', role: 'leader', organisation: 'so-noi-vu', password: PASSWORD }),
      );
      const user = await context.run((em) => em.findOneOrFail(User, id));
      expect(user).toMatchObject({ email: 'thu@snv.example.vn', role: 'leader', isActive: true });
      expect(user.passwordHash).toMatch(/^\$argon2id\$/);
    });

    it('is refused for an address that is taken, in any case', async () => {
      const again = { email: 'TAM@baodongkhoi.example.vn', name: 'Tâm', role: 'producer', organisation: 'bao-dong-khoi' } as const;
      await expect(accounts((service) => service.add(again))).rejects.toBeInstanceOf(AccountExists);
    });

    it.each([
      [{ email: 'tam' }, 'email', 'Địa chỉ thư điện tử chưa đúng.'],
      [{ organisation: 'bao-khac' }, 'organisation', 'Không có cơ quan mã “bao-khac”.'],
      [{ password: 'ngắn' }, 'password', 'Mật khẩu cần ít nhất 12 ký tự.'],
    ])('is refused for %j', async (wrong, field, message) => {
      const right = { email: 'ai-do@example.vn', name: 'Ai', role: 'leader', organisation: 'so-noi-vu' } as const;
      await expect(accounts((service) => service.add({ ...right, ...wrong }))).rejects.toMatchObject({ field, message });
      expect(await context.run((em) => em.count(User, { email: 'ai-do@example.vn' }))).toBe(0);
    });
  });

  describe('signing in', () => {
    it('opens a session that says who it is, and for which organisation', async () => {
      const { id, email } = await newcomer(PASSWORD);
      const token = await signIn(` ${email.toUpperCase()} `, PASSWORD);
      expect(await sessions((service) => service.actorOf(token))).toEqual({
        signedInAt: context.clock.now(),
        userId: id,
        name: 'Người mới',
        role: 'producer',
        organisationId: context.people.tam.organisationId,
        organisationName: 'Báo Đồng Khởi',
        grants: [
          {
            role: 'producer',
            organisationId: context.people.tam.organisationId,
            organisationName: 'Báo Đồng Khởi',
            reach: [context.people.tam.organisationId],
          },
        ],
      });
    });

    it('keeps of the secret no more than a hash', async () => {
      const { email } = await newcomer(PASSWORD);
      const token = await signIn(email, PASSWORD);
      const stored = await context.rows<{ token_hash: string }>('select token_hash from session');
      expect(stored).toHaveLength(1);
      expect(stored[0]!.token_hash).not.toContain(token);
    });

    it('is refused alike for a wrong password, an unknown address, an account without a password and a closed one', async () => {
      const { id, email } = await newcomer(PASSWORD);
      const refusal = new WrongCredentials().message;
      await expect(signIn(email, `${PASSWORD}!`)).rejects.toThrow(refusal);
      await expect(signIn('khong-ai@example.vn', PASSWORD)).rejects.toThrow(refusal);
      await expect(signIn(PERSONAS.tam.email, PASSWORD)).rejects.toThrow(refusal);
      await context.run((em) => em.nativeUpdate(User, { id }, { isActive: false }));
      await expect(signIn(email, PASSWORD)).rejects.toThrow(refusal);
    });

    it('lasts fourteen days at most, to the second, however much it is used', async () => {
      const { email } = await newcomer(PASSWORD);
      const token = await signIn(email, PASSWORD);
      for (let day = 1; day < SESSION_DAYS; day++) {
        context.clock.advance({ hours: 24 });
        expect(await sessions((service) => service.actorOf(token))).not.toBeNull();
      }
      context.clock.advance({ seconds: 86_400 - 1 });
      expect(await sessions((service) => service.actorOf(token))).not.toBeNull();
      context.clock.advance({ seconds: 1 });
      expect(await sessions((service) => service.actorOf(token))).toBeNull();
    });

    it('is over when it was not used for three days', async () => {
      const { email } = await newcomer(PASSWORD);
      const [used, idle] = [await signIn(email, PASSWORD), await signIn(email, PASSWORD)];
      context.clock.advance({ hours: IDLE_HOURS - 1 });
      expect(await sessions((service) => service.actorOf(used))).not.toBeNull();
      context.clock.advance({ hours: 2 });
      expect(await sessions((service) => service.actorOf(used))).not.toBeNull();
      expect(await sessions((service) => service.actorOf(idle))).toBeNull();
    });

    it('that waits for the second factor is nobody’s yet', async () => {
      const { id } = await newcomer(PASSWORD);
      const token = await context.run(async (em) => {
        const user = await em.findOneOrFail(User, id);
        return sessions((service) => service.open(user, { awaitsCode: true }));
      });
      expect(await sessions((service) => service.actorOf(token))).toBeNull();
      expect((await sessions((service) => service.awaiting(token)))?.id).toBe(id);
      context.clock.advance({ minutes: 10 });
      expect(await sessions((service) => service.awaiting(token))).toBeNull();
    });

    it.each<[string, Partial<User>]>([
      ['closed', { isActive: false }],
      ['given another password', { passwordHash: '$argon2id$khac' }],
      ['given a second factor', { totpSecret: 'A'.repeat(32) }],
    ])('is refused where the account was %s after the password was looked at', async (_what, change) => {
      const { id, email } = await newcomer(PASSWORD);
      const checked = await sessions((service) => service.check(email, PASSWORD));
      await context.run((em) => em.nativeUpdate(User, { id }, change));
      await expect(sessions((service) => service.open(checked))).rejects.toBeInstanceOf(WrongCredentials);
      expect(await context.rows('select 1 from session')).toEqual([]);
    });

    it('with the password alone drives nobody out who is signed in', async () => {
      const { email } = await newcomer(PASSWORD);
      const token = await signIn(email, PASSWORD);
      await sessions(async (service) => {
        const user = await service.check(email, PASSWORD);
        for (let time = 0; time < 25; time++) await service.open(user, { awaitsCode: true });
      });
      expect(await sessions((service) => service.actorOf(token))).not.toBeNull();
      expect(await context.rows('select 1 from session where awaits_code')).toHaveLength(20);
    });

    it('clears away sessions that are over', async () => {
      const { email } = await newcomer(PASSWORD);
      await signIn(email, PASSWORD);
      context.clock.advance({ hours: 24 * SESSION_DAYS });
      await signIn(email, PASSWORD);
      expect(await context.rows('select 1 from session')).toHaveLength(1);
    });
  });

  it('signing out ends that session and no other', async () => {
    const { email } = await newcomer(PASSWORD);
    const [phone, desktop] = [await signIn(email, PASSWORD), await signIn(email, PASSWORD)];
    await sessions((service) => service.signOut(phone));
    expect(await sessions((service) => service.actorOf(phone))).toBeNull();
    expect(await sessions((service) => service.actorOf(desktop))).not.toBeNull();
  });

  it('closing an account ends its sessions at once', async () => {
    const { id, email } = await newcomer(PASSWORD);
    const token = await signIn(email, PASSWORD);
    await context.run((em) => em.nativeUpdate(User, { id }, { isActive: false }));
    expect(await sessions((service) => service.actorOf(token))).toBeNull();
  });

  it('a token that was never given is nobody’s', async () => {
    expect(await sessions((service) => service.actorOf('đoán mò'))).toBeNull();
  });

  describe('a set-up link', () => {
    async function linkFor(id: number): Promise<string> {
      return context.run(async (em) => {
        const user = await em.findOneOrFail(User, id);
        return accounts((service) => service.openSetUp(user));
      });
    }

    it('lets its person choose a password, once', async () => {
      const { id, email } = await newcomer();
      const token = await linkFor(id);
      expect((await accounts((service) => service.findSetUp(token))).user?.email).toBe(email);
      expect((await accounts((service) => service.completeSetUp(token, { password: PASSWORD }))).id).toBe(id);
      const session = await signIn(email, PASSWORD);
      expect((await sessions((service) => service.actorOf(session)))?.userId).toBe(id);
      await expect(accounts((service) => service.completeSetUp(token, { password: PASSWORD }))).rejects.toThrow('Liên kết này đã dùng hoặc đã hết hạn.');
      await expect(accounts((service) => service.findSetUp(token))).rejects.toThrow('Liên kết này đã dùng hoặc đã hết hạn.');
    });

    it('is good for 72 hours', async () => {
      const token = await linkFor((await newcomer()).id);
      context.clock.advance({ seconds: 72 * 3600 - 1 });
      expect(await accounts((service) => service.findSetUp(token))).toBeDefined();
      context.clock.advance({ seconds: 1 });
      await expect(accounts((service) => service.completeSetUp(token, { password: PASSWORD }))).rejects.toThrow('Liên kết này đã dùng hoặc đã hết hạn.');
    });

    it('stays good after a password that was too short', async () => {
      const token = await linkFor((await newcomer()).id);
      await expect(accounts((service) => service.completeSetUp(token, { password: 'ngắn' }))).rejects.toThrow('Mật khẩu cần ít nhất 12 ký tự.');
      expect(await accounts((service) => service.completeSetUp(token, { password: PASSWORD }))).toBeDefined();
    });

    it('clicked twice at the same moment works once', async () => {
      const token = await linkFor((await newcomer()).id);
      const outcomes = await Promise.allSettled([1, 2].map(() => accounts((service) => service.completeSetUp(token, { password: PASSWORD }))));
      expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    });

    it('opened anew replaces the one before', async () => {
      const { id } = await newcomer();
      const first = await linkFor(id);
      const second = await linkFor(id);
      await expect(accounts((service) => service.findSetUp(first))).rejects.toThrow('Liên kết này đã dùng');
      expect(await accounts((service) => service.findSetUp(second))).toBeDefined();
    });

    it('ends the sessions that the person had', async () => {
      const { id, email } = await newcomer(PASSWORD);
      const session = await signIn(email, PASSWORD);
      const token = await linkFor(id);
      await accounts((service) => service.completeSetUp(token, { password: 'một mật khẩu khác' }));
      expect(await sessions((service) => service.actorOf(session))).toBeNull();
      await expect(signIn(email, PASSWORD)).rejects.toThrow(new WrongCredentials().message);
    });

    it('for the first account makes nobody where there are people already', async () => {
      const token = await accounts((service) => service.openSetUp(null));
      const chosen = { password: PASSWORD, name: 'Kẻ lạ', email: 'ke-la@example.vn' };
      await expect(accounts((service) => service.completeSetUp(token, chosen))).rejects.toThrow('Hệ thống đã có người quản trị.');
    });
  });
});
