import type { Temporal } from 'temporal-polyfill';
import { Clock } from './clock.js';

/** A clock that stands still: for commands that work as of an instant. */
export class ClockAt extends Clock {
  constructor(private readonly instant: Temporal.Instant) {
    super();
  }

  now(): Temporal.Instant {
    return this.instant;
  }
}
