import type { Doubt } from '../doubt.js';

/** What a person should look at in a time cell, in the words that the review page shows. */
const MESSAGES = {
  'no-time': 'Ô thời gian để trống hoặc chưa xác định. Xin bổ sung thời gian thực hiện.',
  'time-unknown': 'Chưa hiểu hết nội dung về thời gian này. Xin xem lại và chọn thời gian đúng.',
  'several-times': 'Ô này nêu nhiều mốc thời gian khác loại; tạm lấy mốc đầu tiên hiểu được. Xin xem lại các mốc còn lại.',
  'no-schedule': 'Nội dung này không có thời hạn cụ thể, nên nhiệm vụ chưa có lịch. Xin bổ sung thời hạn nếu có.',
  'fuzzy-time': 'Thời gian ghi ước chừng; tạm hiểu theo khoảng ngày đã hiện. Xin xác nhận hoặc chọn ngày cụ thể.',
  'strictly-before': 'Chữ “trước” được hiểu là không kể ngày, kỳ được nêu. Xin xác nhận hạn cuối cùng.',
  'end-before-start': 'Thời điểm kết thúc sớm hơn thời điểm bắt đầu. Xin xem lại hai mốc này.',
  'crosses-year': 'Khoảng thời gian kéo sang năm khác mà văn bản không ghi năm; tạm hiểu là hai năm liền nhau. Xin xác nhận năm.',
  'no-end': 'Chỉ nêu thời điểm bắt đầu; tạm hiểu là thực hiện đến hết năm. Xin xác nhận thời điểm kết thúc.',
  'month-out-of-range': 'Không có tháng này: tháng chỉ từ 1 đến 12. Xin sửa lại.',
  'quarter-out-of-range': 'Không có quý này: quý chỉ từ I đến IV. Xin sửa lại.',
  'no-such-date': 'Ngày này không có trong lịch. Xin sửa lại.',
  'lunar-calendar': 'Thời gian ghi theo âm lịch nên chưa đổi được sang ngày dương. Xin chọn ngày dương lịch.',
  'too-long': 'Nội dung quá dài so với một ô thời gian nên không đọc. Xin ghi gọn lại.',
} as const;

export type TimeDoubtCode = keyof typeof MESSAGES;

export function timeDoubt(code: TimeDoubtCode, source: string): Doubt {
  return { code, message: MESSAGES[code], source };
}
