import type { PlainDate } from '#kernel/plain-date.js';
import { holdsOn } from '#kernel/validity.js';
import type { Plan } from '#planning/plan.entity.js';
import type { TaskProgress } from './progress.service.js';
import { isLate, quotaStatusName } from './quota-status.js';

/**
 * A plan's standing as plain data, for the command line and the API. Dates are `YYYY-MM-DD`, months `YYYY-MM`;
 * `owed` is what should have appeared by the end of `at`; a target of null means that nothing is owed.
 * `declared`, `evidenced` and `accepted` are three ledgers side by side (rule 5). What `isMissed` went by unmet; it stays
 * so though its status is `done` by items that make up for it, the last of which appeared on `madeUpOn` (rule 3).
 */
export function progressReport(plan: Plan, rows: readonly TaskProgress[], at: PlainDate) {
  return {
    plan: { id: plan.id, number: plan.number, year: plan.year, title: plan.title, isSample: plan.isSample },
    at: at.toString(),
    tasks: rows.map(({ task, progress }) => ({
      id: task.id,
      ordinal: task.ordinal,
      label: task.label,
      name: task.name,
      unit: task.quantity.unit,
      lead: task.parties
        .getItems()
        .filter((party) => party.role === 'lead' && holdsOn(party, at))
        .map(({ organisation }) => organisation.name),
      target: progress.target,
      declared: progress.declared,
      evidenced: progress.evidenced,
      accepted: progress.accepted,
      owed: progress.owed,
      status: progress.status,
      statusName: quotaStatusName(progress.status),
      isLate: isLate(progress.status),
      months: progress.months.map(({ month, target, declared, evidenced, accepted, madeUp, madeUpOn, isMissed, status }) => ({
        month,
        target,
        declared,
        evidenced,
        accepted,
        madeUp,
        madeUpOn,
        isMissed,
        status,
        statusName: quotaStatusName(status),
        isLate: isLate(status),
      })),
      duties: progress.duties.map((duty) => ({
        from: duty.from.toString(),
        to: duty.to.toString(),
        product: duty.product,
        isShareOfPace: duty.isShareOfPace,
        target: duty.quantity,
        declared: duty.declared,
        evidenced: duty.evidenced,
        accepted: duty.accepted,
        missing: duty.missing,
        isMissed: duty.isMissed,
        madeUpOn: duty.madeUpOn,
        status: duty.status,
      })),
    })),
  };
}
