import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import type { Temporal } from 'temporal-polyfill';
import { instantText } from '#kernel/column-types.js';
import { dateInZone } from '#kernel/plain-date.js';
import { chunksOf, rowsOf, type SqlValue } from '#kernel/sql.js';
import { type Due, keyOf, reminderKey } from './due.js';
import { DueFinder } from './due-finder.js';
import type { PlanRules } from './rules.query.js';

/** Nine values a row: well under what either engine takes in one statement. */
const ROWS_A_STATEMENT = 400;

const PLACES_OF_ONE = "(?, ?, ?, ?, ?, ?, ?, 'pending', ?)";

/** Writes down who is owed word of what. */
@Injectable()
export class ReminderPlanner {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly finder: DueFinder,
  ) {}

  /**
   * Writes a row for each reminder due as of an instant; rows that are there already stay as they are, so it may run as
   * often as one likes, in several processes at once. A sweep holds one batch in memory, however much is open.
   * @param tell is given those newly written, some hundreds at a time
   * @returns how many were newly written
   */
  async planDue(now: Temporal.Instant, isMeant?: (rules: PlanRules) => boolean, tell: (added: Due[]) => void = () => undefined): Promise<number> {
    let count = 0;
    for await (const batch of this.finder.everything(dateInZone(now), isMeant)) {
      for (const part of chunksOf(batch, ROWS_A_STATEMENT)) {
        const added = await this.write(part, now);
        count += added.length;
        if (added.length > 0) tell(added);
      }
    }
    return count;
  }

  private async write(due: readonly Due[], now: Temporal.Instant): Promise<Due[]> {
    const at = instantText(now);
    const values = due.flatMap(({ obligation, stage, person, plan, taskId }): SqlValue[] => [
      obligation,
      stage.key,
      stage.kind,
      person.id,
      plan.id,
      taskId,
      stage.on.toString(),
      at,
    ]);
    const written = await rowsOf<{ obligation: string; stage: string; recipientId: number }>(
      this.em,
      `insert into reminder (obligation, stage, kind, recipient_id, plan_id, task_id, due_on, state, created_at)
       values ${due.map(() => PLACES_OF_ONE).join(', ')} on conflict do nothing
       returning obligation as "obligation", stage as "stage", recipient_id as "recipientId"`,
      values,
    );
    if (written.length === due.length) return [...due];
    const keys = new Set(written.map(reminderKey));
    return due.filter((one) => keys.has(keyOf(one)));
  }
}
