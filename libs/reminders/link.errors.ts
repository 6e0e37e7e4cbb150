import { DomainError } from '#kernel/domain-error.js';

/** A signed link that does nothing any more. */
export class LinkEnded extends DomainError {
  readonly code = 'link-ended';
  readonly kind = 'conflict';

  constructor(
    readonly reason: 'used' | 'expired' | 'revoked' | 'met' | 'gone',
    message: string,
  ) {
    super(message);
  }
}
