import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { placesFor, rowsOf } from '#kernel/sql.js';
import type { AuditSubject } from './audit-entry.entity.js';
import { UNCHANGING_ACTIONS } from './leaving-actions.js';

export interface Activity {
  readonly at: string;
  readonly action: string;
  readonly actor: string | null;
  /** As `EntryOrigin`. */
  readonly via: string | null;
  readonly subject: AuditSubject;
  readonly subjectId: number;
  /** Of the item that it is about, as it is called now; null where it is about something else. */
  readonly itemTitle: string | null;
  readonly before: Record<string, unknown> | null;
  readonly after: Record<string, unknown> | null;
}

const COLUMNS = `a.at as "at", a.action as "action", u.name as "actor", a.via as "via", a.subject as "subject", a.subject_id as "subjectId", d.title as "itemTitle", a."before" as "before", a."after" as "after"
  from audit_entry a left join user_account u on u.id = a.actor_id left join deliverable d on a.subject = 'deliverable' and d.id = a.subject_id`;

const CHANGED = `a.action not in (${placesFor(UNCHANGING_ACTIONS)})`;

/** What was done to things; who only looked, took something out or was refused stands in the trail alone. */
@Injectable()
export class RecentActivityQuery {
  constructor(private readonly em: SqlEntityManager) {}

  /** The latest changes of items, newest first. */
  async latest(limit: number): Promise<Activity[]> {
    return this.read(`select ${COLUMNS} where a.subject = 'deliverable' and ${CHANGED} order by a.id desc limit ?`, [...UNCHANGING_ACTIONS, limit]);
  }

  /** Everything that happened to one item, or to one of another kind, newest first. */
  async of(subjectId: number, subject: AuditSubject = 'deliverable'): Promise<Activity[]> {
    return this.read(`select ${COLUMNS} where a.subject = ? and a.subject_id = ? and ${CHANGED} order by a.id desc limit 200`, [
      subject,
      subjectId,
      ...UNCHANGING_ACTIONS,
    ]);
  }

  private async read(sql: string, values: readonly (string | number)[]): Promise<Activity[]> {
    const rows = await rowsOf<Omit<Activity, 'before' | 'after'> & { before: unknown; after: unknown }>(this.em, sql, [...values]);
    return rows.map((row) => ({ ...row, before: jsonOf(row.before), after: jsonOf(row.after) }));
  }
}

/** PostgreSQL gives an object, SQLite the text of one. */
function jsonOf(value: unknown): Record<string, unknown> | null {
  return (typeof value === 'string' ? JSON.parse(value) : value) as Record<string, unknown> | null;
}
