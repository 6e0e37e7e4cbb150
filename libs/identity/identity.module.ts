import { Module } from '@nestjs/common';
import { AccountService } from './account.service.js';
import { AnsweredRequests } from './answered-requests.js';
import { OpenidService } from './openid.service.js';
import { SessionService } from './session.service.js';
import { Signatures } from './signatures.js';

@Module({
  providers: [AccountService, AnsweredRequests, OpenidService, SessionService, Signatures],
  exports: [AccountService, AnsweredRequests, OpenidService, SessionService, Signatures],
})
export class IdentityModule {}
