import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AccountListQuery } from '#access/account-list.query.js';
import { AccountReach } from '#access/account-reach.js';
import { EmailChangeService } from '#access/email-change.service.js';
import { OwnAccountService } from '#access/own-account.service.js';
import { may } from '#identity/actor.js';
import { roleName } from '#identity/role.js';
import { type DomainError, NotFound } from '#kernel/domain-error.js';
import type { Environment } from '#kernel/environment.js';
import { ENVIRONMENT } from '#kernel/kernel.module.js';
import { fieldMessages } from '#kernel/form-input.js';
import type { Exchange } from '../deliverables/log-form.page.js';
import { momentWords } from '../http/activity-view.js';
import { statusOf } from '../http/error.filter.js';
import { PageRenderer } from '../http/page-renderer.js';
import { wordFor } from '../http/query-value.js';
import { letterView, lineView, roleChoices } from './account.view.js';

/** The forms of one account's page; the last two stand on pages of their own. */
export type AccountForm = 'name' | 'email' | 'role' | 'roles' | 'second-factor' | 'erasure';

export interface AccountRefusal {
  /** Undefined for a button without fields. */
  readonly form: AccountForm | undefined;
  readonly error: DomainError;
  readonly values: Readonly<Record<string, unknown>>;
}

const NOTICES: Readonly<Record<string, string>> = {
  name: 'Đã sửa họ tên.',
  email: 'Đã gửi thư xác nhận đến địa chỉ mới. Địa chỉ đổi khi người ấy xác nhận trong 24 giờ.',
  'email-now': 'Đã đổi địa chỉ và mời lại ở địa chỉ mới.',
  'email-cancelled': 'Đã bỏ yêu cầu đổi địa chỉ thư.',
  sent: 'Đã xếp thư có liên kết mới; liên kết cũ không dùng được nữa.',
  role: 'Đã đổi vai trò.',
  closed: 'Đã khoá tài khoản; mọi phiên và mã truy cập đã kết thúc.',
  reopened: 'Đã mở lại tài khoản.',
  ended: 'Đã kết thúc mọi phiên, mã truy cập và lịch đăng ký của người này.',
  factor: 'Đã tắt xác thực hai lớp; người này được báo qua thư.',
  erased: 'Đã ẩn danh. Việc đã ghi vẫn còn dưới số của tài khoản.',
};

const TITLES = { erasure: 'Ẩn danh tài khoản', 'second-factor': 'Tắt xác thực hai lớp' } as const;

/** One account that somebody keeps, and the pages that ask for a password before what cannot be undone lightly. */
@Injectable()
export class AccountPage {
  constructor(
    private readonly list: AccountListQuery,
    private readonly reach: AccountReach,
    private readonly own: OwnAccountService,
    private readonly emailChanges: EmailChangeService,
    private readonly pages: PageRenderer,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  async show(exchange: Exchange, id: number | undefined, done?: string, refusal?: AccountRefusal): Promise<FastifyReply> {
    const { actor, request, reply } = exchange;
    const line = await this.find(exchange, id);
    const keepsAll = may(actor, 'accounts.erase');
    const pending = keepsAll ? await this.emailChanges.pending(line.id) : null;
    const errorsOf = (form: AccountForm) => (refusal?.form === form ? fieldMessages(refusal.error) : {});
    const valuesOf = (form: AccountForm) => (refusal?.form === form ? refusal.values : {});
    const organisations = await this.list.organisationsFor(actor);
    const roleForm = (form: 'role' | 'roles') => ({ ...roleChoices(this.reach.rolesToGive(actor), organisations, valuesOf(form)), errors: errorsOf(form) });
    return this.pages.send(request, reply, {
      template: 'pages/accounts/show',
      title: line.name,
      section: 'accounts',
      status: refusal ? statusOf(refusal.error) : 200,
      view: {
        ...lineView(line),
        hasOwnPassword: await this.hasPassword(exchange),
        notice: refusal ? null : wordFor(NOTICES, done),
        general: refusal ? (fieldMessages(refusal.error)[''] ?? (refusal.form === undefined ? refusal.error.message : null)) : null,
        isSelf: line.id === actor.userId,
        maySecure: may(actor, 'security.manage') && line.id !== actor.userId,
        mayErase: keepsAll && !line.isActive && !line.isErased,
        keepsAll,
        nameForm: { name: valuesOf('name').name ?? line.name, errors: errorsOf('name') },
        emailForm: keepsAll && line.id !== actor.userId ? { email: valuesOf('email').email ?? '', errors: errorsOf('email') } : null,
        pending: pending && { email: pending.newEmail, until: momentWords(pending.expiresAt.toString()) },
        letter: keepsAll ? letterView(line, this.environment.smtpUrl !== undefined) : null,
        firstRole: roleForm('role'),
        furtherRole: roleForm('roles'),
        further: line.roles
          .filter(({ id: roleId }) => roleId !== 0)
          .map(({ id: roleId, role, organisationName }) => ({ id: roleId, name: roleName(role), organisation: organisationName })),
      },
    });
  }

  /** Asks for one's own password before it is done. */
  async proof(exchange: Exchange, id: number | undefined, step: keyof typeof TITLES, refusal?: AccountRefusal): Promise<FastifyReply> {
    const line = await this.find(exchange, id);
    const errors = refusal ? fieldMessages(refusal.error) : {};
    return this.pages.send(exchange.request, exchange.reply, {
      template: 'pages/accounts/proof',
      title: TITLES[step],
      section: 'accounts',
      status: refusal ? statusOf(refusal.error) : 200,
      view: {
        ...lineView(line),
        heading: TITLES[step],
        isErasure: step === 'erasure',
        hasPassword: await this.hasPassword(exchange),
        general: errors[''],
        errors,
      },
    });
  }

  private async find({ actor }: Exchange, id: number | undefined) {
    const user = await this.reach.find(actor, id);
    const line = await this.list.one(actor, user.id);
    if (!line) throw new NotFound('Không tìm thấy tài khoản này.');
    return line;
  }

  private async hasPassword({ actor }: Exchange): Promise<boolean> {
    return (await this.own.find(actor)).passwordHash !== null;
  }
}
