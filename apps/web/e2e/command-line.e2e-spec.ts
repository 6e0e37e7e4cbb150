import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { simpleParser } from 'mailparser';
import { PROJECT_ROOT } from '#kernel/project-root.js';
import { DISTRICT_2023 as DISTRICT } from '#planning/appendix/fixtures/tables.js';
import { endOf, freePort, Installation, printed } from './support/processes.js';

interface Progress {
  at: string;
  plan: { number: string; year: number };
  tasks: {
    ordinal: number;
    target: number | null;
    declared: number;
    accepted: number;
    owed: number;
    status: string;
    isLate: boolean;
    months: { month: string; target: number | null; declared: number; accepted: number; status: string; isLate: boolean }[];
    duties: { to: string; status: string }[];
  }[];
}

/** What a dry run prints of a plan, as far as it is looked at here. */
interface Reading {
  plan: Record<'number' | 'issuedOn' | 'issuer' | 'place' | 'title', string | null> & { year: number | null };
  tasks: {
    ordinal: string;
    products: string[];
    quantity: { kind: string; min: number | null; unit: string; per: string };
    time: { kind: string; from: string | null; to: string | null; dates: string[] };
    lead: string[];
    doubts: { code: string }[];
  }[];
  doubts: { code: string }[];
}

const QUANTITY_KEYS = ['kind', 'max', 'min', 'parts', 'per', 'perYear', 'source', 'unit'];
const TIME_KEYS = ['count', 'dates', 'from', 'kind', 'recurrence', 'source', 'to'];

const NO_SERVER = 'smtp://127.0.0.1:9';
const TAM = ['user', 'add', '--email', 'tam@baodongkhoi.example.vn', '--name', 'Lê Minh Tâm', '--role', 'producer', '--organisation', 'bao-dong-khoi'];
const LAN = ['user', 'add', '--email', 'lan@thbt.example.vn', '--name', 'Trần Ngọc Lan', '--role', 'producer', '--organisation', 'dai-ptth'];

const task = ({ tasks }: Progress, ordinal: number) => tasks.find((row) => row.ordinal === ordinal)!;
const month = (progress: Progress, ordinal: number, wanted: string) => task(progress, ordinal).months.find((row) => row.month === wanted)!;

describe('on a fresh database with the plan of 2021', () => {
  const site = new Installation();
  afterAll(() => site.remove());

  test('progress at 31/3/2021 prints pure JSON with the state of every task', async () => {
    const { code, out, err } = await site.lich(['progress', '--at', '2021-03-31', '--json']);
    expect([code, err]).toEqual([0, '']);
    const progress = JSON.parse(out) as Progress;
    expect([progress.at, progress.plan.year, progress.tasks.length]).toEqual(['2021-03-31', 2021, 13]);
    expect(task(progress, 4)).toMatchObject({ target: 24, declared: 0, accepted: 0, owed: 6, status: 'behind', isLate: true });
    for (const ordinal of [7, 8, 12]) {
      expect(['2021-01', '2021-02', '2021-03'].map((name) => month(progress, ordinal, name))).toEqual([
        expect.objectContaining({ target: 1, declared: 0, status: 'overdue', isLate: true }),
        expect.objectContaining({ target: 1, declared: 0, status: 'overdue', isLate: true }),
        expect.objectContaining({ target: 1, declared: 0, status: 'due-soon', isLate: false }),
      ]);
    }
    expect(task(progress, 5)).toMatchObject({ target: 1, owed: 1, status: 'overdue', isLate: true, duties: [{ to: '2021-01-31', status: 'overdue' }] });
    expect(task(progress, 11)).toMatchObject({ target: 3, owed: 0, status: 'not-begun', isLate: false });
    for (const ordinal of [6, 9, 13]) expect(task(progress, ordinal)).toMatchObject({ target: null, owed: 0, status: 'no-target', isLate: false });
  });

  test('progress on 1/4/2021 finds March late, and at the end of the plan still nothing of the tasks without a number', async () => {
    const [april, end] = await Promise.all(['2021-04-01', '2021-12-31'].map((at) => site.json<Progress>(['progress', '--at', at])));
    for (const ordinal of [7, 8, 12]) expect(month(april!, ordinal, '2021-03')).toMatchObject({ status: 'overdue', isLate: true });
    for (const ordinal of [6, 9, 13]) expect(task(end!, ordinal)).toMatchObject({ target: null, isLate: false });
  });

  test('plan show prints the plan with its tasks, quantities and parties', async () => {
    const plan = await site.json<{ number: string; tasks: { ordinal: number; name: string }[] }>(['plan', 'show']);
    expect([plan.number, plan.tasks.length]).toEqual(['105/KH-UBND', 13]);
    const { out } = await site.lich(['plan', 'show']);
    expect(out.trim().split('\n')).toHaveLength(13);
    expect(out).toContain('Thực hiện Chuyên mục CCHC trên Báo Đồng Khởi');
  });

  test('user add prints a one-time link, or takes the password given', async () => {
    const invited = await site.json<{ email: string; setUpUrl: string }>(TAM, { PUBLIC_URL: 'https://lich.example.vn' });
    expect(invited).toMatchObject({
      email: 'tam@baodongkhoi.example.vn',
      setUpUrl: expect.stringMatching(/^https:\/\/lich\.example\.vn\/set-up\/[\w-]{20,}$/),
    });
    const ready = await site.json<{ setUpUrl: null }>([...LAN, '--password', 'mật khẩu của phép thử']);
    expect(ready.setUpUrl).toBeNull();
  });

  test('user link gives whoever gets no letter a way in, and takes a lost second factor away', async () => {
    const { setUpUrl } = await site.json<{ setUpUrl: string }>(['user', 'link', '--email', 'LAN@thbt.example.vn', '--without-second-factor', '--json']);
    expect(setUpUrl).toMatch(/\/set-up\/[\w-]{43}$/);
    const unknown = await site.lich(['user', 'link', '--email', 'khong-ai@example.vn']);
    expect([unknown.code, unknown.err.trim()]).toEqual([1, expect.stringMatching(/Không có tài khoản khong-ai@example\.vn\.$/)]);
  });

  test('user add with a name that is none says what a name is', async () => {
    const { code, err } = await site.lich([...LAN, '--email', 'x@example.vn', '--name', 'Xem vi-du.vn']);
    expect([code, err.trim()]).toEqual([1, expect.stringContaining('Họ tên chỉ gồm chữ')]);
  });

  test.each<[string, string[], RegExp]>([
    ['somebody who has an account', TAM, /Đã có tài khoản tam@baodongkhoi\.example\.vn/],
    ['an organisation that is none', [...LAN.slice(0, -1), 'bao-khac', '--email', 'x@example.vn'], /Không có cơ quan mã “bao-khac”/],
    [
      'a group, as who acts for no members',
      ['user', 'add', '--email', 'x@example.vn', '--name', 'Ai', '--role', 'leader', '--organisation', 'ubnd-huyen'],
      /là một nhóm cơ quan/,
    ],
  ])('user add for %s is refused with 1 and a reason in one line', async (_what, words, reason) => {
    const { code, out, err } = await site.lich(words);
    expect([code, out]).toEqual([1, '']);
    expect(err.trim()).toMatch(reason);
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  test('user add --help says where a code is found, and what it is good for', async () => {
    const { code, out } = await site.lich(['user', 'add', '--help']);
    const words = out.replace(/\s+/g, ' ');
    expect(code).toBe(0);
    for (const told of ['ghi ở đầu trang của cơ quan ấy', 'nhóm cơ quan chỉ nhận producer-lead, producer', 'producer-lead (Phụ trách đơn vị)'])
      expect(words).toContain(told);
  });

  test('wrong usage ends with 2 and says so on standard error, help with 0', async () => {
    const [wrong, help] = await Promise.all([site.lich(['progress', '--at', '31/3/2021']), site.lich(['--help'])]);
    expect([wrong.code, wrong.out, wrong.err]).toEqual([2, '', expect.stringContaining('viết dạng YYYY-MM-DD')]);
    expect([help.code, help.err]).toEqual([0, '']);
    for (const command of ['plan', 'read', 'progress', 'remind', 'mail', 'user', 'backup', 'restore', 'verify']) expect(help.out).toContain(command);
  });

  test('a plan that is not there, and a file that is not there, are refused with 1', async () => {
    const tries = await Promise.all([
      site.lich(['progress', '--plan', '99', '--json']),
      site.lich(['plan', 'import', site.path('khong-co.json')]),
      site.lich(['restore', site.path('khong-co')]),
    ]);
    expect(tries.map(({ code, out }) => [code, out])).toEqual(tries.map(() => [1, '']));
    for (const { err } of tries) expect(err.trim().split('\n')).toHaveLength(1);
  });

  test('a file that is no plan is refused with 1 and says what is wrong with it', async () => {
    const files: Record<string, string | Buffer> = {
      'cu.doc': Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      'hong.docx': Buffer.from('PK\u0003\u0004 cut short'),
      'thu.txt': 'Kính gửi các cơ quan: đề nghị báo cáo trước ngày 15/12.',
      'so.json': '{"number": 5}',
      'hong.json': '{"number": 5',
    };
    for (const [name, content] of Object.entries(files)) writeFileSync(site.path(name), content);
    const outcomes = await Promise.all(Object.keys(files).map((name) => site.lich(['plan', 'import', '--dry-run', site.path(name)])));
    expect(outcomes.map(({ code, out }) => [code, out])).toEqual(outcomes.map(() => [1, '']));
    const [old, broken, letter, incomplete, cut] = outcomes.map(({ err }) => err.trim());
    expect(old).toBe('Tệp .doc đời cũ chưa đọc được; hãy mở bằng Word và lưu lại thành .docx.');
    expect(broken).toMatch(/^Tệp [^\n]+\.$/);
    expect(letter).toMatch(/^Không thấy bảng nhiệm vụ trong tài liệu\.[^\n]+$/);
    expect(incomplete).toMatch(/Kế hoạch chưa đúng:\n {2}number: /);
    expect(cut).toMatch(/^Tệp \.json này không đọc được;[^\n]+$/);
  });
});

describe('taking a plan in', () => {
  const site = new Installation();
  beforeAll(() => {
    copyFileSync(join(PROJECT_ROOT, 'libs/planning/appendix/fixtures/ke-hoach-105.txt'), site.path('ke-hoach-105.txt'));
    writeFileSync(site.path('huyen-2023.tsv'), DISTRICT.map((cells) => cells.join('\t')).join('\n'));
  });
  afterAll(() => site.remove());

  test('a dry run over the whole text of a plan prints its thirteen tasks and touches no database', async () => {
    const { plan, tasks, doubts } = await site.json<Reading>(['plan', 'import', site.path('ke-hoach-105.txt'), '--dry-run']);
    expect(plan).toEqual({
      number: '105/KH-UBND',
      issuedOn: '2020-12-30',
      year: 2021,
      issuer: 'Ủy ban nhân dân tỉnh Bến Tre',
      place: 'Bến Tre',
      title: 'Kế hoạch thông tin, tuyên truyền cải cách hành chính năm 2021',
    });
    expect(tasks.map(({ ordinal }) => ordinal)).toEqual(Array.from({ length: 13 }, (_, index) => String(index + 1)));
    for (const row of tasks) {
      expect(Object.keys(row)).toEqual(['ordinal', 'name', 'products', 'quantity', 'time', 'lead', 'supporting', 'note', 'doubts']);
      expect(Object.keys(row.quantity).toSorted()).toEqual(QUANTITY_KEYS);
      expect(Object.keys(row.time).toSorted()).toEqual(TIME_KEYS);
    }
    const of = (ordinal: number) => tasks[ordinal - 1]!;
    expect(of(4)).toMatchObject({ quantity: { kind: 'exact', min: 24, max: 24, unit: 'bài' }, lead: ['Báo Đồng Khởi'] });
    expect(of(5)).toMatchObject({ quantity: { kind: 'exact', min: 1 }, time: { from: '2020-12-01', to: '2021-01-31' } });
    for (const ordinal of [7, 8, 12]) {
      expect(of(ordinal)).toMatchObject({ quantity: { kind: 'exact', min: 12, max: 12 }, time: { kind: 'recurring', recurrence: 'MONTHLY', count: 12 } });
    }
    expect([6, 9, 13].map((ordinal) => of(ordinal).quantity.kind)).toEqual(['unlimited', 'unlimited', 'as-regulated']);
    expect(of(11)).toMatchObject({ quantity: { kind: 'exact', min: 3, unit: 'lớp' }, time: { from: '2021-07-01', to: '2021-09-30' } });
    expect(of(5).doubts.map(({ code }) => code)).toContain('year-disagrees');
    expect(doubts.map(({ code }) => code)).toContain('section-numbered-twice');
    expect(existsSync(site.path('lich.sqlite'))).toBe(false);
  });

  test('a table of a district, without a head and with groups, gives its six tasks in the year asked for', async () => {
    const { plan, tasks } = await site.json<Reading>(['plan', 'import', site.path('huyen-2023.tsv'), '--year', '2023', '--dry-run']);
    expect(plan).toMatchObject({ number: null, issuedOn: null, year: 2023 });
    expect(tasks.map(({ ordinal, quantity, time }) => [ordinal, quantity.kind, quantity.min, quantity.unit, time.from, time.to])).toEqual([
      ['1.1', 'exact', 52, 'chuyên mục', '2023-01-01', '2023-12-31'],
      ['1.2', 'minimum', 48, 'tin, bài', '2023-01-01', '2023-12-31'],
      ['2.1', 'exact', 1, 'cuộc', '2023-08-01', '2023-10-31'],
      ['2.2', 'exact', 2, 'lớp', '2023-04-01', '2023-09-30'],
      ['2.3', 'exact', 1, 'cuộc', null, '2023-11-29'],
      ['2.4', 'exact', 2, 'báo cáo', null, '2023-12-09'],
    ]);
    expect(tasks[4]!.quantity.per).toBe('item');
    expect(tasks[5]!.time.dates).toEqual(['2023-06-09', '2023-12-09']);
  });

  test('without a dry run a document becomes a draft to be looked over: no plan yet', async () => {
    const address = { PUBLIC_URL: 'https://lich.example.vn' };
    const taken = await site.json<{ draft: number; tasks: number; open: number; review: string }>(['plan', 'import', site.path('ke-hoach-105.txt')], address);
    expect(taken).toMatchObject({ tasks: 13, review: `https://lich.example.vn/plans/drafts/${taken.draft}` });
    expect(taken.open).toBeGreaterThan(0);
    const { code, out, err } = await site.lich(['plan', 'import', site.path('huyen-2023.tsv'), '--year', '2023'], address);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain(`Đã đọc 6 nhiệm vụ`);
    expect(out).toContain(`https://lich.example.vn/plans/drafts/${taken.draft + 1}`);
    expect(await site.json(['plan', 'show'])).toMatchObject({ number: '105/KH-UBND', year: 2021, tasks: { length: 13 } });
    expect((await site.lich(['plan', 'show', '--plan', '2'])).code).toBe(1);
  });

  test('read prints one time or one quantity alone, in the same shape', async () => {
    expect(await site.json(['read', 'time', 'Quý II/2021', '--year', '2021'])).toEqual({
      kind: 'quarter',
      from: '2021-04-01',
      to: '2021-06-30',
      recurrence: null,
      dates: ['2021-06-30'],
      count: null,
      source: 'Quý II/2021',
    });
    expect(await site.json(['read', 'quantity', 'Tối thiểu 04 tin, bài/tháng'])).toEqual({
      kind: 'minimum',
      min: 4,
      max: null,
      unit: 'tin, bài',
      per: 'month',
      perYear: [48, null],
      parts: [],
      source: 'Tối thiểu 04 tin, bài/tháng',
    });
  });

  test.each([['trăm hai mươi'], ['21'], ['abc']])('a year written “%s” is wrong usage', async (year) => {
    const tries = await Promise.all([
      site.lich(['plan', 'import', site.path('ke-hoach-105.txt'), '--year', year]),
      site.lich(['read', 'time', 'Quý II', '--year', year]),
    ]);
    for (const { code, out, err } of tries) expect([code, out, err]).toEqual([2, '', expect.stringContaining('năm')]);
  });
});

describe('reminders', () => {
  let site: Installation;
  beforeAll(() => {
    site = new Installation();
  });
  afterAll(() => site.remove());

  /** The working day before the last of January 2021, which is a Sunday. */
  const EVE = ['remind', '--now', '2021-01-29T08:00:00+07:00'];

  interface Sent {
    planned: { ordinal: number; stage: string; recipient: string }[];
    sent: number;
    failed: number;
    deliveries: { outcome: string; subject?: string; error?: string }[];
  }

  test('go to nobody while nobody has an account', async () => {
    expect(await site.json<Sent>(EVE)).toMatchObject({ planned: [], sent: 0, failed: 0 });
  });

  test('are only told of by a dry run', async () => {
    await site.json(LAN);
    const { due } = await site.json<{ due: Sent['planned'] }>([...EVE, '--dry-run']);
    expect(due).toMatchObject(
      [7, 8].map((ordinal) => ({
        ordinal,
        from: '2021-01-01',
        to: '2021-01-31',
        stage: 'ahead-1',
        kind: 'ahead',
        dueOn: '2021-01-29',
        recipient: 'lan@thbt.example.vn',
      })),
    );
    expect(due).toHaveLength(2);
  });

  test('that a mail server refuses end with 1, stay, and go out later', async () => {
    const { code, out } = await site.lich([...EVE, '--json'], { SMTP_URL: NO_SERVER });
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      sent: 0,
      failed: 1,
      deliveries: [{ outcome: 'failed', reminders: 2, error: expect.stringContaining('ECONNREFUSED') }],
    });
    const later = await site.json<Sent>(['mail', 'deliver', '--once', '--now', '2021-01-29T08:02:00+07:00']);
    expect(later).toMatchObject({ sent: 1, failed: 0 });
    expect(later.deliveries.map(({ subject }) => subject)).toEqual([
      'Nhắc việc: Thực hiện Chuyên mục CCHC trên sóng phát thanh – còn 01 chuyên mục, tháng 1/2021, và 1 việc khác',
    ]);
  });

  test('lie in the built-in mailbox as .eml files', async () => {
    const files = readdirSync(site.path('mailbox'));
    expect(files).toHaveLength(1);
    const letter = await simpleParser(readFileSync(site.path(`mailbox/${files[0]}`)));
    expect(letter.text).toContain('Kính gửi Trần Ngọc Lan,');
  });

  test('are not sent again by a second run, nor when there is nothing to deliver', async () => {
    expect(await site.json<Sent>(EVE)).toMatchObject({ planned: [], sent: 0, failed: 0, deliveries: [] });
    expect(await site.json<Sent>(['mail', 'deliver', '--once'])).toMatchObject({ sent: 0, failed: 0 });
  });

  test('are followed by one of what was missed, the working day after', async () => {
    const { planned } = await site.json<Sent>(['remind', '--now', '2021-02-01T08:00:00+07:00']);
    expect(planned.map(({ ordinal, stage }) => [ordinal, stage])).toEqual([
      [7, 'missed'],
      [8, 'missed'],
    ]);
  });
});

describe('a backup', () => {
  const [first, second] = [new Installation(), new Installation()];
  afterAll(() => {
    first.remove();
    second.remove();
  });

  test('restored into an empty system gives the same answers, and both verify', async () => {
    await first.json(['plan', 'show']);
    await first.json(TAM);
    const before = await first.json<Progress>(['progress', '--at', '2021-06-30']);
    const backup = await first.lich(['backup', first.path('sao-luu')]);
    expect([backup.code, backup.out]).toEqual([0, expect.stringMatching(/^Đã sao lưu \d+ dòng/)]);

    const restored = await second.lich(['restore', first.path('sao-luu')], { SAMPLE_PLAN: 'none' });
    expect([restored.code, restored.out]).toEqual([0, expect.stringMatching(/^Đã phục hồi \d+ dòng/)]);
    expect(await second.json(['progress', '--at', '2021-06-30'])).toEqual(before);
    expect((await second.lich(TAM)).err).toContain('Đã có tài khoản');
    const checks = await Promise.all([first.lich(['verify']), second.lich(['verify'])]);
    // The account that was added and the backup are in the trail, which ends in both with the same seal.
    const whole = /^Dữ liệu nguyên vẹn\.\nNhật ký có 2 mục, dấu niêm cuối [0-9a-f]{64};/;
    expect(checks).toEqual(checks.map(() => ({ code: 0, out: expect.stringMatching(whole), err: '' })));
    expect(checks[0].out).toBe(checks[1].out);
  });

  test('is refused where data is, and where the file was cut short or is none of ours', async () => {
    const overData = await first.lich(['restore', first.path('sao-luu')]);
    writeFileSync(first.path('bi-cut'), readFileSync(first.path('sao-luu')).subarray(0, 1500));
    writeFileSync(first.path('la'), 'không phải bản sao lưu');
    const third = new Installation();
    const [cutShort, strange] = [await third.lich(['restore', first.path('bi-cut')]), await third.lich(['restore', first.path('la')])];
    expect([overData.code, cutShort.code, strange.code]).toEqual([1, 1, 1]);
    expect(overData.err).toContain('Cơ sở dữ liệu đã có dữ liệu');
    expect((await third.lich(['restore', first.path('sao-luu')])).code).toBe(0);
    third.remove();
  });
});

describe('the web process', () => {
  let site: Installation;
  afterEach(() => site.remove());

  test('with wrong settings names all of them and ends with 1, as the command line does', async () => {
    site = new Installation();
    const wrong = {
      PORT: 'ba nghìn',
      PUBLIC_URL: 'lich.vn',
      DATABASE_URL: 'mysql://x',
      SMTP_URL: 'http://x',
      MAIL_FROM: 'ai',
      ADMIN_EMAIL: 'a',
      SAMPLE_PLAN: 'hai',
      WORKER: 'co',
    };
    for (const outcome of await Promise.all([
      endOf(site.start('apps/web/src/main.js', [], wrong)),
      endOf(site.start('apps/worker/src/main.js', [], wrong)),
      site.lich(['verify'], wrong),
    ])) {
      expect([outcome.code, outcome.out]).toEqual([1, '']);
      expect(outcome.err).toContain('Cấu hình chưa đúng');
      for (const name of Object.keys(wrong)) expect(outcome.err).toContain(`- ${name}: `);
      expect(outcome.err).not.toMatch(/ {4}at /);
    }
    expect(readdirSync(site.folder)).toEqual([]);
  });

  test('serves an empty system with one set-up link, shares its database with the command line, and ends when told to', async () => {
    site = new Installation();
    const port = await freePort();
    const address = `http://127.0.0.1:${port}`;
    const web = site.start('apps/web/src/main.js', [], { PORT: String(port) });
    const ended = endOf(web);
    const [, link] = await printed(web, /(http:\/\/\S+\/set-up\/\S+)\s/);
    const [health, setUp] = await Promise.all([fetch(`${address}/readyz`), fetch(link!)]);
    expect([health.status, setUp.status, await setUp.text()]).toEqual([200, 200, expect.stringContaining('Tạo tài khoản quản trị')]);

    await site.json([...TAM, '--password', 'mật khẩu của phép thử']);
    await site.json([...LAN, '--password', 'mật khẩu của phép thử']);
    const progress = await site.json<Progress & { tasks: { id: number }[] }>(['progress']);
    const idOf = (ordinal: number) => (task(progress, ordinal) as unknown as { id: number }).id;
    await logOver(address, 'tam@baodongkhoi.example.vn', { task: idOf(4), title: 'Một cửa về xã', occursOn: '2021-03-10' });
    await logOver(address, 'lan@thbt.example.vn', { task: idOf(8), title: 'Phóng sự tháng Một', occursOn: '2021-01-20' });
    const after = await site.json<Progress>(['progress', '--at', '2021-03-31']);
    expect(task(after, 4)).toMatchObject({ declared: 1, target: 24 });
    expect(month(after, 8, '2021-01')).toMatchObject({ declared: 1, target: 1, status: 'done', isLate: false });

    web.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0, err: '' });
  });

  test('makes the first coordinator from ADMIN_EMAIL and ADMIN_PASSWORD, and then prints no link', async () => {
    site = new Installation();
    const port = await freePort();
    const web = site.start('apps/web/src/main.js', [], {
      PORT: String(port),
      WORKER: 'off',
      ADMIN_EMAIL: 'Quan.Tri@snv.example.vn',
      ADMIN_PASSWORD: 'mật khẩu của phép thử',
    });
    const ended = endOf(web);
    await printed(web, /Lịch Tuyên Truyền: /);
    const { session } = await signInOver(`http://127.0.0.1:${port}`, 'quan.tri@snv.example.vn');
    expect(session).toMatch(/^lich_session=/);
    web.kill('SIGTERM');
    const { code, out } = await ended;
    expect([code, out]).toEqual([0, expect.not.stringContaining('set-up')]);
  });
});

const cookiesOf = (response: Response) => response.headers.getSetCookie().map((cookie) => cookie.split(';')[0]!);
const tokenIn = (page: string) => /<meta name="csrf-token" content="([^"]*)">/.exec(page)![1]!;

async function signInOver(address: string, email: string): Promise<{ session: string; cookies: string[] }> {
  const page = await fetch(`${address}/sign-in`);
  const cookies = cookiesOf(page);
  const answer = await fetch(`${address}/session`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookies.join('; ') },
    body: new URLSearchParams({ _csrf: tokenIn(await page.text()), email, password: 'mật khẩu của phép thử' }),
  });
  const session = cookiesOf(answer).find((cookie) => cookie.startsWith('lich_session='))!;
  return { session, cookies: [...cookies, session] };
}

async function logOver(address: string, email: string, fields: { task: number; title: string; occursOn: string }): Promise<void> {
  const { cookies } = await signInOver(address, email);
  const headers = { cookie: cookies.join('; ') };
  const form = await (await fetch(`${address}/deliverables/new?task=${fields.task}`, { headers })).text();
  const answer = await fetch(`${address}/deliverables`, {
    method: 'POST',
    redirect: 'manual',
    headers,
    body: new URLSearchParams({ ...fields, task: String(fields.task), _csrf: tokenIn(form) }),
  });
  if (answer.status !== 303) throw new Error(`logging answered ${answer.status}: ${await answer.text()}`);
}
