import { Module } from '@nestjs/common';
import { AccountService } from './account.service.js';
import { AnsweredRequests } from './answered-requests.js';
import { SessionService } from './session.service.js';

@Module({ providers: [AccountService, AnsweredRequests, SessionService], exports: [AccountService, AnsweredRequests, SessionService] })
export class IdentityModule {}
