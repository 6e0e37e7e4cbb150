import { Module } from '@nestjs/common';
import { PlanService } from './plan.service.js';
import { TaskQuery } from './task.query.js';

@Module({ providers: [PlanService, TaskQuery], exports: [PlanService, TaskQuery] })
export class PlanningModule {}
