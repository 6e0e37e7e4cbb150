import type { Command } from 'commander';
import { backUp, restore } from '#database/backup.js';
import { verify } from '#database/verify.js';
import { withApplication } from './context.js';
import { print } from './options.js';

export function addDatabaseCommands(root: Command): void {
  root
    .command('backup')
    .description('sao lưu toàn bộ dữ liệu vào một tệp, dùng được cho cả SQLite và PostgreSQL')
    .argument('<file>', 'tệp sẽ ghi')
    .action(async (file: string) => {
      await withApplication(async ({ orm }) => print(`Đã sao lưu ${await backUp(orm, file)} dòng vào ${file}.`), { isBare: true });
    });

  root
    .command('restore')
    .description('phục hồi từ bản sao lưu vào một cơ sở dữ liệu trống')
    .argument('<file>', 'bản sao lưu')
    .action(async (file: string) => {
      await withApplication(async ({ orm }) => print(`Đã phục hồi ${await restore(orm, file)} dòng.`), { isBare: true });
    });

  root
    .command('verify')
    .description('kiểm tra dữ liệu có hư hỏng không')
    .action(async () => {
      await withApplication(
        async ({ orm }) => {
          const findings = await verify(orm);
          if (findings.length === 0) print('Dữ liệu nguyên vẹn.');
          else {
            console.error(findings.join('\n'));
            process.exitCode = 1;
          }
        },
        { isBare: true },
      );
    });
}
