import { z } from 'zod';
import { isEmailAddress, WRONG_EMAIL } from '#kernel/email-address.js';
import { date, optionalDate, text } from '#kernel/form-fields.js';
import { withoutStrangeSigns } from './organisation-name-signs.js';
import { ORGANISATION_KINDS, SUCCESSION_KINDS } from './organisation.entity.js';

/** A form about an organisation as typed; every field is text and may be missing. */
export type RawOrganisationForm = Readonly<Record<string, string | undefined>>;

const optionalRow = text(12)
  .refine((value) => /^\d{0,9}$/.test(value), 'Lựa chọn này không có trong danh sách.')
  .transform((value) => (value === '' ? null : Number(value)));

const row = (whenEmpty: string) =>
  optionalRow.transform((value, context): number => {
    if (value !== null) return value;
    context.addIssue(whenEmpty);
    return z.NEVER;
  });

const named = {
  name: withoutStrangeSigns('Tên cơ quan', text(255)).refine((value) => value !== '', 'Hãy nhập tên cơ quan.'),
  /** Where it is left empty, the name does if it is short enough. */
  shortName: withoutStrangeSigns('Tên ngắn', text(64)),
};

const SHORT_ENOUGH = 64;

function withShortName<T extends { name: string; shortName: string }>(form: T, context: z.RefinementCtx): T {
  if (form.shortName !== '') return form;
  if (form.name.length <= SHORT_ENOUGH) return { ...form, shortName: form.name };
  context.addIssue({ code: 'custom', path: ['shortName'], message: 'Tên dài; hãy nhập thêm tên ngắn để dùng ở bảng và trên điện thoại.' });
  return z.NEVER;
}

export const newOrganisationInput = z.object({ ...named, kind: z.enum(ORGANISATION_KINDS, 'Hãy chọn loại cơ quan.') }).transform(withShortName);

export const renamingInput = z
  .object({ ...named, validFrom: date('Hãy chọn ngày bắt đầu mang tên mới.'), basis: text(500).refine((value) => value !== '', 'Hãy ghi văn bản đổi tên.') })
  .transform(withShortName);

export const contactsInput = z.object({
  address: text(500),
  phone: text(64).refine((value) => /^[\d\s+().,;/-]*$/.test(value), 'Số điện thoại chỉ gồm chữ số, dấu cách và các dấu + ( ) . -'),
  email: text(254).refine((value) => value === '' || isEmailAddress(value), WRONG_EMAIL),
  contactPerson: text(255),
});

export const successionInput = z
  .object({
    kind: z.enum(SUCCESSION_KINDS, 'Hãy chọn hình thức.'),
    /** Null where it is not known yet, or where nobody takes the work over. */
    successor: optionalRow,
    effectiveOn: date('Hãy chọn ngày có hiệu lực.'),
    basis: text(500),
  })
  .refine(({ kind, successor }) => kind !== 'split' || successor !== null, { path: ['successor'], message: 'Chia tách thì phải chọn một cơ quan mới.' });

export const successorInput = z.object({ successor: row('Hãy chọn cơ quan tiếp nhận.') });

export const memberInput = z.object({
  member: row('Hãy chọn đơn vị.'),
  /** Null: for as long as the group has been. */
  validFrom: optionalDate,
});

export const memberEndInput = z.object({ validUntil: date('Hãy chọn ngày không còn là thành viên.') });

export const unitEndInput = z.object({ validUntil: date('Hãy chọn ngày không còn trực thuộc.') });

export type NewOrganisation = z.infer<typeof newOrganisationInput>;
export type Renaming = z.infer<typeof renamingInput>;
export type SuccessionInput = z.infer<typeof successionInput>;
