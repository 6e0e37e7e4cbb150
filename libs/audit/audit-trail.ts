import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import type { Temporal } from 'temporal-polyfill';
import { instantText } from '#kernel/column-types.js';
import { changeRows, rowsOf } from '#kernel/sql.js';
import { entryHash } from './audit-hash.js';
import type { AuditSubject } from './audit-entry.entity.js';

export interface AuditRecord {
  readonly at: Temporal.Instant;
  /** Null for what the system did by itself. */
  readonly actorId: number | null;
  /** Such as `deliverable.published`. */
  readonly action: string;
  /** Its kind; an item where none is said. */
  readonly subject?: AuditSubject;
  readonly subjectId: number;
  readonly before: object | null;
  readonly after: object | null;
}

const NEXT_PLACE = 'update audit_chain set length = length + 1 where id = 1 returning length as "position", hash as "previous"';

const INSERT = `insert into audit_entry (at, actor_id, action, subject, subject_id, "before", "after", position, hash)
  values (?, ?, ?, ?, ?, ?, ?, ?, ?)`;

const LAST_HASH = 'update audit_chain set hash = ? where id = 1';

/** Adds to the trail, in the transaction of the change that it tells of. */
@Injectable()
export class AuditTrail {
  constructor(private readonly em: SqlEntityManager) {}

  /**
   * Call it as the last step of the transaction: from here until the commit every other writer of the trail waits,
   * because each entry's hash is made from the one before it.
   */
  async record({ at, actorId, action, subject = 'deliverable', subjectId, before, after }: AuditRecord): Promise<void> {
    if (!this.em.isInTransaction()) throw new Error(`The audit entry ${action} is not in the transaction of its change.`);
    const stored = { at: instantText(at), actorId, action, subject, subjectId };
    const jsonBefore = jsonOrNull(before);
    const jsonAfter = jsonOrNull(after);
    // 1. Takes the end of the chain; on PostgreSQL whoever comes second waits here.
    const [place] = await rowsOf<{ position: number; previous: string }>(this.em, NEXT_PLACE);
    // 2. What is sealed is what a reader will find: what JSON leaves out is no part of it.
    const hash = entryHash(place!.previous, { ...stored, before: asRead(jsonBefore), after: asRead(jsonAfter) });
    const values = [stored.at, actorId, action, subject, subjectId, jsonBefore, jsonAfter, place!.position, hash];
    await changeRows(this.em, INSERT, values);
    // 3. The entry is now the end.
    await changeRows(this.em, LAST_HASH, [hash]);
  }
}

function jsonOrNull(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}

function asRead(json: string | null): object | null {
  return json === null ? null : (JSON.parse(json) as object);
}
