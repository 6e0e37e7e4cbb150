/** A letter ready to go: one recipient, a subject, and the same content as text and as HTML. */
export interface MailMessage {
  /** Stable for one letter however often it is tried, so that a repeat can be recognised. Without angle brackets. */
  readonly messageId: string;
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly date: Date;
}
