import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { TooManyAttempts } from '#access/attempt-limits.js';
import { RefusalTrail } from '#access/refusal-trail.js';
import type { RefusedAction } from '#audit/leaving-actions.js';
import { SessionService } from '#identity/session.service.js';
import { DomainError, OutOfReach, type RefusalKind } from '#kernel/domain-error.js';
import { fieldMessages } from '#kernel/form-input.js';
import { askedFor } from './asked-for.js';
import { errorForLog, withoutSecrets } from '#kernel/logged-error.js';
import { BrowserCookies } from './browser-cookies.js';
import { isSafe, OutdatedForm } from './csrf.guard.js';
import { localPath } from './local-path.js';
import { AnsweredBefore } from './once.interceptor.js';
import { PageRenderer } from './page-renderer.js';
import { textOf } from './query-value.js';
import { SecondFactorNeeded, SignInNeeded } from './sign-in-needed.js';

const STATUS: Record<RefusalKind, number> = { invalid: 422, missing: 404, forbidden: 403, conflict: 409, unavailable: 503, limited: 429 };

export function statusOf(error: DomainError): number {
  return STATUS[error.kind];
}

interface Problem {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly fields?: Readonly<Record<string, string>>;
}

/** The one place where a refusal becomes an answer: a page for people, `application/problem+json` for programs. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger(ErrorFilter.name);

  constructor(
    private readonly pages: PageRenderer,
    private readonly sessions: SessionService,
    private readonly cookies: BrowserCookies,
    private readonly refusals: RefusalTrail,
  ) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<FastifyReply> {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (error instanceof AnsweredBefore) return error.send(reply);
    const isApi = request.url.startsWith('/api/');
    if (error instanceof SignInNeeded && !isApi) return reply.redirect(this.signInAddress(request), 303);
    if (error instanceof SecondFactorNeeded && !isApi) return reply.redirect('/account/second-factor', 303);
    // Signed in meanwhile in another window: the sign-in form of this one has nothing left to do.
    const next = error instanceof OutdatedForm && request.actor ? nextOfSignIn(request) : undefined;
    if (next !== undefined) return reply.redirect(next, 303);
    if (error instanceof TooManyAttempts) reply.header('retry-after', String(error.retryAfterSeconds));
    const problem = this.problemOf(error, request);
    if (request.actor && (problem.status === 403 || error instanceof OutOfReach))
      await this.writeDown(request, error instanceof OutOfReach ? 'account.out-of-reach' : 'account.refused');
    if (isApi) {
      const { status, code, message, fields } = problem;
      return reply
        .status(status)
        .type('application/problem+json; charset=utf-8')
        .send({ type: `urn:lich:${code}`, title: message, status, ...(fields ? { fields } : {}) });
    }
    // Whoever asks too often costs no query.
    if (problem.status !== 429) await this.recogniseActor(request);
    return this.pages.send(request, reply, {
      template: 'pages/error/page',
      title: problem.status === 404 ? 'Không tìm thấy' : 'Chưa thực hiện được',
      status: problem.status,
      view: {
        message: problem.message,
        isMissing: problem.status === 404,
        isSignedIn: request.actor !== undefined,
        formHref: error instanceof OutdatedForm ? pageOfForm(request) : undefined,
      },
    });
  }

  /** The page to come back to, and whether somebody was signed in until a moment ago. */
  private signInAddress(request: FastifyRequest): string {
    const back = isSafe(request) ? request.url : (pageOfForm(request) ?? '/');
    const facts = [this.cookies.read(request, 'session') === undefined ? '' : '&ended', isSafe(request) ? '' : '&form'];
    return `/sign-in?next=${encodeURIComponent(back)}${facts.join('')}`;
  }

  /** No guard runs for an address that does not exist; whoever is signed in keeps the header all the same. */
  private async recogniseActor(request: FastifyRequest): Promise<void> {
    const token = this.cookies.read(request, 'session');
    if (request.actor || !token) return;
    const actor = await this.sessions.actorOf(token).catch(() => null);
    if (actor) request.actor = actor;
  }

  /** Who asks for what is not theirs is written down; if that cannot be, the answer is the same. */
  private async writeDown(request: FastifyRequest, action: RefusedAction): Promise<void> {
    await this.refusals.tell(request.actor!, action, askedFor(request)).catch((error: unknown) => this.logger.error(errorForLog(error)));
  }

  private problemOf(error: unknown, request: FastifyRequest): Problem {
    if (error instanceof SignInNeeded) return { status: 401, code: 'sign-in-needed', message: error.message };
    if (error instanceof SecondFactorNeeded) return { status: 403, code: 'second-factor-needed', message: error.message };
    if (error instanceof DomainError) {
      if (error.logLevel !== 'debug') this.logger[error.logLevel](withoutSecrets(error.message));
      return { status: statusOf(error), code: error.code, message: error.message, fields: fieldMessages(error) };
    }
    const status = error instanceof HttpException ? error.getStatus() : (statusCodeOf(error) ?? 500);
    if (status === 404) return { status, code: 'not-found', message: 'Không có trang này.' };
    if (status === 413) return { status, code: 'too-large', message: 'Nội dung gửi lên quá lớn; hãy bớt lại hoặc gửi làm nhiều lần.' };
    if (status === 429) return { status, code: 'too-many', message: 'Có quá nhiều yêu cầu trong một phút; hãy chờ một lát rồi thử lại.' };
    if (status < 500) return { status, code: 'bad-request', message: 'Yêu cầu chưa đúng.' };
    // The route as declared: an address may hold a one-time link.
    this.logger.error(`${request.method} ${request.routeOptions.url ?? 'unknown'}: ${errorForLog(error)}`);
    return { status: 500, code: 'internal', message: 'Máy chủ gặp lỗi và đã ghi lại. Nội dung chưa được lưu; hãy thử lại sau ít phút.' };
  }
}

/** Fastify's own refusals (a body too large, a media type unknown) carry their status. */
function statusCodeOf(error: unknown): number | undefined {
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}

/** The page that a form was sent from, where it is one of this site: what the form goes to is nothing to be opened. */
function pageOfForm({ headers: { referer = '' }, protocol, host }: FastifyRequest): string | undefined {
  const own = `${protocol}://${host}`;
  if (!URL.canParse(referer) || !URL.canParse(own)) return undefined;
  const page = new URL(referer);
  return page.host === new URL(own).host ? localPath(page.pathname + page.search) : undefined;
}

/** Where the sign-in form would have led; undefined for whatever else was sent. */
function nextOfSignIn({ body, routeOptions }: FastifyRequest): string | undefined {
  const next = routeOptions.url === '/session' ? textOf((body as Readonly<Record<string, unknown>> | null)?.next) : undefined;
  return next === undefined ? undefined : localPath(next);
}
