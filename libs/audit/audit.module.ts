import { Module } from '@nestjs/common';
import { AuditTrail } from './audit-trail.js';
import { RecentActivityQuery } from './recent-activity.query.js';
import { TrailSearchQuery } from './trail-search.query.js';

@Module({ providers: [AuditTrail, RecentActivityQuery, TrailSearchQuery], exports: [AuditTrail, RecentActivityQuery, TrailSearchQuery] })
export class AuditModule {}
