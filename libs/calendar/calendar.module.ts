import { Module } from '@nestjs/common';
import { AuditModule } from '#audit/audit.module.js';
import { CalendarEditService } from './calendar-edit.service.js';
import { CalendarHistoryQuery } from './calendar-history.query.js';
import { WorkingCalendarService } from './working-calendar.service.js';

/** The days on which offices work: asked by reminders, edited by Sở Nội vụ. */
@Module({
  imports: [AuditModule],
  providers: [CalendarEditService, CalendarHistoryQuery, WorkingCalendarService],
  exports: [CalendarEditService, CalendarHistoryQuery, WorkingCalendarService],
})
export class CalendarModule {}
