import { DomainError } from '#kernel/domain-error.js';

/** The plan is closed or archived: what it asks for is looked at, not changed. */
export class PlanContentIsClosed extends DomainError {
  readonly code = 'plan-is-closed';
  readonly kind = 'conflict';

  constructor() {
    super('Kế hoạch đã đóng nên không cập nhật nhiệm vụ được nữa; Sở Nội vụ có thể mở lại kế hoạch.');
  }
}

/** Somebody else reported on the same duty after this form was opened. */
export class DutyChangedMeanwhile extends DomainError {
  readonly code = 'stale-version';
  readonly kind = 'conflict';

  constructor(by: string) {
    super(`${by} vừa cập nhật nhiệm vụ này sau khi bạn mở trang. Nội dung bạn nhập vẫn còn trong ô; hãy so lại với bản hiện tại rồi lưu.`);
  }
}
