import type { Quantity } from '../quantity.js';
import type { QuantityPart } from './quantity-part.js';
import { isKnownUnit } from './quantity-words.js';
import { capitalised } from './spelling.js';

const PERIODS: Record<Quantity['per'], string> = { plan: '', half: '/6 tháng', quarter: '/quý', month: '/tháng', week: '/tuần', item: '/đơn vị' };
const NUMBER = new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 3 });

/** A quantity in words; reading them gives the same quantity, but for the sources. */
export function printQuantity(value: Quantity): string {
  return value.parts.length > 0 ? value.parts.map(printPart).join('; ') : printPart(value);
}

function printPart({ kind, min, max, unit, per }: QuantityPart): string {
  switch (kind) {
    case 'unlimited':
      return remark(unit, 'không giới hạn');
    case 'as-regulated':
      return remark(unit, 'theo quy định');
    case 'none':
      return unit === '' ? 'Không nêu số lượng' : `${capitalised(unitName(unit))} (không nêu số lượng)`;
    case 'implied':
      return `${capitalised(unitName(unit))}${PERIODS[per]}`;
    default:
      return `${amount(min, max)}${unitAfterNumber(unit)}${PERIODS[per]}`;
  }
}

function remark(unit: string, words: string): string {
  return unit === '' ? capitalised(words) : `${capitalised(unitName(unit))} (số lượng: ${words})`;
}

function amount(min: number | null, max: number | null): string {
  if (max === null) return `Tối thiểu ${NUMBER.format(min ?? 0)}`;
  if (min === max) return NUMBER.format(max);
  return min === null || min === 0 ? `Tối đa ${NUMBER.format(max)}` : `${NUMBER.format(min)} - ${NUMBER.format(max)}`;
}

function unitAfterNumber(unit: string): string {
  if (unit === '') return '';
  return unit === '%' ? '%' : ` ${unitName(unit)}`;
}

/** A unit that the grammar does not know by name is put in quotes, so that none of its words is read as anything else. */
function unitName(unit: string): string {
  return isKnownUnit(unit) ? unit : `“${unit}”`;
}
