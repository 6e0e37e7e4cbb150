import { Injectable } from '@nestjs/common';
import { type OfficeParticulars } from '#contracts/office-settings.entity.js';
import { OfficeSettingsService } from '#contracts/office-settings.service.js';
import { type Duty, dutyOfMember } from '#deliverables/progress.js';
import { isLedBy, ProgressService, type TaskProgress } from '#deliverables/progress.service.js';
import { isLate, quotaStatusName } from '#deliverables/quota-status.js';
import { Clock } from '#kernel/clock.js';
import { NotFound } from '#kernel/domain-error.js';
import { NamesOnDayQuery } from '#organisations/names-on-day.query.js';
import { PlanService } from '#planning/plan.service.js';

/** Something that a party should have done by now. */
export interface LateDuty {
  readonly taskName: string;
  /** Of several products that the task owes each on its own; null otherwise. */
  readonly product: string | null;
  readonly unit: string;
  /** Days as `YYYY-MM-DD`. */
  readonly from: string;
  readonly to: string;
  readonly quantity: number;
  readonly declared: number;
  readonly missing: number;
  /** In words: `quá hạn`, `chậm tiến độ`. */
  readonly status: string;
}

/** Everything that a letter to a late party says. */
export interface ReminderLetter {
  readonly office: OfficeParticulars;
  /** As they are called on the letter's day. */
  readonly officeName: string;
  readonly party: string;
  readonly plan: { readonly number: string; readonly issuedOn: string; readonly issuer: string; readonly title: string };
  readonly place: string;
  readonly date: string;
  /** Null while the clerk has not given one. */
  readonly number: number | null;
  readonly late: readonly LateDuty[];
}

/** What a party owes, as a letter dated today. */
@Injectable()
export class ReminderLetterService {
  constructor(
    private readonly plans: PlanService,
    private readonly progress: ProgressService,
    private readonly names: NamesOnDayQuery,
    private readonly settings: OfficeSettingsService,
    private readonly clock: Clock,
  ) {}

  /** @param planId the current plan where undefined. @throws NotFound for a party or plan that is not there */
  async letterTo(partyId: number, planId: number | undefined, number: number | null): Promise<ReminderLetter> {
    const today = this.clock.today();
    const plan = await this.plans.find(planId);
    const names = await this.names.namesOn([partyId, plan.coordinator.id], today);
    const party = names.get(partyId);
    if (!party) throw new NotFound('Không tìm thấy cơ quan này.');
    const office = await this.settings.current();
    const rows = await this.progress.ofPlan(plan, today);
    return {
      office,
      officeName: office.officeName || names.get(plan.coordinator.id)!.name,
      party: party.name,
      plan: { number: plan.number, issuedOn: plan.issuedOn.toString(), issuer: plan.issuer, title: plan.title },
      place: office.place || plan.place,
      date: today.toString(),
      number,
      late: rows.filter((row) => isLedBy(row, partyId)).flatMap((row) => lateDuties(row, partyId)),
    };
  }
}

function lateDuties({ task, progress }: TaskProgress, partyId: number): LateDuty[] {
  const own = progress.duties.map((duty) => dutyOfMember(duty, partyId)).filter(({ missing }) => missing > 0);
  const late = own.filter(({ status }) => isLate(status));
  const whole = late.filter(({ isShareOfPace }) => !isShareOfPace);
  const products = [...new Set(late.filter(({ isShareOfPace }) => isShareOfPace).map(({ product }) => product))];
  const shares = products.map((product) => paceSoFar(progress.duties.filter((duty) => duty.isShareOfPace && duty.product === product)));
  return [...whole, ...shares].map(({ from, to, product, quantity, missing, declared, status }) => ({
    taskName: task.name,
    product,
    unit: task.quantity.unit || 'sản phẩm',
    from: from.toString(),
    to: to.toString(),
    quantity,
    declared,
    missing,
    status: quotaStatusName(status),
  }));
}

/** The shares of an even pace are counted together: what they missed up to the last late one is one sum. */
function paceSoFar(shares: readonly Duty[]): Duty {
  const last = shares.findLastIndex(({ status }) => isLate(status));
  const soFar = shares.slice(0, last + 1);
  const quantity = soFar.reduce((sum, share) => sum + share.quantity, 0);
  const end = shares[last]!;
  return { ...end, from: shares[0]!.from, quantity, declared: quantity - end.missing };
}
