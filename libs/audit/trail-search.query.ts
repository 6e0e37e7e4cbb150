import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { instantText } from '#kernel/column-types.js';
import { type PlainDate, ZONE } from '#kernel/plain-date.js';
import { placesFor, rowsOf, type SqlValue } from '#kernel/sql.js';
import type { AuditSubject } from './audit-entry.entity.js';

/** What is looked for; what is not given does not narrow. */
export interface TrailFilter {
  /** Of an account; null for what was done without one: by the system, by the command line, by somebody not signed in. */
  readonly actorId?: number | null | undefined;
  /** Of the account that it is about, whoever did it. */
  readonly aboutId?: number | undefined;
  readonly subject?: AuditSubject | undefined;
  /** The first part of actions, such as `session`, or a whole one. */
  readonly action?: string | undefined;
  /** Each of these in what was done or in the name of what it was done to. */
  readonly words?: readonly TrailWord[] | undefined;
  /** Days in Viet Nam, both included. */
  readonly from?: PlainDate | undefined;
  readonly to?: PlainDate | undefined;
}

/** A word that is looked for, as what it may stand in. */
export interface TrailWord {
  /** The actions in whose words it stands. */
  readonly actions: readonly string[];
  /** Of the search keys of items. */
  readonly pattern: string;
  /** What bears it in its name (see `TrailSearchQuery.names`). */
  readonly named: readonly Pick<TrailName, 'subject' | 'id'>[];
}

/** What something other than an item is called now. */
export interface TrailName {
  readonly subject: (typeof NAMED)[number];
  readonly id: number;
  readonly name: string;
}

/** Few enough that their names are looked through one by one, without their marks, as no database can on both engines. */
const NAMED = ['organisation', 'contract', 'plan'] as const satisfies readonly AuditSubject[];

export interface TrailLine {
  readonly id: number;
  readonly position: number | null;
  readonly at: string;
  readonly action: string;
  readonly actorId: number | null;
  readonly actor: string | null;
  readonly subject: AuditSubject;
  readonly subjectId: number;
  /** As `EntryOrigin`. */
  readonly via: string | null;
  /** Of the token that it was done by, as long as there is one. */
  readonly tokenName: string | null;
  /** Whose account it is about, by the present name. */
  readonly account: string | null;
  /** Of the organisation, item, contract or plan that it is about: its name, title or number now. The trail itself keeps none. */
  readonly name: string | null;
  readonly before: string | null;
  readonly after: string | null;
}

const COLUMNS = `a.id as "id", a.position as "position", a.at as "at", a.action as "action", a.actor_id as "actorId", u.name as "actor", a.subject as "subject",
  a.subject_id as "subjectId", a.via as "via", t.name as "tokenName", s.name as "account",
  coalesce(o.name, nullif(d.title, ''), nullif(c.number, ''), p.number) as "name", cast(a."before" as text) as "before", cast(a."after" as text) as "after"
  from audit_entry a left join user_account u on u.id = a.actor_id
  left join api_token t on t.id = case when a.via like 'api-token:%' then cast(substr(a.via, 11) as integer) end
  left join user_account s on a.subject in ('account', 'session') and s.id = a.subject_id
  left join organisation o on a.subject = 'organisation' and o.id = a.subject_id left join deliverable d on a.subject = 'deliverable' and d.id = a.subject_id
  left join contract c on a.subject = 'contract' and c.id = a.subject_id left join plan p on a.subject = 'plan' and p.id = a.subject_id`;

/** What is about somebody: their account and sessions, what they were refused, the tokens that only they have, the letters to them. */
const ABOUT = `((a.subject in ('account', 'session') and a.subject_id = ?) or (a.subject = 'token' and a.actor_id = ?)
  or (a.subject = 'letter' and a.action in ('reminder.letter-again', 'reminder.links-revoked')
    and exists (select 1 from reminder_mail m where m.id = a.subject_id and m.recipient_id = ?)))`;

/** The whole trail, looked through. Newest first; pages go on from an entry's id, so that what is added meanwhile shifts nothing. */
@Injectable()
export class TrailSearchQuery {
  constructor(private readonly em: SqlEntityManager) {}

  /** @param before an entry's id; only older ones are given */
  async find(filter: TrailFilter, limit: number, before?: number): Promise<TrailLine[]> {
    const conditions: [string, SqlValue[]][] = [];
    if (filter.actorId === null) conditions.push(['a.actor_id is null', []]);
    else if (filter.actorId !== undefined) conditions.push(['a.actor_id = ?', [filter.actorId]]);
    if (filter.aboutId !== undefined) conditions.push([ABOUT, [filter.aboutId, filter.aboutId, filter.aboutId]]);
    if (filter.subject !== undefined) conditions.push(['a.subject = ?', [filter.subject]]);
    // A range instead of a pattern: what is looked for means itself, and an index serves it.
    if (filter.action !== undefined) conditions.push(['a.action >= ? and a.action < ?', [filter.action, `${filter.action}\u{10FFFF}`]]);
    for (const word of filter.words ?? []) conditions.push(standsIn(word));
    if (filter.from) conditions.push(['a.at >= ?', [instantText(filter.from.toZonedDateTime(ZONE).toInstant())]]);
    if (filter.to) conditions.push(['a.at < ?', [instantText(filter.to.add({ days: 1 }).toZonedDateTime(ZONE).toInstant())]]);
    if (before !== undefined) conditions.push(['a.id < ?', [before]]);
    const where = conditions.length > 0 ? `where ${conditions.map(([sql]) => sql).join(' and ')}` : '';
    return rowsOf<TrailLine>(this.em, `select ${COLUMNS} ${where} order by a.id desc limit ?`, [...conditions.flatMap(([, values]) => values), limit]);
  }

  /** The names of all that is told by one and is no item. */
  async names(): Promise<TrailName[]> {
    return rowsOf<TrailName>(
      this.em,
      `select 'organisation' as "subject", id as "id", name as "name" from organisation
       union all select 'contract', id, number from contract union all select 'plan', id, number from plan`,
    );
  }

  /** Everybody who may have done something or had something done to their account, by name. */
  async people(): Promise<{ id: number; name: string; hasActed: boolean }[]> {
    const rows = await rowsOf<{ id: number; name: string; hasActed: number }>(
      this.em,
      `select u.id as "id", u.name as "name", case when exists (select 1 from audit_entry a where a.actor_id = u.id) then 1 else 0 end as "hasActed"
       from user_account u order by u.name, u.id`,
    );
    return rows.map((row) => ({ ...row, hasActed: row.hasActed === 1 }));
  }
}

function standsIn({ actions, pattern, named }: TrailWord): [string, SqlValue[]] {
  const either: [string, SqlValue[]][] = [["d.search_key like ? escape '\\'", [pattern]]];
  if (actions.length > 0) either.push([`a.action in (${placesFor(actions)})`, [...actions]]);
  for (const subject of NAMED) {
    const ids = named.filter((one) => one.subject === subject).map(({ id }) => id);
    if (ids.length > 0) either.push([`(a.subject = '${subject}' and a.subject_id in (${placesFor(ids)}))`, ids]);
  }
  return [`(${either.map(([sql]) => sql).join(' or ')})`, either.flatMap(([, values]) => values)];
}
