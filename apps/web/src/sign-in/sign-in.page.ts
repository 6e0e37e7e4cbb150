import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OpenidService } from '#identity/openid.service.js';
import { PageRenderer } from '../http/page-renderer.js';

interface SignInView {
  readonly next: string;
  readonly email?: string;
  readonly errors?: object;
  /** Somebody was signed in, and is no more. */
  readonly isEnded?: boolean;
  /** It was a form that was sent too late. */
  readonly isFormLost?: boolean;
  readonly isSignedOut?: boolean;
  readonly isEmailChanged?: boolean;
  readonly isEmailHalf?: boolean;
  /** Why signing in by the provider did not go well. */
  readonly refusal?: string;
}

@Injectable()
export class SignInPage {
  constructor(
    private readonly openid: OpenidService,
    private readonly pages: PageRenderer,
  ) {}

  show(request: FastifyRequest, reply: FastifyReply, view: SignInView, status = 200): FastifyReply {
    const { name } = this.openid;
    const openid = name === undefined ? undefined : { name, href: `/sign-in/openid?next=${encodeURIComponent(view.next)}` };
    return this.pages.send(request, reply, { template: 'pages/sign-in/page', title: 'Đăng nhập', status, view: { ...view, openid } });
  }
}
