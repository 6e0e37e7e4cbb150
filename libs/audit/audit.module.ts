import { Module } from '@nestjs/common';
import { AuditTrail } from './audit-trail.js';
import { RecentActivityQuery } from './recent-activity.query.js';

@Module({ providers: [AuditTrail, RecentActivityQuery], exports: [AuditTrail, RecentActivityQuery] })
export class AuditModule {}
