import { Module } from '@nestjs/common';
import { CalendarModule } from '#calendar/calendar.module.js';
import { DeliverablesModule } from '#deliverables/deliverables.module.js';
import { MailModule } from '#mail/mail.module.js';
import { ReminderLetter } from './reminder-letter.js';
import { ReminderPlanner } from './reminder-planner.js';
import { ReminderSender } from './reminder-sender.js';
import { ReminderService } from './reminder.service.js';

@Module({
  imports: [CalendarModule, DeliverablesModule, MailModule],
  providers: [ReminderLetter, ReminderPlanner, ReminderSender, ReminderService],
  exports: [ReminderPlanner, ReminderSender, ReminderService],
})
export class RemindersModule {}
