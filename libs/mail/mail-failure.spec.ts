import { describe, expect, it } from '@jest/globals';
import { mailFailure } from './mail-failure.js';

/** As Nodemailer rejects. */
const error = (given: object) => Object.assign(new Error('words'), given);

describe('What a mail server answers', () => {
  it.each([
    ['greylisting', { code: 'EENVELOPE', responseCode: 451, command: 'RCPT TO' }],
    ['a full mailbox for now', { code: 'EENVELOPE', responseCode: 452, command: 'RCPT TO' }],
    ['a server that is closing', { code: 'ECONNECTION', responseCode: 421, command: 'CONN' }],
    ['a sign-in that fails for the moment', { code: 'EAUTH', responseCode: 454, command: 'AUTH PLAIN' }],
    ['nobody listening', { code: 'ESOCKET', originalCode: 'ECONNREFUSED', command: 'CONN' }],
    ['a name server that is away', { code: 'EDNS', originalCode: 'EAI_AGAIN', command: 'CONN' }],
    ['silence', { code: 'ETIMEDOUT', command: 'CONN' }],
    ['something nobody thought of', {}],
  ])('of %s may pass', (_name, given) => {
    expect(mailFailure(error(given), false).kind).toBe('later');
  });

  it.each([
    ['an unknown address', { code: 'EENVELOPE', responseCode: 550, command: 'RCPT TO' }],
    ['a letter that it takes for spam', { code: 'EMESSAGE', responseCode: 554, command: 'DATA' }],
    ['an address that is none', { code: 'EENVELOPE', command: 'API' }],
  ])('of %s will not pass for this letter', (_name, given) => {
    expect(mailFailure(error(given), false)).toMatchObject({ kind: 'never', isConnection: false });
  });

  it.each([
    ['a wrong password', { code: 'EAUTH', responseCode: 535, command: 'AUTH PLAIN' }],
    ['a certificate that is not its own', { code: 'ESOCKET', originalCode: 'ERR_TLS_CERT_ALTNAME_INVALID', command: 'CONN' }],
    ['a certificate that has run out', { code: 'ESOCKET', originalCode: 'CERT_HAS_EXPIRED', command: 'CONN' }],
    ['no encryption where it is needed', { code: 'ETLS', command: 'STARTTLS' }],
    ['a host that does not exist', { code: 'EDNS', originalCode: 'ENOTFOUND', command: 'CONN' }],
    ['a sender that may not send', { code: 'EENVELOPE', responseCode: 553, command: 'MAIL FROM' }],
    ['a greeting that sends us away', { code: 'EPROTOCOL', responseCode: 554, command: 'CONN' }],
  ])('of %s says that the settings are wrong', (_name, given) => {
    expect(mailFailure(error(given), false).kind).toBe('configuration');
  });

  it('tells a server that went away from one that refuses a letter', () => {
    expect(mailFailure(error({ code: 'ECONNECTION', command: 'CONN' }), false).isConnection).toBe(true);
    expect(mailFailure(error({ code: 'EENVELOPE', responseCode: 451, command: 'RCPT TO' }), false).isConnection).toBe(false);
  });

  it('leaves a letter in doubt that was on its way when no answer came', () => {
    expect(mailFailure(error({ code: 'ETIMEDOUT', command: 'CONN' }), true).mayHaveArrived).toBe(true);
    expect(mailFailure(error({ code: 'ETIMEDOUT', command: 'CONN' }), false).mayHaveArrived).toBe(false);
    expect(mailFailure(error({ code: 'EMESSAGE', responseCode: 451, command: 'DATA' }), true).mayHaveArrived).toBe(false);
  });

  it('keeps the words on one line and short', () => {
    expect(mailFailure(new Error(`a\r\nb ${'x'.repeat(5000)}`), false).message).toMatch(/^a b x{1996}$/);
  });
});
