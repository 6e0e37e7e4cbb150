import { doReadNumber, ReadingConfig } from 'read-vietnamese-number';
import type { OfficeParticulars } from '#contracts/office-settings.entity.js';
import type { Dong } from '#kernel/money.js';

/** What of the office's settings decides how a number is read. */
export type ReadingHabits = Pick<OfficeParticulars, 'oddWord' | 'thousandWord' | 'saysEven'>;

/** `1005` → `một nghìn không trăm lẻ năm`. @param number whole; below nought begins with `âm` */
export function numberWords(number: number, { oddWord, thousandWord }: Pick<ReadingHabits, 'oddWord' | 'thousandWord'>): string {
  if (!Number.isSafeInteger(number)) throw new RangeError(`not a whole number: ${number}`);
  const config = new ReadingConfig();
  config.unit = [];
  config.units = [[], [thousandWord], ['triệu'], ['tỷ']];
  config.oddText = oddWord;
  return doReadNumber(BigInt(number), config).trim().normalize('NFC');
}

/** `115500000` → `Một trăm mười lăm triệu năm trăm nghìn đồng`; with `saysEven` it ends in `đồng chẵn`. */
export function amountInWords(sum: Dong, habits: ReadingHabits): string {
  return `${capitalised(numberWords(sum, habits))} đồng${habits.saysEven ? ' chẵn' : ''}`;
}

function capitalised(text: string): string {
  return text.slice(0, 1).toLocaleUpperCase('vi') + text.slice(1);
}
