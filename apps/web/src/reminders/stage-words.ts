import type { Cancellation } from '#reminders/reminder.entity.js';
import type { Audience, StageKind } from '#reminders/stage-kind.js';

export const AUDIENCE_NAMES: Readonly<Record<Audience, string>> = {
  lead: 'Đơn vị thực hiện',
  coordinator: 'Sở Nội vụ',
  leader: 'Lãnh đạo',
};

const STAGES: Readonly<Record<StageKind, string>> = {
  start: 'Bắt đầu kỳ',
  ahead: 'Trước hạn',
  missed: 'Vừa qua hạn',
  late: 'Quá hạn, nhắc hằng tuần',
  escalated: 'Quá hạn kéo dài',
  pace: 'Nhịp cả năm không kịp',
  evidence: 'Chưa có minh chứng',
  'contract-end': 'Hợp đồng sắp hết hạn',
  'contract-used': 'Hợp đồng sắp hết khối lượng',
  snoozed: 'Đến ngày hẹn nhắc lại',
  weekly: 'Tổng hợp tuần',
  monthly: 'Tổng hợp tháng',
};

/** Why somebody is written to, such as `Trước hạn 7 ngày làm việc`. @param key of the stage */
export function stageWords(kind: StageKind, key: string): string {
  if (kind !== 'ahead') return STAGES[kind];
  const days = Number(key.slice('ahead-'.length));
  return days === 0 ? 'Ngày cuối kỳ' : `Trước hạn ${days} ngày làm việc`;
}

const CANCELLATIONS: Readonly<Record<Cancellation, string>> = {
  met: 'đã hoàn thành trước khi gửi',
  gone: 'không còn phải thực hiện',
  superseded: 'đã có lần nhắc sau thay thế',
  snoozed: 'đơn vị xin hẹn lại',
  empty: 'không có gì để tổng hợp',
};

export function cancellationWords(cancellation: Cancellation | null): string {
  return cancellation === null ? 'không gửi' : CANCELLATIONS[cancellation];
}
