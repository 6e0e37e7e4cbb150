import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import type { Role } from '#identity/role.js';
import { ROLES_OF_ALL } from '#identity/role-rows.js';
import type { PlainDate } from '#kernel/plain-date.js';
import { rowsOf } from '#kernel/sql.js';
import { byName, compareNames } from '#kernel/vietnamese-order.js';
import type { OrganisationKind } from '#organisations/organisation.entity.js';
import type { PartyRole } from './task.entity.js';

/** A task of a plan in force that an organisation leads or supports, itself or in a group. */
export interface TaskDuty {
  readonly taskId: number;
  /** The task's number as the plan writes it. */
  readonly label: string;
  readonly name: string;
  readonly planNumber: string;
  readonly planYear: number;
  readonly role: PartyRole;
  /** The group through which it does, or null. */
  readonly group: string | null;
}

/** That it belongs to a group or, where `isUnit`, to a district as a subordinate unit. */
interface Membership {
  readonly id: number;
  readonly groupName: string;
  readonly isUnit: boolean;
}

/** All that is open in an organisation's name: what a successor takes over. */
export interface OpenDuties {
  readonly parties: readonly (TaskDuty & { readonly partyId: number })[];
  /** The plans that it coordinates. */
  readonly plans: readonly { readonly id: number; readonly number: string; readonly year: number }[];
  readonly memberships: readonly Membership[];
  /** Of a district: its subordinate units. */
  readonly units: readonly { readonly id: number; readonly name: string }[];
  readonly accounts: readonly { readonly id: number; readonly name: string; readonly email: string; readonly role: Role }[];
  /** How many slots in the calendar wait for it. */
  readonly slots: number;
}

const TASK = `t.id as "taskId", t.label as "label", t.name as "name", p.number as "planNumber", p.year as "planYear", tp.role as "role"`;
const IN_FORCE = `from task_party tp join task t on t.id = tp.task_id join plan p on p.id = t.plan_id and p.state = 'in-force'`;
const ORDER = `order by p.year desc, p.id, t.ordinal, tp.role, tp.position`;

@Injectable()
export class OpenDutiesQuery {
  constructor(private readonly em: SqlEntityManager) {}

  /** The tasks of plans in force that an organisation has on a day, its own before those it has in a group. */
  async tasksOf(organisationId: number, on: PlainDate): Promise<TaskDuty[]> {
    const day = on.toString();
    const own = await rowsOf<TaskDuty>(
      this.em,
      `select ${TASK}, null as "group" ${IN_FORCE}
       where tp.organisation_id = ? and (tp.valid_from is null or tp.valid_from <= ?) and (tp.valid_until is null or tp.valid_until > ?) ${ORDER}`,
      [organisationId, day, day],
    );
    const inGroups = await rowsOf<TaskDuty>(
      this.em,
      `select ${TASK}, g.name as "group" ${IN_FORCE} join group_member m on m.group_id = tp.organisation_id join organisation g on g.id = m.group_id and g.kind = 'group'
       where m.member_id = ? and (m.valid_from is null or m.valid_from <= ?) and (m.valid_until is null or m.valid_until > ?)
         and (tp.valid_from is null or tp.valid_from <= ?) and (tp.valid_until is null or tp.valid_until > ?) ${ORDER}`,
      [organisationId, day, day, day, day],
    );
    return [...own, ...inGroups];
  }

  /** What is open in its name, of plans that do not end before a day. */
  async of(organisationId: number, from: PlainDate): Promise<OpenDuties> {
    const day = from.toString();
    const parties = await rowsOf<TaskDuty & { partyId: number }>(
      this.em,
      `select tp.id as "partyId", ${TASK}, null as "group" ${IN_FORCE} where tp.organisation_id = ? and tp.valid_until is null and p.ends_on >= ? ${ORDER}`,
      [organisationId, day],
    );
    const plans = await rowsOf<OpenDuties['plans'][number]>(
      this.em,
      `select id, number, year from plan where coordinator_id = ? and state = 'in-force' and ends_on >= ? order by year desc, id`,
      [organisationId, day],
    );
    const memberships = await rowsOf<Omit<Membership, 'isUnit'> & { kind: OrganisationKind }>(
      this.em,
      `select m.id as "id", g.name as "groupName", g.kind as "kind" from group_member m join organisation g on g.id = m.group_id
       where m.member_id = ? and m.valid_until is null`,
      [organisationId],
    );
    const units = await rowsOf<OpenDuties['units'][number]>(
      this.em,
      `select m.id as "id", o.name as "name" from group_member m join organisation o on o.id = m.member_id join organisation w on w.id = m.group_id
       where m.group_id = ? and w.kind = 'authority' and m.valid_until is null`,
      [organisationId],
    );
    const [{ slots } = { slots: 0 }] = await rowsOf<{ slots: number }>(
      this.em,
      `select cast(count(*) as integer) as slots from deliverable d join task t on t.id = d.task_id join plan p on p.id = t.plan_id
       where d.organisation_id = ? and d.status = 'planned' and p.state = 'in-force' and p.ends_on >= ?`,
      [organisationId, day],
    );
    return {
      parties,
      plans,
      memberships: memberships
        .toSorted((a, b) => compareNames(a.groupName, b.groupName))
        .map(({ kind, ...membership }) => ({ ...membership, isUnit: kind !== 'group' })),
      units: units.toSorted(byName),
      accounts: await this.accountsOf(organisationId),
      slots,
    };
  }

  /** Who may sign in for it. */
  async accountsOf(organisationId: number): Promise<OpenDuties['accounts']> {
    const rows = await rowsOf<OpenDuties['accounts'][number]>(
      this.em,
      `select u.id as "id", u.name as "name", u.email as "email", r.role as "role" from ${ROLES_OF_ALL} r join user_account u on u.id = r.user_id
       where r.organisation_id = ? and u.is_active order by u.id, r.id`,
      [organisationId],
    );
    // Whoever is two things there is one person all the same.
    return [...new Map(rows.toReversed().map((row) => [row.id, row])).values()].toReversed().toSorted(byName);
  }
}
