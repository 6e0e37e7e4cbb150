import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RecentActivityQuery } from '#audit/recent-activity.query.js';
import { searchKey } from '#deliverables/identity-of-piece.js';
import { type Actor, may } from '#identity/actor.js';
import { Signatures } from '#identity/signatures.js';
import { Clock } from '#kernel/clock.js';
import { readInput } from '#kernel/form-input.js';
import { newOrganisationInput, type RawOrganisationForm } from '#organisations/organisation.input.js';
import { OrganisationListQuery } from '#organisations/organisation-list.query.js';
import { type OpenDuties, OpenDutiesQuery } from '#planning/open-duties.query.js';
import { MembershipService } from '#planning/membership.service.js';
import { OrganisationService } from '#planning/organisation.service.js';
import { SuccessionService } from '#planning/succession.service.js';
import { refusalOf } from '../deliverables/deliverables.controller.js';
import { CurrentActor } from '../http/actor.js';
import { Needs } from '../http/needs.js';
import { PageRenderer } from '../http/page-renderer.js';
import { rowIdOf, textOf, wordFor } from '../http/query-value.js';
import { toOrganisation } from './organisation-changes.controller.js';
import { OrganisationFormPage } from './organisation-form.page.js';
import { DONE_WORDS } from './organisation-words.js';
import { organisationListView, organisationView } from './organisation.view.js';

const LONGEST_SEARCH = 100;

/** Who takes part in plans: the list, and one organisation with its history. Changes are in the controllers beside this. */
@Needs('plans.read')
@Controller('organisations')
export class OrganisationsController {
  constructor(
    private readonly organisations: OrganisationService,
    private readonly memberships: MembershipService,
    private readonly successions: SuccessionService,
    private readonly list: OrganisationListQuery,
    private readonly duties: OpenDutiesQuery,
    private readonly activity: RecentActivityQuery,
    private readonly signatures: Signatures,
    private readonly form: OrganisationFormPage,
    private readonly clock: Clock,
    private readonly pages: PageRenderer,
  ) {}

  @Get()
  async index(@Query('q') asked: unknown, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const today = this.clock.today();
    const search = textOf(asked)?.slice(0, LONGEST_SEARCH) ?? '';
    const words = searchKey(search).split(' ').filter(Boolean);
    const all = await this.list.all(today);
    const found = all.filter(({ name, shortName, formerNames }) => {
      const key = searchKey([{ name, shortName }, ...formerNames].flatMap((named) => [named.name, named.shortName]).join(' '));
      return words.every((word) => key.includes(word));
    });
    return this.pages.send(request, reply, {
      template: 'pages/organisations/index',
      title: 'Cơ quan',
      section: 'organisations',
      view: { search, total: found.length, columns: organisationListView(found, today), mayChange: may(actor, 'organisations.change') },
    });
  }

  @Needs('organisations.change')
  @Get('new')
  async newOrganisation(@CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.form.show({ actor, request, reply }, { purpose: 'new' });
  }

  @Needs('organisations.change')
  @Post()
  async create(@Body() body: RawOrganisationForm, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    try {
      const { id } = await this.organisations.create(actor, readInput(newOrganisationInput, body));
      return toOrganisation(reply, id, 'added');
    } catch (error) {
      return this.form.show({ actor, request, reply }, { purpose: 'new' }, refusalOf(error, body));
    }
  }

  @Get(':id')
  async show(
    @Param('id') id: string,
    @Query('passed') passed: unknown,
    @Query('done') done: unknown,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    const today = this.clock.today();
    const organisation = await this.organisations.find(rowIdOf(id));
    const successions = await this.successions.of(organisation.id);
    const open = new Map<number, OpenDuties>();
    for (const succession of successions.after) {
      if (!succession.passedOn) open.set(succession.id, await this.duties.of(organisation.id, succession.effectiveOn));
    }
    const justPassed = successions.before.find((succession) => succession.id === rowIdOf(passed) && succession.passedOn) ?? null;
    const facts = {
      organisation,
      successions,
      open,
      justPassed,
      done: wordFor(DONE_WORDS, textOf(done)),
      memberships: await this.memberships.of(organisation, today),
      tasks: await this.duties.tasksOf(organisation.id, today),
      accounts: await this.duties.accountsOf(organisation.id),
      history: await this.activity.of(organisation.id, 'organisation'),
      signed: await this.signatures.reader([...successions.before, ...successions.after].map(({ passedBy }) => passedBy)),
      today,
    };
    return this.pages.send(request, reply, {
      template: 'pages/organisations/show',
      title: organisation.name,
      section: 'organisations',
      view: organisationView(facts, actor),
    });
  }
}
