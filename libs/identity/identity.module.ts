import { Module } from '@nestjs/common';
import { AccountService } from './account.service.js';
import { AnsweredRequests } from './answered-requests.js';
import { OpenidService } from './openid.service.js';
import { SessionService } from './session.service.js';

@Module({
  providers: [AccountService, AnsweredRequests, OpenidService, SessionService],
  exports: [AccountService, AnsweredRequests, OpenidService, SessionService],
})
export class IdentityModule {}
