import { Module } from '@nestjs/common';
import { OrganisationsModule } from '#organisations/organisations.module.js';
import { PlanService } from './plan.service.js';
import { TaskQuery } from './task.query.js';

@Module({ imports: [OrganisationsModule], providers: [PlanService, TaskQuery], exports: [PlanService, TaskQuery] })
export class PlanningModule {}
