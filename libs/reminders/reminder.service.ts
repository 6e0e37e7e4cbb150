import { Injectable } from '@nestjs/common';
import type { Temporal } from 'temporal-polyfill';
import { WorkingCalendarService } from '#calendar/working-calendar.service.js';
import { dateInZone } from '#kernel/plain-date.js';
import { type PlannedReminder, ReminderPlanner } from './reminder-planner.js';
import { type Delivery, ReminderSender } from './reminder-sender.js';

@Injectable()
export class ReminderService {
  constructor(
    private readonly planner: ReminderPlanner,
    private readonly sender: ReminderSender,
    private readonly calendars: WorkingCalendarService,
  ) {}

  /** Plans and sends what is due as of an instant; safe to run twice. */
  async remind(now: Temporal.Instant): Promise<{ planned: PlannedReminder[]; deliveries: Delivery[] }> {
    const planned = await this.planner.planDue(now);
    return { planned, deliveries: await this.sender.deliverAll(now) };
  }

  /** As `remind`, but only on a working day: nobody is written to over Tết. */
  async remindOnWorkingDay(now: Temporal.Instant): Promise<void> {
    const calendar = await this.calendars.current();
    if (calendar.isWorkingDay(dateInZone(now))) await this.remind(now);
  }
}
