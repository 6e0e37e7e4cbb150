import { Module } from '@nestjs/common';
import { AuditModule } from '#audit/audit.module.js';
import { IdentityModule } from '#identity/identity.module.js';
import { MailModule } from '#mail/mail.module.js';
import { AccessTrail } from './access-trail.js';
import { AccountAdminService } from './account-admin.service.js';
import { AccountLetters } from './account-letters.service.js';
import { AccountListQuery } from './account-list.query.js';
import { AccountReach } from './account-reach.js';
import { ApiTokenService } from './api-token.service.js';
import { AttemptLimits } from './attempt-limits.js';
import { CalendarFeedService } from './calendar-feed.service.js';
import { EmailChangeService } from './email-change.service.js';
import { ErasedTraces } from './erased-traces.js';
import { InvitationService } from './invitation.service.js';
import { OperatorAccounts } from './operator-accounts.service.js';
import { OwnAccountService } from './own-account.service.js';
import { PasswordProof } from './password-proof.js';
import { PersonalDataService } from './personal-data.service.js';
import { RefusalTrail } from './refusal-trail.js';
import { SecondFactorService } from './second-factor.service.js';
import { SetUpService } from './set-up.service.js';
import { SignInService } from './sign-in.service.js';

const SERVICES = [
  AccessTrail,
  AccountAdminService,
  AccountLetters,
  AccountListQuery,
  AccountReach,
  ApiTokenService,
  AttemptLimits,
  CalendarFeedService,
  EmailChangeService,
  ErasedTraces,
  InvitationService,
  OperatorAccounts,
  OwnAccountService,
  PasswordProof,
  PersonalDataService,
  RefusalTrail,
  SecondFactorService,
  SetUpService,
  SignInService,
];

@Module({ imports: [AuditModule, IdentityModule, MailModule], providers: SERVICES, exports: SERVICES })
export class AccessModule {}
