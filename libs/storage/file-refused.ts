import { DomainError } from '#kernel/domain-error.js';

/** A file that is not taken in, and why; the message names it. */
export class FileRefused extends DomainError {
  readonly code = 'file-refused';
  readonly kind = 'invalid';

  constructor(fileName: string, why: string) {
    super(`Tệp “${fileName}”: ${why}`, 'files');
  }
}
