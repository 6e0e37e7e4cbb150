import { Module } from '@nestjs/common';
import { MembershipQuery } from './membership.query.js';

@Module({ providers: [MembershipQuery], exports: [MembershipQuery] })
export class OrganisationsModule {}
