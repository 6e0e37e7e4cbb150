import { Module } from '@nestjs/common';
import { AuditModule } from '#audit/audit.module.js';
import { DeliverablesModule } from '#deliverables/deliverables.module.js';
import { OrganisationsModule } from '#organisations/organisations.module.js';
import { PlanningModule } from '#planning/planning.module.js';
import { ContractItemsQuery } from './contract-items.query.js';
import { ContractListQuery } from './contract-list.query.js';
import { ContractService } from './contract.service.js';
import { ContractStandingQuery } from './contract-standing.js';
import { OfficeSettingsService } from './office-settings.service.js';

const SERVICES = [ContractItemsQuery, ContractListQuery, ContractService, ContractStandingQuery, OfficeSettingsService];

@Module({ imports: [AuditModule, DeliverablesModule, OrganisationsModule, PlanningModule], providers: SERVICES, exports: SERVICES })
export class ContractsModule {}
