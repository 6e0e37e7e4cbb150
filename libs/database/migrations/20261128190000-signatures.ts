import { Migration } from '@mikro-orm/migrations';

type Execute = (sql: string, values?: unknown[]) => Promise<unknown>;

/** Puts the number of the account in place of the name of whoever did something (`libs/identity/signatures.ts`). The same on both engines. */
export class Migration20261128190000_signatures extends Migration {
  override name = 'Migration20261128190000_signatures';

  override async up(): Promise<void> {
    await signByAccount((sql, values) => this.execute(sql, values));
  }
}

const SIGNED: readonly (readonly [table: string, column: string])[] = [
  ['calendar_day', 'changed_by'],
  ['calendar_year', 'changed_by'],
  ['plan_amendment', 'created_by'],
  ['plan_draft', 'created_by'],
  ['plan_duty', 'changed_by'],
  ['succession', 'passed_by'],
];

interface Confirmed {
  by: string;
}
interface OldDraft {
  id: number;
  content: string | { confirmed: Record<string, Confirmed> };
}
interface OldTask {
  id: number;
  doubts: string | { confirmedBy?: string }[];
}

/** Used by the migration, and where a backup of an earlier release is restored. A name that several people bear, or nobody, stays as it is. */
export async function signByAccount(execute: Execute): Promise<void> {
  for (const [table, column] of SIGNED) {
    await execute(
      `update ${table} set ${column} = '#' || (select u.id from user_account u where u.name = ${table}.${column})
       where (select count(*) from user_account u where u.name = ${table}.${column}) = 1`,
    );
  }
  const people = (await execute('select max(id) as id, name from user_account group by name having count(*) = 1')) as { id: number; name: string }[];
  const signatures = new Map(people.map(({ id, name }) => [name, `#${id}`]));
  const signed = (name: string) => signatures.get(name) ?? name;
  for (const { id, content } of (await execute('select id, content from plan_draft')) as OldDraft[]) {
    const { confirmed, ...rest } = parsed(content);
    if (Object.keys(confirmed).length === 0) continue;
    const by = Object.fromEntries(Object.entries(confirmed).map(([key, one]) => [key, { ...one, by: signed(one.by) }]));
    await execute('update plan_draft set content = ? where id = ?', [JSON.stringify({ ...rest, confirmed: by }), id]);
  }
  for (const { id, doubts } of (await execute('select id, doubts from task')) as OldTask[]) {
    const known = parsed(doubts);
    if (!known.some(({ confirmedBy }) => confirmedBy)) continue;
    const told = known.map((doubt) => (doubt.confirmedBy ? { ...doubt, confirmedBy: signed(doubt.confirmedBy) } : doubt));
    await execute('update task set doubts = ? where id = ?', [JSON.stringify(told), id]);
  }
}

function parsed<T>(value: string | T): T {
  return typeof value === 'string' ? (JSON.parse(value) as T) : value;
}
