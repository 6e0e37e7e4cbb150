import { Module } from '@nestjs/common';
import { AuditModule } from '#audit/audit.module.js';
import { DeliverablesModule } from '#deliverables/deliverables.module.js';
import { OrganisationsModule } from '#organisations/organisations.module.js';
import { PlanningModule } from '#planning/planning.module.js';
import { ContractItemListQuery } from './contract-item-list.query.js';
import { ContractItemsQuery } from './contract-items.query.js';
import { ContractListQuery } from './contract-list.query.js';
import { ContractOutsideQuery } from './contract-outside.query.js';
import { ContractProposalQuery } from './contract-proposal.query.js';
import { ContractService } from './contract.service.js';
import { ContractStepsService } from './contract-steps.service.js';
import { ContractStandingQuery } from './contract-standing.js';
import { OfficeSettingsService } from './office-settings.service.js';
import { AcceptanceChange } from './acceptance-change.js';
import { AcceptanceFittingQuery } from './acceptance-fitting.query.js';
import { AcceptanceIssueService } from './acceptance-issue.service.js';
import { AcceptanceJudgementService } from './acceptance-judgement.service.js';
import { AcceptanceListQuery } from './acceptance-list.query.js';
import { AcceptanceMinutesService } from './acceptance-minutes.service.js';
import { AcceptanceProductsQuery } from './acceptance-products.query.js';
import { AcceptanceService } from './acceptance.service.js';
import { LiquidationMinutesService } from './liquidation-minutes.service.js';
import { LiquidationService } from './liquidation.service.js';
import { MinutesHeadService } from './minutes-head.service.js';

const SERVICES = [
  MinutesHeadService,
  LiquidationService,
  LiquidationMinutesService,
  AcceptanceService,
  AcceptanceProductsQuery,
  AcceptanceMinutesService,
  AcceptanceListQuery,
  AcceptanceJudgementService,
  AcceptanceIssueService,
  AcceptanceFittingQuery,
  AcceptanceChange,
  ContractItemListQuery,
  ContractItemsQuery,
  ContractListQuery,
  ContractOutsideQuery,
  ContractProposalQuery,
  ContractService,
  ContractStandingQuery,
  ContractStepsService,
  OfficeSettingsService,
];

@Module({ imports: [AuditModule, DeliverablesModule, OrganisationsModule, PlanningModule], providers: SERVICES, exports: SERVICES })
export class ContractsModule {}
