import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { may } from '#identity/actor.js';
import { Clock } from '#kernel/clock.js';
import type { DomainError } from '#kernel/domain-error.js';
import type { Environment } from '#kernel/environment.js';
import { fieldMessages } from '#kernel/form-input.js';
import { ENVIRONMENT } from '#kernel/kernel.module.js';
import { formatDate } from '#kernel/plain-date.js';
import type { MailFailure } from '#mail/mail-failure.js';
import { MailGateService } from '#mail/mail-gate.service.js';
import { Forecast } from '#reminders/forecast.js';
import { LEDGER_PARTS, type LedgerCounts, type LedgerPart, LedgerQuery, LETTERS_A_PAGE } from '#reminders/ledger.query.js';
import { LetterPreview } from '#reminders/letter-preview.js';
import { assertMayKeepReminders } from '#reminders/reminder-access.js';
import { type SnoozeLine, SnoozesQuery } from '#reminders/snoozes.query.js';
import { WatchedPlanQuery } from '#reminders/watched-plan.query.js';
import type { Exchange } from '../deliverables/log-form.page.js';
import { gateView } from '../http/mail-gate.view.js';
import { statusOf } from '../http/error.filter.js';
import { PageRenderer } from '../http/page-renderer.js';
import { wordFor } from '../http/query-value.js';
import { forecastView } from './forecast.view.js';
import { failureView, letterView } from './ledger.view.js';
import { previewChoices } from './preview-choices.js';

export const PARTS = ['coming', ...LEDGER_PARTS] as const;
export type Part = (typeof PARTS)[number];

const PART_NAMES: Readonly<Record<Part, string>> = {
  coming: '14 ngày tới',
  waiting: 'Đang chờ',
  sent: 'Đã gửi',
  failed: 'Không gửi được',
  cancelled: 'Đã hủy',
};

const EMPTY: Readonly<Record<LedgerPart, string>> = {
  waiting: 'Không có thư nào đang chờ. Thư được lập vào ngày làm việc đến lượt nhắc, trong giờ gửi.',
  sent: 'Chưa gửi thư nhắc nào.',
  failed: 'Không có thư nào bị máy chủ từ chối.',
  cancelled: 'Chưa hủy thư nào. Thư bị hủy khi việc đã xong trước lúc gửi.',
};

const DONE: Readonly<Record<string, string>> = {
  again: 'Thư sẽ đi ở lượt gửi kế tiếp, trong giờ gửi của ngày làm việc.',
  revoked: 'Đã thu hồi liên kết trong thư. Người nhận vẫn ghi nhận được sau khi đăng nhập.',
  'not-revoked': 'Thư này không còn liên kết nào dùng được.',
};

interface Shown {
  readonly part: Part;
  /** From 1. */
  readonly page: number;
  readonly done?: string | undefined;
  /** As typed for a test letter; the person's own where undefined. */
  readonly address?: string | undefined;
  readonly error?: DomainError;
  /** What became of a test letter. */
  readonly failure?: MailFailure;
}

/** The page *Nhắc việc*: what will go out, what went, what did not, and how to try it. */
@Injectable()
export class RemindersPage {
  constructor(
    private readonly ledger: LedgerQuery,
    private readonly forecast: Forecast,
    private readonly snoozes: SnoozesQuery,
    private readonly preview: LetterPreview,
    private readonly plans: WatchedPlanQuery,
    private readonly gate: MailGateService,
    private readonly clock: Clock,
    private readonly pages: PageRenderer,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /** @throws Forbidden */
  async show({ actor, request, reply }: Exchange, { part, page, done, address, error, failure }: Shown): Promise<FastifyReply> {
    assertMayKeepReminders(actor);
    const today = this.clock.today();
    const counts = await this.ledger.counts();
    const people = await this.preview.people();
    const errors = error ? fieldMessages(error) : {};
    return this.pages.send(request, reply, {
      template: 'pages/reminders/index',
      title: 'Nhắc việc',
      section: 'reminders',
      styles: ['reminders.css'],
      status: error ? statusOf(error) : failure ? 422 : 200,
      view: {
        parts: PARTS.map((key) => ({
          name: PART_NAMES[key],
          count: key === 'coming' ? null : String(counts[key]),
          href: partHref(key),
          isCurrent: key === part,
          isBad: key === 'failed' && counts.failed > 0,
        })),
        part,
        page,
        coming: part === 'coming' ? forecastView(await this.forecast.coming(this.clock.now())) : null,
        letters: part === 'coming' ? null : await this.lettersView(part, page, counts),
        snoozes: (await this.snoozes.openOn(today)).map(snoozeLine),
        plans: await this.plansView(),
        gate: gateView(await this.gate.state()),
        mayReadMailbox: may(actor, 'mailbox.read'),
        isMailbox: this.environment.smtpUrl === undefined,
        done: this.doneWords(done),
        isInMailbox: done === 'test-mail' && this.environment.smtpUrl === undefined,
        general: errors[''] ?? null,
        failure: failure ? failureView(failure) : null,
        errors,
        address: address ?? people.find(({ id }) => id === actor.userId)?.email ?? '',
        ...previewChoices(people, undefined, 'digest'),
      },
    });
  }

  private async lettersView(part: LedgerPart, page: number, counts: LedgerCounts) {
    const now = this.clock.now();
    const all = counts[part];
    const lastPage = Math.max(1, Math.ceil(all / LETTERS_A_PAGE));
    const at = Math.min(page, lastPage);
    return {
      lines: (await this.ledger.page(part, at, now)).map((letter) => letterView(letter, now)),
      empty: EMPTY[part],
      unplaced: part === 'waiting' ? counts.unplaced : 0,
      page: at,
      lastPage,
      hasPages: lastPage > 1,
      previousHref: at > 1 ? partHref(part, at - 1) : null,
      nextHref: at < lastPage ? partHref(part, at + 1) : null,
    };
  }

  /** Links to the rules of the plans that are reminded of. */
  private async plansView() {
    const plans = await this.plans.watchedOn(this.clock.today());
    return plans.map(({ id, number }) => ({
      href: `/plans/${id}/reminder-rules`,
      name: plans.length === 1 ? 'Quy tắc nhắc việc' : `Quy tắc của kế hoạch ${number}`,
    }));
  }

  private doneWords(done: string | undefined): string | null {
    if (done !== 'test-mail') return wordFor(DONE, done);
    return this.environment.smtpUrl === undefined
      ? 'Đã viết thư thử vào Hộp thư của hệ thống.'
      : 'Máy chủ thư đã nhận thư thử. Hãy xem thư có đến địa chỉ đó không, kể cả trong mục thư rác.';
  }
}

export function partHref(part: Part, page = 1): string {
  return `/reminders?part=${part}${page > 1 ? `&page=${page}` : ''}`;
}

function snoozeLine({ taskId, taskLabel, taskName, organisation, until, reason, by }: SnoozeLine) {
  return { href: `/tasks/${taskId}`, name: `Nhiệm vụ ${taskLabel} · ${taskName}`, organisation, until: formatDate(until), reason, by };
}
