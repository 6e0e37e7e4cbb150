import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { WorkingCalendarService } from '#calendar/working-calendar.service.js';
import { type OwedTask, OwedQuery } from '#deliverables/owed.query.js';
import { type Duty, dutyOfMember } from '#deliverables/progress.js';
import { isAfter, isBefore, latest, type PlainDate } from '#kernel/plain-date.js';
import type { WorkingCalendar } from '#kernel/working-calendar.js';
import { ContractWatch } from './contract-watch.js';
import type { Due, Scope, Subject, WatchedPlan } from './due.js';
import { dutyOf, evidenceOf, paceOf, summaryOf } from './obligation.js';
import { paceAlarm } from './pace-alarm.js';
import { type Addressee, Directory, peopleOf, type Person } from './people.js';
import { remindable } from './remindable.js';
import type { ReminderRules } from './reminder-rules.js';
import { type PlanRules, RulesQuery } from './rules.query.js';
import { SnoozesQuery, type SnoozeDays } from './snoozes.query.js';
import { dutyStages, latestFor, type Stage, summaryStage } from './stages.js';
import { UnprovenQuery } from './unproven.query.js';
import { WatchedPlanQuery } from './watched-plan.query.js';

/** All that the stages of one plan's obligations follow from, on one day. */
interface Round {
  readonly plan: WatchedPlan;
  readonly rules: PlanRules;
  readonly directory: Directory;
  readonly snoozes: SnoozeDays;
  readonly calendar: WorkingCalendar;
  readonly today: PlainDate;
  /** Thousands of tasks share a few periods, so their stages are worked out once. */
  readonly stages: Map<string, Stage[]>;
}

/** What is due, and what that was read from. */
export interface FoundAmong {
  readonly due: readonly Due[];
  readonly tasks: readonly OwedTask[];
  readonly people: readonly Person[];
  readonly snoozes: SnoozeDays;
}

const NO_LEADS: readonly number[] = [];

/** Who is owed word of what on a day: read from the rows and the date, not from a tick, so a worker that slept catches up. */
@Injectable()
export class DueFinder {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly plans: WatchedPlanQuery,
    private readonly rules: RulesQuery,
    private readonly owed: OwedQuery,
    private readonly unproven: UnprovenQuery,
    private readonly contracts: ContractWatch,
    private readonly snoozes: SnoozesQuery,
    private readonly calendars: WorkingCalendarService,
  ) {}

  /**
   * Everything that is due at the end of the search, sent already or not, in batches.
   * @param isMeant of which plans; of all where it is left out
   */
  async *everything(today: PlainDate, isMeant: (rules: PlanRules) => boolean = () => true): AsyncGenerator<Due[]> {
    for (const round of await this.rounds(today, await peopleOf(this.em), await this.snoozes.days())) {
      if (!isMeant(round.rules)) continue;
      for await (const tasks of this.owed.inBatches(round.plan.id, today)) yield tasks.flatMap((task) => dueOfTask(task, round));
      yield* this.besides(round);
    }
  }

  /** As much of it as concerns some tasks, items or contracts, and the summaries: asked again at the moment of sending. */
  async among(today: PlainDate, { taskIds, itemIds, contracts }: Scope): Promise<FoundAmong> {
    const people = await peopleOf(this.em);
    const snoozes = await this.snoozes.days();
    const rounds = await this.rounds(today, people, snoozes);
    const tasks = await this.owed.ofTasks(taskIds, today);
    const due: Due[] = [];
    for (const round of rounds) {
      for (const task of tasks) if (task.planId === round.plan.id) due.push(...dueOfTask(task, round));
      due.push(...summariesOf(round));
    }
    if (itemIds.length > 0) for (const round of rounds) due.push(...(await this.evidenceOf(round, itemIds)));
    if (contracts) for (const round of rounds) due.push(...(await this.contractsOf(round)));
    return { due, tasks, people, snoozes };
  }

  private async *besides(round: Round): AsyncGenerator<Due[]> {
    for await (const items of this.unproven.inBatches(round.plan, cutOffs(round))) yield items.flatMap((item) => dueOfItem(item, round));
    yield await this.contractsOf(round);
    yield summariesOf(round);
  }

  private async evidenceOf(round: Round, itemIds: readonly number[]): Promise<Due[]> {
    const items = await this.unproven.among(round.plan, cutOffs(round), itemIds);
    return items.flatMap((item) => dueOfItem(item, round));
  }

  private async contractsOf(round: Round): Promise<Due[]> {
    const { plan, rules, today, directory, calendar } = round;
    const alarms = await this.contracts.alarmsOf(plan.id, today, rules.rules);
    return alarms.flatMap(({ obligation, kind, contract, words, partyBId }) => {
      const to = (kind === 'contract-end' ? rules.rules.contractEnd : rules.rules.contractUsed).to;
      const stage: Stage = { kind, key: kind, on: calendar.onOrBefore(today), to };
      return addressed(directory.addresseesFor([partyBId]), [stage]).map(({ person, isOwn }): Due => ({
        obligation,
        stage,
        person,
        isOwn,
        plan,
        taskId: null,
        subject: { about: 'contract', contract, words },
      }));
    });
  }

  private async rounds(today: PlainDate, people: readonly Person[], snoozes: SnoozeDays): Promise<Round[]> {
    const plans = await this.plans.watchedOn(today);
    if (plans.length === 0) return [];
    const calendar = await this.calendars.current();
    const rules = await this.rules.ofPlans(plans.map(({ id }) => id));
    return plans.map((plan) => {
      const own = rules.get(plan.id)!;
      return { plan, rules: own, directory: new Directory(people, own.leaders), snoozes, calendar, today, stages: new Map() };
    });
  }
}

function rulesFor(taskId: number, { rules }: Round): ReminderRules | null {
  const exception = rules.exceptions.get(taskId);
  return exception === undefined ? rules.rules : exception;
}

function dueOfTask(task: OwedTask, round: Round): Due[] {
  const rules = rulesFor(task.id, round);
  if (!rules) return [];
  const { plan, today } = round;
  const due = paceOfTask(task, rules, round);
  const duties = remindable(task.duties, today);
  // The alarm of the whole pace, or the word of its next share, says more than that its last share was missed.
  const isPaceTold = due.length > 0 || duties.some((duty) => duty.isShareOfPace && !isAfter(today, duty.to) && stagesOf(task, duty, rules, round).length > 0);
  for (const duty of duties) {
    if (isPaceTold && duty.isShareOfPace && isAfter(today, duty.to)) continue;
    // What was over before the plan came into the system is nobody's fault here.
    if (isBefore(duty.to, plan.loadedOn)) continue;
    const stages = stagesOf(task, duty, rules, round);
    if (stages.length === 0) continue;
    const obligation = dutyOf(task.id, duty);
    for (const addressee of round.directory.addresseesFor(owing(task, duty))) {
      const { person } = addressee;
      // Nor is it of somebody who came only afterwards. As of an instant before they came, they count as here.
      if (isBefore(duty.to, person.cameOn) && !isAfter(person.cameOn, today)) continue;
      const stage = told(addressee, stages, obligation, round);
      if (!stage) continue;
      const subject: Subject = { about: 'duty', task, duty: dutyOfMember(duty, person.organisationId) };
      due.push({ obligation, stage, person, isOwn: addressee.as.has('lead'), plan, taskId: task.id, subject });
    }
  }
  return due;
}

function paceOfTask(task: OwedTask, rules: ReminderRules, { plan, today, calendar, directory }: Round): Due[] {
  if (rules.pace.to.length === 0) return [];
  // Once a month, as things were with its first working day; what came since may end it.
  const month = today.toPlainYearMonth().toString();
  const on = calendar.addWorkingDays(today.with({ day: 1 }), 0);
  const alarm = isAfter(on, today) ? undefined : paceAlarm(task.targets, task.done.declared, on);
  if (!alarm) return [];
  const stage: Stage = { kind: 'pace', key: `pace-${month}`, on, to: rules.pace.to };
  return addressed(directory.addresseesFor(owing(task)), [stage]).map(({ person, isOwn }): Due => ({
    obligation: paceOf(task.id),
    stage,
    person,
    isOwn,
    plan,
    taskId: task.id,
    subject: { about: 'pace', task, alarm },
  }));
}

function dueOfItem(item: Extract<Subject, { about: 'evidence' }>['item'], round: Round): Due[] {
  const rules = rulesFor(item.taskId, round);
  const { plan, calendar, today, directory } = round;
  if (!rules) return [];
  const on = calendar.workingDaysAfter(item.occursOn, rules.evidence.afterWorkingDays);
  if (isAfter(on, today)) return [];
  const stage: Stage = { kind: 'evidence', key: 'evidence', on, to: rules.evidence.to };
  return addressed(directory.addresseesFor([item.organisationId]), [stage]).map(({ person, isOwn }): Due => ({
    obligation: evidenceOf(item.id),
    stage,
    person,
    isOwn,
    plan,
    taskId: item.taskId,
    subject: { about: 'evidence', item },
  }));
}

function summariesOf({ plan, rules, today, calendar, directory }: Round): Due[] {
  const { weekly, monthly } = rules.rules;
  const stages = [summaryStage('weekly', weekly.to, today, calendar), summaryStage('monthly', monthly.to, today, calendar)];
  // Of a week or a month before the plan began or came in there is nothing to tell.
  const since = latest([plan.loadedOn, plan.startsOn])!;
  return stages
    .filter(({ on }) => isAfter(on, since))
    .flatMap((stage) =>
      addressed(directory.addresseesFor(NO_LEADS), [stage])
        .filter(({ person }) => person.takesSummaries)
        .map(({ person }) => summaryDue(plan, stage, person)),
    );
}

/** A summary as somebody is owed it. */
export function summaryDue(plan: WatchedPlan, stage: Stage, person: Person): Due {
  return { obligation: `${summaryOf(plan.id)}:${stage.kind}`, stage, person, isOwn: false, plan, taskId: null, subject: { about: 'summary' } };
}

function stagesOf({ id }: OwedTask, duty: Duty, rules: ReminderRules, { today, calendar, stages, rules: ofPlan }: Round): Stage[] {
  const whose = ofPlan.exceptions.has(id) ? id : 'plan';
  const key = `${whose}:${duty.from.toString()}:${duty.to.toString()}:${duty.isShareOfPace}`;
  let known = stages.get(key);
  if (!known) stages.set(key, (known = dutyStages(duty, duty.isShareOfPace, rules, today, calendar)));
  return known;
}

/** Whose it is on the day: the leads and, where each member of a group owes its own, those that still do. */
function owing({ leads, members }: OwedTask, duty?: Duty): number[] {
  if (duty?.members) return [...leads.map(({ id }) => id), ...duty.members.filter(({ missing }) => missing > 0).map(({ memberId }) => memberId)];
  return [...leads.map(({ id }) => id), ...(duty ? [] : members.map(({ id }) => id))];
}

/** The stage a person is told, their organisation's wish to be left alone for a while considered. */
function told({ person, as }: Addressee, stages: readonly Stage[], obligation: string, { snoozes, today }: Round): Stage | undefined {
  const until = as.has('lead') ? snoozes.get(`${obligation} ${person.organisationId}`) : undefined;
  if (!until) return latestFor(stages, as);
  if (isBefore(today, until)) return undefined;
  const again: Stage = { kind: 'snoozed', key: `snoozed-${until.toString()}`, on: until, to: ['lead'] };
  return latestFor([...stages.filter(({ on }) => isBefore(on, until)), again, ...stages.filter(({ on }) => !isBefore(on, until))], as);
}

function addressed(addressees: readonly Addressee[], stages: readonly Stage[]) {
  return addressees.filter(({ as }) => latestFor(stages, as) !== undefined).map(({ person, as }) => ({ person, isOwn: as.has('lead') }));
}

/** The last days on which an item without proof may have appeared to be spoken of: by the strictest rule of the plan. */
function cutOffs({ rules, calendar, today }: Round): PlainDate {
  const all = [rules.rules, ...rules.exceptions.values()].flatMap((one) => (one && one.evidence.to.length > 0 ? [one.evidence.afterWorkingDays] : []));
  return calendar.workingDaysBefore(calendar.onOrBefore(today), all.length > 0 ? Math.min(...all) : 1);
}
