import { Module } from '@nestjs/common';
import { RecentActivityQuery } from './recent-activity.query.js';

@Module({ providers: [RecentActivityQuery], exports: [RecentActivityQuery] })
export class AuditModule {}
