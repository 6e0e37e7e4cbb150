import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { progressReport } from '#deliverables/progress-report.js';
import { ProgressService } from '#deliverables/progress.service.js';
import { Clock } from '#kernel/clock.js';
import { InvalidInput } from '#kernel/domain-error.js';
import type { PlainDate } from '#kernel/plain-date.js';
import { planDocumentSchema } from '#planning/plan-document.js';
import { PlanService } from '#planning/plan.service.js';
import { planReport } from '#planning/plan-report.js';
import { withApplication } from './context.js';
import { dateOption, idOption, print } from './options.js';

export function addPlanCommands(root: Command): void {
  const plan = root.command('plan').description('kế hoạch: xem, nhập');

  plan
    .command('show')
    .description('in kế hoạch cùng nhiệm vụ, chỉ tiêu, cơ quan')
    .option('--plan <id>', 'mã kế hoạch; bỏ trống là kế hoạch đang thực hiện', idOption)
    .option('--json', 'in JSON')
    .action(async ({ plan: id, json }: { plan?: number; json?: boolean }) => {
      await withApplication(async ({ app }) => {
        const plans = app.get(PlanService, { strict: false });
        const found = await plans.find(id);
        const report = planReport(found, await plans.tasksOf(found));
        print(json ? report : report.tasks.map(({ ordinal, name, quantity }) => `${String(ordinal).padStart(2)}  ${name} – ${quantity.source}`).join('\n'));
      });
    });

  plan
    .command('import')
    .description('nhập kế hoạch từ tệp dữ liệu có cấu trúc (.json)')
    .argument('<file>', 'tệp kế hoạch')
    .option('--dry-run', 'chỉ đọc và kiểm tra')
    .option('--json', 'in JSON')
    .action(async (file: string, { dryRun, json }: { dryRun?: boolean; json?: boolean }) => {
      const document = readPlanDocument(await readFile(file, 'utf8'));
      if (dryRun) {
        print(json ? document : `Đọc được kế hoạch số ${document.number}: ${document.tasks.length} nhiệm vụ.`);
        return;
      }
      await withApplication(async ({ app }) => {
        const adopted = await app.get(PlanService, { strict: false }).adopt(document);
        print(json ? { id: adopted.id, number: adopted.number } : `Đã đưa vào thực hiện kế hoạch số ${adopted.number} (mã ${adopted.id}).`);
      });
    });

  root
    .command('progress')
    .description('tình hình từng nhiệm vụ đến hết một ngày')
    .option('--plan <id>', 'mã kế hoạch; bỏ trống là kế hoạch đang thực hiện', idOption)
    .option('--at <date>', 'ngày, dạng YYYY-MM-DD; bỏ trống là hôm nay', dateOption)
    .option('--json', 'in JSON')
    .action(async ({ plan: id, at, json }: { plan?: number; at?: PlainDate; json?: boolean }) => {
      await withApplication(async ({ app }) => {
        const day = at ?? app.get(Clock).today();
        const found = await app.get(PlanService, { strict: false }).find(id);
        const report = progressReport(found, await app.get(ProgressService, { strict: false }).ofPlan(found, day), day);
        print(json ? report : report.tasks.map(progressLine).join('\n'));
      });
    });
}

function progressLine({ ordinal, name, declared, target, statusName }: ReturnType<typeof progressReport>['tasks'][number]): string {
  return `${String(ordinal).padStart(2)}  ${String(declared).padStart(3)}/${String(target ?? '–').padEnd(3)}  ${statusName.padEnd(18)}  ${name}`;
}

function readPlanDocument(text: string) {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new InvalidInput('Tệp không phải JSON. Hiện chỉ nhập được kế hoạch dạng dữ liệu có cấu trúc (.json); Word, Excel chưa đọc được.');
  }
  const parsed = planDocumentSchema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new InvalidInput(`Kế hoạch chưa đúng:\n${parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`).join('\n')}`);
}
