import type { Readable } from 'node:stream';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { BrowserCookies, type CookieKind } from '#web/http/browser-cookies.js';
import { Answer } from './answer.js';

/** A list stands for several boxes of one name. */
type Fields = Readonly<Record<string, string | number | readonly (string | number)[] | undefined>>;
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A browser without a screen: it keeps cookies, sends forms with the token of the page they stand on, and follows nothing by itself. */
export class Visitor {
  readonly #cookies = new Map<string, string>();

  constructor(private readonly app: NestFastifyApplication) {}

  /** Keeps a cookie as if the server had set it. */
  keep(kind: CookieKind, value: string): void {
    this.#cookies.set(this.nameOf(kind), value);
  }

  forget(kind: CookieKind): void {
    this.#cookies.delete(this.nameOf(kind));
  }

  cookie(kind: CookieKind): string | undefined {
    return this.#cookies.get(this.nameOf(kind));
  }

  /** All of them, as the header has them. */
  get cookies(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('; ');
  }

  private nameOf(kind: CookieKind): string {
    return this.app.get(BrowserCookies, { strict: false }).nameOf(kind);
  }

  async get(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.send('GET', url, { headers });
  }

  /** Posts fields as they are, without a token. */
  async post(url: string, fields: Fields = {}): Promise<Answer> {
    const given = Object.entries(fields).flatMap(([name, value]) => [value ?? []].flat().map((one): [string, string] => [name, String(one)]));
    return this.send('POST', url, { headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams(given).toString() });
  }

  /** Posts fields with a good token. */
  async postWithToken(url: string, fields: Fields = {}): Promise<Answer> {
    return this.post(url, { _csrf: await this.token(), ...fields });
  }

  /** Sends a form with a file, as a browser does, with a good token. */
  async upload(url: string, file: { name: string; bytes: Uint8Array }, fields: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.uploadAll(url, [file], fields, 'file');
  }

  /** As `upload`, of several files in one field. */
  async uploadAll(
    url: string,
    files: readonly { name: string; bytes: Uint8Array }[],
    fields: Readonly<Record<string, string>> = {},
    field = 'files',
  ): Promise<Answer> {
    const form = new FormData();
    for (const [name, value] of Object.entries({ _csrf: await this.token(), ...fields })) form.set(name, value);
    for (const { name, bytes } of files) form.append(field, new Blob([Uint8Array.from(bytes)]), name);
    const encoded = new Response(form);
    return this.send('POST', url, { headers: { 'content-type': encoded.headers.get('content-type')! }, payload: Buffer.from(await encoded.arrayBuffer()) });
  }

  /** Fills in the form of a page (the first, unless its address is given), over what stands in it already, and sends it where the form says. */
  async fillIn(page: Answer, fields: Fields, target?: string): Promise<Answer> {
    const { action, values, ticked } = page.form(target);
    return this.post(action, { ...values, ...ticked, ...fields });
  }

  async put(url: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.send('PUT', url, { headers: { 'content-type': 'application/json', ...headers }, payload: JSON.stringify(body) });
  }

  async putWithToken(url: string, body: unknown): Promise<Answer> {
    return this.put(url, body, { 'csrf-token': await this.token() });
  }

  async send(
    method: Method,
    url: string,
    { headers = {}, payload }: { headers?: Readonly<Record<string, string>>; payload?: string | Buffer | Readable } = {},
  ): Promise<Answer> {
    const { cookies: cookie } = this;
    const response = await this.app.inject({
      method,
      url,
      headers: { ...(cookie ? { cookie } : {}), ...headers },
      ...(payload === undefined ? {} : { payload }),
    });
    for (const { name, value } of response.cookies as { name: string; value: string }[]) {
      if (value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return new Answer(response.statusCode, response.headers, response.body);
  }

  /** A good token, as any page carries it. */
  async token(): Promise<string> {
    const { token } = await this.get(this.cookie('session') ? '/tasks' : '/sign-in');
    return token;
  }
}
