import type { Command } from 'commander';
import type { Temporal } from 'temporal-polyfill';
import { Clock, SystemClock } from '#kernel/clock.js';
import { ClockAt } from '#kernel/clock-at.js';
import type { Due } from '#reminders/due.js';
import { DueFinder } from '#reminders/due-finder.js';
import { periodOf } from '#reminders/obligation.js';
import { dateInZone } from '#kernel/plain-date.js';
import { type Delivery, ReminderSender } from '#reminders/reminder-sender.js';
import { ReminderService } from '#reminders/reminder.service.js';
import { withApplication } from './context.js';
import { instantOption, print } from './options.js';

export function addReminderCommands(root: Command): void {
  root
    .command('remind')
    .description('xếp và gửi thư nhắc đến hạn tại một thời điểm')
    .option('--now <instant>', 'thời điểm, ví dụ 2021-03-31T08:00:00+07:00; bỏ trống là bây giờ', instantOption)
    .option('--dry-run', 'chỉ cho biết sẽ nhắc ai, không ghi, không gửi')
    .option('--json', 'in JSON')
    .action(async ({ now, dryRun, json }: { now?: Temporal.Instant; dryRun?: boolean; json?: boolean }) => {
      const clock: Clock = now ? new ClockAt(now) : new SystemClock();
      await withApplication(
        async ({ app }) => {
          const instant = clock.now();
          if (dryRun) {
            const due: ReturnType<typeof plannedRow>[] = [];
            for await (const batch of app.get(DueFinder, { strict: false }).everything(dateInZone(instant))) due.push(...batch.map(plannedRow));
            print(
              json
                ? { now: instant.toString(), due }
                : due
                    .map(
                      ({ recipient, stage, ordinal, to, obligation }) =>
                        `${recipient}  ${stage}  ${ordinal ? `nhiệm vụ ${ordinal}${to ? `, kỳ đến ${to}` : ''}` : obligation}`,
                    )
                    .join('\n'),
            );
            return;
          }
          const { planned, deliveries } = await app.get(ReminderService, { strict: false }).remind(instant);
          print(json ? { now: instant.toString(), planned: planned.map(plannedRow), ...summary(deliveries) } : summaryLine(deliveries));
          if (deliveries.some(isTrouble)) process.exitCode = 1;
        },
        { clock },
      );
    });

  root
    .command('mail')
    .description('thư')
    .command('deliver')
    .description('gửi những thư đang chờ')
    .requiredOption('--once', 'gửi một lượt rồi thôi')
    .option('--now <instant>', 'như tại một thời điểm; bỏ trống là bây giờ', instantOption)
    .option('--json', 'in JSON')
    .action(async ({ now, json }: { now?: Temporal.Instant; json?: boolean }) => {
      const clock: Clock = now ? new ClockAt(now) : new SystemClock();
      await withApplication(
        async ({ app }) => {
          const deliveries = await app.get(ReminderSender, { strict: false }).deliverAll(clock.now());
          print(json ? summary(deliveries) : summaryLine(deliveries));
          if (deliveries.some(isTrouble)) process.exitCode = 1;
        },
        { clock },
      );
    });
}

function isTrouble({ outcome }: Delivery): boolean {
  return outcome === 'failed' || outcome === 'refused';
}

function plannedRow({ obligation, stage, person, subject }: Due) {
  const period = periodOf(obligation);
  const task = subject.about === 'duty' || subject.about === 'pace' ? subject.task : null;
  return {
    obligation,
    stage: stage.key,
    kind: stage.kind,
    dueOn: stage.on.toString(),
    recipient: person.email,
    ordinal: task?.ordinal ?? null,
    from: period?.from.toString() ?? null,
    to: period?.to.toString() ?? null,
  };
}

function summary(deliveries: readonly Delivery[]) {
  const count = (wanted: Delivery['outcome']) => deliveries.filter(({ outcome }) => outcome === wanted).length;
  return { sent: count('sent'), failed: count('failed'), refused: count('refused'), cancelled: count('cancelled'), deliveries };
}

function summaryLine(deliveries: readonly Delivery[]): string {
  const { sent, failed, refused, cancelled } = summary(deliveries);
  return `Đã gửi ${sent} thư, ${failed} thư chưa gửi được (sẽ thử lại), ${refused} thư bị từ chối hẳn, ${cancelled} thư không cần nữa.`;
}
