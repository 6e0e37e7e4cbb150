import { z } from 'zod';
import type { OfficeParticulars } from './office-settings.entity.js';

/** The form of the office's particulars as typed; every field is text and may be missing. */
export type RawOfficeSettings = Readonly<Record<string, string | undefined>>;

const ONE_VALUE = 'Ô này chỉ nhận một giá trị.';

const MOST_COPIES = 20;

const text = (longest: number) =>
  z
    .string(ONE_VALUE)
    .default('')
    .transform((value) =>
      value
        .normalize('NFC')
        .replace(/[\s\p{Cc}]+/gu, ' ')
        .trim(),
    )
    .refine((value) => value.length <= longest, `Dài quá ${longest} ký tự.`);

const copies = z
  .string(ONE_VALUE)
  .default('')
  .transform((value, context): number => {
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
    signerPosition: text(100).refine((value) => value !== '', 'Hãy nhập chức vụ của người ký.'),
    signerName: text(100),
    filedBy: text(60).refine((value) => value !== '', 'Hãy nhập nơi lưu, ví dụ CCHC.'),
    oddWord: choice(['lẻ', 'linh']),
    thousandWord: choice(['nghìn', 'ngàn']),
    // A checkbox that is not ticked is not sent.
    saysEven: z
      .string(ONE_VALUE)
      .optional()
      .transform((value) => value === '1'),
  })
  .superRefine((form, context) => {
    if (form.copiesEach * 2 <= form.copies) return;
    context.addIssue({ code: 'custom', path: ['copiesEach'], message: 'Hai bên giữ nhiều hơn số bản được lập; hãy sửa lại một trong hai số.' });
  });
