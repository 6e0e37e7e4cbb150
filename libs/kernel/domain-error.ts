/** How loudly a refused step is logged: a user's slip is no alarm, a broken invariant is. */
export type LogLevel = 'debug' | 'warn' | 'error';

/** What a refusal means to whoever asked, whatever the transport; the web maps it to a status code. */
export type RefusalKind = 'invalid' | 'missing' | 'forbidden' | 'conflict' | 'unavailable' | 'limited';

/**
 * A refusal that a user can understand and act on.
 *
 * `message` is Vietnamese and complete; `code` is stable and English; `field` names the form field at fault, if one is.
 */
export abstract class DomainError extends Error {
  abstract readonly code: string;
  abstract readonly kind: RefusalKind;
  readonly logLevel: LogLevel = 'debug';

  constructor(
    message: string,
    readonly field?: string,
  ) {
    super(message);
    this.name = new.target.name;
  }
}

export class InvalidInput extends DomainError {
  readonly code = 'invalid-input';
  readonly kind = 'invalid';
}

export class NotFound extends DomainError {
  readonly code = 'not-found';
  readonly kind = 'missing';
}

/**
 * It is there, but belongs to others: whoever asks is told just what they are told of nothing at all, in the same words,
 * and only the trail knows the difference.
 */
export class OutOfReach extends NotFound {}

export class Forbidden extends DomainError {
  readonly code = 'forbidden';
  readonly kind = 'forbidden';
}
