import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import type { Temporal } from 'temporal-polyfill';
import { instantText } from '#kernel/column-types.js';
import { changeRows } from '#kernel/sql.js';
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

const INSERT = 'insert into audit_entry (at, actor_id, action, subject, subject_id, "before", "after") values (?, ?, ?, ?, ?, ?, ?)';

/** Adds to the trail, in the transaction of the change that it tells of. */
@Injectable()
export class AuditTrail {
  constructor(private readonly em: SqlEntityManager) {}

  async record({ at, actorId, action, subject = 'deliverable', subjectId, before, after }: AuditRecord): Promise<void> {
    await changeRows(this.em, INSERT, [instantText(at), actorId, action, subject, subjectId, jsonOrNull(before), jsonOrNull(after)]);
  }
}

function jsonOrNull(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}
