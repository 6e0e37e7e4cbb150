import { randomUUID } from 'node:crypto';
import { SqlEntityManager } from '@mikro-orm/sql';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import { AccountLetter, type AccountLetterKind } from '#identity/account-letter.entity.js';
import { AccountService } from '#identity/account.service.js';
import { EmailChange } from '#identity/email-change.entity.js';
import { roleName } from '#identity/role.js';
import { hashOfToken, newSecretToken } from '#identity/secret-token.js';
import type { User } from '#identity/user.entity.js';
import { Clock } from '#kernel/clock.js';
import { instantText } from '#kernel/column-types.js';
import { errorLine } from '#kernel/logged-error.js';
import { formatMoment } from '#kernel/plain-date.js';
import { Settings } from '#kernel/settings.js';
import { changeRows, rowsOf } from '#kernel/sql.js';
import { MailFailure } from '#mail/mail-failure.js';
import { MailGateService } from '#mail/mail-gate.service.js';
import { MailTransport } from '#mail/mail-transport.js';
import { Templating } from '#templating/templating.js';

/** Minutes until the next try after each failure; the last after every further one. */
const BACK_OFF_MINUTES = [1, 2, 5, 15, 30, 60, 120];

const LEASE_MINUTES = 2;

const INVITATION_HOURS = 72;
const RESET_HOURS = 1;
const EMAIL_CHANGE_HOURS = 24;

/**
 * How long a letter is tried: an invitation as long as one sent at once would be good, and news of the account too; an exchange
 * of the address while it is open. Whoever has waited longer for a new password has asked again.
 */
const TRIED_HOURS: Readonly<Partial<Record<AccountLetterKind, number>>> = { reset: 4, 'email-old': EMAIL_CHANGE_HOURS, 'email-new': EMAIL_CHANGE_HOURS };

const A_ROUND = 50;

/** `stopped`: the server refuses our settings, so the others need not be tried. */
type Outcome = 'sent' | 'not-sent' | 'stopped';

interface Waiting {
  readonly id: number;
  readonly attempts: number;
}

/** How the Message-ID of every letter about an account begins: so they are found when the person is taken out of it. */
export function accountLetterPrefix(userId: number): string {
  return `tai-khoan-${userId}-`;
}

/** Letters about accounts. What waits is the wish for a letter; its one-time link is made when it leaves. */
@Injectable()
export class AccountLetters {
  private readonly logger = new Logger(AccountLetters.name);

  constructor(
    private readonly em: SqlEntityManager,
    private readonly accounts: AccountService,
    @Inject(MailTransport) private readonly transport: MailTransport,
    private readonly gate: MailGateService,
    private readonly templating: Templating,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  /** Part of the transaction under way; flushed with it. */
  queue(kind: AccountLetterKind, user: User | null): void {
    this.em.persist(new AccountLetter(kind, user, this.clock.now()));
  }

  /** Sends what waits. Each is taken by one worker; of one that dies in between it is tried again, and the newest link is the good one. */
  async deliver(): Promise<number> {
    let sent = 0;
    // Where the server refuses our settings, one letter an hour tries them again, of these and of the reminders together.
    const most = await this.em.transactional(() => this.gate.takeTurn(this.clock.now(), A_ROUND));
    for (let round = 0; round < most; round++) {
      const taken = await this.takeOne();
      if (!taken) break;
      this.em.clear();
      const letter = await this.em.findOneOrFail(AccountLetter, taken.id, { populate: ['user.organisation'] });
      const outcome = await this.tried(letter, taken.attempts);
      if (outcome === 'sent' && sent++ === 0) await this.gate.open();
      if (outcome === 'stopped') break;
    }
    return sent;
  }

  private async takeOne(): Promise<Waiting | undefined> {
    const now = this.clock.now();
    const [row] = await rowsOf<Waiting>(
      this.em,
      `update account_letter set attempts = attempts + 1, next_attempt_at = ? where id = (
         select id from account_letter where settled_at is null and next_attempt_at <= ? order by next_attempt_at, id limit 1)
       and next_attempt_at <= ? returning id as "id", attempts as "attempts"`,
      [instantText(now.add({ minutes: LEASE_MINUTES })), instantText(now), instantText(now)],
    );
    return row;
  }

  private async tried(letter: AccountLetter, attempts: number): Promise<Outcome> {
    const view = await this.viewOf(letter);
    if (!view) return this.drop(letter.id);
    const { address, ...words } = view;
    try {
      await this.transport.send({
        messageId: `${accountLetterPrefix(letter.user!.id)}${randomUUID()}@${this.settings.mailDomain}`,
        to: { name: letter.user!.name, address },
        subject: this.templating.renderText('mail/account/subject', words).trim(),
        text: this.templating.renderText('mail/account/text', words),
        html: this.templating.renderHtml('mail/account/html', words),
        date: new Date(this.clock.now().epochMilliseconds),
      });
    } catch (error) {
      if (!(error instanceof MailFailure)) throw error;
      return this.failed(letter, attempts, error);
    }
    await this.settle(letter.id, null);
    return 'sent';
  }

  /** Tried again later, unless it was refused for good or comes too late. Wrong settings are no fault of the letter's. */
  private async failed({ id, kind, createdAt }: AccountLetter, attempts: number, error: MailFailure): Promise<Outcome> {
    const isStopped = error.kind === 'configuration';
    const now = this.clock.now();
    const next = now.add({ minutes: isStopped ? 1 : (BACK_OFF_MINUTES[attempts - 1] ?? BACK_OFF_MINUTES.at(-1)!) });
    const until = createdAt.add({ hours: TRIED_HOURS[kind] ?? INVITATION_HOURS });
    const failure = error.message.slice(0, 300);
    if (isStopped) await this.gate.shut(now, failure);
    if (error.kind === 'never' || Temporal.Instant.compare(next, until) >= 0) {
      this.logger.error(`Account letter ${id} (${kind}) given up after ${attempts} attempts: ${errorLine(error)}`);
      await this.settle(id, failure);
    } else {
      const told = [instantText(next), failure, attempts - (isStopped ? 1 : 0), id];
      await changeRows(this.em, 'update account_letter set next_attempt_at = ?, failure = ?, attempts = ? where id = ?', told);
    }
    return isStopped ? 'stopped' : 'not-sent';
  }

  /** There is nothing to say any more: it neither left nor failed. */
  private async drop(id: number): Promise<Outcome> {
    await changeRows(this.em, 'delete from account_letter where id = ?', [id]);
    return 'not-sent';
  }

  private async settle(id: number, failure: string | null): Promise<void> {
    await changeRows(this.em, 'update account_letter set settled_at = ?, failure = ? where id = ?', [instantText(this.clock.now()), failure, id]);
  }

  /** What the letter says, with a link made now; undefined where there is nothing to say any more. */
  private async viewOf({ kind, user, address, createdAt }: AccountLetter) {
    if (!user?.isActive) return undefined;
    const to = address ?? user.email;
    const base = { name: user.name, email: to, siteUrl: this.settings.publicUrl, at: formatMoment(createdAt), address: to };
    const is = { [`is_${kind.replaceAll('-', '_')}`]: true };
    if (kind === 'invitation' || kind === 'reset') {
      const hours = kind === 'invitation' ? INVITATION_HOURS : RESET_HOURS;
      const invited = kind === 'invitation' ? await this.invitationOf(user) : {};
      return { ...base, ...is, ...invited, hours, link: `${this.settings.publicUrl}/set-up/${await this.accounts.openSetUp(user, hours)}` };
    }
    if (kind === 'email-told') {
      const told = await this.em.findOne(EmailChange, { user: user.id, expiresAt: { $gt: this.clock.now() } }, { refresh: true });
      // Taken back meanwhile: there is nothing to be told.
      if (!told && user.email === to) return undefined;
      return { ...base, ...is, isDone: !told, newEmail: told?.newEmail ?? user.email, link: `${this.settings.publicUrl}/account` };
    }
    if (kind === 'invited-known') return { ...base, ...is, link: `${this.settings.publicUrl}/sign-in` };
    if (kind === 'token-made') return { ...base, ...is, link: `${this.settings.publicUrl}/account` };
    if (kind === 'password-changed' || kind === 'second-factor-on' || kind === 'second-factor-off') {
      return { ...base, ...is, link: `${this.settings.publicUrl}/password-reset` };
    }
    const change = await this.em.findOne(EmailChange, { user: user.id, expiresAt: { $gt: this.clock.now() } }, { refresh: true });
    if (!change) return undefined;
    const secret = newSecretToken();
    if (kind === 'email-old') change.oldHash = hashOfToken(secret);
    else change.newHash = hashOfToken(secret);
    await this.em.flush();
    return {
      ...base,
      ...is,
      hours: EMAIL_CHANGE_HOURS,
      newEmail: change.newEmail,
      link: `${this.settings.publicUrl}/email-change/${secret}`,
      address: kind === 'email-old' ? user.email : change.newEmail,
    };
  }

  /** Who invites, and to what: so that nobody takes the letter for a stranger's. */
  private async invitationOf(user: User): Promise<{ role: string; organisation: string; inviter: string | undefined }> {
    const [by] = await rowsOf<{ name: string }>(
      this.em,
      `select u.name as "name" from audit_entry a join user_account u on u.id = a.actor_id
       where a.subject = 'account' and a.subject_id = ? and a.action in ('account.invited', 'account.link-sent') order by a.id desc limit 1`,
      [user.id],
    );
    return { role: roleName(user.role), organisation: user.organisation.name, inviter: by?.name };
  }
}
