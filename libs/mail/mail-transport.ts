import type { MailMessage } from './mail-message.js';

/** Carries a letter away. */
export abstract class MailTransport {
  /** Names the settings it works by, so that a change of them is noticed; holds no secret. */
  abstract readonly settings: string;

  /**
   * Resolves once somebody else is responsible for the letter.
   * @param signal ends the wait for its turn; a letter on its way goes on
   * @throws MailFailure with the server's words
   */
  abstract send(message: MailMessage, signal?: AbortSignal): Promise<void>;

  abstract close(): Promise<void>;
}
