import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { ConstraintViolationException, InvalidFieldNameException, type MikroORM } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { DomainError } from '#kernel/domain-error.js';
import { isPostgres } from '#kernel/engine.js';
import { placesFor } from '#kernel/sql.js';
import { rewriteOldTasks } from './migrations/20261123223000-plan-readings.js';
import { sealUnsealed } from './migrations/20261124031900-audit-chain.js';
import { signByAccount } from './migrations/20261128190000-signatures.js';
import { cutTrail } from './migrations/20261130160000-no-addresses-in-the-trail.js';
import { RENAME_ROLES, EARLIER_COORDINATORS } from './migrations/earlier-roles.js';
import { carryOver, type EarlierReminder } from './migrations/20261124075500-earlier-reminders.js';

type Row = Record<string, unknown>;
type Execute = (sql: string, values?: unknown[]) => Promise<unknown>;

/** Parents before children, so that each row finds what it refers to. */
const TABLES = [
  'organisation',
  'organisation_name',
  'succession',
  'group_member',
  'calendar_day',
  'calendar_year',
  'plan',
  'plan_amendment',
  'plan_draft',
  'plan_duty',
  'topic',
  'task',
  'period_target',
  'task_party',
  'user_account',
  'further_role',
  'recovery_code',
  'api_token',
  'calendar_feed',
  'security_settings',
  'external_identity',
  'deliverable',
  'deliverable_topic',
  'contract',
  'contract_line',
  'contract_annex',
  'contract_payment',
  'acceptance',
  'acceptance_item',
  'liquidation',
  'office_settings',
  'stored_file',
  'evidence',
  'link_snapshot',
  'adjustment',
  'audit_entry',
  'audit_chain',
  'rule_set',
  'snooze',
  'link_key',
  'reminder_mail',
  'reminder',
  'mailbox_letter',
] as const;

/** Its one row is there in an empty database too. */
const CHAIN = 'audit_chain';

const FORMAT = 'lich-backup-7';

/** What is to be done with a backup of each release, once its rows are in. */
const FORMATS: ReadonlyMap<string | undefined, readonly ((execute: Execute) => Promise<void>)[]> = new Map([
  // Its tasks have their quantities and times in another form, and its entries are in no chain.
  ['lich-backup-1', [rewriteOldTasks, sealUnsealed, renameRoles, signByAccount, cutTrail]],
  ['lich-backup-2', [sealUnsealed, renameRoles, signByAccount, cutTrail]],
  // Each of its reminders was a letter of its own.
  ['lich-backup-3', [renameRoles, signByAccount, cutTrail]],
  // Its people are coordinators, producers and viewers.
  ['lich-backup-4', [renameRoles, signByAccount, cutTrail]],
  // Whoever did something stands there by name.
  ['lich-backup-5', [signByAccount, cutTrail]],
  // Its trail may hold mail addresses.
  ['lich-backup-6', [cutTrail]],
  [FORMAT, []],
]);

async function renameRoles(execute: Execute): Promise<void> {
  await execute(RENAME_ROLES);
  await execute(EARLIER_COORDINATORS);
}

const ROWS_A_QUERY = 1000;

class BackupRefused extends DomainError {
  readonly code = 'backup-refused';
  readonly kind = 'conflict';
}

/**
 * Writes everything but sessions and one-time links to one compressed file of lines, the same for both engines:
 * so it also carries a system from SQLite to PostgreSQL. The bytes of evidence are not in it. The file appears only when it is whole.
 * @returns the number of rows
 * @throws BackupRefused where the file cannot be written
 */
export async function backUp(orm: MikroORM, file: string): Promise<number> {
  const partial = `${file}.part`;
  let count = 0;
  const em = orm.em.fork() as SqlEntityManager;
  try {
    // One transaction: the tables are of the same moment.
    await em.transactional(async (inside) => {
      if (isPostgres(inside)) await inside.execute('set transaction isolation level repeatable read read only');
      const lines = async function* () {
        yield `${JSON.stringify({ format: FORMAT })}\n`;
        for (const table of TABLES) {
          for await (const row of rowsOf(inside, table)) {
            count += 1;
            yield `${JSON.stringify({ table, row })}\n`;
          }
        }
        yield `${JSON.stringify({ end: count })}\n`;
      };
      await pipeline(Readable.from(lines()), createGzip(), createWriteStream(partial, { mode: 0o600 }));
    });
    await rename(partial, file);
  } catch (error) {
    throw isOfFiles(error)
      ? new BackupRefused(`Không ghi được bản sao lưu vào ${file} (${error.code}); hãy kiểm tra thư mục ấy có không, còn chỗ và cho ghi.`)
      : error;
  } finally {
    // Nothing is there to remove after a success; after a failure its own words are the ones to hear.
    await rm(partial, { force: true }).catch(() => undefined);
  }
  return count;
}

/**
 * Reads a backup into an empty, migrated database; all of it or nothing.
 * @returns the number of rows
 * @throws BackupRefused where the database holds data, or the file is none of ours or cut short
 */
export async function restore(orm: MikroORM, file: string): Promise<number> {
  try {
    return await restoreAll(orm, file);
  } catch (error) {
    throw refusalFor(error, file) ?? error;
  }
}

async function restoreAll(orm: MikroORM, file: string): Promise<number> {
  const em = orm.em.fork() as SqlEntityManager;
  return em.transactional(async (inside) => {
    for (const table of TABLES.filter((one) => one !== CHAIN)) {
      const [row] = await inside.execute<Row[]>(`select 1 as found from ${table} limit 1`);
      if (row) throw new BackupRefused('Cơ sở dữ liệu đã có dữ liệu; chỉ phục hồi vào hệ thống trống (đặt DATA_DIR hoặc DATABASE_URL mới, SAMPLE_PLAN=none).');
    }
    const count = await readInto(inside, file);
    if (isPostgres(inside)) await continueSequences(inside);
    return count;
  });
}

/** What is wrong with the file, where it is the file. */
function refusalFor(error: unknown, file: string): BackupRefused | undefined {
  if (isOfFiles(error)) return new BackupRefused(error.code === 'ENOENT' ? `Không có tệp ${file}.` : `Không đọc được tệp ${file} (${error.code}).`);
  const { code } = error as { code?: unknown };
  if (code === 'Z_BUF_ERROR') return new BackupRefused('Bản sao lưu bị cụt; không phục hồi gì.');
  if (error instanceof SyntaxError || (typeof code === 'string' && code.startsWith('Z_'))) return notOurs();
  if (error instanceof ConstraintViolationException || error instanceof InvalidFieldNameException)
    return new BackupRefused('Bản sao lưu có dòng không khớp với các dòng khác; không phục hồi gì. Hãy dùng bản sao lưu khác.');
  return undefined;
}

function notOurs(): BackupRefused {
  return new BackupRefused('Tệp này không phải bản sao lưu của Lịch Tuyên Truyền, hoặc đã hỏng.');
}

/** Of the file system, by its name and number: the databases' and zlib's have other ones. */
function isOfFiles(error: unknown): error is { code: string } {
  const { code, syscall } = (error ?? {}) as { code?: unknown; syscall?: unknown };
  return typeof code === 'string' && typeof syscall === 'string';
}

/** The lines of a compressed file; whatever is wrong with it is thrown here. */
async function* linesOf(file: string): AsyncGenerator<string> {
  const unpacked = createGunzip();
  const read = pipeline(createReadStream(file), unpacked);
  // It is awaited below; until then nobody minds it.
  read.catch(() => undefined);
  try {
    yield* createInterface({ input: unpacked, crlfDelay: Infinity });
    await read;
  } finally {
    unpacked.destroy();
  }
}

async function readInto(em: SqlEntityManager, file: string): Promise<number> {
  const reruns: Row[] = [];
  const reminders: EarlierReminder[] = [];
  let count = 0;
  let after: readonly ((execute: Execute) => Promise<void>)[] | undefined;
  let end: number | undefined;
  for await (const line of linesOf(file)) {
    const entry = JSON.parse(line) as { format?: string; table?: (typeof TABLES)[number]; row?: Row; end?: number };
    after ??= FORMATS.get(entry.format);
    if (!after) throw notOurs();
    end = entry.end;
    if (!entry.table || !entry.row) continue;
    if (!TABLES.includes(entry.table)) throw new BackupRefused(`Bản sao lưu có bảng lạ: ${entry.table}.`);
    count += 1;
    // Its original may stand further down; and without it a rerun would be the same piece logged twice.
    if (entry.table === 'deliverable' && entry.row.rerun_of_id !== null) reruns.push(entry.row);
    else if (entry.table === CHAIN) await em.execute(`update ${CHAIN} set length = ?, hash = ? where id = 1`, [entry.row.length, entry.row.hash]);
    else if (entry.table === 'reminder' && 'period_from' in entry.row) reminders.push(entry.row as unknown as EarlierReminder);
    else await insert(em, entry.table, entry.row);
  }
  if (end !== count) throw new BackupRefused('Bản sao lưu bị cụt; không phục hồi gì.');
  for (const row of reruns) await insert(em, 'deliverable', row);
  await carryOver((sql, values) => em.execute(sql, values), reminders);
  for (const step of after ?? []) await step((sql, values) => em.execute(sql, values));
  return count;
}

async function insert(em: SqlEntityManager, table: string, row: Row): Promise<void> {
  const columns = Object.keys(row);
  if (columns.some((column) => !/^[a-z][a-z0-9_]*$/.test(column))) throw new BackupRefused(`Bản sao lưu có cột lạ trong bảng ${table}.`);
  const isSqlite = !isPostgres(em);
  const values = Object.values(row).map((value) => {
    if (typeof value === 'object' && value !== null) return JSON.stringify(value);
    return isSqlite && typeof value === 'boolean' ? Number(value) : value;
  });
  await em.execute(`insert into ${table} (${columns.map((column) => `"${column}"`).join(', ')}) values (${placesFor(columns)})`, values, 'run');
}

async function* rowsOf(em: SqlEntityManager, table: string): AsyncGenerator<Row> {
  const booleans = BOOLEANS[table] ?? [];
  const json = JSON_COLUMNS[table] ?? [];
  const wholes = WHOLE_NUMBERS[table] ?? [];
  for (let last = 0; ;) {
    const rows = await em.execute<Row[]>(`select * from ${table} where id > ? order by id limit ${ROWS_A_QUERY}`, [last]);
    for (const row of rows) {
      // SQLite has neither booleans nor JSON of its own; in the file both are what they mean.
      for (const column of booleans) row[column] = Boolean(row[column]);
      for (const column of json) if (typeof row[column] === 'string') row[column] = JSON.parse(row[column]);
      // PostgreSQL gives its longest integers as text.
      for (const column of wholes) row[column] = Number(row[column]);
      yield row;
    }
    if (rows.length < ROWS_A_QUERY) return;
    last = rows.at(-1)!.id as number;
  }
}

const BOOLEANS: Readonly<Record<string, readonly string[]>> = {
  plan: ['is_sample'],
  user_account: ['is_active', 'takes_summaries', 'is_erased'],
  rule_set: ['is_silent'],
  reminder_mail: ['is_in_doubt'],
  stored_file: ['has_thumbnail'],
};
const WHOLE_NUMBERS: Readonly<Record<string, readonly string[]>> = { contract_line: ['unit_price'], contract_payment: ['amount'], stored_file: ['size'] };
const JSON_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  security_settings: ['second_factor_roles'],
  task: ['products', 'genres', 'quantity', 'time', 'doubts'],
  plan_amendment: ['changes'],
  plan_draft: ['content'],
  contract: ['particulars_a', 'particulars_b'],
  contract_annex: ['quantities'],
  acceptance: ['words', 'minutes'],
  liquidation: ['deductions', 'minutes'],
  office_settings: ['particulars'],
  rule_set: ['rules', 'leaders'],
  audit_entry: ['before', 'after'],
};

async function continueSequences(em: SqlEntityManager): Promise<void> {
  for (const table of TABLES) {
    await em.execute(`select setval(pg_get_serial_sequence('${table}', 'id'), (select coalesce(max(id), 0) + 1 from ${table}), false)`);
  }
}
