import http from 'node:http';
import https from 'node:https';
import type { Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { Inject, Injectable } from '@nestjs/common';
import { DomainError } from '#kernel/domain-error.js';
import type { Environment } from '#kernel/environment.js';
import { ENVIRONMENT } from '#kernel/kernel.module.js';
import type { PageRecord } from './link-snapshot.entity.js';
import { readPage } from './page-reader.js';

/** A page that could not be read, or must not be. */
class LinkNotRead extends DomainError {
  readonly code = 'link-not-read';
  readonly kind = 'invalid';

  constructor(message: string) {
    super(message, 'url');
  }
}

/** Too many people ask at once; whoever asks again in a moment is served. */
class FetcherIsBusy extends DomainError {
  readonly code = 'fetcher-is-busy';
  readonly kind = 'unavailable';

  constructor() {
    super('Máy chủ đang đọc nhiều trang khác; hãy thử lại sau ít giây.');
  }
}

const MOST_REDIRECTS = 3;
const MOST_SECONDS = 10;
const MOST_BYTES = 3 * 1024 * 1024;
const MOST_AT_ONCE = 4;

const READABLE = /^(text\/html|application\/xhtml\+xml|text\/plain|application\/pdf)\b/i;

const PRIVATE = new LinkNotRead('Đường dẫn này trỏ vào mạng nội bộ nên máy chủ không đọc.');

/**
 * Reads a page that a user names. The address is judged when it is connected to, after each redirect again, so neither a
 * name that answers differently the second time nor a redirect leads inside. Bounded in time, bytes and redirects.
 */
@Injectable()
export class LinkFetcher {
  #running = 0;

  constructor(@Inject(ENVIRONMENT) private readonly environment: Environment) {}

  /** @throws LinkNotRead saying why in a sentence, FetcherIsBusy */
  async read(address: string): Promise<PageRecord> {
    if (this.#running >= MOST_AT_ONCE) throw new FetcherIsBusy();
    this.#running += 1;
    const deadline = AbortSignal.timeout(MOST_SECONDS * 1000);
    try {
      return await this.follow(urlOf(address), deadline);
    } catch (error) {
      throw refusalFor(error, deadline);
    } finally {
      this.#running -= 1;
    }
  }

  private async follow(first: URL, deadline: AbortSignal): Promise<PageRecord> {
    let url = first;
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
      const answer = await this.ask(url, deadline);
      const status = answer.statusCode ?? 0;
      const { location } = answer.headers;
      if (status >= 300 && status < 400 && location) {
        answer.destroy();
        url = urlOf(location, url);
        continue;
      }
      if (status !== 200) {
        answer.destroy();
        throw new LinkNotRead(status === 404 ? 'Không có trang này (404).' : `Trang trả lời mã ${status} nên không đọc được.`);
      }
      const contentType = answer.headers['content-type'] ?? 'text/html';
      if (!READABLE.test(contentType)) {
        answer.destroy();
        throw new LinkNotRead('Đường dẫn này không phải một trang viết.');
      }
      return readPage(await bytesOf(answer), contentType, url.href);
    }
    throw new LinkNotRead(`Đường dẫn chuyển hướng quá ${MOST_REDIRECTS} lần.`);
  }

  private async ask(url: URL, deadline: AbortSignal): Promise<http.IncomingMessage> {
    const { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } = await import('request-filtering-agent');
    const isSecure = url.protocol === 'https:';
    const isOwn = this.environment.linkHostsAllowed.includes(`${url.hostname}:${url.port || (isSecure ? '443' : '80')}`);
    if (!isOwn && url.port !== '') throw new LinkNotRead('Chỉ đọc được trang ở cổng thông thường (80, 443).');
    // A number in the address is no name: it is judged before a connection is even tried.
    if (!isOwn && /(^|\.)localhost\.?$/.test(url.hostname)) throw PRIVATE;
    const options = { allowPrivateIPAddress: isOwn, allowMetaIPAddress: isOwn };
    const agent = isSecure ? new RequestFilteringHttpsAgent(options) : new RequestFilteringHttpAgent(options);
    return new Promise((resolve, reject) => {
      const request = (isSecure ? https : http).get(
        url,
        {
          agent,
          signal: deadline,
          maxHeaderSize: 32 * 1024,
          headers: {
            accept: 'text/html,application/xhtml+xml,application/pdf;q=0.8',
            'accept-encoding': 'gzip, deflate, br',
            'user-agent': 'LichTuyenTruyen/1.0',
          },
        },
        resolve,
      );
      request.on('error', reject);
    });
  }
}

/** @throws LinkNotRead */
function urlOf(address: string, base?: URL): URL {
  if (!URL.canParse(address, base)) throw new LinkNotRead('Đường dẫn chưa đúng.');
  const url = new URL(address, base);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new LinkNotRead('Đường dẫn phải bắt đầu bằng http:// hoặc https://.');
  if (url.username || url.password) throw new LinkNotRead('Đường dẫn không được kèm tên và mật khẩu.');
  url.hash = '';
  return url;
}

/** Unpacked, and no more than is looked at; a bomb is let go where it passes the bound. */
async function bytesOf(answer: http.IncomingMessage): Promise<Buffer> {
  const unpack = unpackerFor(answer.headers['content-encoding']);
  const stream: Readable = unpack ? answer.pipe(unpack) : answer;
  if (unpack) answer.on('error', (error) => unpack.destroy(error));
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MOST_BYTES) throw new LinkNotRead(`Trang lớn hơn ${MOST_BYTES / 1024 / 1024} MB nên không đọc.`);
      chunks.push(chunk);
    }
  } finally {
    answer.destroy();
  }
  return Buffer.concat(chunks);
}

function unpackerFor(encoding: string | undefined): Transform | undefined {
  switch (encoding?.toLowerCase()) {
    case 'gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      return undefined;
  }
}

function refusalFor(error: unknown, deadline: AbortSignal): unknown {
  if (error instanceof DomainError) return error;
  if (deadline.aborted) return new LinkNotRead(`Trang không trả lời trong ${MOST_SECONDS} giây.`);
  const { code, message } = error as NodeJS.ErrnoException;
  if (/not allowed|private|unspecified|reserved/i.test(message)) return PRIVATE;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return new LinkNotRead('Không tìm thấy máy chủ của đường dẫn này.');
  return new LinkNotRead('Không đọc được trang; máy chủ của đường dẫn không trả lời đúng.');
}
