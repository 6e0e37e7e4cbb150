import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type AccountLine, AccountListQuery } from '#access/account-list.query.js';
import { AccountReach } from '#access/account-reach.js';
import { OwnAccountService } from '#access/own-account.service.js';
import { searchKey } from '#deliverables/identity-of-piece.js';
import { assertMay, may } from '#identity/actor.js';
import { roleName } from '#identity/role.js';
import type { DomainError } from '#kernel/domain-error.js';
import type { Environment } from '#kernel/environment.js';
import { MailGateService } from '#mail/mail-gate.service.js';
import { fieldMessages } from '#kernel/form-input.js';
import { ENVIRONMENT } from '#kernel/kernel.module.js';
import type { Exchange } from '../deliverables/log-form.page.js';
import { statusOf } from '../http/error.filter.js';
import { gateView } from '../http/mail-gate.view.js';
import { PageRenderer } from '../http/page-renderer.js';
import { rowIdOf, textOf } from '../http/query-value.js';
import { lineView, roleChoices } from './account.view.js';

const LINES_A_PAGE = 100;

/** So few are found without looking for them. */
const FEW = 12;

const LONGEST_SEARCH = 100;

interface Refusal {
  readonly error: DomainError;
  readonly values: Readonly<Record<string, unknown>>;
}

/** The accounts that somebody keeps, and the form that invites. */
@Injectable()
export class AccountsPage {
  constructor(
    private readonly list: AccountListQuery,
    private readonly reach: AccountReach,
    private readonly own: OwnAccountService,
    private readonly gate: MailGateService,
    private readonly pages: PageRenderer,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
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
    const keepsAll = may(actor, 'accounts.erase');
    const isSmtp = this.environment.smtpUrl !== undefined;
    return this.pages.send(request, reply, {
      template: 'pages/accounts/index',
      title: 'Tài khoản',
      section: 'accounts',
      view: {
        invited: done === 'invited' ? { isSmtp } : null,
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
        mayReadMailbox: may(actor, 'mailbox.read') && !isSmtp,
        maySecure: may(actor, 'security.manage'),
        keepsAll,
        gate: keepsAll ? gateView(await this.gate.state()) : null,
        // Whom a lead is told of must not tell who had an account before.
        letterTroubles: keepsAll ? all.filter(({ isActive, letter }) => isActive && letter?.failure).length : 0,
      },
    });
  }

  async form({ actor, request, reply }: Exchange, refusal?: Refusal): Promise<FastifyReply> {
    assertMay(actor, 'accounts.manage');
    const choices = roleChoices(this.reach.rolesToGive(actor), await this.list.organisationsFor(actor), refusal?.values ?? {});
    return this.pages.send(request, reply, {
      template: 'pages/accounts/form',
      title: 'Mời một người',
      section: 'accounts',
      status: refusal ? statusOf(refusal.error) : 200,
      view: {
        roleForm: { ...choices, errors: refusal ? fieldMessages(refusal.error) : {} },
        hasOwnPassword: (await this.own.find(actor)).passwordHash !== null,
        values: refusal?.values ?? {},
        errors: refusal ? fieldMessages(refusal.error) : {},
      },
    });
  }
}

/** What an account is found by. */
function keyOf({ name, email, roles }: AccountLine): string {
  return searchKey([name, email, ...roles.map(({ role, organisationName }) => `${roleName(role)} ${organisationName}`)].join(' '));
}
