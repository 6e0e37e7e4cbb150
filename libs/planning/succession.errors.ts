import { DomainError } from '#kernel/domain-error.js';
import { formatDate, type PlainDate } from '#kernel/plain-date.js';

export class DutiesAlreadyPassed extends DomainError {
  readonly code = 'duties-already-passed';
  readonly kind = 'conflict';

  constructor(on: PlainDate, by: string) {
    super(`Nhiệm vụ đã được ${by} chuyển ngày ${formatDate(on)}; không có gì chuyển thêm.`);
  }
}

export class NotYetInEffect extends DomainError {
  readonly code = 'succession-not-in-effect';
  readonly kind = 'conflict';

  constructor(on: PlainDate) {
    super(`Việc sắp xếp này có hiệu lực từ ngày ${formatDate(on)}; đến ngày đó mới chuyển nhiệm vụ được.`);
  }
}

export class NoSuccessor extends DomainError {
  readonly code = 'no-successor';
  readonly kind = 'conflict';

  constructor() {
    super('Chưa ghi cơ quan tiếp nhận; hãy chọn cơ quan tiếp nhận trước khi chuyển nhiệm vụ.');
  }
}
