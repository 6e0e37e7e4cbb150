import { Module } from '@nestjs/common';
import { AuditModule } from '#audit/audit.module.js';
import { OrganisationsModule } from '#organisations/organisations.module.js';
import { PlanningModule } from '#planning/planning.module.js';
import { StorageModule } from '#storage/storage.module.js';
import { CalendarQuery } from './calendar.query.js';
import { DeliverableListQuery } from './deliverable-list.query.js';
import { DeliverableService } from './deliverable.service.js';
import { EvidenceQuery } from './evidence/evidence.query.js';
import { EvidenceService } from './evidence/evidence.service.js';
import { LinkFetcher } from './evidence/link-fetcher.js';
import { LinkSnapshotService } from './evidence/link-snapshot.service.js';
import { ItemTopics } from './item-topics.js';
import { LogFormQuery } from './log-form.query.js';
import { OwedQuery } from './owed.query.js';
import { ProgressService } from './progress.service.js';
import { PublicationRules } from './publication-rules.js';
import { ReceivedQuery } from './received.query.js';
import { TopicCoverageQuery } from './topic-coverage.query.js';

const SERVICES = [
  CalendarQuery,
  DeliverableListQuery,
  DeliverableService,
  EvidenceQuery,
  EvidenceService,
  ItemTopics,
  LinkFetcher,
  LinkSnapshotService,
  LogFormQuery,
  OwedQuery,
  ProgressService,
  PublicationRules,
  ReceivedQuery,
  TopicCoverageQuery,
];

@Module({ imports: [AuditModule, OrganisationsModule, PlanningModule, StorageModule], providers: SERVICES, exports: SERVICES })
export class DeliverablesModule {}
