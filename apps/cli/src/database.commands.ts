import { access, constants } from 'node:fs/promises';
import type { Command } from 'commander';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { AccessTrail } from '#access/access-trail.js';
import { verifyChain } from '#audit/chain-verification.js';
import { backUp, restore } from '#database/backup.js';
import { verify } from '#database/verify.js';
import { OPERATOR } from '#identity/actor.js';
import type { Environment } from '#kernel/environment.js';
import { errorLine } from '#kernel/logged-error.js';
import { evidenceFolder, FileStore } from '#storage/file-store.js';
import { storedFileFindings } from '#storage/stored-file-check.js';
import { withApplication } from './context.js';
import { print } from './options.js';

export function addDatabaseCommands(root: Command): void {
  root
    .command('backup')
    .description('sao lưu toàn bộ dữ liệu vào một tệp, dùng được cho cả SQLite và PostgreSQL')
    .argument('<file>', 'tệp sẽ ghi')
    .action(async (file: string) => {
      await withApplication(
        async ({ app, orm, environment }) => {
          await tellOfBackup(app.get(AccessTrail, { strict: false }));
          print(`Đã sao lưu ${await backUp(orm, file)} dòng vào ${file}.`);
          print(`Tệp minh chứng không nằm trong bản sao lưu này; hãy sao chép thêm ${placeOfEvidence(environment)}.`);
        },
        { isBare: true, needsDatabase: true },
      );
    });

  root
    .command('restore')
    .description('phục hồi từ bản sao lưu vào một cơ sở dữ liệu trống')
    .argument('<file>', 'bản sao lưu')
    .action(async (file: string) => {
      // Before a database is made for it.
      await access(file, constants.R_OK);
      await withApplication(
        async ({ orm, environment }) => {
          print(`Đã phục hồi ${await restore(orm, file)} dòng.`);
          print(`Hãy đưa lại tệp minh chứng vào ${placeOfEvidence(environment)}, rồi chạy “lich verify” để kiểm tra.`);
        },
        { isBare: true },
      );
    });

  root
    .command('verify')
    .description('kiểm tra dữ liệu có hư hỏng không')
    .action(async () => {
      await withApplication(
        async ({ app, orm }) => {
          const store = app.get(FileStore, { strict: false });
          const findings = await verify(orm, [(em) => storedFileFindings(em, store)]);
          if (findings.length > 0) {
            console.error(findings.join('\n'));
            process.exitCode = 1;
            return;
          }
          print('Dữ liệu nguyên vẹn.');
          const { length, hash } = await verifyChain(orm.em as SqlEntityManager);
          if (length > 0) print(`Nhật ký có ${length} mục, dấu niêm cuối ${hash}; hãy ghi lại ở nơi khác để đối chiếu về sau.`);
        },
        { isBare: true, needsDatabase: true },
      );
    });
}

/** All that is kept goes into the file, so the trail tells of it; where that cannot be written, as on a full disk, a backup is wanted most. */
async function tellOfBackup(trail: AccessTrail): Promise<void> {
  await trail.tell(OPERATOR, 'backup.made', 'system', 0).catch((error: unknown) => console.error(`Không ghi được vào nhật ký: ${errorLine(error)}`));
}

function placeOfEvidence({ s3, dataDir }: Environment): string {
  return s3 ? `kho S3 “${s3.bucket}”` : `thư mục ${evidenceFolder(dataDir)}`;
}
