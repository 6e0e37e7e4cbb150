import { type MikroORM, RequestContext } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { Temporal } from 'temporal-polyfill';
import { AuditTrail } from '#audit/audit-trail.js';
import type { WorkingCalendarService } from '#calendar/working-calendar.service.js';
import type { DeliverableService } from '#deliverables/deliverable.service.js';
import type { AccountService, NewAccount } from '#identity/account.service.js';
import { type Actor, actorWith } from '#identity/actor.js';
import { FurtherRole } from '#identity/further-role.entity.js';
import { User } from '#identity/user.entity.js';
import { Clock } from '#kernel/clock.js';
import { lastDayOf, monthOf } from '#kernel/month.js';
import { dateInZone, isAfter, isBefore, type PlainDate, plainDate, ZONE } from '#kernel/plain-date.js';
import type { WorkingCalendar } from '#kernel/working-calendar.js';
import { normaliseOrganisationName } from '#organisations/organisation-names.js';
import { Organisation } from '#organisations/organisation.entity.js';
import type { PlanContentService } from '#planning/plan-content.service.js';
import { loadKnownSuccessions } from '#organisations/known-successions.js';
import type { PlanService } from '#planning/plan.service.js';
import { samplePlanFor } from '#planning/sample-plan.js';
import type { ReminderService } from '#reminders/reminder.service.js';
import { demoReports, type DemoReport, demoTopics } from './demo-content.js';
import { type DemoItem, demoItems, demoJudgements, type DemoJudgement } from './demo-items.js';

const PASSWORD = 'tuyen-truyen-cchc';

/** Who may sign in to the demonstration; one for each kind of user. */
export const DEMO_ACCOUNTS = [
  { email: 'hanh@sonoivu.example.vn', name: 'Nguyễn Thị Hạnh', role: 'coordinator', organisation: 'so-noi-vu', password: PASSWORD },
  { email: 'tam@baodongkhoi.example.vn', name: 'Lê Minh Tâm', role: 'producer-lead', organisation: 'bao-dong-khoi', password: PASSWORD },
  { email: 'nam@baodongkhoi.example.vn', name: 'Huỳnh Văn Nam', role: 'producer', organisation: 'bao-dong-khoi', password: PASSWORD },
  { email: 'lan@thbt.example.vn', name: 'Trần Ngọc Lan', role: 'producer-lead', organisation: 'dai-ptth', password: PASSWORD },
  { email: 'khoa@xuctien.example.vn', name: 'Phạm Đăng Khoa', role: 'producer-lead', organisation: 'tt-xuc-tien', password: PASSWORD },
  { email: 'phuc@ubnd.example.vn', name: 'Võ Hồng Phúc', role: 'leader', organisation: 'ubnd-tinh', password: PASSWORD },
  { email: 'mai@sonoivu.example.vn', name: 'Đặng Thị Mai', role: 'accountant', organisation: 'so-noi-vu', password: PASSWORD },
  { email: 'dung@thanhtra.example.vn', name: 'Ngô Tiến Dũng', role: 'auditor', organisation: 'thanh-tra-tinh', password: PASSWORD },
] as const satisfies readonly (NewAccount & { password: string })[];

/** Letters are sent for this many days back; those of the months before would only fill the mailbox. */
const REMINDED_DAYS = 70;

/** Goes through the demonstration's year; the services ask it for the time as they ask any clock. */
export class DemoClock extends Clock {
  constructor(private instant: Temporal.Instant) {
    super();
  }

  now(): Temporal.Instant {
    return this.instant;
  }

  set(instant: Temporal.Instant): void {
    this.instant = instant;
  }
}

export interface DemoServices {
  readonly accounts: AccountService;
  readonly calendars: WorkingCalendarService;
  readonly content: PlanContentService;
  readonly deliverables: DeliverableService;
  readonly plans: PlanService;
  readonly reminders: ReminderService;
}

interface Step {
  readonly at: Temporal.Instant;
  readonly take: () => Promise<unknown>;
}

/**
 * A believable year up to today. It is played day by day through the services that people use, with the clock set to
 * each moment, so that counts, audit trail and letters are what they would have been.
 */
export class DemoData {
  readonly #known = new Map<string, { id: number; version: number }>();
  readonly #actors = new Map<string, Actor>();
  readonly #taskIds = new Map<number, number>();
  readonly #stations = new Map<string, Organisation>();
  #delegation: Organisation | undefined;
  /** By their place in the plan. */
  readonly #topicIds = new Map<number, number>();
  #planId = 0;

  constructor(
    private readonly orm: MikroORM,
    private readonly clock: DemoClock,
    private readonly services: DemoServices,
  ) {}

  /** Fills a migrated, empty database; the clock stands at `now` when it is done. */
  async make(now: Temporal.Instant): Promise<void> {
    const { year } = dateInZone(now);

    // 1. The plan comes into force on its first day, with the people who work on it.
    this.clock.set(momentOf(plainDate(`${year - 1}-12-01`), 8));
    await this.inUnitOfWork(() => this.begin(year));

    // 2. What happened, and who was reminded, in the order of the days.
    const calendar = await this.inUnitOfWork(() => this.services.calendars.current());
    const steps = [
      ...demoItems(year, calendar).flatMap((item) => this.stepsOf(item)),
      ...demoJudgements(year, calendar).map((judgement) => this.stepOf(judgement)),
      ...demoReports(year).map((report) => ({ at: momentOf(report.on, 10), take: () => this.report(report) })),
      ...this.reminderSteps(dateInZone(now), calendar),
    ];
    const past = steps.filter(({ at }) => isBefore(dateInZone(at), dateInZone(now).add({ days: 1 })));
    for (const { at, take } of past.toSorted((a, b) => Number(a.at.epochNanoseconds - b.at.epochNanoseconds))) {
      this.clock.set(at.epochNanoseconds < now.epochNanoseconds ? at : now);
      await this.inUnitOfWork(take);
    }
    this.clock.set(now);
  }

  private async begin(year: number): Promise<void> {
    const plan = await this.services.plans.adopt(samplePlanFor(year), { asSample: true });
    await loadKnownSuccessions(this.orm.em as SqlEntityManager);
    const stations = await this.orm.em.find(Organisation, { kind: 'broadcaster' });
    for (const station of stations) this.#stations.set(normaliseOrganisationName(station.name), station);
    this.#delegation = await this.orm.em.findOneOrFail(Organisation, { code: 'doan-dbqh' });
    for (const { id, ordinal } of await this.services.plans.tasksOf(plan)) this.#taskIds.set(ordinal, id);
    for (const { id, position } of await this.services.content.topicsOf(plan.id)) this.#topicIds.set(position, id);
    this.#planId = plan.id;
    for (const account of DEMO_ACCOUNTS) {
      const { id, name, role, organisation } = await this.services.accounts.add(account);
      // As the first person of an installation, whoever coordinates administers too.
      if (role === 'coordinator')
        await this.orm.em.persist(new FurtherRole(this.orm.em.getReference(User, id), organisation, 'administrator', this.clock.now())).flush();
      // Of several in one organisation, the first does what the year tells of.
      if (!this.#actors.has(account.organisation)) this.#actors.set(account.organisation, actorWith({ id, name }, role, organisation));
    }
  }

  /** Into the calendar, if it was planned, and out of it again on its day. */
  private stepsOf(item: DemoItem): Step[] {
    const steps: Step[] = [];
    if (item.plannedAhead !== undefined) steps.push({ at: momentOf(item.on.subtract({ days: item.plannedAhead }), 9), take: () => this.plan(item) });
    if (!item.isNeverDone) steps.push({ at: momentOf(item.on, 16), take: () => this.publish(item) });
    return steps;
  }

  private async plan(item: DemoItem): Promise<void> {
    const { key, ordinal, on, told, isSlotUntitled = false } = item;
    const slot = { occursOn: on, title: isSlotUntitled ? '' : told.title, genre: told.genre ?? null };
    this.#known.set(key, await this.services.deliverables.plan(this.actorFor(item), this.#taskIds.get(ordinal)!, slot, this.ownerOf(item)));
  }

  private async publish(demo: DemoItem): Promise<void> {
    const { key, ordinal, on, told, rerunOf } = demo;
    const { deliverables } = this.services;
    const topics = demoTopics(key).map((position) => this.#topicIds.get(position)!);
    const original = rerunOf === undefined ? null : this.#known.get(rerunOf)!.id;
    const input = { genre: null, note: null, url: null, creditedOn: null, ...told, occursOn: on, rerunOf: original, topics };
    const slot = this.#known.get(key);
    const actor = this.actorFor(demo);
    const item = slot
      ? await deliverables.publish(actor, slot.id, slot.version, input)
      : await deliverables.log(actor, this.#taskIds.get(ordinal)!, input, this.ownerOf(demo));
    this.#known.set(key, item);
  }

  private async report({ by, party, position, state, note }: DemoReport): Promise<void> {
    const duties = await this.services.content.dutiesOf(this.#planId);
    const duty = duties.find((other) => other.party === party && other.position === position)!;
    await this.services.content.report(this.#actors.get(by)!, duty.id, { state, note, seen: duty.changedAt?.toString() ?? '' });
  }

  private stepOf(judgement: DemoJudgement): Step {
    const take = judgement.verdict === 'withdraw' ? () => this.withdraw(judgement) : () => this.judge(judgement);
    return { at: momentOf(judgement.on, 17), take };
  }

  private async withdraw({ key, reason }: DemoJudgement): Promise<void> {
    const { id, version } = this.#known.get(key)!;
    await this.services.deliverables.withdraw(this.#actors.get('bao-dong-khoi')!, id, version, reason);
  }

  private async judge({ key, verdict, reason }: DemoJudgement): Promise<void> {
    const at = this.clock.now();
    const item = await this.services.deliverables.find(this.#known.get(key)!.id);
    const { title, occursOn } = item;
    if (verdict === 'accept') item.accept(at);
    else item.reject(reason, at);
    const em = this.orm.em as SqlEntityManager;
    const actorId = this.#actors.get('so-noi-vu')!.userId;
    const after = { status: item.status, occursOn: occursOn.toString(), title, ...(reason ? { reason } : {}) };
    await em.transactional(async () => {
      await em.flush();
      await new AuditTrail(em).record({ at, actorId, action: `deliverable.${item.status}`, subjectId: item.id, before: { status: 'published' }, after });
    });
  }

  /** The mornings on which a month's duties are written about: seven working days and one before its end, and one after. */
  private reminderSteps(today: PlainDate, calendar: WorkingCalendar): Step[] {
    const { reminders } = this.services;
    const first = today.subtract({ days: REMINDED_DAYS });
    const mornings: PlainDate[] = [];
    for (let to = lastDayOf(monthOf(first)); isBefore(to, today.add({ months: 2 })); to = lastDayOf(monthOf(to.add({ days: 1 })))) {
      mornings.push(calendar.workingDaysBefore(to, 7), calendar.workingDaysBefore(to, 1), calendar.workingDaysAfter(to, 1));
    }
    return mornings
      .filter((morning) => isAfter(morning, first))
      .map((morning) => ({ at: momentOf(morning, 8), take: () => reminders.remind(this.clock.now()) }));
  }

  /** Whose hand logs an item: the lead's, or Sở Nội vụ's for those without an account here. */
  private actorFor({ ordinal }: DemoItem): Actor {
    return this.#actors.get(LOGGED_BY[ordinal] ?? 'so-noi-vu')!;
  }

  /** Whose an item is where several lead: what a station aired is the station's, meetings with voters are the delegation's. */
  private ownerOf({ ordinal, told }: DemoItem): { organisation: number | undefined } {
    const station = told.channel ? this.#stations.get(normaliseOrganisationName(told.channel)) : undefined;
    return { organisation: (station ?? (ordinal === VOTER_MEETINGS ? this.#delegation : undefined))?.id };
  }

  private async inUnitOfWork<T>(step: () => Promise<T>): Promise<T> {
    return RequestContext.create(this.orm.em, step);
  }
}

const VOTER_MEETINGS = 13;

const LOGGED_BY: Readonly<Record<number, string>> = {
  4: 'bao-dong-khoi',
  5: 'bao-dong-khoi',
  6: 'bao-dong-khoi',
  7: 'dai-ptth',
  8: 'dai-ptth',
  12: 'tt-xuc-tien',
};

function momentOf(date: PlainDate, hour: number): Temporal.Instant {
  return date.toZonedDateTime({ timeZone: ZONE, plainTime: { hour } }).toInstant();
}
