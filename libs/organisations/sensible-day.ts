import { InvalidInput } from '#kernel/domain-error.js';
import { formatDate, isAfter, isBefore, plainDate, type PlainDate } from '#kernel/plain-date.js';

/** No organisation's change that the product tells of lies before it. */
const FIRST = plainDate('1990-01-01');

const YEARS_AHEAD = 10;

/** Of a day on which organisations change: a slip of the keyboard (0021, 20221) is told before it hides a row for ever. @throws InvalidInput */
export function assertSensibleDay(day: PlainDate | null, today: PlainDate, field: string): void {
  const last = today.add({ years: YEARS_AHEAD });
  if (day === null || (!isBefore(day, FIRST) && !isAfter(day, last))) return;
  throw new InvalidInput(`Ngày ${formatDate(day)} không hợp lý; hãy chọn ngày từ ${formatDate(FIRST)} đến ${formatDate(last)}.`, field);
}
