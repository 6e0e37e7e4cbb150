import { Module } from '@nestjs/common';
import { AuditModule } from '#audit/audit.module.js';
import { DeliverablesModule } from '#deliverables/deliverables.module.js';
import { OrganisationsModule } from '#organisations/organisations.module.js';
import { PlanningModule } from '#planning/planning.module.js';
import { ContractItemsQuery } from './contract-items.query.js';

const SERVICES = [ContractItemsQuery];

@Module({ imports: [AuditModule, DeliverablesModule, OrganisationsModule, PlanningModule], providers: SERVICES, exports: SERVICES })
export class ContractsModule {}
