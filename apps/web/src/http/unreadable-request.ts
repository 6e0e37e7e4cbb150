import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';

/*
 * Requests that come to no handler, because their address or their headers cannot be read: nothing of the application is
 * there yet, so the words are put together here.
 */

const WORDS: Readonly<Record<number, string>> = {
  400: 'Yêu cầu chưa đúng.',
  408: 'Yêu cầu đến quá chậm.',
  431: 'Phần đầu của yêu cầu quá lớn.',
};

const REASONS: Readonly<Record<number, string>> = { 400: 'Bad Request', 408: 'Request Timeout', 431: 'Request Header Fields Too Large' };

const HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'" };

/** An address that is none, such as `/%ff`. */
export function answerUnreadable(_error: Error, request: FastifyRequest, reply: FastifyReply): void {
  const message = WORDS[400]!;
  void reply.status(400).headers(HEADERS);
  if ((request.raw.url ?? '').startsWith('/api/')) {
    void reply.type('application/problem+json; charset=utf-8').send(JSON.stringify({ type: 'urn:lich:bad-request', title: message, status: 400 }));
    return;
  }
  const page = `<!doctype html><html lang="vi"><meta charset="utf-8"><title>Chưa thực hiện được</title><h1>Chưa thực hiện được</h1><p>${message} <a href="/">Về trang đầu</a></p></html>`;
  void reply.type('text/html; charset=utf-8').send(page);
}

/** What is no HTTP, comes too slowly or has headers beyond all measure; written to the line as it is. */
export function answerBrokenLine(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return;
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
  const body = `${WORDS[status]}\n`;
  const head = [
    `HTTP/1.1 ${status} ${REASONS[status]}`,
    'content-type: text/plain; charset=utf-8',
    ...Object.entries(HEADERS).map(([name, value]) => `${name}: ${value}`),
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
