import { Injectable } from '@nestjs/common';
import type { Temporal } from 'temporal-polyfill';
import { MailDesk, type SentLetter } from './mail-desk.js';

/** Letters that leave within so short a time are written down together: a commit of its own for each would take as long as sending it. */
const TOGETHER_MS = 25;

/**
 * Letters that the server took and the database was not told of yet. What cannot be written down (the disk is full, the
 * database away) is kept here and comes first the next time, so that this process never sends it again.
 */
@Injectable()
export class SentBook {
  readonly #untold: { readonly letter: SentLetter; readonly at: Temporal.Instant }[] = [];
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #error: unknown;

  constructor(private readonly desk: MailDesk) {}

  /** Takes note of a letter, to be written down in a moment. */
  add(letter: SentLetter, at: Temporal.Instant): void {
    this.#untold.push({ letter, at });
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.write().catch((error: unknown) => (this.#error = error));
    }, TOGETHER_MS);
  }

  /** What keeps letters from being written down; nothing more should be sent then. Undefined while all is well. */
  get error(): unknown {
    return this.#error;
  }

  /** Writes down all there is, one transaction after the other. @throws where that fails; it is all kept then */
  async write(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.catch(() => undefined).then(() => this.writeNext());
    return this.#writing;
  }

  private async writeNext(): Promise<void> {
    const left = [...this.#untold];
    const last = left.at(-1);
    if (last) {
      await this.desk.sent(
        left.map(({ letter }) => letter),
        last.at,
      );
      this.#untold.splice(0, left.length);
    }
    this.#error = undefined;
  }
}
