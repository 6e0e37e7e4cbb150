import { isAfter, isBefore, type PlainDate } from './plain-date.js';

/** How long something holds: from `validFrom` (null: for ever before) until the day before `validUntil` (null: still). */
export interface Validity {
  readonly validFrom: PlainDate | null;
  readonly validUntil: PlainDate | null;
}

export function holdsOn({ validFrom, validUntil }: Validity, on: PlainDate): boolean {
  return (validFrom === null || !isAfter(validFrom, on)) && (validUntil === null || isBefore(on, validUntil));
}
