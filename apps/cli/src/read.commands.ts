import { type Command, InvalidArgumentError, Option } from 'commander';
import { Temporal } from 'temporal-polyfill';
import { DEFAULT_OFFICE } from '#contracts/office-settings.entity.js';
import { amountInWords, type ReadingHabits } from '#documents/amount-in-words.js';
import { InvalidInput } from '#kernel/domain-error.js';
import { formatDong, MOST_DONG, readDong } from '#kernel/money.js';
import { ZONE } from '#kernel/plain-date.js';
import type { Doubt } from '#planning/doubt.js';
import { quantityReport, timeReport } from '#planning/appendix/plan-reading-report.js';
import { printQuantity } from '#planning/expressions/print-quantity.js';
import { printTime } from '#planning/expressions/print-time.js';
import { readQuantity } from '#planning/expressions/quantity-expression.js';
import { FIRST_PLAN_YEAR, LAST_PLAN_YEAR, readTime } from '#planning/expressions/time-expression.js';
import { print } from './options.js';

/** Reads one expression without a plan and without a database: to see how a cell would be understood, or a sum be worded. */
export function addReadCommands(root: Command): void {
  const read = root.command('read').description('đọc thử một ô của kế hoạch (thời gian, số lượng) hoặc một số tiền');

  read
    .command('time')
    .description('đọc thời gian thực hiện')
    .argument('<text>', 'nội dung của ô, ví dụ "Quý II/2021"')
    .option('--year <year>', 'năm của kế hoạch; bỏ trống là năm nay', yearOption)
    .option('--json', 'in JSON')
    .action((text: string, { year = thisYear(), json }: { year?: number; json?: boolean }) => {
      const { value, doubts } = readTime(text, { year });
      print(json ? timeReport(value) : inWords(printTime(value), doubts));
    });

  read
    .command('quantity')
    .description('đọc số lượng')
    .argument('<text>', 'nội dung của ô, ví dụ "Bài báo (số lượng 24 bài)"')
    .option('--unit <unit>', 'nội dung của cột đơn vị tính, nếu có')
    .option('--json', 'in JSON')
    .action((text: string, { unit, json }: { unit?: string; json?: boolean }) => {
      const { value, doubts } = readQuantity(text, unit === undefined ? {} : { unit });
      print(json ? quantityReport(value) : inWords(printQuantity(value), doubts));
    });

  read
    .command('amount')
    .description('đọc số tiền bằng chữ, như trong biên bản')
    .argument('<sum>', 'số tiền, ví dụ 115500000 hoặc 115.500.000')
    .addOption(new Option('--odd <word>', 'chữ đọc hàng chục bằng không').choices(['lẻ', 'linh']).default(DEFAULT_OFFICE.oddWord))
    .addOption(new Option('--thousand <word>', 'chữ đọc hàng nghìn').choices(['nghìn', 'ngàn']).default(DEFAULT_OFFICE.thousandWord))
    .option('--even', 'thêm chữ “chẵn” ở cuối')
    .action((text: string, options: { odd: ReadingHabits['oddWord']; thousand: ReadingHabits['thousandWord']; even?: boolean }) => {
      const sum = readDong(text);
      if (sum === undefined) {
        throw new InvalidInput(`“${text}” không phải số tiền. Hãy viết số đồng nguyên, không quá ${formatDong(MOST_DONG)}, ví dụ 115500000 hoặc 115.500.000.`);
      }
      print(amountInWords(sum, { oddWord: options.odd, thousandWord: options.thousand, saysEven: options.even === true }));
    });
}

function yearOption(text: string): number {
  const year = /^\d{4}$/.test(text) ? Number(text) : 0;
  if (year < FIRST_PLAN_YEAR || year > LAST_PLAN_YEAR) throw new InvalidArgumentError(`là một năm từ ${FIRST_PLAN_YEAR} đến ${LAST_PLAN_YEAR}.`);
  return year;
}

function thisYear(): number {
  return Temporal.Now.plainDateISO(ZONE).year;
}

function inWords(words: string, doubts: readonly Doubt[]): string {
  return [`Hiểu là: ${words}`, ...doubts.map(({ message }) => `  ! ${message}`)].join('\n');
}
