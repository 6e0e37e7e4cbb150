import { Module } from '@nestjs/common';
import { AccountService } from './account.service.js';
import { OpenidService } from './openid.service.js';
import { SessionService } from './session.service.js';

@Module({ providers: [AccountService, OpenidService, SessionService], exports: [AccountService, OpenidService, SessionService] })
export class IdentityModule {}
