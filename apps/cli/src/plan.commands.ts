import type { Command } from 'commander';
import { progressReport } from '#deliverables/progress-report.js';
import { ProgressService } from '#deliverables/progress.service.js';
import { Signatures } from '#identity/signatures.js';
import { Clock, SystemClock } from '#kernel/clock.js';
import { InvalidInput } from '#kernel/domain-error.js';
import type { PlainDate } from '#kernel/plain-date.js';
import { OPERATOR } from '#identity/actor.js';
import { planReadingReport } from '#planning/appendix/plan-reading-report.js';
import { readAppendix } from '#planning/appendix/read-appendix.js';
import { understandPlan } from '#planning/appendix/understand.js';
import type { SourceDocument } from '#planning/formats/source-document.js';
import type { PlanDocument } from '#planning/plan-document.js';
import { PlanDraftService } from '#planning/plan-draft.service.js';
import { PlanService } from '#planning/plan.service.js';
import { planReport } from '#planning/plan-report.js';
import { issuedSamplePlan } from '#planning/sample-plan.js';
import { Settings } from '#kernel/settings.js';
import { withApplication } from './context.js';
import { dateOption, idOption, print, yearOption } from './options.js';
import { readPlanFile } from './plan-file.js';

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
        const tasks = await plans.tasksOf(found);
        const signed = await app.get(Signatures, { strict: false }).reader(tasks.flatMap(({ doubts }) => doubts.map(({ confirmedBy }) => confirmedBy)));
        const report = planReport(found, tasks, signed);
        print(json ? report : report.tasks.map(({ label, name, quantity }) => `${label.padStart(4)}  ${name} – ${quantity.source}`).join('\n'));
      });
    });

  plan
    .command('import')
    .description('nhập kế hoạch từ Word, Excel, CSV, văn bản… thành bản nháp để rà soát; tệp .json có cấu trúc được đưa thẳng vào thực hiện')
    .argument('<file>', 'tệp kế hoạch')
    .option('--year <year>', 'năm của kế hoạch, nếu văn bản không ghi hoặc ghi khác', yearOption)
    .option('--dry-run', 'chỉ đọc và kiểm tra, không lưu gì')
    .option('--json', 'in JSON')
    .action(async (file: string, options: ImportOptions) => {
      const read = await readPlanFile(file);
      await (read.kind === 'structured' ? importStructured(read.plan, options) : importDocument(read, options));
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
        print(json ? report : [PROGRESS_HEAD, ...report.tasks.map(progressLine)].join('\n'));
      });
    });
}

const PROGRESS_HEAD = '  Số  Đã làm/CT  Minh chứng  Nghiệm thu  Trạng thái          Nhiệm vụ';

/** A task with its three ledgers, each in a column of its own under `PROGRESS_HEAD`. */
function progressLine({ label, name, declared, evidenced, accepted, target, statusName }: ReturnType<typeof progressReport>['tasks'][number]): string {
  const done = `${String(declared).padStart(5)}/${String(target ?? '–').padEnd(4)}`;
  return `${label.padStart(4)}  ${done}  ${String(evidenced).padStart(10)}  ${String(accepted).padStart(10)}  ${statusName.padEnd(18)}  ${name}`;
}

interface ImportOptions {
  readonly year?: number;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

async function importStructured(document: PlanDocument, { year, dryRun, json }: ImportOptions): Promise<void> {
  if (year !== undefined && year !== document.year) throw new InvalidInput(`Tệp ghi kế hoạch năm ${document.year}, không phải ${year}.`);
  if (dryRun) {
    print(json ? document : `Đọc được kế hoạch số ${document.number}: ${document.tasks.length} nhiệm vụ.`);
    return;
  }
  await withApplication(async ({ app }) => {
    const adopted = await app.get(PlanService, { strict: false }).adopt(document);
    print(json ? { id: adopted.id, number: adopted.number } : `Đã đưa vào thực hiện kế hoạch số ${adopted.number} (mã ${adopted.id}).`);
  });
}

async function importDocument({ document, name }: { document: SourceDocument; name: string }, { year, dryRun, json }: ImportOptions): Promise<void> {
  if (dryRun) {
    const report = planReadingReport(readWithoutDatabase(document, year));
    print(json ? report : [headLine(report), ...report.tasks.map(taskLine), ...report.doubts.map(doubtLine)].join('\n'));
    return;
  }
  await withApplication(async ({ app }) => {
    const drafts = app.get(PlanDraftService, { strict: false });
    const draft = await drafts.take(OPERATOR, document, { origin: 'file', name, year });
    const { review } = await drafts.review(draft);
    const address = `${app.get(Settings).publicUrl}/plans/drafts/${draft.id}`;
    print(
      json
        ? { draft: draft.id, tasks: review.tasks.length, open: review.open, review: address }
        : `Đã đọc ${review.tasks.length} nhiệm vụ, ${review.open} điểm cần xem. Rà soát rồi đưa vào thực hiện tại ${address}`,
    );
  });
}

/** Only the file is read: organisations are those that ship with the product. */
function readWithoutDatabase(document: SourceDocument, year: number | undefined) {
  const reading = readAppendix(document);
  if (reading.rows.length === 0) throw new InvalidInput(reading.doubts.find(({ code }) => code === 'no-tasks')!.message);
  const head = { ...reading.head, year: year ?? reading.head.year };
  const entries = issuedSamplePlan().organisations.map(({ code, name, shortName }) => ({ code, names: [name, shortName] }));
  const doubts = year === undefined ? reading.doubts : reading.doubts.filter(({ code }) => code !== 'no-year');
  return understandPlan({ ...reading, head, doubts }, { year: head.year ?? new SystemClock().today().year, issuedOn: head.issuedOn, directory: { entries } });
}

type Report = ReturnType<typeof planReadingReport>;

function headLine({ plan, tasks }: Report): string {
  return `Kế hoạch số ${plan.number ?? '…'} năm ${plan.year ?? '…'}: ${tasks.length} nhiệm vụ.`;
}

function taskLine({ ordinal, name, quantity, time, doubts }: Report['tasks'][number]): string {
  return [`${ordinal.padStart(4)}  ${name} – ${quantity.source || 'không có số lượng'}; ${time.source || 'không có thời gian'}`, ...doubts.map(doubtLine)].join(
    '\n',
  );
}

function doubtLine({ message }: { message: string }): string {
  return `      ? ${message}`;
}
