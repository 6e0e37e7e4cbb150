/**
 * What a failure to send means for what comes next. `later`: it may pass by itself (4xx, no connection, a letter that
 * could not be made). `never`: this address, or this letter, is refused for good. `configuration`: the sign-in, the
 * certificate or the sender is wrong, so no letter at all will leave.
 */
export type FailureKind = 'later' | 'never' | 'configuration';

/** A letter that was not taken by the server, with its words. */
export class MailFailure extends Error {
  constructor(
    readonly kind: FailureKind,
    words: string,
    /** The server was not reached or went away: the next letter would fare no better. */
    readonly isConnection: boolean,
    /** The letter was on its way when the answer failed to come: the server may have taken it. */
    readonly mayHaveArrived: boolean,
    /** It was called back before its turn came. */
    readonly isUntried = false,
  ) {
    super(words);
    this.name = 'MailFailure';
  }
}

/** As much as is looked at of an error of Nodemailer's. */
interface SmtpError {
  readonly message?: string;
  readonly code?: string;
  readonly originalCode?: string;
  readonly responseCode?: number | false;
  readonly command?: string;
  readonly rejectedErrors?: readonly unknown[];
}

/** A letter that was called back before anything of it was sent. */
export function calledBack(words: string): MailFailure {
  return new MailFailure('later', words, true, false, true);
}

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|ERR_SSL|EPROTO|UNABLE_TO_GET_ISSUER/;

/** The host name of the settings does not exist; `EAI_AGAIN`, when nobody answers for names, may pass. */
const UNKNOWN_HOST = 'ENOTFOUND';

/**
 * Sorts what Nodemailer rejected with.
 * @param wasUnderWay some of the letter's content had been handed over
 */
export function mailFailure(error: unknown, wasUnderWay: boolean): MailFailure {
  const { message = String(error), code, originalCode, responseCode, command = '' } = (error ?? {}) as SmtpError;
  const words = message.replace(/\s+/g, ' ').slice(0, 2000);
  const isAnswered = typeof responseCode === 'number';
  const isConnection = command === 'CONN' || command.startsWith('AUTH') || (!isAnswered && code !== 'EENVELOPE' && code !== 'EMESSAGE' && code !== 'ESTREAM');
  const failure = (kind: FailureKind) => new MailFailure(kind, words, isConnection, wasUnderWay && !isAnswered);
  if (isAnswered && responseCode < 500) return failure('later');
  if (code === 'EAUTH' || code === 'ENOAUTH' || code === 'ETLS' || code === 'EREQUIRETLS') return failure('configuration');
  if ([code, originalCode].some((one) => one !== undefined && CERTIFICATE.test(one)) || originalCode === UNKNOWN_HOST) return failure('configuration');
  // Refused before any recipient was named: the server wants nothing from us, whomever it is for.
  if (isAnswered && (command === 'CONN' || command === 'MAIL FROM' || command === 'EHLO' || command === 'HELO')) return failure('configuration');
  if (isAnswered || code === 'EENVELOPE') return failure('never');
  return failure('later');
}
