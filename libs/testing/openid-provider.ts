import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { Provider } from 'oidc-provider';

/** Who sits at the provider's keyboard, and what the provider knows of them; `refuses` for somebody who turns away. */
export interface ProviderPerson {
  subject: string;
  email?: string;
  isVerified?: boolean;
  refuses?: boolean;
}

export const CLIENT = { id: 'lich', secret: 'bi-mat-cua-phep-thu' };

/** A real provider of OpenID Connect on loopback, whose sign-in page signs in `person` without asking. */
export class OpenidProvider {
  person: ProviderPerson = { subject: 'nobody' };
  /** How often the provider was asked for tokens. */
  tokenRequests = 0;
  readonly #server: Server;
  #handle: (request: IncomingMessage, response: ServerResponse) => void = () => undefined;

  private constructor() {
    this.#server = createServer((request, response) => {
      if (request.url === '/token') this.tokenRequests += 1;
      this.#handle(request, response);
    });
  }

  static async start(returnAddress: string, clientAuth: 'client_secret_basic' | 'client_secret_post' = 'client_secret_basic'): Promise<OpenidProvider> {
    const started = new OpenidProvider();
    await started.listen(0);
    const provider = new Provider(started.issuer, {
      clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [returnAddress], token_endpoint_auth_method: clientAuth }],
      clientAuthMethods: [clientAuth],
      jwks: { keys: [{ ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' }] },
      cookies: { keys: [randomBytes(16).toString('hex')] },
      claims: { openid: ['sub'], email: ['email', 'email_verified'] },
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
      ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 60, IdToken: 60, Interaction: 60, Session: 60 },
      findAccount: (_context, accountId) => ({
        accountId,
        claims: () => Promise.resolve({ sub: accountId, email: started.person.email, email_verified: started.person.isVerified }),
      }),
      // Nobody is asked whether the address may be told.
      loadExistingGrant: async ({ oidc }) => {
        const grant = new oidc.provider.Grant({ clientId: oidc.client!.clientId, accountId: oidc.session!.accountId! });
        grant.addOIDCScope('openid email');
        await grant.save();
        return grant;
      },
    });
    const callback = provider.callback();
    started.#handle = (request, response) => {
      if (!request.url!.startsWith('/interaction/')) return void callback(request, response);
      const { subject, refuses } = started.person;
      provider.interactionFinished(request, response, refuses ? { error: 'access_denied' } : { login: { accountId: subject } }).catch((error: unknown) => {
        response.writeHead(500).end(String(error));
      });
    };
    return started;
  }

  get issuer(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async listen(port: number): Promise<void> {
    await once(this.#server.listen(port, '127.0.0.1'), 'listening');
  }

  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  /** Goes through the provider's pages as a browser does. @returns the address on the other site that it ends at */
  async visit(address: string): Promise<URL> {
    const cookies = new Map<string, string>();
    let here = new URL(address);
    while (here.origin === this.issuer) {
      const answer = await fetch(here, { redirect: 'manual', headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') } });
      for (const line of answer.headers.getSetCookie()) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
        cookies.set(name!, value!);
      }
      const location = answer.headers.get('location');
      if (!location) throw new Error(`the provider stops at ${here.pathname} with ${answer.status}: ${await answer.text()}`);
      here = new URL(location, here);
    }
    return here;
  }
}
