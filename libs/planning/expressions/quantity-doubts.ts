import type { Doubt } from '../doubt.js';

/** What a person should look at in a quantity cell, in the words that the review page shows. */
const MESSAGES = {
  'no-quantity': 'Không nêu số lượng. Xin bổ sung chỉ tiêu, hoặc xác nhận là không có chỉ tiêu.',
  'quantity-unknown': 'Chưa hiểu hết nội dung về số lượng này. Xin xem lại và nhập số lượng đúng.',
  'implied-quantity': 'Sản phẩm không ghi số lượng nên tạm hiểu là 1. Xin xác nhận hoặc sửa lại.',
  'unlimited-with-number': 'Ghi “không giới hạn” mà lại nêu một con số; tạm hiểu là không giới hạn. Xin xem lại.',
  'quantity-disagrees': 'Hai con số trong ô này không khớp nhau; tạm lấy số đứng trước. Xin xem lại.',
  'period-unclear': 'Chỉ sản phẩm cuối ghi kỳ (tháng, quý…); tạm hiểu là các sản phẩm trước tính cho cả năm. Xin xác nhận.',
  approximate: 'Số lượng ghi ước chừng; tạm lấy đúng con số này. Xin xác nhận.',
  'two-rates': 'Ô này ghi số lượng vừa theo kỳ (tháng, quý…) vừa cho mỗi đơn vị; tạm giữ cách ghi đứng trước. Xin xem lại.',
  'time-in-quantity': 'Ô số lượng có ghi thời gian nhưng thời gian đó chưa được áp dụng. Xin bổ sung vào thời gian thực hiện.',
  'zero-quantity': 'Số lượng bằng 0. Xin xem lại.',
  'range-reversed': 'Số lượng “từ” lớn hơn số lượng “đến”; tạm đổi chỗ hai số. Xin xem lại.',
  'parts-not-summed': 'Ô này nêu nhiều sản phẩm không cộng được với nhau; từng sản phẩm được giữ riêng. Xin xem lại.',
  'too-long': 'Nội dung quá dài so với một ô số lượng nên không đọc. Xin ghi gọn lại.',
} as const;

export type QuantityDoubtCode = keyof typeof MESSAGES;

export function quantityDoubt(code: QuantityDoubtCode, source: string): Doubt {
  return { code, message: MESSAGES[code], source };
}
