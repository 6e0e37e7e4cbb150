/** A letter ready to go: one recipient, a subject, and the same content as text and as HTML. */
export interface MailMessage {
  /** Stable for one letter however often it is tried, so that a repeat can be recognised. Without angle brackets. */
  readonly messageId: string;
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly date: Date;
  /** The Message-ID that a mail program gathers the letters on one matter under; it need not be of a letter. */
  readonly thread?: string | undefined;
  /** Where one press, without signing in, ends letters of this kind (RFC 8058). */
  readonly unsubscribeUrl?: string | undefined;
}

/** The message as Nodemailer takes it. */
export function nodemailerMessage({ messageId, thread, unsubscribeUrl, ...message }: MailMessage, from: string) {
  return {
    ...message,
    from,
    messageId: `<${messageId}>`,
    ...(thread ? { inReplyTo: `<${thread}>`, references: [`<${thread}>`] } : {}),
    headers: {
      // Nobody's out-of-office answer is wanted (RFC 3834).
      'Auto-Submitted': 'auto-generated',
      ...(unsubscribeUrl ? { 'List-Unsubscribe': `<${unsubscribeUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : {}),
    },
  };
}
