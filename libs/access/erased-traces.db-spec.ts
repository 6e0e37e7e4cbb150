import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type MikroORM, RequestContext } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import Database from 'better-sqlite3';
import { Test, type TestingModule } from '@nestjs/testing';
import { DatabaseModule } from '#database/database.module.js';
import { openDatabase } from '#database/database.js';
import { ormOptions } from '#database/orm-options.js';
import { AccountService } from '#identity/account.service.js';
import { actorWith } from '#identity/actor.js';
import { User } from '#identity/user.entity.js';
import { KernelModule } from '#kernel/kernel.module.js';
import { rowsOf } from '#kernel/sql.js';
import { TemplatingModule } from '#templating/templating.module.js';
import { environment } from '#testing/builders.js';
import { FixedClock } from '#testing/fixed-clock.js';
import { AccessModule } from './access.module.js';
import { AccountLetters } from './account-letters.service.js';
import { ErasedTraces } from './erased-traces.js';
import { OperatorAccounts } from './operator-accounts.service.js';
import { PersonalDataService } from './personal-data.service.js';

/* Only SQLite's files are read here: of PostgreSQL's the product knows nothing. */

const PEOPLE = 60;
/** Short and long ones, so that pages of the file are split and filled anew. */
const PASSWORD = 'ba con mèo đi chợ Lách';
const KEEPER = { email: 'quan.tri@example.vn', name: 'Quản Trị', role: 'administrator', organisation: 'so-noi-vu' } as const;

const nameOf = (n: number) => `Huỳnh Thị Bích Liên ${'Kiều '.repeat(n % 7)}số ${n}.`;
const emailOf = (n: number) => `lien.${n}.${'x'.repeat(n % 23)}@xoa.example.vn`;

let folder: string;
let orm: MikroORM;
let module: TestingModule;

const ask = <T>(step: (em: SqlEntityManager) => Promise<T>) => RequestContext.create(orm.em, () => step(orm.em as SqlEntityManager));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lich-traces-'));
  const settings = environment({ DATA_DIR: folder });
  orm = await openDatabase({ ...ormOptions({ dataDir: folder, databaseUrl: undefined }), logger: () => undefined });
  module = await Test.createTestingModule({
    imports: [KernelModule.with(settings, new FixedClock('2021-03-15')), DatabaseModule.over(orm), TemplatingModule, AccessModule],
  }).compile();
  await ask(() => module.get(AccountService, { strict: false }).coordinatorCode());
});
afterAll(async () => {
  await module.close();
  await orm.close(true);
  rmSync(folder, { recursive: true, force: true });
});

/** Which of the people are found in the bytes of anything that lies in the data folder. */
function foundOnDisk(): number[] {
  const bytes = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name)));
  const isThere = (n: number) => [nameOf(n), emailOf(n)].some((words) => bytes.some((all) => all.includes(words)));
  return Array.from({ length: PEOPLE }, (_, n) => n).filter(isThere);
}

test('nothing of whoever was erased is left in the bytes of the database, its log and the mailbox', async () => {
  for (let n = 0; n < PEOPLE; n += 1) {
    await ask(async (em) => {
      const account = { email: emailOf(n), name: nameOf(n), role: 'producer', organisation: 'so-noi-vu' } as const;
      const { user } = await module.get(OperatorAccounts).add(account);
      module.get(AccountLetters).queue('invitation', user);
      await em.flush();
    });
  }
  for (let round = 0; round < PEOPLE / 50; round += 1) await ask(() => module.get(AccountLetters).deliver());
  expect(foundOnDisk()).toHaveLength(PEOPLE);

  const { user: keeper } = await ask(() => module.get(OperatorAccounts).add({ ...KEEPER, password: PASSWORD }));
  const administrator = actorWith({ id: keeper.id, name: keeper.name }, KEEPER.role, { id: keeper.organisation.id, name: '' });
  const staying: number[] = [];
  for (let n = 0; n < PEOPLE; n += 1) {
    if (n % 3 === 0) staying.push(n);
    else {
      await ask(async (em) => {
        const user = await em.findOneOrFail(User, { email: emailOf(n) });
        user.isActive = false;
        await em.flush();
        await module.get(PersonalDataService).erase(administrator, user, PASSWORD);
      });
    }
  }
  expect(foundOnDisk()).toEqual(staying);
});

test('a log that another process still reads is told of, and wiped when it no longer does', async () => {
  const reader = new Database(join(folder, 'lich.sqlite'));
  try {
    await ask((em) => rowsOf(em, 'pragma busy_timeout = 50'));
    reader.exec('begin; select count(*) from user_account');
    await ask((em) => em.execute('update user_account set takes_summaries = 0'));
    expect(await ask(() => module.get(ErasedTraces).wipe())).toBe(false);
    reader.exec('commit');
    expect(await ask(() => module.get(ErasedTraces).wipe())).toBe(true);
  } finally {
    reader.close();
  }
});
