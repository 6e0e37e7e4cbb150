import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import { changeRows, rowsOf } from '#kernel/sql.js';

/** What a link lets its holder do: act on one reminder, or end one person's summaries. */
type Purpose = 'act' | 'unsubscribe';

export interface SignedLink {
  readonly id: number;
  /** The last day on which it works; null for one that has none. */
  readonly until: Temporal.PlainDate | null;
}

const EPOCH = Temporal.PlainDate.from('2020-01-01');

/** 132 bits. */
const SIGNATURE_LENGTH = 22;

const SHAPE = /^([0-9a-z]{1,9})-([0-9a-z]{1,6})-([\w-]{22})$/;

/** Signs the links in letters and knows its own again. The same reminder has the same link however often its letter is tried. */
@Injectable()
export class LinkSigner {
  #secret: string | undefined;

  constructor(private readonly em: SqlEntityManager) {}

  async sign(purpose: Purpose, id: number, until: Temporal.PlainDate | null): Promise<string> {
    const days = until ? EPOCH.until(until).days + 1 : 0;
    return `${id.toString(36)}-${days.toString(36)}-${signature(await this.secret(), purpose, id, days)}`;
  }

  /** Undefined for whatever was not signed here; whether it has expired is for the caller to say. */
  async read(purpose: Purpose, token: string): Promise<SignedLink | undefined> {
    const [, idText, daysText, given] = SHAPE.exec(token) ?? [];
    if (!idText || !daysText || !given) return undefined;
    const id = Number.parseInt(idText, 36);
    const days = Number.parseInt(daysText, 36);
    const expected = signature(await this.secret(), purpose, id, days);
    if (!timingSafeEqual(Buffer.from(expected), Buffer.from(given))) return undefined;
    return { id, until: days === 0 ? null : EPOCH.add({ days: days - 1 }) };
  }

  /** Made once; who comes second takes the one that is there. */
  private async secret(): Promise<string> {
    if (this.#secret) return this.#secret;
    const read = async () => (await rowsOf<{ secret: string }>(this.em, 'select secret as "secret" from link_key where id = 1'))[0]?.secret;
    let secret = await read();
    if (!secret) {
      await changeRows(this.em, 'insert into link_key (id, secret) values (1, ?) on conflict do nothing', [randomBytes(32).toString('base64url')]);
      secret = (await read())!;
    }
    this.#secret = secret;
    return secret;
  }
}

function signature(secret: string, purpose: Purpose, id: number, days: number): string {
  return createHmac('sha256', secret).update(`${purpose}:${id}:${days}`).digest('base64url').slice(0, SIGNATURE_LENGTH);
}
