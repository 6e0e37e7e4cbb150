import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { chunksOf, placesFor, rowsOf } from '#kernel/sql.js';
import type { Actor } from './actor.js';

/**
 * How a row, or a part of one in JSON, says who did something: `#12` is account 12, whose name is looked up when it is
 * shown; anything else stands for itself, such as the command line. So the name of a person stands in one place only, and
 * goes with them (`User.erase`).
 */
export function signatureOf({ userId, name }: Pick<Actor, 'userId' | 'name'>): string {
  return userId ? `#${userId}` : name;
}

/** Tells a signature in words. */
export type SignatureReader = (signature: string) => string;

const ACCOUNT = /^#(\d{1,9})$/;

const IDS_A_STATEMENT = 500;

@Injectable()
export class Signatures {
  constructor(private readonly em: SqlEntityManager) {}

  /** Looks the names of all these up at once. */
  async reader(signatures: Iterable<string | null | undefined>): Promise<SignatureReader> {
    const ids = [...new Set([...signatures].flatMap((signature) => ACCOUNT.exec(signature ?? '')?.[1] ?? []))].map(Number);
    const names = new Map<string, string>();
    for (const part of chunksOf(ids, IDS_A_STATEMENT)) {
      const rows = await rowsOf<{ id: number; name: string }>(this.em, `select id, name from user_account where id in (${placesFor(part)})`, part);
      for (const { id, name } of rows) names.set(`#${id}`, name);
    }
    return (signature) => names.get(signature) ?? signature;
  }

  async inWords(signature: string): Promise<string> {
    return (await this.reader([signature]))(signature);
  }
}
