import { z } from 'zod';
import { needed, text, typed } from '#kernel/form-fields.js';
import type { OfficeParticulars } from './office-settings.entity.js';

/** The form of the office's particulars as typed; every field is text and may be missing. */
export type RawOfficeSettings = Readonly<Record<string, string | undefined>>;

const MOST_COPIES = 20;

const copies = typed.transform((value, context): number => {
  const number = /^\s*\d{1,3}\s*$/.test(value) ? Number(value) : 0;
  if (number >= 1 && number <= MOST_COPIES) return number;
  context.addIssue(`Hãy nhập số bản từ 1 đến ${MOST_COPIES}.`);
  return z.NEVER;
});

const choice = <const T extends string>(values: readonly T[]) => z.enum(values, 'Hãy chọn một trong hai cách đọc.');

/** Office names and symbols of a paper (Nghị định 30/2020, Phụ lục I, II.3): capital letters in groups joined by `-`. */
const SYMBOL = /^[A-ZĐ]+(-[A-ZĐ0-9]+)*$/;

export const officeSettingsInput: z.ZodType<OfficeParticulars> = z
  .object({
    superior: text(200),
    officeName: text(200),
    letterSymbol: text(40).refine((value) => SYMBOL.test(value), 'Ký hiệu gồm chữ in hoa, nối bằng gạch ngang, ví dụ SNV-CCHC.'),
    place: text(100),
    copies,
    copiesEach: copies,
    signerPosition: needed(100, 'Hãy nhập chức vụ của người ký.'),
    signerName: text(100),
    filedBy: needed(60, 'Hãy nhập nơi lưu, ví dụ CCHC.'),
    oddWord: choice(['lẻ', 'linh']),
    thousandWord: choice(['nghìn', 'ngàn']),
    // A checkbox that is not ticked is not sent.
    saysEven: typed.transform((value) => value === '1'),
  })
  .superRefine((form, context) => {
    if (form.copiesEach * 2 <= form.copies) return;
    context.addIssue({ code: 'custom', path: ['copiesEach'], message: 'Hai bên giữ nhiều hơn số bản được lập; hãy sửa lại một trong hai số.' });
  });
