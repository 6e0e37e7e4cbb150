import type { MailMessage } from '#mail/mail-message.js';
import { type FailureKind, MailFailure } from '#mail/mail-failure.js';
import { MailTransport } from '#mail/mail-transport.js';

interface Refused {
  readonly isConnection?: boolean;
  readonly mayHaveArrived?: boolean;
  readonly only?: string;
}

/** Keeps letters in memory; can be told to refuse, as a mail server does. */
export class RecordingTransport extends MailTransport {
  settings = 'recording';
  readonly letters: MailMessage[] = [];
  #refusal: { readonly failure: MailFailure; readonly only: string | undefined } | undefined;
  #whileSending: ((message: MailMessage) => Promise<void>) | undefined;

  async send(message: MailMessage): Promise<void> {
    await this.#whileSending?.(message);
    const { failure, only = message.to.address } = this.#refusal ?? {};
    if (failure && only === message.to.address) throw failure;
    this.letters.push(message);
  }

  /** From now on every letter, or those to one address, are refused with these words. */
  refuse(words: string, kind: FailureKind = 'later', { isConnection = false, mayHaveArrived = false, only }: Refused = {}): void {
    this.#refusal = { failure: new MailFailure(kind, words, isConnection, mayHaveArrived), only };
  }

  /** Accepts again. */
  accept(): void {
    this.#refusal = undefined;
  }

  /** Something that happens while a letter is on its way. */
  whileSending(step: (message: MailMessage) => Promise<void>): void {
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
