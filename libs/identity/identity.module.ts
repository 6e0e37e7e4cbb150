import { Module } from '@nestjs/common';
import { AccountService } from './account.service.js';
import { SessionService } from './session.service.js';

@Module({ providers: [AccountService, SessionService], exports: [AccountService, SessionService] })
export class IdentityModule {}
