// One connection kept open, one request at a time, as little work as can be: what is measured is the server, not the client.
import { connect } from 'node:net';
import { once } from 'node:events';

export class Wire {
  #socket;
  #head;

  static async open(port, cookie) {
    const wire = new Wire();
    wire.#socket = connect(port, '127.0.0.1').setNoDelay(true);
    wire.#head = `Host: 127.0.0.1:${port}\r\nCookie: ${cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: `;
    await once(wire.#socket, 'connect');
    return wire;
  }

  /** Posts a form. @returns the status, once the whole answer is there */
  post(path, fields) {
    const body = new URLSearchParams(fields).toString();
    return new Promise((resolve, reject) => {
      let answer = '';
      const settle = (finish, value) => {
        this.#socket.off('data', read);
        this.#socket.off('close', fail);
        finish(value);
      };
      const fail = () => settle(reject, new Error('the server closed the connection'));
      const read = (chunk) => {
        answer += chunk.toString('latin1');
        if (isWhole(answer)) settle(resolve, Number(answer.slice(9, 12)));
      };
      this.#socket.on('data', read);
      this.#socket.once('close', fail);
      this.#socket.write(`POST ${path} HTTP/1.1\r\n${this.#head}${Buffer.byteLength(body)}\r\n\r\n${body}`);
    });
  }

  close() {
    this.#socket.destroy();
  }
}

/** Redirects have no body worth splitting: a length, or the last of the chunks. */
function isWhole(answer) {
  const head = answer.indexOf('\r\n\r\n');
  if (head === -1) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(answer.slice(0, head + 2));
  return length ? answer.length >= head + 4 + Number(length[1]) : answer.endsWith('0\r\n\r\n');
}
