import { DomainError } from '#kernel/domain-error.js';

/** A template uses what a paper has no look for; whoever changed it is told what and where. */
export class UnknownMarkup extends DomainError {
  readonly code = 'unknown-markup';
  readonly kind = 'unavailable';
  override readonly logLevel = 'error';

  constructor(markup: string) {
    super(`Mẫu văn bản có ${markup} không dùng được; xem templates/documents/README.md rồi sửa lại mẫu.`);
  }
}

/** The annex does not add up to the body: such a paper must not leave the office. */
export class TotalsDisagree extends DomainError {
  readonly code = 'totals-disagree';
  readonly kind = 'conflict';
  override readonly logLevel = 'error';

  constructor() {
    super('Tổng tiền của danh mục sản phẩm không khớp với biên bản. Văn bản chưa được lập; hãy báo quản trị hệ thống.');
  }
}
