import { SqlEntityManager } from '@mikro-orm/sql';
import { Inject, Injectable, Logger } from '@nestjs/common';
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  AuthorizationResponseError,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  type Configuration,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  type IDToken,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  ResponseBodyError,
} from 'openid-client';
import { Clock } from '#kernel/clock.js';
import { instantText } from '#kernel/column-types.js';
import { DomainError, NotFound } from '#kernel/domain-error.js';
import type { Environment, OpenidSettings } from '#kernel/environment.js';
import { ENVIRONMENT } from '#kernel/kernel.module.js';
import { errorLine } from '#kernel/logged-error.js';
import { changeRows } from '#kernel/sql.js';
import { ExternalIdentity } from './external-identity.entity.js';
import { User } from './user.entity.js';

/** What one sign-in has to remember while the person is at the provider. */
export interface OpenidSecrets {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

class OpenidUnavailable extends DomainError {
  readonly code = 'openid-unavailable';
  readonly kind = 'unavailable';
  // The cause is logged where it is known.
  override readonly logLevel = 'debug';

  constructor(name: string) {
    super(`Hiện chưa liên lạc được với nơi cấp ${name}. Hãy đăng nhập bằng mật khẩu, hoặc thử lại sau ít phút.`);
  }
}

/** The answer that came back belongs to no sign-in begun here, or is used up. */
class OpenidAttemptOver extends DomainError {
  readonly code = 'openid-attempt-over';
  readonly kind = 'invalid';

  constructor() {
    super('Lần đăng nhập này không hợp lệ hoặc đã quá 10 phút. Hãy đăng nhập lại.');
  }
}

/** The same words for no account, a closed one and an address not verified: they do not tell who has an account. */
export class OpenidRefused extends DomainError {
  readonly code = 'openid-refused';
  readonly kind = 'forbidden';

  /** @param userId of the closed account that the provider vouched for, 0 where nobody has one; undefined where it vouched for nobody */
  constructor(
    name: string,
    readonly userId?: number,
  ) {
    super(`Chưa đăng nhập được bằng ${name} này. Hãy đăng nhập bằng mật khẩu, hoặc liên hệ Sở Nội vụ.`);
  }
}

const RETURN_PATH = '/sign-in/openid/return';

const TIMEOUT_SECONDS = 10;

/** Signing in by a provider of OpenID Connect: the authorization code flow with PKCE. It opens accounts to people, never makes one. */
@Injectable()
export class OpenidService {
  private readonly logger = new Logger(OpenidService.name);
  #discovered: Promise<Configuration> | undefined;

  constructor(
    private readonly em: SqlEntityManager,
    private readonly clock: Clock,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /** The words for the button; undefined where no provider is configured. */
  get name(): string | undefined {
    return this.environment.openid?.name;
  }

  /** @throws NotFound where no provider is configured, OpenidUnavailable */
  async begin(): Promise<{ address: string; secrets: OpenidSecrets }> {
    const provider = await this.provider();
    const secrets = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
    const { href } = buildAuthorizationUrl(provider, {
      redirect_uri: this.returnAddress,
      scope: 'openid email',
      state: secrets.state,
      nonce: secrets.nonce,
      code_challenge: await calculatePKCECodeChallenge(secrets.verifier),
      code_challenge_method: 'S256',
    });
    return { address: href, secrets };
  }

  /**
   * The person whom the provider's answer stands for.
   * @param query of the address that the provider sent the browser back to
   * @param secrets of the attempt under way in this browser, if there is one
   * @throws OpenidAttemptOver for an answer that is none to this attempt, OpenidRefused, OpenidUnavailable, NotFound
   */
  async complete(query: string, secrets: OpenidSecrets | undefined): Promise<User> {
    const { name } = this.settings;
    // Before anything is asked of the provider: a stranger's answer costs it no request.
    if (!secrets || new URLSearchParams(query).get('state') !== secrets.state) throw new OpenidAttemptOver();
    const provider = await this.provider();
    const { claims, accessToken } = await this.redeem(provider, query, secrets);
    const known = await this.tiedTo(claims);
    const user = known ?? (await this.tie(claims, await this.verifiedEmail(provider, claims, accessToken)));
    if (!user?.isActive) throw new OpenidRefused(name, user?.id ?? 0);
    return user;
  }

  private get settings(): OpenidSettings {
    if (!this.environment.openid) throw new NotFound('Không có trang này.');
    return this.environment.openid;
  }

  private get returnAddress(): string {
    return `${this.environment.publicUrl}${RETURN_PATH}`;
  }

  /** What the provider says of itself, asked when first needed; a failure is asked again. */
  private async provider(): Promise<Configuration> {
    const { issuer, clientId, clientSecret, name } = this.settings;
    const isPlain = issuer.startsWith('http:');
    this.#discovered ??= discovery(new URL(issuer), clientId, clientSecret, secretAsSupported(clientSecret), {
      timeout: TIMEOUT_SECONDS,
      execute: isPlain ? [allowInsecureRequests, enableNonRepudiationChecks] : [enableNonRepudiationChecks],
    });
    try {
      return await this.#discovered;
    } catch (error) {
      this.#discovered = undefined;
      this.logger.warn(`OpenID: ${errorLine(error)}`);
      throw new OpenidUnavailable(name);
    }
  }

  private async redeem(provider: Configuration, query: string, secrets: OpenidSecrets): Promise<{ claims: IDToken; accessToken: string }> {
    try {
      const tokens = await authorizationCodeGrant(provider, new URL(`${this.returnAddress}?${query}`), {
        expectedState: secrets.state,
        expectedNonce: secrets.nonce,
        pkceCodeVerifier: secrets.verifier,
        idTokenExpected: true,
      });
      return { claims: tokens.claims()!, accessToken: tokens.access_token };
    } catch (error) {
      this.logger.warn(`OpenID: ${errorLine(error)}`);
      throw this.refusalFor(error);
    }
  }

  private refusalFor(error: unknown): DomainError {
    // The person, or the provider, said no.
    if (error instanceof AuthorizationResponseError) return new OpenidRefused(this.settings.name);
    // A code used before, made up, or of another attempt.
    if (error instanceof ResponseBodyError) return error.error === 'invalid_grant' ? new OpenidAttemptOver() : new OpenidUnavailable(this.settings.name);
    return isOfTheLine(error) ? new OpenidUnavailable(this.settings.name) : new OpenidAttemptOver();
  }

  private async tiedTo({ iss, sub }: IDToken): Promise<User | undefined> {
    const identity = await this.em.findOne(ExternalIdentity, { issuer: iss, subject: sub }, { populate: ['user'] });
    return identity?.user;
  }

  /** The address in the ID token or, where the provider keeps claims out of it, in its answer about the person; only a verified one. */
  private async verifiedEmail(provider: Configuration, claims: IDToken, accessToken: string): Promise<string | undefined> {
    const { email, email_verified: isVerified } =
      claims.email === undefined && provider.serverMetadata().userinfo_endpoint ? await this.aboutPerson(provider, claims, accessToken) : claims;
    return typeof email === 'string' && isVerified === true ? inLowerCase(email) : undefined;
  }

  private async aboutPerson(provider: Configuration, { sub }: IDToken, accessToken: string): Promise<{ email?: unknown; email_verified?: unknown }> {
    try {
      return await fetchUserInfo(provider, accessToken, sub);
    } catch (error) {
      this.logger.warn(`OpenID: ${errorLine(error)}`);
      throw new OpenidUnavailable(this.settings.name);
    }
  }

  /** Ties the subject to the account of that address, unless it is closed or has a subject of this provider already. */
  private async tie(claims: IDToken, email: string | undefined): Promise<User | undefined> {
    const user = email === undefined ? null : await this.em.findOne(User, { email });
    if (!user?.isActive) return user ?? undefined;
    // Of two first sign-ins at the same instant one writes the row, and the other finds it.
    const insert = 'insert into external_identity (issuer, subject, user_id, tied_at) values (?, ?, ?, ?) on conflict do nothing';
    const count = await changeRows(this.em, insert, [claims.iss, claims.sub, user.id, instantText(this.clock.now())]);
    return count === 1 ? user : this.tiedTo(claims);
  }
}

/** The secret in the header, which every provider must know (RFC 6749, 2.3.1), unless it says that it takes it in the body only. */
function secretAsSupported(secret: string): ClientAuth {
  const [inHeader, inBody] = [ClientSecretBasic(secret), ClientSecretPost(secret)];
  return (server, ...rest) => {
    const supported = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    (supported.includes('client_secret_basic') ? inHeader : inBody)(server, ...rest);
  };
}

/** Only the letters of ASCII: others would make one person's address into another's (“K”, the sign of Kelvin, into “k”). */
function inLowerCase(email: string): string {
  return email.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** `fetch` throws a TypeError where nobody answers, and a TimeoutError; `openid-client` hands on an answer that is none with its code. */
function isOfTheLine(error: unknown): boolean {
  for (let cause = error as Partial<Error & { code: unknown }> | undefined; cause; cause = cause.cause as typeof cause) {
    const { name, message, code } = cause;
    if (name === 'TimeoutError' || message === 'fetch failed') return true;
    if (code === 'OAUTH_TIMEOUT' || code === 'OAUTH_RESPONSE_IS_NOT_CONFORM' || code === 'OAUTH_RESPONSE_IS_NOT_JSON') return true;
  }
  return false;
}
