import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AuditTrail } from '#audit/audit-trail.js';
import { DeliverableService, type NewItem } from '#deliverables/deliverable.service.js';
import type { Deliverable } from '#deliverables/deliverable.entity.js';
import { hashPassword } from '#identity/password.js';
import { SessionService } from '#identity/session.service.js';
import { User } from '#identity/user.entity.js';
import { Organisation } from '#organisations/organisation.entity.js';
import { environment } from '#testing/builders.js';
import { PERSONAS, type PersonaName } from '#testing/personas.js';
import { TestContext } from '#testing/test-context.js';
import type { Patience } from '#web/http/http-server.js';
import { createApplication } from '#web/server.js';
import { Visitor } from './visitor.js';
import { WordsOfTheTrail } from './words-of-the-trail.js';

/** What every persona signs in with. */
export const PASSWORD = 'mật khẩu của phép thử';

export interface Route {
  readonly method: string;
  readonly url: string;
}

/** Writes down every route that the application registers. */
@Module({})
class RouteList {
  readonly routes: Route[] = [];

  constructor(host: HttpAdapterHost) {
    const server = host.httpAdapter.getInstance() as { addHook(name: 'onRoute', hook: (route: { method: string | string[]; url: string }) => void): void };
    server.addHook('onRoute', ({ method, url }) => this.routes.push(...[method].flat().map((one) => ({ method: one, url }))));
  }
}

interface Wanted {
  readonly environment?: NodeJS.ProcessEnv;
  readonly loadedOn?: string;
  readonly others?: DynamicModule[];
  readonly patience?: Patience;
}

/**
 * The whole web application over a database of its own with the plan of 2021 and its people, at a time that the test sets.
 * It answers in memory; `TestServer` makes it listen.
 */
export class TestApplication {
  private constructor(
    readonly context: TestContext,
    readonly app: NestFastifyApplication,
    /** Where this application keeps its files. */
    readonly dataDir: string,
    private readonly words: WordsOfTheTrail,
  ) {}

  static async open({ environment: variables = {}, loadedOn = '2021-01-04', others = [], patience }: Wanted = {}): Promise<TestApplication> {
    const context = await TestContext.open({ loadedOn });
    const folder = mkdtempSync(join(tmpdir(), 'lich-test-'));
    const settings = environment({ DATA_DIR: folder, ...variables });
    const app = await createApplication(settings, context.database.orm, {
      clock: context.clock,
      isQuiet: !process.env.LOUD,
      others: [{ module: RouteList }, ...others],
      ...(patience ? { patience } : {}),
    });
    return new TestApplication(context, app, folder, new WordsOfTheTrail(app.get(AuditTrail, { strict: false })));
  }

  get routes(): readonly Route[] {
    return this.app.get(RouteList).routes;
  }

  /** Somebody who is not signed in. */
  visitor(): Visitor {
    return new Visitor(this.app);
  }

  /** A browser in which a persona is signed in already. */
  async as(name: PersonaName): Promise<Visitor> {
    return this.signedIn(PERSONAS[name].email);
  }

  /** As `as`, of anybody by their address. */
  async signedIn(email: string): Promise<Visitor> {
    const visitor = this.visitor();
    visitor.keep('session', await this.sessionBy(email));
    return visitor;
  }

  /** Somebody who leads an organisation and is made for it, signed in. */
  async leadOf(organisationId: number): Promise<Visitor> {
    const email = `phu-trach-${organisationId}@example.vn`;
    await this.context.run(async (em) => {
      const organisation = em.getReference(Organisation, organisationId);
      const user = (await em.findOne(User, { email })) ?? new User(email, 'Đoàn Thị Hoa', 'producer-lead', organisation, this.context.clock.now());
      user.passwordHash = 'none';
      await em.persist(user).flush();
    });
    return this.signedIn(email);
  }

  async sessionOf(name: PersonaName): Promise<string> {
    return this.sessionBy(PERSONAS[name].email);
  }

  private async sessionBy(email: string): Promise<string> {
    return this.context.run(async (em) => {
      const user = await em.findOneOrFail(User, { email });
      return this.app.get(SessionService, { strict: false }).open(user);
    });
  }

  /** Gives every persona the password `PASSWORD`. */
  async givePasswords(): Promise<void> {
    const passwordHash = await hashPassword(PASSWORD);
    await this.context.run(async (em) => em.nativeUpdate(User, {}, { passwordHash }));
  }

  /** Something that is there before the test begins, logged by the coordinator. */
  async has(ordinal: number, item: Parameters<DeliverableService['log']>[2], more?: NewItem): Promise<Deliverable> {
    return this.ask(DeliverableService, (deliverables) => deliverables.log(this.context.people.hanh, this.taskId(ordinal), item, more));
  }

  /** A slot that is in the calendar before the test begins. */
  async hasPlanned(ordinal: number, item: Parameters<DeliverableService['plan']>[2]): Promise<Deliverable> {
    return this.ask(DeliverableService, (deliverables) => deliverables.plan(this.context.people.hanh, this.taskId(ordinal), item));
  }

  /** Asks one service of the application something, in a unit of work of its own. */
  async ask<S, T>(service: Type<S>, question: (service: S) => Promise<T>): Promise<T> {
    return this.context.run(() => question(this.app.get(service, { strict: false })));
  }

  taskId(ordinal: number): number {
    return this.context.taskId(ordinal);
  }

  async reset(now: string): Promise<void> {
    await this.context.reset(now);
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.context.close();
    rmSync(this.dataDir, { recursive: true, force: true });
    this.words.assertComplete();
  }
}
