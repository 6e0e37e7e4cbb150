import { Module } from '@nestjs/common';
import { DirectoryQuery } from './directory.query.js';
import { MembershipQuery } from './membership.query.js';
import { NamesOnDayQuery } from './names-on-day.query.js';
import { OrganisationListQuery } from './organisation-list.query.js';

const QUERIES = [DirectoryQuery, MembershipQuery, NamesOnDayQuery, OrganisationListQuery];

@Module({ providers: QUERIES, exports: QUERIES })
export class OrganisationsModule {}
