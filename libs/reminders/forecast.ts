import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import type { Temporal } from 'temporal-polyfill';
import { WorkingCalendarService } from '#calendar/working-calendar.service.js';
import { dateInZone, isAfter, type PlainDate, timeInZone } from '#kernel/plain-date.js';
import { chunksOf, placesFor, rowsOf } from '#kernel/sql.js';
import { byName } from '#kernel/vietnamese-order.js';
import { contractName, type Due, keyOf, reminderKey } from './due.js';
import { DueFinder } from './due-finder.js';
import type { Person } from './people.js';
import { RulesQuery } from './rules.query.js';
import type { StageKind } from './stage-kind.js';
import { WatchedPlanQuery } from './watched-plan.query.js';

/** One thing of many that are told by their number. */
export interface ForecastSample {
  readonly taskId: number | null;
  readonly label: string;
  readonly title: string;
}

/** What one person will be told at one stage. */
export interface ForecastLine {
  readonly kind: StageKind;
  /** Of a stage ahead its key, which says how many days; else the kind. */
  readonly stage: string;
  readonly count: number;
  readonly samples: readonly ForecastSample[];
}

export interface ForecastPerson {
  readonly person: Pick<Person, 'id' | 'name' | 'organisationName'>;
  readonly count: number;
  readonly lines: readonly ForecastLine[];
}

export interface ForecastDay {
  readonly day: PlainDate;
  readonly count: number;
  readonly peopleCount: number;
  /** Those with the most first; not more than `PEOPLE_TOLD`. */
  readonly people: readonly ForecastPerson[];
}

export interface ComingLetters {
  /** Working days on which something goes out. */
  readonly days: readonly ForecastDay[];
  /** The last day looked at. */
  readonly until: PlainDate;
  /** The plans are too large to look at all the days at once. */
  readonly isCut: boolean;
}

const FORECAST_DAYS = 14;
const PEOPLE_TOLD = 20;

const SAMPLES_TOLD = 5;

/** Every day is a sweep of its own: so many tasks are looked at in all, some seconds' work, but the first days always. */
const MOST_TASKS = 6000;
const LEAST_DAYS = 2;

const OBLIGATIONS_A_QUERY = 400;

/** What will be written down in the coming days if nothing is done meanwhile: the planner's own search, asked of days to come. */
@Injectable()
export class Forecast {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly finder: DueFinder,
    private readonly plans: WatchedPlanQuery,
    private readonly rules: RulesQuery,
    private readonly calendars: WorkingCalendarService,
  ) {}

  async coming(now: Temporal.Instant): Promise<ComingLetters> {
    const today = dateInZone(now);
    const last = today.add({ days: FORECAST_DAYS });
    const all = await this.workingDays((await this.isOverFor(now)) ? today.add({ days: 1 }) : today, last);
    const days = all.slice(0, await this.daysToLookAt(last));
    const isCut = days.length < all.length;
    // Each is shown on the first day that it becomes due.
    const known = new Set<string>();
    const found: ForecastDay[] = [];
    for (const day of days) {
      const told = await this.on(day, known);
      if (told.count > 0) found.push(told);
    }
    return { days: found, until: isCut ? days.at(-1)! : last, isCut };
  }

  private async on(day: PlainDate, known: Set<string>): Promise<ForecastDay> {
    const byPerson = new Map<number, PersonTally>();
    let count = 0;
    for await (const batch of this.finder.everything(day)) {
      const fresh = batch.filter((due) => !known.has(keyOf(due)));
      const written = await this.writtenOf(fresh);
      for (const due of fresh) {
        known.add(keyOf(due));
        if (written.has(keyOf(due))) continue;
        let tally = byPerson.get(due.person.id);
        if (!tally) byPerson.set(due.person.id, (tally = new PersonTally(due.person)));
        tally.add(due);
        count += 1;
      }
    }
    const people = [...byPerson.values()].toSorted((a, b) => b.count - a.count || byName(a.person, b.person));
    return { day, count, peopleCount: people.length, people: people.slice(0, PEOPLE_TOLD).map((tally) => tally.told()) };
  }

  /** Which of them are written down already, by their keys. */
  private async writtenOf(due: readonly Due[]): Promise<Set<string>> {
    const keys = new Set<string>();
    const obligations = [...new Set(due.map(({ obligation }) => obligation))];
    for (const part of chunksOf(obligations, OBLIGATIONS_A_QUERY)) {
      const rows = await rowsOf<{ obligation: string; stage: string; recipientId: number }>(
        this.em,
        `select obligation as "obligation", stage as "stage", recipient_id as "recipientId" from reminder where obligation in (${placesFor(part)})`,
        part,
      );
      for (const row of rows) keys.add(reminderKey(row));
    }
    return keys;
  }

  /** Whether the last sending hour of the day has passed. */
  private async isOverFor(now: Temporal.Instant): Promise<boolean> {
    const rules = await this.rules.ofWatched(dateInZone(now));
    const time = timeInZone(now);
    return !rules.some(({ hours }) => time <= hours.until);
  }

  private async workingDays(from: PlainDate, to: PlainDate): Promise<PlainDate[]> {
    const calendar = await this.calendars.current();
    const days: PlainDate[] = [];
    for (let day = from; !isAfter(day, to); day = day.add({ days: 1 })) if (calendar.isWorkingDay(day)) days.push(day);
    return days;
  }

  private async daysToLookAt(last: PlainDate): Promise<number> {
    const plans = (await this.plans.watchedOn(last)).map(({ id }) => id);
    if (plans.length === 0) return FORECAST_DAYS;
    const [row] = await rowsOf<{ count: number }>(
      this.em,
      `select cast(count(*) as integer) as "count" from task where plan_id in (${placesFor(plans)})`,
      plans,
    );
    return Math.max(LEAST_DAYS, Math.floor(MOST_TASKS / Math.max(1, row?.count ?? 0)));
  }
}

class PersonTally {
  count = 0;
  readonly #lines = new Map<string, { kind: StageKind; stage: string; count: number; samples: ForecastSample[] }>();

  constructor(readonly person: Person) {}

  add(due: Due): void {
    const { kind, key } = due.stage;
    const stage = kind === 'ahead' ? key : kind;
    let line = this.#lines.get(stage);
    if (!line) this.#lines.set(stage, (line = { kind, stage, count: 0, samples: [] }));
    line.count += 1;
    this.count += 1;
    if (line.samples.length < SAMPLES_TOLD) line.samples.push(sampleOf(due));
  }

  told(): ForecastPerson {
    const { id, name, organisationName } = this.person;
    return { person: { id, name, organisationName }, count: this.count, lines: [...this.#lines.values()] };
  }
}

function sampleOf({ subject, plan, taskId }: Due): ForecastSample {
  switch (subject.about) {
    case 'duty':
    case 'pace':
      return { taskId, label: subject.task.label, title: subject.task.name };
    case 'evidence':
      return { taskId, label: subject.item.taskLabel, title: subject.item.title };
    case 'contract':
      return { taskId: null, label: '', title: contractName(subject.contract) };
    case 'summary':
      return { taskId: null, label: '', title: `kế hoạch ${plan.number}` };
  }
}
