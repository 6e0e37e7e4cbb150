/** The few settings that the domain itself needs to know. */
export class Settings {
  constructor(
    readonly publicUrl: string,
    readonly mailFrom: string,
  ) {}

  /** The part after @ of the sender's address; message ids end in it. */
  get mailDomain(): string {
    return /@([^>\s]+)/.exec(this.mailFrom)?.[1] ?? 'localhost';
  }
}
