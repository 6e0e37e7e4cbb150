import { DomainError } from '#kernel/domain-error.js';

/** A file that is not read: of another kind, damaged, or beyond the limits. The message says what to do instead. */
export class SourceRefused extends DomainError {
  readonly code = 'source-refused';
  readonly kind = 'invalid';

  constructor(message: string, field = 'file') {
    super(message, field);
  }
}

export function refuseDamaged(): never {
  throw new SourceRefused('Tệp bị hỏng hoặc tải lên chưa trọn vẹn; hãy mở lại bằng Word hoặc Excel, lưu thành tệp mới rồi chọn tệp mới đó.');
}
