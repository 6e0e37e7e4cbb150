import { Injectable } from '@nestjs/common';
import type { Temporal } from 'temporal-polyfill';
import { WorkingCalendarService } from '#calendar/working-calendar.service.js';
import { dateInZone, timeInZone } from '#kernel/plain-date.js';
import type { Due } from './due.js';
import { ReminderPlanner } from './reminder-planner.js';
import type { SendingHours } from './reminder-rules.js';
import { type Delivery, ReminderSender } from './reminder-sender.js';
import { RulesQuery } from './rules.query.js';

@Injectable()
export class ReminderService {
  constructor(
    private readonly planner: ReminderPlanner,
    private readonly sender: ReminderSender,
    private readonly rules: RulesQuery,
    private readonly calendars: WorkingCalendarService,
  ) {}

  /** Plans and sends what is due as of an instant, at whatever hour; safe to run twice. */
  async remind(now: Temporal.Instant): Promise<{ planned: Due[]; deliveries: Delivery[] }> {
    const planned: Due[] = [];
    await this.planner.planDue(now, undefined, (added) => planned.push(...added));
    return { planned, deliveries: await this.sender.deliverAll(now) };
  }

  /** Plans what is due, of plans whose sending hours it is: nobody is written to at night or over Tết. @returns how many reminders are new */
  async planInHours(now: Temporal.Instant): Promise<number> {
    if (!(await this.isWorkingDay(now))) return 0;
    return this.planner.planDue(now, ({ hours }) => isWithin(hours, now));
  }

  /** Sends what is due, in the sending hours of any plan: what waits was planned within its own. */
  async deliverInHours(now: Temporal.Instant): Promise<Delivery[]> {
    if (!(await this.isWorkingDay(now))) return [];
    const rules = await this.rules.ofWatched(dateInZone(now));
    return rules.some(({ hours }) => isWithin(hours, now)) ? this.sender.deliverAll(now) : [];
  }

  private async isWorkingDay(now: Temporal.Instant): Promise<boolean> {
    return (await this.calendars.current()).isWorkingDay(dateInZone(now));
  }
}

function isWithin({ from, until }: SendingHours, now: Temporal.Instant): boolean {
  const time = timeInZone(now);
  return time >= from && time <= until;
}
