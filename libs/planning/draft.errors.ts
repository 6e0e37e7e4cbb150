import { DomainError } from '#kernel/domain-error.js';

export class DraftChanged extends DomainError {
  readonly code = 'draft-changed';
  readonly kind = 'conflict';

  constructor() {
    super('Bản nháp vừa được sửa ở nơi khác. Nội dung bạn gõ còn nguyên bên dưới; xem lại rồi lưu lần nữa.');
  }
}

export class DraftNotSettled extends DomainError {
  readonly code = 'draft-not-settled';
  readonly kind = 'conflict';

  constructor(open: number) {
    super(`Còn ${open} điểm chưa được sửa hoặc xác nhận; xử lý hết rồi mới đưa vào thực hiện được.`);
  }
}

export class DraftIsInForce extends DomainError {
  readonly code = 'draft-is-in-force';
  readonly kind = 'conflict';

  constructor() {
    super('Bản nháp này đã được đưa vào thực hiện, không sửa được nữa; hãy ghi điều chỉnh ở trang kế hoạch.');
  }
}
