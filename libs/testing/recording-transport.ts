import type { MailMessage } from '#mail/mail-message.js';
import { MailTransport } from '#mail/mail-transport.js';

/** Keeps letters in memory; can be told to refuse, as a mail server does. */
export class RecordingTransport extends MailTransport {
  readonly letters: MailMessage[] = [];
  #refusal: string | undefined;
  #whileSending: (() => Promise<void>) | undefined;

  async send(message: MailMessage): Promise<void> {
    await this.#whileSending?.();
    if (this.#refusal !== undefined) throw new Error(this.#refusal);
    this.letters.push(message);
  }

  /** From now on every letter is refused with these words. */
  refuse(words: string): void {
    this.#refusal = words;
  }

  /** Something that happens while a letter is on its way. */
  whileSending(step: () => Promise<void>): void {
    this.#whileSending = step;
  }

  /** Accepts again, and forgets what it was sent. */
  reset(): void {
    this.letters.length = 0;
    this.#refusal = undefined;
    this.#whileSending = undefined;
  }

  async close(): Promise<void> {}
}
