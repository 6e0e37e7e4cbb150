import { z } from 'zod';
import { date, needed, optionalDate, text } from '#kernel/form-fields.js';
import { InvalidForm } from '#kernel/form-input.js';
import { collect, isBlank, lines, quantity, type RawContract, sum } from './contract-fields.js';

export const signingInput = z.object({ signedOn: date('Hãy chọn ngày ký.'), number: needed(64, 'Hãy nhập số, ký hiệu hợp đồng.') });

export const paymentInput = z.object({
  kind: z.enum(['advance', 'payment'], 'Hãy chọn loại: tạm ứng hoặc thanh toán.'),
  amount: sum('Hãy nhập số tiền.').refine((value) => value > 0, 'Số tiền phải lớn hơn 0.'),
  paidOn: date('Hãy chọn ngày chi.'),
  note: text(300),
});
export type PaymentInput = z.output<typeof paymentInput>;

export const reasonInput = z.object({ reason: needed(500, 'Hãy ghi lý do.') });

export const endingInput = z.object({ endedOn: date('Hãy chọn ngày chấm dứt.'), reason: needed(500, 'Hãy ghi lý do.') });

const annexHead = z.object({
  number: needed(64, 'Hãy nhập số phụ lục.'),
  signedOn: date('Hãy chọn ngày ký phụ lục.'),
  effectiveOn: date('Hãy chọn ngày có hiệu lực.'),
  endsOn: optionalDate,
  note: lines(2000),
});

export interface AnnexInput extends z.output<typeof annexHead> {
  readonly quantities: readonly { readonly lineId: number; readonly quantity: number }[];
}

/** New quantities are fields `quantity-<line id>`; one left empty stays as it is. @throws InvalidForm */
export function readAnnex(raw: RawContract, lineIds: readonly number[]): AnnexInput {
  const errors: Record<string, string> = {};
  const told = collect(errors, annexHead, raw);
  const quantities = lineIds.flatMap((lineId) => {
    const field = `quantity-${lineId}`;
    if (isBlank(raw[field])) return [];
    const read = quantity.safeParse(raw[field]);
    if (read.success) return [{ lineId, quantity: read.data }];
    errors[field] = read.error.issues[0]!.message;
    return [];
  });
  if (Object.keys(errors).length > 0) throw new InvalidForm(errors);
  if (quantities.length === 0 && !told!.endsOn) throw new InvalidForm({ '': 'Phụ lục chưa thay đổi gì: hãy ghi số lượng mới hoặc ngày kết thúc mới.' });
  return { ...told!, quantities };
}
