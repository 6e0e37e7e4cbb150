import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';

type Answer = Error | undefined;

/** What the server does otherwise than take every letter; each is asked anew for every connection or letter. */
export interface Mood {
  /** Before the greeting; while the promise is open the other side waits. */
  greet?(): Promise<Answer> | Answer;
  sender?(): Promise<Answer> | Answer;
  recipient?(address: string): Promise<Answer> | Answer;
  /** When the letter begins to come in; the connection may be destroyed here. */
  data?(session: SMTPServerSession, stream: SMTPServerDataStream): Promise<void> | void;
  /** The letter is here whole; it counts as taken once this resolves without an error. */
  end?(session: SMTPServerSession): Promise<Answer> | Answer;
}

export function refusal(responseCode: number, words: string): Error {
  return Object.assign(new Error(words), { responseCode });
}

/** A real mail server on this machine that keeps what it took, and counts it by Message-ID. */
export class PostOffice {
  mood: Mood = {};
  connections = 0;
  /** How often each letter was taken. */
  readonly taken = new Map<string, number>();
  readonly #arrived: Buffer[] = [];
  readonly #sockets = new Map<string, { destroy(): void }>();
  #server: SMTPServer | undefined;
  #port = 0;

  async open(port = 0): Promise<string> {
    this.#server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      logger: false,
      closeTimeout: 100,
      onConnect: (_session, done) => {
        this.connections += 1;
        void answer(this.mood.greet?.(), done);
      },
      onMailFrom: (_address, _session, done) => void answer(this.mood.sender?.(), done),
      onRcptTo: ({ address }, _session, done) => void answer(this.mood.recipient?.(address), done),
      onData: (stream, session, done) => void this.take(stream, session, done),
    });
    this.#server.on('error', () => undefined);
    this.#server.server.on('connection', (socket) => {
      const key = String(socket.remotePort);
      this.#sockets.set(key, socket);
      socket.once('close', () => this.#sockets.delete(key));
    });
    await new Promise<void>((resolve) => {
      this.#server!.listen(port, '127.0.0.1', resolve);
    });
    this.#port = (this.#server.server.address() as AddressInfo).port;
    return this.url;
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.#port}`;
  }

  /** Nobody listens any more, until `reopen`. */
  async shut(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    for (const socket of this.#sockets.values()) socket.destroy();
    if (server) await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  async reopen(): Promise<void> {
    this.mood = {};
    await this.open(this.#port);
  }

  async letters(): Promise<ParsedMail[]> {
    return Promise.all(this.#arrived.map((letter) => simpleParser(letter)));
  }

  async to(address: string): Promise<ParsedMail[]> {
    return (await this.letters()).filter(({ to }) => [to].flat().some((receiver) => receiver?.text.includes(address)));
  }

  /** Takes every letter again, and keeps nothing of what was. */
  forget(): void {
    this.mood = {};
    this.taken.clear();
    this.#arrived.length = 0;
  }

  /** Ends the connection of a session at once, as a cable that is pulled. */
  cut({ remotePort }: SMTPServerSession): void {
    this.#sockets.get(String(remotePort))?.destroy();
  }

  private async take(stream: SMTPServerDataStream, session: SMTPServerSession, done: (error?: Error | null) => void): Promise<void> {
    const chunks: Buffer[] = [];
    await this.mood.data?.(session, stream);
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    await new Promise((resolve) => stream.on('end', resolve));
    const letter = Buffer.concat(chunks);
    const messageId = /^message-id: <([^>]+)>/im.exec(letter.toString('utf8'))?.[1] ?? 'none';
    const error = await this.mood.end?.(session);
    // A connection that went away in the middle ends the stream too; such a letter is not taken.
    const isWhole = this.#sockets.has(String(session.remotePort));
    if (!error && isWhole) {
      this.taken.set(messageId, (this.taken.get(messageId) ?? 0) + 1);
      this.#arrived.push(letter);
    }
    done(error);
  }
}

async function answer(error: Promise<Answer> | Answer, done: (error?: Error | null) => void): Promise<void> {
  done(await error);
}
