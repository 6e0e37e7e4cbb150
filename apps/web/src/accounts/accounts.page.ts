import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AccountReach } from '#access/account-reach.js';
import { type AccountLine, AccountListQuery } from '#access/account-list.query.js';
import { SecondFactorService } from '#access/second-factor.service.js';
import { searchKey } from '#deliverables/identity-of-piece.js';
import { assertMay, may } from '#identity/actor.js';
import { roleName, ROLES } from '#identity/role.js';
import { type DomainError, NotFound } from '#kernel/domain-error.js';
import { fieldMessages } from '#kernel/form-input.js';
import type { Exchange } from '../deliverables/log-form.page.js';
import { momentWords } from '../http/activity-view.js';
import { statusOf } from '../http/error.filter.js';
import { PageRenderer } from '../http/page-renderer.js';
import { rowIdOf, textOf, wordFor } from '../http/query-value.js';

const LINES_A_PAGE = 100;

/** So few are found without looking for them. */
const FEW = 12;

const LONGEST_SEARCH = 100;

interface Refusal {
  readonly error: DomainError;
  readonly values: Readonly<Record<string, unknown>>;
}

const NOTICES: Readonly<Record<string, string>> = {
  invited: 'Đã mời. Thư có liên kết đặt mật khẩu đang được gửi.',
  sent: 'Đã xếp thư có liên kết mới; liên kết cũ không dùng được nữa.',
  role: 'Đã đổi vai trò.',
  closed: 'Đã khoá tài khoản; mọi phiên và mã truy cập đã kết thúc.',
  reopened: 'Đã mở lại tài khoản.',
  ended: 'Đã kết thúc mọi phiên và mã truy cập của người này.',
  factor: 'Đã tắt xác thực hai lớp; người này được báo qua thư.',
  erased: 'Đã ẩn danh. Việc đã ghi vẫn còn dưới số của tài khoản.',
  security: 'Đã lưu vai trò phải xác thực hai lớp.',
};

/** The accounts that somebody keeps: the list, one account, and the form that invites. */
@Injectable()
export class AccountsPage {
  constructor(
    private readonly list: AccountListQuery,
    private readonly reach: AccountReach,
    private readonly secondFactor: SecondFactorService,
    private readonly pages: PageRenderer,
  ) {}

  async index({ actor, request, reply }: Exchange, done?: string): Promise<FastifyReply> {
    const query = request.query as Readonly<Record<string, unknown>>;
    const search = textOf(query.q)?.slice(0, LONGEST_SEARCH) ?? '';
    const words = searchKey(search).split(' ').filter(Boolean);
    const all = await this.list.keptBy(actor);
    const found = all.filter((line) => words.every((word) => keyOf(line).includes(word)));
    const pageCount = Math.max(1, Math.ceil(found.length / LINES_A_PAGE));
    const page = Math.min(pageCount, Math.max(1, rowIdOf(query.page) ?? 1));
    const lines = found.slice((page - 1) * LINES_A_PAGE, page * LINES_A_PAGE);
    const pageHref = (number: number) => `/accounts?${new URLSearchParams({ ...(search ? { q: search } : {}), page: String(number) }).toString()}`;
    const maySecure = may(actor, 'security.manage');
    const required = maySecure ? await this.secondFactor.requiredRoles() : [];
    return this.pages.send(request, reply, {
      template: 'pages/accounts/index',
      title: 'Tài khoản',
      section: 'accounts',
      view: {
        notice: wordFor(NOTICES, done),
        search,
        total: found.length,
        isFew: all.length <= FEW,
        previousHref: page > 1 ? pageHref(page - 1) : null,
        nextHref: page < pageCount ? pageHref(page + 1) : null,
        page,
        pageCount,
        hasPages: pageCount > 1,
        open: lines.filter(({ isActive }) => isActive).map(lineView),
        closed: lines.filter(({ isActive }) => !isActive).map(lineView),
        mayReadRights: may(actor, 'rights.read'),
        seesInvited: may(actor, 'accounts.erase'),
        security: maySecure ? { roles: ROLES.map((role) => ({ key: role, name: roleName(role), isChosen: required.includes(role) })) } : null,
      },
    });
  }

  async form({ actor, request, reply }: Exchange, refusal?: Refusal): Promise<FastifyReply> {
    return this.pages.send(request, reply, {
      template: 'pages/accounts/form',
      title: 'Mời một người',
      section: 'accounts',
      status: refusal ? statusOf(refusal.error) : 200,
      view: { ...(await this.choices(actor, refusal?.values)), values: refusal?.values ?? {}, errors: refusal ? fieldMessages(refusal.error) : {} },
    });
  }

  async show({ actor, request, reply }: Exchange, id: number | undefined, done?: string, refusal?: Refusal): Promise<FastifyReply> {
    const user = await this.reach.find(actor, id);
    const line = await this.list.one(actor, user.id);
    if (!line) throw new NotFound('Không tìm thấy tài khoản này.');
    const errors = refusal ? fieldMessages(refusal.error) : {};
    return this.pages.send(request, reply, {
      template: 'pages/accounts/show',
      title: user.name,
      section: 'accounts',
      status: refusal ? statusOf(refusal.error) : 200,
      view: {
        ...(await this.choices(actor, refusal?.values)),
        ...lineView(line),
        notice: refusal ? null : wordFor(NOTICES, done),
        general: errors[''] ?? null,
        errors,
        isSelf: user.id === actor.userId,
        mayErase: may(actor, 'accounts.erase') && !line.isActive && !line.isErased,
        mayExport: may(actor, 'accounts.erase'),
        further: line.roles
          .filter(({ id: roleId }) => roleId !== 0)
          .map(({ id: roleId, role, organisationName }) => ({ id: roleId, name: roleName(role), organisation: organisationName })),
      },
    });
  }

  private async choices(actor: Exchange['actor'], chosen: Refusal['values'] = {}) {
    assertMay(actor, 'accounts.manage');
    const organisations = await this.list.organisationsFor(actor);
    return {
      organisations: organisations.map(({ id, name }) => ({ id, name, isChosen: rowIdOf(chosen.organisation) === id || organisations.length === 1 })),
      roleChoices: this.reach.rolesToGive(actor).map((role) => ({ key: role, name: roleName(role), isChosen: chosen.role === role })),
    };
  }
}

/** What an account is found by. */
function keyOf({ name, email, roles }: AccountLine): string {
  return searchKey([name, email, ...roles.map(({ role, organisationName }) => `${roleName(role)} ${organisationName}`)].join(' '));
}

function lineView({ id, name, email, isActive, isErased, hasCome, hasPassword, hasSecondFactor, lastSeenAt, roles }: AccountLine) {
  return {
    id,
    name,
    email: isErased ? '' : email,
    isActive,
    isErased,
    hasCome,
    hasPassword,
    hasSecondFactor,
    seen: lastSeenAt ? momentWords(lastSeenAt) : null,
    roles: roles.map(({ role, organisationName }) => ({ name: roleName(role), organisation: organisationName })),
  };
}
