import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { endOf, Installation } from './support/processes.js';

let site: Installation;
beforeEach(() => {
  site = new Installation();
});
afterEach(() => site.remove());

/** Everything below the installation's folder. */
const left = () => readdirSync(site.folder, { recursive: true, encoding: 'utf8' });

const PERSON = ['--email', 'tam@bao.example.vn'];

describe('where no database is', () => {
  const COMMANDS = [
    ['verify'],
    ['backup', 'luu.gz'],
    ['user', 'add', ...PERSON, '--name', 'Tâm', '--role', 'producer', '--organisation', 'bao-dong-khoi'],
    ['user', 'link', ...PERSON],
    ['user', 'correct', ...PERSON, '--name', 'Tâm'],
  ];

  test.each(COMMANDS.map((words) => [words.slice(0, 2).join(' '), words] as const))('%s names the one it looked for, and makes none', async (_name, words) => {
    const { code, out, err } = await site.lich(words, { DATA_DIR: site.path('khac/data') });
    expect([code, out]).toEqual([1, '']);
    expect(err).toBe(`Không có cơ sở dữ liệu nào của Lịch Tuyên Truyền ở ${site.path('khac/data/lich.sqlite')}; hãy kiểm tra DATA_DIR và thư mục đang đứng.\n`);
    expect(left()).toEqual([]);
  });

  test('an empty file counts as none', async () => {
    mkdirSync(site.path('data'));
    writeFileSync(site.path('data/lich.sqlite'), '');
    const { code, err } = await site.lich(['verify'], { DATA_DIR: site.path('data') });
    expect([code, err]).toEqual([1, expect.stringContaining(`Không có cơ sở dữ liệu nào của Lịch Tuyên Truyền ở ${site.path('data/lich.sqlite')}`)]);
  });

  test('of PostgreSQL server and database are named, and the password is not', async () => {
    const url = new URL(process.env.TEST_POSTGRES_URL!);
    for (const pathname of ['/khong_co_o_day', '/postgres']) {
      url.pathname = pathname;
      url.password ||= 'mat-khau-bi-mat';
      const { code, out, err } = await site.lich(['verify'], { DATABASE_URL: url.toString() });
      expect([code, out]).toEqual([1, '']);
      expect(err).toBe(
        `Không có cơ sở dữ liệu nào của Lịch Tuyên Truyền ở PostgreSQL ${url.host}${pathname}; hãy kiểm tra DATABASE_URL và thư mục đang đứng.\n`,
      );
      expect(err).not.toContain(url.password);
    }
  });
});

/** One sentence, without a place in the program. */
function expectSentence(err: string, words: RegExp): void {
  expect(err.trim()).toMatch(words);
  expect(err.trim().split('\n')).toHaveLength(1);
}

describe('what the machine refuses is told in one sentence', () => {
  test('of a backup and a restore', async () => {
    await site.lich(['plan', 'show']);
    const nowhere = await site.lich(['backup', site.path('khong-co/luu.gz')]);
    expectSentence(nowhere.err, /^Không ghi được bản sao lưu vào .*khong-co\/luu\.gz \(ENOENT\)/);
    writeFileSync(site.path('la'), 'không phải bản sao lưu');
    const [missing, strange] = [
      await site.lich(['restore', site.path('khong-co')], { DATA_DIR: site.path('moi') }),
      await site.lich(['restore', site.path('la')], { DATA_DIR: site.path('moi') }),
    ];
    expectSentence(missing.err, /^Không có tệp .*khong-co$/);
    expectSentence(strange.err, /^Tệp này không phải bản sao lưu/);
    expect([nowhere.code, missing.code, strange.code]).toEqual([1, 1, 1]);
  });

  test('of a start on a port that is taken, and over a file that is no database', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => {
      taken.listen(0, '127.0.0.1', resolve);
    });
    const { port } = taken.address() as AddressInfo;
    const busy = await endOf(site.start('apps/web/src/main.js', [], { PORT: String(port) }));
    taken.close();
    expectSentence(busy.err, new RegExp(`^Cổng ${port} của 127\\.0\\.0\\.1 đang có chương trình khác dùng; `));
    mkdirSync(site.path('hong'));
    writeFileSync(site.path('hong/lich.sqlite'), 'không phải cơ sở dữ liệu'.repeat(200));
    const broken = await endOf(site.start('apps/web/src/main.js', [], { PORT: '0', DATA_DIR: site.path('hong') }));
    expectSentence(broken.err, /^Tệp cơ sở dữ liệu .* không phải của SQLite/);
    const away = await endOf(site.start('apps/worker/src/main.js', [], { DATABASE_URL: 'postgresql://lich:bi-mat@127.0.0.1:9/lich' }));
    expectSentence(away.err, /^Không kết nối được máy chủ \(ECONNREFUSED\); hãy kiểm tra DATABASE_URL/);
    expect([busy, broken, away].map(({ code, out }) => [code, out])).toEqual([busy, broken, away].map(() => [1, '']));
  });
});

describe('a password for user add', () => {
  const ADD = ['user', 'add', ...PERSON, '--name', 'Tâm', '--role', 'producer', '--organisation', 'bao-dong-khoi', '--password-stdin', '--json'];

  test('is read from what is piped in, its first line only', async () => {
    await site.lich(['plan', 'show']);
    const none = await site.lich(ADD);
    expect([none.code, none.out, none.err]).toEqual([1, '', 'Chưa có mật khẩu nào được đưa vào.\n']);
    const weak = await site.lich(ADD, {}, 'ngắn\n');
    expect([weak.code, weak.out]).toEqual([1, '']);
    const { code, out, err } = await site.lich(ADD, {}, 'mật khẩu của phép thử\nthừa\n');
    expect([code, err]).toEqual([0, '']);
    // No link: the password is set.
    expect(JSON.parse(out)).toEqual({ id: expect.any(Number), email: 'tam@bao.example.vn', role: 'producer', setUpUrl: null });
  });
});
