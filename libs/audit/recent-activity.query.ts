import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { rowsOf } from '#kernel/sql.js';
import type { AuditSubject } from './audit-entry.entity.js';

export interface Activity {
  readonly at: string;
  readonly action: string;
  readonly actor: string | null;
  readonly subject: AuditSubject;
  readonly subjectId: number;
  /** Of the item that it is about, as it is called now; null where it is about something else. */
  readonly itemTitle: string | null;
  readonly before: Record<string, unknown> | null;
  readonly after: Record<string, unknown> | null;
}

const COLUMNS = `a.at as "at", a.action as "action", u.name as "actor", a.subject as "subject", a.subject_id as "subjectId", d.title as "itemTitle", a."before" as "before", a."after" as "after"
  from audit_entry a left join user_account u on u.id = a.actor_id left join deliverable d on a.subject = 'deliverable' and d.id = a.subject_id`;

@Injectable()
export class RecentActivityQuery {
  constructor(private readonly em: SqlEntityManager) {}

  /** The latest entries about items, newest first. */
  async latest(limit: number): Promise<Activity[]> {
    return this.read(`select ${COLUMNS} where a.subject = 'deliverable' order by a.id desc limit ?`, [limit]);
  }

  /** Everything that happened to one item, or to one of another kind, newest first. */
  async of(subjectId: number, subject: AuditSubject = 'deliverable'): Promise<Activity[]> {
    return this.read(`select ${COLUMNS} where a.subject = ? and a.subject_id = ? order by a.id desc limit 200`, [subject, subjectId]);
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
