import { Module } from '@nestjs/common';
import { AuditModule } from '#audit/audit.module.js';
import { OrganisationsModule } from '#organisations/organisations.module.js';
import { PlanningModule } from '#planning/planning.module.js';
import { CalendarQuery } from './calendar.query.js';
import { DeliverableListQuery } from './deliverable-list.query.js';
import { DeliverableService } from './deliverable.service.js';
import { LogFormQuery } from './log-form.query.js';
import { ProgressService } from './progress.service.js';
import { PublicationRules } from './publication-rules.js';

const SERVICES = [CalendarQuery, DeliverableListQuery, DeliverableService, LogFormQuery, ProgressService, PublicationRules];

@Module({ imports: [AuditModule, OrganisationsModule, PlanningModule], providers: SERVICES, exports: SERVICES })
export class DeliverablesModule {}
