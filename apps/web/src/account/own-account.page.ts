import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { renderSVG } from 'uqr';
import { ApiTokenService, TOKEN_DAYS } from '#access/api-token.service.js';
import { CalendarFeedService } from '#access/calendar-feed.service.js';
import { EmailChangeService } from '#access/email-change.service.js';
import { OwnAccountService } from '#access/own-account.service.js';
import { SecondFactorService } from '#access/second-factor.service.js';
import { may } from '#identity/actor.js';
import { TOKEN_SCOPES } from '#identity/api-token.entity.js';
import { roleName } from '#identity/role.js';
import { Clock } from '#kernel/clock.js';
import type { DomainError } from '#kernel/domain-error.js';
import { fieldMessages } from '#kernel/form-input.js';
import type { Exchange } from '../deliverables/log-form.page.js';
import { momentWords } from '../http/activity-view.js';
import { statusOf } from '../http/error.filter.js';
import { BrowserCookies } from '../http/browser-cookies.js';
import { PageRenderer } from '../http/page-renderer.js';
import { wordFor } from '../http/query-value.js';

/** Which of the page's forms came back, with what was typed and why. */
interface Refusal {
  readonly form: 'password' | 'email' | 'tokens' | 'feeds' | 'code' | 'removal';
  readonly error: DomainError;
  readonly values?: Readonly<Record<string, unknown>>;
}

const SCOPE_NAMES = { read: 'Chỉ đọc', items: 'Đọc, ghi nhận, dời ngày dự kiến' } as const;

const NOTICES: Readonly<Record<string, string>> = {
  role: 'Đã đổi vai trò của bạn.',
  password: 'Đã đổi mật khẩu. Các phiên đăng nhập khác đã kết thúc; mã truy cập và lịch đăng ký vẫn dùng được, hãy thu hồi ở dưới nếu nghi bị lộ.',
  all: 'Đã đổi mật khẩu. Mọi phiên đăng nhập khác, mã truy cập và lịch đăng ký đã kết thúc.',
  'email-cancelled': 'Đã bỏ yêu cầu đổi địa chỉ thư.',
  email: 'Đã gửi thư xác nhận đến địa chỉ cũ và địa chỉ mới. Địa chỉ đổi khi cả hai đều xác nhận trong 24 giờ.',
  session: 'Đã kết thúc phiên đăng nhập.',
  sessions: 'Đã kết thúc mọi phiên đăng nhập khác.',
  code: 'Đã tắt xác thực hai lớp.',
  token: 'Đã thu hồi mã truy cập.',
  feed: 'Đã thu hồi lịch đăng ký.',
};

/** What stands in the form of a token, after it came back too. */
function tokenChoices({ name = '', scope, days }: Readonly<Record<string, unknown>>, mayLog: boolean) {
  return {
    name,
    scopes: TOKEN_SCOPES.filter((one) => one === 'read' || mayLog).map((one) => ({ key: one, name: SCOPE_NAMES[one], isChosen: one === scope })),
    days: TOKEN_DAYS.map((one) => ({ days: one, isChosen: String(one) === days })),
  };
}

/** One's own account, and the pages that show a secret once. */
@Injectable()
export class OwnAccountPage {
  constructor(
    private readonly account: OwnAccountService,
    private readonly emailChanges: EmailChangeService,
    private readonly secondFactor: SecondFactorService,
    private readonly tokens: ApiTokenService,
    private readonly feeds: CalendarFeedService,
    private readonly clock: Clock,
    private readonly cookies: BrowserCookies,
    private readonly pages: PageRenderer,
  ) {}

  async show({ actor, request, reply }: Exchange, done?: string, refusal?: Refusal): Promise<FastifyReply> {
    const user = await this.account.find(actor);
    const pending = await this.emailChanges.pending(actor.userId);
    const now = this.clock.now();
    const errorsOf = (form: Refusal['form']) => (refusal?.form === form ? fieldMessages(refusal.error) : {});
    const valuesOf = (form: Refusal['form']) => (refusal?.form === form ? (refusal.values ?? {}) : {});
    return this.pages.send(request, reply, {
      template: 'pages/account/page',
      title: 'Tài khoản của tôi',
      status: refusal ? statusOf(refusal.error) : 200,
      view: {
        notice: refusal ? null : wordFor(NOTICES, done),
        name: user.name,
        email: user.email,
        roles: actor.grants.map(({ role, organisationName }) => ({ name: roleName(role), organisation: organisationName })),
        keepsAll: may(actor, 'accounts.erase'),
        id: user.id,
        mayReadRights: may(actor, 'rights.read'),
        password: { errors: errorsOf('password'), endsPrograms: valuesOf('password').programs === '1' },
        change: { errors: errorsOf('email'), values: valuesOf('email') },
        pending: pending && { email: pending.newEmail, takesBoth: !pending.isOldConfirmed, until: momentWords(pending.expiresAt.toString()) },
        hasPassword: user.passwordHash !== null,
        removal: { errors: errorsOf('removal') },
        factor: { ...(await this.secondFactor.standing(actor)), isRequired: await this.secondFactor.isRequiredOf(actor) },
        sessions: (await this.account.sessionsOf(actor, this.cookies.read(request, 'session'))).map((session) => ({
          ...session,
          began: momentWords(session.createdAt),
          seen: momentWords(session.lastSeenAt),
        })),
        feedForm: { errors: errorsOf('feeds'), name: valuesOf('feeds').name ?? '' },
        feeds: (await this.feeds.listOf(actor)).map(({ id, name, createdAt }) => ({ id, name, made: momentWords(createdAt.toString()) })),
        tokenForm: { errors: errorsOf('tokens'), ...tokenChoices(valuesOf('tokens'), may(actor, 'items.change')) },
        tokens: (await this.tokens.listOf(actor)).map(({ id, name, scope, expiresAt, lastUsedAt, revokedAt }) => ({
          id,
          name,
          scope: SCOPE_NAMES[scope],
          until: momentWords(expiresAt.toString()),
          used: lastUsedAt ? momentWords(lastUsedAt.toString()) : null,
          isOver: revokedAt !== null || expiresAt.epochMilliseconds <= now.epochMilliseconds,
          state: revokedAt ? 'đã thu hồi' : 'đã hết hạn',
        })),
      },
    });
  }

  /** The authenticator to be scanned. The secret goes with the form: it is worth nothing until its first code was given. */
  async secondFactorForm({ actor, request, reply }: Exchange, refused?: { error: DomainError; secret?: string }): Promise<FastifyReply> {
    const user = await this.account.find(actor);
    const { secret, address } = this.secondFactor.proposed(user, refused?.secret);
    return this.pages.send(request, reply, {
      template: 'pages/account/second-factor',
      title: 'Xác thực hai lớp',
      status: refused ? statusOf(refused.error) : 200,
      view: {
        secret,
        address,
        groups: secret.match(/.{1,4}/g)?.join(' '),
        picture: `data:image/svg+xml;base64,${Buffer.from(renderSVG(address)).toString('base64')}`,
        errors: refused ? fieldMessages(refused.error) : {},
        isOn: user.totpSecret !== null,
        hasPassword: user.passwordHash !== null,
        isRequired: actor.lacksSecondFactor === true,
      },
    });
  }

  /** Something that is shown this once; the page is kept by nobody. */
  secrets(request: FastifyRequest, reply: FastifyReply, view: { heading: string; words: string; secrets: readonly string[] }): FastifyReply {
    request.onceMore = '/account';
    return this.pages.send(request, reply, { template: 'pages/account/secrets', title: view.heading, view });
  }
}
