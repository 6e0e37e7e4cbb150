import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '#identity/actor.js';
import { readInput } from '#kernel/form-input.js';
import type { Organisation } from '#organisations/organisation.entity.js';
import {
  contactsInput,
  memberEndInput,
  memberInput,
  type RawOrganisationForm,
  renamingInput,
  successionInput,
  unitEndInput,
} from '#organisations/organisation.input.js';
import { MembershipCorrectionService } from '#planning/membership-correction.service.js';
import { MembershipService } from '#planning/membership.service.js';
import { OrganisationService } from '#planning/organisation.service.js';
import { SuccessionService } from '#planning/succession.service.js';
import { refusalOf } from '../deliverables/deliverables.controller.js';
import type { Exchange } from '../deliverables/log-form.page.js';
import { CurrentActor } from '../http/actor.js';
import { Needs } from '../http/needs.js';
import { rowIdOf } from '../http/query-value.js';
import { OrganisationFormPage } from './organisation-form.page.js';

/** What coordinators change of one organisation: its name, contacts, members or units, and what becomes of it. */
@Needs('organisations.change')
@Controller('organisations/:id')
export class OrganisationChangesController {
  constructor(
    private readonly organisations: OrganisationService,
    private readonly memberships: MembershipService,
    private readonly corrections: MembershipCorrectionService,
    private readonly successions: SuccessionService,
    private readonly form: OrganisationFormPage,
  ) {}

  @Get('names/new')
  async newName(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.open('rename', id, { actor, request, reply });
  }

  @Post('names')
  async rename(
    @Param('id') id: string,
    @Body() body: RawOrganisationForm,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    return this.change('rename', id, { actor, request, reply }, body, (row) => this.organisations.rename(actor, row, readInput(renamingInput, body)));
  }

  @Get('contacts/edit')
  async editContacts(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.open('contacts', id, { actor, request, reply });
  }

  @Post('contacts')
  async contacts(
    @Param('id') id: string,
    @Body() body: RawOrganisationForm,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    return this.change('contacts', id, { actor, request, reply }, body, (row) =>
      this.organisations.correctContacts(actor, row, readInput(contactsInput, body)),
    );
  }

  @Get('members/new')
  async newMember(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.open('member', id, { actor, request, reply });
  }

  @Post('members')
  async addMember(
    @Param('id') id: string,
    @Body() body: RawOrganisationForm,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    return this.change('member', id, { actor, request, reply }, body, (row) => this.memberships.add(actor, row, readInput(memberInput, body)));
  }

  @Get('members/:membership/end')
  async newEnd(@Param('membership') membershipId: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const membership = await this.memberships.find(rowIdOf(membershipId));
    return this.form.show({ actor, request, reply }, { purpose: 'member-end', membership });
  }

  @Post('members/:membership/end')
  async endMember(
    @Param('membership') membershipId: string,
    @Body() body: RawOrganisationForm,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    const membership = await this.memberships.find(rowIdOf(membershipId));
    try {
      const { validUntil } = readInput(membership.group.kind === 'group' ? memberEndInput : unitEndInput, body);
      await this.memberships.end(actor, membership.id, validUntil);
      return toOrganisation(reply, membership.group.id, 'ended');
    } catch (error) {
      return this.form.show({ actor, request, reply }, { purpose: 'member-end', membership }, refusalOf(error, body));
    }
  }

  /** Takes an end back that has not come yet. */
  @Post('members/:membership/end/withdrawal')
  async withdrawEnd(@Param('membership') membershipId: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const membership = await this.memberships.find(rowIdOf(membershipId));
    try {
      await this.corrections.keep(actor, membership.id);
      return toOrganisation(reply, membership.group.id, 'end-withdrawn');
    } catch (error) {
      return this.form.show({ actor, request, reply }, { purpose: 'member-end', membership }, refusalOf(error, {}));
    }
  }

  /** Takes a membership back that has not begun yet. */
  @Post('members/:membership/withdrawal')
  async withdrawMember(@Param('membership') membershipId: string, @CurrentActor() actor: Actor, @Res() reply: FastifyReply) {
    const { group } = await this.corrections.withdraw(actor, rowIdOf(membershipId));
    return toOrganisation(reply, group.id, 'withdrawn');
  }

  @Get('successions/new')
  async newSuccession(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.open('succession', id, { actor, request, reply });
  }

  @Post('successions')
  async recordSuccession(
    @Param('id') id: string,
    @Body() body: RawOrganisationForm,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    return this.change('succession', id, { actor, request, reply }, body, (row) => this.successions.record(actor, row, readInput(successionInput, body)));
  }

  private async open(purpose: Purpose, id: string, exchange: Exchange) {
    return this.form.show(exchange, { purpose, organisation: await this.organisations.find(rowIdOf(id)) });
  }

  /** Does it and goes back to the organisation; a form that is refused comes back as it was filled in. */
  private async change(purpose: Purpose, id: string, exchange: Exchange, body: RawOrganisationForm, step: (row: number) => Promise<unknown>) {
    const organisation = await this.organisations.find(rowIdOf(id));
    try {
      await step(organisation.id);
      return toOrganisation(exchange.reply, organisation.id, purpose === 'member' ? memberWord(organisation) : DONE[purpose]);
    } catch (error) {
      return this.form.show(exchange, { purpose, organisation }, refusalOf(error, body));
    }
  }
}

export function toOrganisation(reply: FastifyReply, id: number, done: string): FastifyReply {
  return reply.redirect(`/organisations/${id}?done=${done}`, 303);
}

type Purpose = 'rename' | 'contacts' | 'member' | 'succession';

/** In the address of the page that says so (`DONE_WORDS`). */
const DONE: Readonly<Record<Exclude<Purpose, 'member'>, string>> = { rename: 'renamed', contacts: 'contacts', succession: 'succession' };

function memberWord({ kind }: Organisation): string {
  return kind === 'group' ? 'member' : 'unit';
}
