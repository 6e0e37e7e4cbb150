import { Temporal } from 'temporal-polyfill';
import { Clock } from '#kernel/clock.js';

/** A clock that stands still until it is set. */
export class FixedClock extends Clock {
  #now: Temporal.Instant;

  /** @param now an instant, or a date that stands for nine in the morning of that day in Viet Nam */
  constructor(now: string) {
    super();
    this.#now = instantOf(now);
  }

  now(): Temporal.Instant {
    return this.#now;
  }

  set(now: string): void {
    this.#now = instantOf(now);
  }

  advance(duration: Temporal.DurationLike): void {
    this.#now = this.#now.add(duration);
  }
}

/** `2021-03-31` is nine in the morning in Viet Nam; `2021-03-31T14:30` is local too; an offset or `Z` is taken as written. */
export function instantOf(text: string): Temporal.Instant {
  const isInstant = /(Z|[+-]\d{2}:\d{2})$/.test(text);
  if (isInstant) return Temporal.Instant.from(text);
  return Temporal.Instant.from(`${text.includes('T') ? text : `${text}T09:00`}+07:00`);
}
