import { Module } from '@nestjs/common';
import { AuditModule } from '#audit/audit.module.js';
import { IdentityModule } from '#identity/identity.module.js';
import { OrganisationsModule } from '#organisations/organisations.module.js';
import { MemberTargetsService } from './member-targets.service.js';
import { MembershipCorrectionService } from './membership-correction.service.js';
import { MembershipService } from './membership.service.js';
import { PlanAmendmentService } from './plan-amendment.service.js';
import { PlanDraftService } from './plan-draft.service.js';
import { PlanLifeService } from './plan-life.service.js';
import { OpenDutiesQuery } from './open-duties.query.js';
import { OrganisationService } from './organisation.service.js';
import { PlanContentService } from './plan-content.service.js';
import { PlanService } from './plan.service.js';
import { SuccessionService } from './succession.service.js';
import { TaskQuery } from './task.query.js';

const SERVICES = [
  MemberTargetsService,
  MembershipCorrectionService,
  MembershipService,
  OpenDutiesQuery,
  OrganisationService,
  PlanAmendmentService,
  PlanContentService,
  PlanDraftService,
  PlanLifeService,
  PlanService,
  SuccessionService,
  TaskQuery,
];

@Module({ imports: [AuditModule, IdentityModule, OrganisationsModule], providers: SERVICES, exports: SERVICES })
export class PlanningModule {}
