import { DomainError } from '#kernel/domain-error.js';
import type { AcceptanceState } from './contract-status.js';

const WHY_NOT: Record<AcceptanceState, string> = {
  draft: 'Đợt nghiệm thu còn đang soạn nên chưa làm được việc này; hãy gửi đơn vị xem lại trước.',
  review: 'Đợt nghiệm thu đang chờ đơn vị xem lại; muốn sửa, hãy lấy lại để soạn.',
  reviewed: 'Đơn vị đã đồng ý với đợt nghiệm thu này; muốn sửa, hãy lấy lại để soạn.',
  issued: 'Đợt nghiệm thu đã ban hành nên không thay đổi được nữa; sai sót được điều chỉnh ở đợt sau.',
  cancelled: 'Đợt nghiệm thu đã hủy nên không thay đổi được nữa.',
};

/** The round is at a point of its life where this is not done any more, or not yet. */
export class AcceptanceNotInState extends DomainError {
  readonly code = 'acceptance-state';
  readonly kind = 'conflict';

  constructor(state: AcceptanceState) {
    super(WHY_NOT[state]);
  }
}

/** The round, its items or the contract are not as this step needs them; the message says what to do first. */
export class AcceptanceNotReady extends DomainError {
  readonly code = 'acceptance-not-ready';
  readonly kind = 'conflict';
}

/** Somebody else changed the round after this page was opened. */
export class AcceptanceChanged extends DomainError {
  readonly code = 'acceptance-changed';
  readonly kind = 'conflict';

  constructor() {
    super('Đợt nghiệm thu vừa được thay đổi sau khi bạn mở trang. Hãy tải lại trang, xem lại rồi làm tiếp.');
  }
}
