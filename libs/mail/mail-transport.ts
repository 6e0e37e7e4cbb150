import type { MailMessage } from './mail-message.js';

/** Carries a letter away. Resolves once somebody else is responsible for it; rejects with the server's words otherwise. */
export abstract class MailTransport {
  abstract send(message: MailMessage): Promise<void>;
  abstract close(): Promise<void>;
}
