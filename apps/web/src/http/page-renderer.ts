import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { may } from '#identity/actor.js';
import type { Permission } from '#identity/permissions.js';
import { roleName } from '#identity/role.js';
import { Templating } from '#templating/templating.js';
import { CsrfTokens } from './csrf-tokens.js';

export interface Page {
  /** Below `templates/`, such as `pages/dashboard/page`. */
  readonly template: string;
  readonly title: string;
  /** Which entry of the navigation is the current one. */
  readonly section?: Section;
  readonly view: object;
  readonly status?: number;
  /** Coming back to the same address after a small form, the page is changed in place and stays where it was scrolled to. */
  readonly staysInPlace?: boolean;
  /** Extra script bundles, by entry name. */
  readonly scripts?: readonly string[];
  readonly styles?: readonly string[];
}

const SECTIONS = [
  { key: 'dashboard', name: 'Tổng quan', href: '/', icon: 'layout-grid', needs: 'plans.read' },
  { key: 'calendar', name: 'Lịch', href: '/calendar', icon: 'calendar-month', needs: 'items.read' },
  { key: 'tasks', name: 'Nhiệm vụ', href: '/tasks', icon: 'list-check', needs: 'plans.read' },
  { key: 'content', name: 'Nội dung', href: '/content', icon: 'bulb', needs: 'plans.read' },
  { key: 'deliverables', name: 'Sản phẩm', href: '/deliverables', icon: 'files', needs: 'items.read' },
  { key: 'contracts', name: 'Hợp đồng', href: '/contracts', icon: 'file-certificate', needs: 'contracts.read' },
  { key: 'organisations', name: 'Cơ quan', href: '/organisations', icon: 'building', needs: 'plans.read' },
  { key: 'plans', name: 'Kế hoạch', href: '/plans', icon: 'file-text', needs: 'plans.read' },
  { key: 'working-days', name: 'Ngày nghỉ', href: '/working-days', icon: 'calendar-off', needs: 'plans.read' },
  { key: 'reminders', name: 'Nhắc việc', href: '/reminders', icon: 'bell', needs: 'reminders.manage' },
  { key: 'accounts', name: 'Tài khoản', href: '/accounts', icon: 'users', needs: 'accounts.manage' },
  { key: 'trail', name: 'Nhật ký', href: '/trail', icon: 'history', needs: 'trail.read' },
] as const satisfies readonly { key: string; name: string; href: string; icon: string; needs: Permission }[];

type Section = (typeof SECTIONS)[number]['key'];

/** So many stand on one line of an office's screen, together with who is signed in. */
const FIT_BESIDE_A_NAME = 10;

/** Puts a page into the layout: who is signed in, where one is, and the token for its forms. */
@Injectable()
export class PageRenderer {
  constructor(
    private readonly templating: Templating,
    private readonly tokens: CsrfTokens,
  ) {}

  send(request: FastifyRequest, reply: FastifyReply, page: Page): FastifyReply {
    const csrfToken = this.tokens.tokenFor(request, reply);
    const { actor } = request;
    const body = this.templating.renderHtml(page.template, { ...page.view, csrfToken });
    const sections = actor ? SECTIONS.filter(({ needs }) => may(actor, needs)) : [];
    const html = this.templating.renderHtml('layouts/page', {
      title: page.title,
      body,
      csrfToken,
      scripts: page.scripts ?? [],
      styles: page.styles ?? [],
      staysInPlace: page.staysInPlace === true,
      isSignedIn: actor !== undefined,
      mayLog: actor !== undefined && may(actor, 'items.change'),
      actor: actor && { id: actor.userId, name: actor.name, organisation: actor.organisationName, role: roleName(actor.role) },
      sections: sections.map((section) => ({ ...section, isCurrent: section.key === page.section })),
      hasManySections: sections.length > FIT_BESIDE_A_NAME,
    });
    return reply
      .status(page.status ?? 200)
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(html);
  }
}
