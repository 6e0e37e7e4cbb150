import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Installation } from './support/processes.js';

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
