import { Module } from '@nestjs/common';
import { ContractsModule } from '#contracts/contracts.module.js';
import { DeliverablesModule } from '#deliverables/deliverables.module.js';
import { OrganisationsModule } from '#organisations/organisations.module.js';
import { PlanningModule } from '#planning/planning.module.js';
import { PaperService } from './paper.service.js';
import { ReminderLetterService } from './reminder-letter.service.js';

const SERVICES = [PaperService, ReminderLetterService];

/** Needs the templates (`HttpModule` or `TemplatingModule`, both global). */
@Module({ imports: [ContractsModule, DeliverablesModule, OrganisationsModule, PlanningModule], providers: SERVICES, exports: SERVICES })
export class DocumentsModule {}
