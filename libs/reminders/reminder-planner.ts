import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import type { Temporal } from 'temporal-polyfill';
import { WorkingCalendarService } from '#calendar/working-calendar.service.js';
import type { Duty } from '#deliverables/progress.js';
import { ProgressService, type TaskProgress } from '#deliverables/progress.service.js';
import { User } from '#identity/user.entity.js';
import { instantText } from '#kernel/column-types.js';
import { dateInZone, isAfter, isBefore, type PlainDate } from '#kernel/plain-date.js';
import { changeRows } from '#kernel/sql.js';
import { Plan } from '#planning/plan.entity.js';
import { reminderDue, remindable, type ReminderKind } from './reminder-kind.js';

export interface PlannedReminder {
  readonly taskId: number;
  readonly ordinal: number;
  readonly from: PlainDate;
  readonly to: PlainDate;
  readonly kind: ReminderKind;
  readonly recipientId: number;
  readonly recipient: string;
}

/** A plan is watched this long after its last day, so that its last missed period is still spoken of. */
const WATCHED_DAYS_AFTER_END = 31;

/** Finds who is owed a letter. What is due is read from the rows and the date, not from a tick: a worker that slept catches up. */
@Injectable()
export class ReminderPlanner {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly progress: ProgressService,
    private readonly calendars: WorkingCalendarService,
  ) {}

  /** Writes a row for each letter due as of an instant; rows that are there already stay as they are. @returns those newly written */
  async planDue(now: Temporal.Instant): Promise<PlannedReminder[]> {
    const due = await this.findDue(now);
    const at = instantText(now);
    const added: PlannedReminder[] = [];
    for (const reminder of due) {
      const affectedRows = await changeRows(
        this.em,
        `insert into reminder (task_id, period_from, period_to, kind, recipient_id, state, attempts, next_attempt_at, created_at)
         values (?, ?, ?, ?, ?, 'pending', 0, ?, ?) on conflict do nothing`,
        [reminder.taskId, reminder.from.toString(), reminder.to.toString(), reminder.kind, reminder.recipientId, at, at],
      );
      if (affectedRows === 1) added.push(reminder);
    }
    return added;
  }

  /** What `planDue` would write, sent already or not. */
  async findDue(now: Temporal.Instant): Promise<PlannedReminder[]> {
    const today = dateInZone(now);
    const calendar = await this.calendars.current();
    const plans = await this.em.find(Plan, {
      state: 'in-force',
      startsOn: { $lte: today },
      endsOn: { $gte: today.subtract({ days: WATCHED_DAYS_AFTER_END }) },
    });
    const users = await this.em.find(User, { isActive: true, role: { $in: ['coordinator', 'producer'] } }, { orderBy: { id: 'asc' } });
    const due: PlannedReminder[] = [];
    for (const plan of plans) {
      for (const row of await this.progress.ofPlan(plan, today)) {
        const { task } = row;
        for (const duty of remindable(row.progress.duties, today)) {
          const { from, to } = duty;
          // What was over before the plan came into the system is nobody's fault here.
          if (isBefore(to, plan.loadedOn)) continue;
          const kind = reminderDue({ from, to }, today, calendar);
          if (!kind) continue;
          for (const { id, email, createdAt } of recipientsOf(row, duty, kind, users)) {
            // Nor is it of somebody who came only afterwards. As of an instant before they came, they count as here.
            const cameOn = dateInZone(createdAt);
            if (isBefore(to, cameOn) && !isAfter(cameOn, today)) continue;
            due.push({ taskId: task.id, ordinal: task.ordinal, from, to, kind, recipientId: id, recipient: email });
          }
        }
      }
    }
    return due;
  }
}

/** The lead's people (of a group whose members each owe their own, those of the members that still do) and, once it is late, Sở Nội vụ too; where the lead has no account, Sở Nội vụ in its place. */
function recipientsOf(row: TaskProgress, { members }: Duty, kind: ReminderKind, users: readonly User[]): User[] {
  const owing = members?.filter(({ missing }) => missing > 0).map(({ memberId }) => memberId);
  const leads = new Set([...row.leads.map(({ organisation }) => organisation.id), ...(owing ?? [])]);
  const ofLead = users.filter(({ organisation }) => leads.has(organisation.id));
  const isForCoordinators = kind === 'missed' || ofLead.length === 0;
  return users.filter((user) => ofLead.includes(user) || (isForCoordinators && user.role === 'coordinator'));
}
