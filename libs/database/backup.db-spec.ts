import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditTrail } from '#audit/audit-trail.js';
import { verifyChain } from '#audit/chain-verification.js';
import { canonicalJson, sha256 } from '#audit/audit-hash.js';
import { Acceptance, AcceptanceItem } from '#contracts/acceptance.entity.js';
import { Contract, ContractLine, ContractPayment } from '#contracts/contract.entity.js';
import { Liquidation } from '#contracts/liquidation.entity.js';
import type { AcceptanceMinutes } from '#contracts/minutes.js';
import { DEFAULT_OFFICE, OfficeSettings } from '#contracts/office-settings.entity.js';
import { Deliverable } from '#deliverables/deliverable.entity.js';
import { Evidence } from '#deliverables/evidence/evidence.entity.js';
import { LinkSnapshot } from '#deliverables/evidence/link-snapshot.entity.js';
import { DeliverableService } from '#deliverables/deliverable.service.js';
import { DomainError } from '#kernel/domain-error.js';
import { plainDate } from '#kernel/plain-date.js';
import { PlanLifeService } from '#planning/plan-life.service.js';
import { ReminderPlanner } from '#reminders/reminder-planner.js';
import { article, segment, slot } from '#testing/builders.js';
import { StoredFile } from '#storage/stored-file.entity.js';
import { instantOf } from '#testing/fixed-clock.js';
import { annexOf, signedContract } from '#testing/signed-contract.js';
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
    const entry = {
      at: instantOf('2021-03-31'),
      actorId: null,
      action: 'organisation.created',
      subjectId: 9999,
      before: null,
      after: { zoo: 1, a: 0.5 },
    } as const;
    await context.run((em) => em.transactional(() => new AuditTrail(em).record({ ...entry, subject: 'organisation' })));
    await fulfil(original.id);
    count = await backUp(context.database.orm, file);
  });
  afterAll(async () => {
    await context.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** A row in every table that a contract and its proofs need; what they say does not matter here. */
  async function fulfil(itemId: number): Promise<void> {
    const { id, lineIds } = await signedContract(context, { lines: [{ task: 8, unitPrice: 5_000_000_000 }] });
    await annexOf(context, id, lineIds[0]!, 30, '2021-02-01');
    await context.run(async (em) => {
      const at = instantOf('2021-03-31');
      const contract = em.getReference(Contract, id);
      const item = em.getReference(Deliverable, itemId);
      const minutes = { title: 'Biên bản', totals: { gross: 115_500_000, accepted: 1 }, lines: [{ z: 1, b: null }] };
      const frozen = { minutes: minutes as unknown as AcceptanceMinutes, sha256: sha256(canonicalJson(minutes)) };
      const acceptance = new Acceptance(
        contract,
        plainDate('2021-03-30'),
        { documentNumber: '', place: '', quality: '', progress: '', conclusion: '' },
        null,
        at,
      );
      Object.assign(acceptance, { state: 'issued', round: 1, minutes: frozen.minutes, minutesSha256: frozen.sha256, issuedAt: at });
      const dropped = new AcceptanceItem(acceptance, item, em.getReference(ContractLine, lineIds[0]!), 'item');
      dropped.state = 'dropped';
      const liquidation = new Liquidation(contract, plainDate('2021-03-31'), at);
      liquidation.deductions = [{ label: 'Phạt chậm', amount: 1000 }];
      const stored = new StoredFile('0'.repeat(64), 5_000_000_000, 'application/pdf', true, at);
      const page = { finalUrl: 'https://thbt.vn/1', title: null, author: null, publishedOn: null, text: 'Nội dung', sha256: '1'.repeat(64) };
      em.persist([
        new ContractPayment(contract, { kind: 'advance', amount: 9_000_000_000, paidOn: plainDate('2021-02-01'), note: '' }, at),
        acceptance,
        dropped,
        liquidation,
        new OfficeSettings({ ...DEFAULT_OFFICE, place: 'Bến Tre' }),
        new Evidence(item, 'file', { file: stored, fileName: 'ảnh.pdf' }, null, at),
        new LinkSnapshot(item, 'https://thbt.vn/1', page, null, at),
      ]);
      await em.flush();
    });
    await context.takeBack(itemId, '2021-03-31');
  }

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
    expect(lines[0]).toEqual({ format: 'lich-backup-7' });
    expect(lines.at(-1)).toEqual({ end: count });
    expect(lines).toHaveLength(count + 2);
  });

  it('holds every table but the sessions, one-time links and what else passes', async () => {
    const all = [...context.database.orm.getMetadata().getAll().values()].map(({ tableName }) => tableName);
    const kept = new Set((await linesOf(file)).flatMap((line) => ('table' in line ? [line.table as string] : [])));
    // Nothing in this test fills them.
    const unused = [
      'api_token',
      'calendar_feed',
      'recovery_code',
      'security_settings',
      'external_identity',
      'organisation_name',
      'calendar_day',
      'calendar_year',
      'group_member',
      'link_key',
      'mailbox_letter',
      'reminder_mail',
      'plan_amendment',
      'plan_draft',
      'succession',
      'deliverable_topic',
      'rule_set',
      'snooze',
    ];
    expect(all.filter((table) => !kept.has(table) && !unused.includes(table)).toSorted()).toEqual([
      'account_letter',
      'answered_request',
      'attempt_count',
      'email_change',
      'mail_gate',
      'session',
      'set_up_link',
    ]);
  });

  it('of a release without a chain comes back with its entries sealed', async () => {
    const old = join(folder, 'unsealed.gz');
    const lines = (await linesOf(file)).flatMap((line) => {
      if ('format' in line) return [{ format: 'lich-backup-2' }];
      const { table, row } = line as { table?: string; row?: Record<string, unknown> };
      if (table === 'audit_chain') return [];
      if (table !== 'audit_entry') return [line];
      const { position: _position, hash: _hash, ...rest } = row!;
      return [{ table, row: rest }];
    });
    const whole = lines.map((line) => ('end' in line ? { end: lines.length - 2 } : line));
    await writeFile(old, gzipSync(whole.map((line) => JSON.stringify(line)).join('\n')));
    await within(async (database) => {
      await restore(database.orm, old);
      expect(await verify(database.orm)).toEqual([]);
      expect((await database.run(verifyChain))?.length).toBe((await context.run(verifyChain))?.length);
    });
    await rm(old);
  });

  it('of a release in which each reminder was a letter comes back with none of them to be sent again', async () => {
    const old = join(folder, 'letters.gz');
    const before = (await linesOf(file)).flatMap((line) => {
      if ('format' in line) return [{ format: 'lich-backup-3' }];
      const { table } = line as { table?: string };
      return table === 'reminder' || table === 'reminder_mail' || 'end' in line ? [] : [line];
    });
    const common = { task_id: context.taskId(12), period_from: '2021-01-01', period_to: '2021-01-31', recipient_id: context.people.khoa.userId, attempts: 1 };
    const at = '2021-01-21T02:00:00.000Z';
    const rows = [
      { ...common, kind: 'ahead', state: 'sent', next_attempt_at: at, lease_until: null, last_error: null, sent_at: at, created_at: at },
      { ...common, kind: 'eve', state: 'pending', next_attempt_at: at, lease_until: null, last_error: '421', sent_at: null, created_at: at },
    ].map((row) => ({ table: 'reminder', row }));
    const whole = [...before, ...rows, { end: before.length - 1 + rows.length }];
    await writeFile(old, gzipSync(whole.map((line) => JSON.stringify(line)).join('\n')));
    await within(async (database) => {
      await restore(database.orm, old);
      const reminders = await database.run((em) => em.execute<object[]>('select obligation, stage, kind, state, settled_at from reminder order by id'));
      const obligation = `duty:${context.taskId(12)}:2021-01-01:2021-01-31`;
      expect(reminders).toEqual([
        { obligation, stage: 'ahead-7', kind: 'ahead', state: 'sent', settled_at: at },
        { obligation, stage: 'ahead-1', kind: 'ahead', state: 'pending', settled_at: null },
      ]);
    });
    await rm(old);
  });

  it('of a release in which people stood by name comes back with their accounts; a name that nobody bears stays', async () => {
    const old = join(folder, 'names.gz');
    const { hanh } = context.people;
    const at = '2021-03-01T02:00:00.000Z';
    const before = (await linesOf(file)).flatMap((line) => {
      if ('format' in line) return [{ format: 'lich-backup-5' }];
      if ('end' in line) return [];
      const { table, row } = line as { table: string; row: Record<string, unknown> };
      const doubts = [{ code: 'a', message: 'b', source: '', confirmedBy: hanh.name, confirmedAt: at }];
      return [table === 'task' && row.ordinal === 4 ? { table, row: { ...row, doubts } } : line];
    });
    const content = { head: {}, rows: [], confirmed: { 'plan x': { by: hanh.name, at }, 'plan y': { by: 'Ai đó', at } } };
    const rows = [
      { table: 'calendar_day', row: { day: '2021-08-10', kind: 'off', name: 'Nghỉ', source: 'CV', changed_by: hanh.name, changed_at: at } },
      { table: 'calendar_day', row: { day: '2021-08-11', kind: 'off', name: 'Nghỉ', source: 'CV', changed_by: 'Ai đó', changed_at: at } },
      {
        table: 'plan_draft',
        row: { version: 1, origin: 'paste', source_name: 'x', content, created_by: hanh.name, created_at: at, changed_at: at, plan_id: null },
      },
    ];
    const whole = [...before, ...rows, { end: before.length - 1 + rows.length }];
    await writeFile(old, gzipSync(whole.map((line) => JSON.stringify(line)).join('\n')));
    await within(async (database) => {
      await restore(database.orm, old);
      const ask = <T>(sql: string) => database.run((em) => em.execute<T[]>(sql));
      const signature = `#${hanh.userId}`;
      expect(await ask('select changed_by from calendar_day order by day')).toEqual([{ changed_by: signature }, { changed_by: 'Ai đó' }]);
      const [draft] = await ask<{ created_by: string; content: string | typeof content }>('select created_by, content from plan_draft');
      const told = typeof draft!.content === 'string' ? (JSON.parse(draft!.content) as typeof content) : draft!.content;
      expect([draft!.created_by, told.confirmed]).toEqual([signature, { 'plan x': { by: signature, at }, 'plan y': { by: 'Ai đó', at } }]);
      const [task] = await ask<{ doubts: string | { confirmedBy: string }[] }>('select doubts from task where ordinal = 4');
      expect(typeof task!.doubts === 'string' ? JSON.parse(task!.doubts) : task!.doubts).toEqual([expect.objectContaining({ confirmedBy: signature })]);
    });
    await rm(old);
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

  it('keeps the chain unbroken from one engine to the other and back', async () => {
    const [there, back] = [join(folder, 'there.gz'), join(folder, 'back.gz')];
    await within(async (database) => {
      await restore(database.orm, file);
      await backUp(database.orm, there);
    }, 'postgresql');
    await within(async (database) => {
      await restore(database.orm, there);
      expect(await verify(database.orm)).toEqual([]);
      expect(await database.run(verifyChain)).toEqual(await context.run(verifyChain));
      await backUp(database.orm, back);
    }, 'sqlite');
    await within(async (database) => {
      await restore(database.orm, back);
      expect(await verify(database.orm)).toEqual([]);
    }, 'postgresql');
    await Promise.all([rm(there), rm(back)]);
  });

  it('lets what is restored show that it was tampered with', async () => {
    await within(async (database) => {
      await restore(database.orm, file);
      await database.run((em) => em.execute("update acceptance set minutes = '{}'", [], 'run'));
      await database.run((em) => em.execute("update audit_entry set action = 'plan.other' where position = 2", [], 'run'));
      const findings = await verify(database.orm, [async () => ['tệp 1: không còn']]);
      expect(findings).toEqual([
        expect.stringContaining('(plan.other, sản phẩm 2) không khớp dấu niêm'),
        'biên bản nghiệm thu của đợt có mã 1 không khớp dấu niêm lúc ban hành, đã bị sửa',
        'tệp 1: không còn',
      ]);
    });
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
      await expect(restore(database.orm, foreign)).rejects.toThrow('Tệp này không phải bản sao lưu của Lịch Tuyên Truyền, hoặc đã hỏng.');
      expect(await database.run((em) => em.execute('select 1 from organisation'))).toEqual([]);
    });
    await Promise.all([rm(cut), rm(foreign)]);
  });

  it.each<[string, (whole: Buffer, lines: string[]) => Buffer | undefined, string]>([
    ['that is not there', () => undefined, 'Không có tệp'],
    ['that is a text', () => Buffer.from('không phải bản sao lưu'), 'Tệp này không phải bản sao lưu'],
    ['whose bytes end too early', (whole) => whole.subarray(0, whole.length - 200), 'Bản sao lưu bị cụt'],
    ['whose bytes were changed', (whole) => Buffer.from(whole).fill(0, 100, 300), 'Tệp này không phải bản sao lưu'],
    ['of lines that are no data', () => gzipSync('một\nhai'), 'Tệp này không phải bản sao lưu'],
    ['with a row twice', (_whole, lines) => gzipSync([...lines.slice(0, 3), lines[2], '{"end":3}'].join('\n')), 'không khớp với các dòng khác'],
  ])('%s is refused in one sentence', async (_what, made, sentence) => {
    const whole = await readFile(file);
    const bytes = made(whole, gunzipSync(whole).toString('utf8').split('\n'));
    const broken = join(folder, 'broken');
    if (bytes) await writeFile(broken, bytes);
    await within(async (database) => {
      const refused: unknown = await restore(database.orm, broken).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(DomainError);
      expect((refused as DomainError).message).toContain(sentence);
      expect(await database.run((em) => em.execute('select 1 from organisation'))).toEqual([]);
    });
    await rm(broken, { force: true });
  });

  it('to a place that cannot be written is refused in one sentence that names it', async () => {
    const nowhere = join(folder, 'khong-co', 'lich.gz');
    await expect(backUp(context.database.orm, nowhere)).rejects.toThrow(`Không ghi được bản sao lưu vào ${nowhere} (ENOENT)`);
    await expect(backUp(context.database.orm, join(file, 'lich.gz'))).rejects.toThrow('(ENOTDIR)');
  });
});
