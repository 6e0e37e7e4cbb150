import { Temporal } from 'temporal-polyfill';
import { dateInZone, type PlainDate } from './plain-date.js';

/** Where the present comes from. Tests put a fixed clock in its place; nothing else asks the machine for the time. */
export abstract class Clock {
  abstract now(): Temporal.Instant;

  /** The date in Viet Nam. */
  today(): PlainDate {
    return dateInZone(this.now());
  }
}

export class SystemClock extends Clock {
  now(): Temporal.Instant {
    return Temporal.Now.instant();
  }
}
