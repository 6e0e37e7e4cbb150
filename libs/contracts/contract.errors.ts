import { DomainError } from '#kernel/domain-error.js';

/** The contract is at a point of its life where this is not done any more, or not yet. */
export class ContractNotInState extends DomainError {
  readonly code = 'contract-state';
  readonly kind = 'conflict';
}

/** Somebody else saved the contract after this form was opened. */
export class ContractChanged extends DomainError {
  readonly code = 'contract-changed';
  readonly kind = 'conflict';

  constructor() {
    super('Người khác vừa sửa hợp đồng này sau khi bạn mở biểu mẫu. Nội dung bạn nhập vẫn còn bên dưới; hãy so lại với bản hiện tại rồi lưu.');
  }
}
