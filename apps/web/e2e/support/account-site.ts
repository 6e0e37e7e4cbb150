import { Secret, TOTP } from 'otpauth';
import { AccountLetters } from '#access/account-letters.service.js';
import { placesFor } from '#kernel/sql.js';
import { PERSONAS } from '#testing/personas.js';
import type { Answer } from './answer.js';
import { PASSWORD, TestApplication } from './test-application.js';
import type { Visitor } from './visitor.js';

/** A letter in the built-in mailbox. */
interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The path of its one-time link. */
  readonly link: string;
}

/** What tests of accounts ask of an application whose people have passwords. */
export class AccountSite {
  private constructor(readonly site: TestApplication) {}

  static async open(environment: NodeJS.ProcessEnv = {}): Promise<AccountSite> {
    return new AccountSite(await TestApplication.open({ environment }));
  }

  /** Back to the people as they were, signed in nowhere, on the morning of 15/3/2021. */
  async reset(): Promise<void> {
    const { context } = this.site;
    await context.reset('2021-03-15');
    await context.run(async (em) => {
      for (const [key, { userId }] of Object.entries(context.people)) {
        const { email, name, role } = PERSONAS[key as keyof typeof PERSONAS];
        await em.execute(
          'update user_account set email = ?, name = ?, role = ?, is_active = ?, is_erased = ?, totp_secret = null, totp_step = 0 where id = ?',
          [email, name, role, true, false, userId],
        );
      }
      // Whoever a test invited, and what it made of the others.
      const people = Object.values(PERSONAS).map(({ email }) => email);
      const newcomers = `select id from user_account where email not in (${placesFor(people)})`;
      await em.execute("delete from further_role where role <> 'administrator' or user_id <> ?", [context.people.hanh.userId]);
      await em.execute(`delete from user_account where id in (${newcomers})`, people);
    });
    await this.site.givePasswords();
  }

  async close(): Promise<void> {
    await this.site.close();
  }

  /** The letters about accounts that were asked for. */
  async letters(): Promise<{ kind: string; user_id: number | null }[]> {
    return this.site.context.rows('select kind, user_id from account_letter order by id');
  }

  /** Sends what waits. @returns how many left */
  async deliver(): Promise<number> {
    return this.site.ask(AccountLetters, (service) => service.deliver());
  }

  /** What is in the built-in mailbox once everything was sent, the latest last. */
  async mailbox(): Promise<Letter[]> {
    await this.deliver();
    const rows = await this.site.context.rows<{ to_address: string; subject: string; text: string }>(
      'select to_address, subject, text from mailbox_letter order by id',
    );
    return rows.map(({ to_address, subject, text }) => ({ to: to_address, subject, text, link: /https?:\/\/[^/\s]+(\/[\w/-]+)\n/.exec(text)?.[1] ?? '' }));
  }

  async trail(action: string): Promise<{ actor_id: number | null; subject_id: number }[]> {
    return this.site.context.rows('select actor_id, subject_id from audit_entry where action = ? order by id', [action]);
  }

  /** Fills in the sign-in form in a browser of its own. */
  async signIn(email: string, password = PASSWORD): Promise<{ visitor: Visitor; status: number; location: string | undefined; text: string }> {
    const visitor = this.site.visitor();
    const { status, location, text } = await visitor.fillIn(await visitor.get('/sign-in'), { email, password });
    return { visitor, status, location, text };
  }

  async accountId(email: string): Promise<number> {
    const [row] = await this.site.context.rows<{ id: number }>('select id from user_account where email = ?', [email]);
    return row!.id;
  }

  async organisationId(code: string): Promise<number> {
    const [row] = await this.site.context.rows<{ id: number }>('select id from organisation where code = ?', [code]);
    return row!.id;
  }

  /** The code that an authenticator shows now. */
  codeFor(secret: string): string {
    return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: this.site.context.clock.now().epochMilliseconds });
  }

  /** Sends the form that turns the second factor on. */
  async turnOn(visitor: Visitor, fields: Readonly<Record<string, string>> = {}): Promise<{ answer: Answer; secret: string }> {
    const page = await visitor.get('/account/second-factor');
    const secret = page.form('/account/second-factor').values.secret!;
    const answer = await visitor.fillIn(page, { code: this.codeFor(secret), password: PASSWORD, ...fields }, '/account/second-factor');
    return { answer, secret };
  }

  /** Turns the second factor on. @returns the authenticator's secret and the codes for the paper */
  async withSecondFactor(visitor: Visitor): Promise<{ secret: string; codes: string[] }> {
    const { answer, secret } = await this.turnOn(visitor);
    if (answer.status !== 200) throw new Error(`the second factor was not turned on: ${answer.status} ${answer.text}`);
    return { secret, codes: [...answer.body.matchAll(/<li><code>([^<]+)<\/code>/g)].map(([, code]) => code!) };
  }
}
