import { DomainError } from '#kernel/domain-error.js';
import { formatDate, type PlainDate } from '#kernel/plain-date.js';
import { type DeliverableStatus, statusName } from './deliverable-status.js';

export class IllegalTransition extends DomainError {
  readonly code = 'illegal-transition';
  readonly kind = 'conflict';

  constructor(from: DeliverableStatus, to: DeliverableStatus) {
    super(`Sản phẩm đang ở trạng thái “${statusName(from)}” nên không chuyển được sang “${statusName(to)}”.`);
  }
}

export class PlanIsClosed extends DomainError {
  readonly code = 'plan-is-closed';
  readonly kind = 'conflict';

  constructor() {
    super('Kế hoạch đã đóng, không ghi nhận hay sửa sản phẩm được nữa; Sở Nội vụ có thể mở lại kế hoạch.');
  }
}

export class NotMovable extends DomainError {
  readonly code = 'not-movable';
  readonly kind = 'conflict';

  constructor() {
    super('Chỉ dời được sản phẩm còn dự kiến; sản phẩm đã thực hiện giữ nguyên ngày.');
  }
}

/** The same piece is there already (rule 7); the message names it. */
export class DuplicateDeliverable extends DomainError {
  readonly code = 'duplicate';
  readonly kind = 'invalid';

  constructor(
    readonly first: { id: number; title: string; occursOn: PlainDate },
    field: 'url' | 'title',
  ) {
    const sameness = field === 'url' ? 'Đường dẫn này' : 'Tên này, ngày này';
    super(`${sameness} đã được ghi nhận: “${first.title}”, ngày ${formatDate(first.occursOn)}.`, field);
  }
}

/** Somebody else saved the item after this form was opened. */
export class StaleVersion extends DomainError {
  readonly code = 'stale-version';
  readonly kind = 'conflict';

  constructor(readonly currentVersion: number) {
    super('Người khác vừa sửa sản phẩm này sau khi bạn mở biểu mẫu. Nội dung bạn nhập vẫn còn bên dưới; hãy so lại với bản hiện tại rồi lưu.');
  }
}

/** An accepted item, and whatever proves it, stays as it was accepted (rule 8); one that left the count is not proven any more. */
export class ItemIsFrozen extends DomainError {
  readonly code = 'item-frozen';
  readonly kind = 'conflict';

  constructor(status: DeliverableStatus) {
    super(
      status === 'accepted'
        ? 'Sản phẩm đã nghiệm thu; minh chứng được giữ nguyên, không thêm bớt được.'
        : `Sản phẩm đang ở trạng thái “${statusName(status)}” nên không thêm bớt minh chứng được.`,
    );
  }
}
