import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import type { Temporal } from 'temporal-polyfill';
import { instantText } from '#kernel/column-types.js';
import { changeRows, chunksOf, rowsOf, type SqlValue } from '#kernel/sql.js';
import { canonicalJson, sealedHash } from './audit-hash.js';
import type { AuditSubject } from './audit-entry.entity.js';
import { originNow } from './entry-origin.js';
import { withoutAddresses } from './mail-addresses.js';

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

const TAKE_PLACES = 'update audit_chain set length = length + ? where id = 1 returning length as "last", hash as "previous"';

const INSERT = 'insert into audit_entry (at, actor_id, action, subject, subject_id, via, "before", "after", position, hash) values ';

const PLACES_OF_ONE = '(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)';

/** Ten values an entry: well under what either engine takes in one statement. */
const ENTRIES_A_STATEMENT = 500;

const LAST_HASH = 'update audit_chain set hash = ? where id = 1';

/** Adds to the trail, in the transaction of the change that it tells of. */
@Injectable()
export class AuditTrail {
  constructor(private readonly em: SqlEntityManager) {}

  /**
   * Call it as the last step of the transaction: from here until the commit every other writer of the trail waits,
   * because each entry's hash is made from the one before it.
   */
  async record(record: AuditRecord): Promise<void> {
    await this.recordAll([record]);
  }

  /** As `record`, of many things that one step did: in a few statements, however many. */
  async recordAll(records: readonly AuditRecord[]): Promise<void> {
    if (records.length === 0) return;
    if (!this.em.isInTransaction()) throw new Error(`The audit entry ${records[0]!.action} is not in the transaction of its change.`);
    // 1. Takes the end of the chain; on PostgreSQL whoever comes second waits here.
    const [taken] = await rowsOf<{ last: number; previous: string }>(this.em, TAKE_PLACES, [records.length]);
    const first = taken!.last - records.length + 1;
    let hash = taken!.previous;
    const via = originNow();
    const rows: SqlValue[][] = [];
    for (const [index, { at, actorId, action, subject = 'deliverable', subjectId, before, after }] of records.entries()) {
      const stored = { at: instantText(at), actorId, action, subject, subjectId, via };
      // 2. What is sealed is what a reader will find: what JSON leaves out is no part of it, and no mail address is, because
      //    entries outlive the people whom they name.
      const jsonBefore = canonicalJson(withoutAddresses(before));
      const jsonAfter = canonicalJson(withoutAddresses(after));
      hash = sealedHash(hash, stored, jsonBefore, jsonAfter);
      rows.push([stored.at, actorId, action, subject, subjectId, via, before && jsonBefore, after && jsonAfter, first + index, hash]);
    }
    for (const part of chunksOf(rows, ENTRIES_A_STATEMENT)) {
      await changeRows(this.em, INSERT + part.map(() => PLACES_OF_ONE).join(', '), part.flat());
    }
    // 3. The last of them is now the end.
    await changeRows(this.em, LAST_HASH, [hash]);
  }
}
