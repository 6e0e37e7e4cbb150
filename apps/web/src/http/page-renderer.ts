import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
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
  { key: 'dashboard', name: 'Tổng quan', href: '/', icon: 'layout-grid', roles: ['coordinator', 'producer', 'viewer'] },
  { key: 'calendar', name: 'Lịch', href: '/calendar', icon: 'calendar-month', roles: ['coordinator', 'producer', 'viewer'] },
  { key: 'tasks', name: 'Nhiệm vụ', href: '/tasks', icon: 'list-check', roles: ['coordinator', 'producer', 'viewer'] },
  { key: 'content', name: 'Nội dung', href: '/content', icon: 'bulb', roles: ['coordinator', 'producer', 'viewer'] },
  { key: 'deliverables', name: 'Sản phẩm', href: '/deliverables', icon: 'files', roles: ['coordinator', 'producer', 'viewer'] },
  { key: 'contracts', name: 'Hợp đồng', href: '/contracts', icon: 'file-certificate', roles: ['coordinator', 'producer', 'viewer'] },
  { key: 'organisations', name: 'Cơ quan', href: '/organisations', icon: 'building', roles: ['coordinator', 'producer', 'viewer'] },
  { key: 'plans', name: 'Kế hoạch', href: '/plans', icon: 'file-text', roles: ['coordinator', 'producer', 'viewer'] },
  { key: 'working-days', name: 'Ngày nghỉ', href: '/working-days', icon: 'calendar-off', roles: ['coordinator', 'producer', 'viewer'] },
  { key: 'reminders', name: 'Nhắc việc', href: '/reminders', icon: 'bell', roles: ['coordinator'] },
] as const;

type Section = (typeof SECTIONS)[number]['key'];

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
    const html = this.templating.renderHtml('layouts/page', {
      title: page.title,
      body,
      csrfToken,
      scripts: page.scripts ?? [],
      styles: page.styles ?? [],
      staysInPlace: page.staysInPlace === true,
      isSignedIn: actor !== undefined,
      mayLog: actor !== undefined && actor.role !== 'viewer',
      actor: actor && { name: actor.name, organisation: actor.organisationName, role: roleName(actor.role) },
      sections: actor
        ? SECTIONS.filter(({ roles }) => (roles as readonly string[]).includes(actor.role)).map((section) => ({
            ...section,
            isCurrent: section.key === page.section,
          }))
        : [],
    });
    return reply
      .status(page.status ?? 200)
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(html);
  }
}
