import { randomUUID } from 'node:crypto';
import { SqlEntityManager } from '@mikro-orm/sql';
import { Inject, Injectable } from '@nestjs/common';
import { AuditTrail } from '#audit/audit-trail.js';
import type { Actor } from '#identity/actor.js';
import { Clock } from '#kernel/clock.js';
import { InvalidInput } from '#kernel/domain-error.js';
import { formatMoment } from '#kernel/plain-date.js';
import { Settings } from '#kernel/settings.js';
import { isEmailAddress } from '#kernel/email-address.js';
import { MailFailure } from '#mail/mail-failure.js';
import { MailGateService } from '#mail/mail-gate.service.js';
import type { MailMessage } from '#mail/mail-message.js';
import { MailTransport } from '#mail/mail-transport.js';
import { Templating } from '#templating/templating.js';
import { assertMayKeepReminders } from './reminder-access.js';

const MOST_A_MINUTE = 3;

/** Tries the mail server out with a letter that reminds nobody of anything. */
@Injectable()
export class TestMailService {
  /** When each person sent one lately; of this process, which is enough to keep a mail server from being flooded by hand. */
  readonly #lately = new Map<number, number[]>();

  constructor(
    private readonly em: SqlEntityManager,
    @Inject(MailTransport) private readonly transport: MailTransport,
    private readonly gate: MailGateService,
    private readonly templating: Templating,
    private readonly settings: Settings,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /**
   * Sends at once, whatever the hour and the gate; a letter that goes through opens the gate.
   * @returns what the server said where it took it not
   * @throws Forbidden, InvalidInput for what is no address and for too many in a minute
   */
  async send(actor: Actor, typed: string): Promise<MailFailure | undefined> {
    assertMayKeepReminders(actor);
    const address = typed.trim();
    if (address === '') throw new InvalidInput('Hãy nhập một địa chỉ thư.', 'address');
    if (!isEmailAddress(address)) throw new InvalidInput('Địa chỉ thư chưa đúng; hãy nhập một địa chỉ, ví dụ ten@coquan.gov.vn.', 'address');
    this.takePlace(actor);
    const failure = await this.tried(this.letter(actor, address));
    if (!failure) await this.gate.open();
    await this.em.transactional(async () =>
      this.audit.record({
        at: this.clock.now(),
        actorId: actor.userId || null,
        action: 'reminder.test-mail',
        subject: 'letter',
        subjectId: 0,
        before: null,
        // The words of the server may name the address.
        after: { domain: address.slice(address.indexOf('@') + 1), outcome: failure?.kind ?? 'sent' },
      }),
    );
    return failure;
  }

  private takePlace({ userId }: Actor): void {
    const now = this.clock.now().epochMilliseconds;
    const lately = (this.#lately.get(userId) ?? []).filter((at) => at <= now && now - at < 60_000);
    if (lately.length >= MOST_A_MINUTE) throw new InvalidInput(`Mỗi phút chỉ gửi được ${MOST_A_MINUTE} thư thử; hãy đợi một chút rồi gửi lại.`, 'address');
    this.#lately.set(userId, [...lately, now]);
  }

  private letter({ name }: Actor, address: string): MailMessage {
    const now = this.clock.now();
    const view = { by: name, sentAt: formatMoment(now), siteUrl: this.settings.publicUrl };
    return {
      messageId: `thu-${randomUUID()}@${this.settings.mailDomain}`,
      to: { name: '', address },
      subject: this.templating.renderText('mail/test/subject', view).trim(),
      text: this.templating.renderText('mail/test/text', view),
      html: this.templating.renderHtml('mail/test/html', view),
      date: new Date(now.epochMilliseconds),
    };
  }

  private async tried(message: MailMessage): Promise<MailFailure | undefined> {
    try {
      await this.transport.send(message);
      return undefined;
    } catch (error) {
      if (error instanceof MailFailure) return error;
      throw error;
    }
  }
}
