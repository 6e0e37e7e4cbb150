import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DeliverableService } from '#deliverables/deliverable.service.js';
import { PlanLifeService } from '#planning/plan-life.service.js';
import { ReminderPlanner } from '#reminders/reminder-planner.js';
import { article, segment, slot } from '#testing/builders.js';
import { instantOf } from '#testing/fixed-clock.js';
import { TestContext } from '#testing/test-context.js';
import { type Engine, TestDatabase } from '#testing/test-database.js';
import { backUp, restore } from './backup.js';
import { verify } from './verify.js';

describe('A backup', () => {
  let context: TestContext;
  let folder: string;
  let file: string;
  let count: number;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lich-backup-'));
    file = join(folder, 'lich.gz');
    context = await TestContext.open();
    await context.reset('2021-03-31');
    const { tam, lan } = context.people;
    const ask = <T>(question: (service: DeliverableService) => Promise<T>) => context.ask(DeliverableService, question);
    await ask((service) => service.log(tam, context.taskId(4), article({ title: 'Một cửa “điện tử” \\ 100%', url: 'https://baodongkhoi.vn/1' })));
    await ask((service) => service.plan(tam, context.taskId(4), slot({ occursOn: '2021-06-01' })));
    const original = await ask((service) =>
      service.log(lan, context.taskId(8), segment({ title: 'Chuyên mục', occursOn: '2021-01-20', url: 'https://thbt.vn/1' })),
    );
    await ask((service) =>
      service.log(lan, context.taskId(8), segment({ title: 'Chuyên mục', occursOn: '2021-01-20', url: 'https://thbt.vn/1', rerunOf: original.id })),
    );
    await ask((service) => service.log(lan, context.taskId(7), segment({ occursOn: '2021-03-20', creditedOn: '2021-01-31' })));
    await context.ask(ReminderPlanner, (planner) => planner.planDue(instantOf('2021-03-31')));
    // Entries about plans are no entries about items of the same number.
    await context.ask(PlanLifeService, (life) => life.become(context.people.hanh, context.planId, 'closed'));
    await context.ask(PlanLifeService, (life) => life.become(context.people.hanh, context.planId, 'in-force'));
    await context.rows(
      "insert into audit_entry (at, action, subject, subject_id) values ('2021-03-31T00:00:00.000Z', 'organisation.created', 'organisation', 9999)",
    );
    count = await backUp(context.database.orm, file);
  });
  afterAll(async () => {
    await context.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function within<T>(step: (database: TestDatabase) => Promise<T>, engine?: Engine): Promise<T> {
    const database = await TestDatabase.open(engine);
    try {
      return await step(database);
    } finally {
      await database.close();
    }
  }

  /** The lines of a backup, as objects. */
  const linesOf = async (path: string) =>
    gunzipSync(await readFile(path))
      .toString('utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);

  it('is whole, compressed and leaves nothing half written behind', async () => {
    expect(await readdir(folder)).toEqual(['lich.gz']);
    const lines = await linesOf(file);
    expect(lines[0]).toEqual({ format: 'lich-backup-2' });
    expect(lines.at(-1)).toEqual({ end: count });
    expect(lines).toHaveLength(count + 2);
  });

  it('of an earlier release comes back with its tasks as they are told now', async () => {
    const old = join(folder, 'earlier.gz');
    const earlier = (await linesOf(file)).map((line) => {
      if ('format' in line) return { format: 'lich-backup-1' };
      const { table, row } = line as { table?: string; row?: Record<string, unknown> };
      if (table !== 'task' || row?.ordinal !== 4) return line;
      const { label: _label, products: _products, note: _note, heading: _heading, ...rest } = row;
      const quantity = { kind: 'exact', count: 24, unit: 'bài', parts: [], source: 'số lượng 24 bài' };
      const time = { from: '2021-01-01', to: '2021-12-31', recurrence: 'once', source: { from: 'Tháng 01/2021', to: 'Tháng 12/2021' } };
      return { table, row: { ...rest, quantity, time } };
    });
    const tableOf = (line: object) => ('table' in line ? String(line.table) : undefined);
    const ordinalOf = (line: object) => ('row' in line ? (line.row as Record<string, unknown>).ordinal : undefined);
    const only = earlier.filter((line) => tableOf(line) !== 'task' || ordinalOf(line) === 4);
    const kept = only.filter((line) => ['organisation', 'plan', 'task', undefined].includes(tableOf(line)));
    const whole = kept.map((line) => ('end' in line ? { end: kept.length - 2 } : line));
    await writeFile(old, gzipSync(whole.map((line) => JSON.stringify(line)).join('\n')));
    await within(async (database) => {
      await restore(database.orm, old);
      const rows = await database.run((em) => em.execute<{ label: string; quantity: unknown }[]>('select label, quantity from task'));
      const quantity = typeof rows[0]!.quantity === 'string' ? (JSON.parse(rows[0]!.quantity) as object) : rows[0]!.quantity;
      expect([rows.length, rows[0]!.label, quantity]).toEqual([1, '4', expect.objectContaining({ kind: 'exact', min: 24, max: 24 })]);
    });
  });

  it.each(['sqlite', 'postgresql'] as const)('comes back on %s just as it was, reruns and make-ups too', async (engine) => {
    const again = join(folder, `${engine}.gz`);
    await within(async (database) => {
      expect(await restore(database.orm, file)).toBe(count);
      expect(await verify(database.orm)).toEqual([]);
      await backUp(database.orm, again);
    }, engine);
    expect(await linesOf(again)).toEqual(await linesOf(file));
    await rm(again);
  });

  it('lets the restored system go on: a new row gets a new id', async () => {
    await within(async (database) => {
      await restore(database.orm, file);
      const ids = await database.run(async (em) => {
        await em.execute("insert into organisation (code, name, short_name, kind) values ('moi', 'Mới', 'Mới', 'group')");
        return em.execute<{ id: number; code: string }[]>('select id, code from organisation order by id');
      });
      expect(ids.at(-1)!.code).toBe('moi');
    });
  });

  it('is not restored over data', async () => {
    await expect(restore(context.database.orm, file)).rejects.toThrow('Cơ sở dữ liệu đã có dữ liệu');
  });

  it('that is cut short, or is no backup, restores nothing', async () => {
    const lines = gunzipSync(await readFile(file))
      .toString('utf8')
      .split('\n');
    const cut = join(folder, 'cut');
    await writeFile(cut, gzipSync(lines.slice(0, 20).join('\n')));
    const foreign = join(folder, 'foreign');
    await writeFile(foreign, gzipSync('{"hello": 1}\n'));
    await within(async (database) => {
      await expect(restore(database.orm, cut)).rejects.toThrow('Bản sao lưu bị cụt; không phục hồi gì.');
      await expect(restore(database.orm, foreign)).rejects.toThrow('Tệp này không phải bản sao lưu của Lịch Tuyên Truyền.');
      expect(await database.run((em) => em.execute('select 1 from organisation'))).toEqual([]);
    });
    await Promise.all([rm(cut), rm(foreign)]);
  });
});
