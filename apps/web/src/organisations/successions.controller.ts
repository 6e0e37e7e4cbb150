import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, may } from '#identity/actor.js';
import { roleName } from '#identity/role.js';
import { Signatures } from '#identity/signatures.js';
import { Clock } from '#kernel/clock.js';
import type { DomainError } from '#kernel/domain-error.js';
import { fieldMessages, readInput } from '#kernel/form-input.js';
import { formatDate } from '#kernel/plain-date.js';
import type { Organisation, Succession } from '#organisations/organisation.entity.js';
import { type RawOrganisationForm, successorInput } from '#organisations/organisation.input.js';
import { OrganisationListQuery } from '#organisations/organisation-list.query.js';
import { dutyKey } from '#planning/duty-passing.js';
import { type OpenDuties, OpenDutiesQuery } from '#planning/open-duties.query.js';
import { SuccessionService } from '#planning/succession.service.js';
import { refusalOf } from '../deliverables/deliverables.controller.js';
import type { Exchange } from '../deliverables/log-form.page.js';
import { CurrentActor } from '../http/actor.js';
import { statusOf } from '../http/error.filter.js';
import { Needs } from '../http/needs.js';
import { PageRenderer } from '../http/page-renderer.js';
import { rowIdOf } from '../http/query-value.js';
import { choicesOf } from './organisation-form.page.js';
import { SUCCESSION_NAMES } from './organisation-words.js';
import { isInEffect, isNothing, mayKnowPeople, taskLine } from './organisation.view.js';

/** One merger, split or abolition: what is still open in the old name, and the one step that passes it on. */
@Needs('organisations.change')
@Controller('successions/:id')
export class SuccessionsController {
  constructor(
    private readonly successions: SuccessionService,
    private readonly duties: OpenDutiesQuery,
    private readonly list: OrganisationListQuery,
    private readonly signatures: Signatures,
    private readonly clock: Clock,
    private readonly pages: PageRenderer,
  ) {}

  @Needs('plans.read')
  @Get()
  async show(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.page({ actor, request, reply }, await this.successions.find(rowIdOf(id)));
  }

  /** The confirmed handing over. Of a split, `move` names what goes to this successor. */
  @Post('passing')
  async pass(@Param('id') id: string, @Body() body: { move?: string | string[] }, @CurrentActor() actor: Actor, @Res() reply: FastifyReply) {
    await this.successions.pass(actor, rowIdOf(id), new Set([body.move ?? []].flat()));
    const { id: succession, successor } = await this.successions.find(rowIdOf(id));
    return reply.redirect(`/organisations/${successor!.id}?passed=${succession}`, 303);
  }

  @Post('successor')
  async nameSuccessor(
    @Param('id') id: string,
    @Body() body: RawOrganisationForm,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    const succession = await this.successions.find(rowIdOf(id));
    try {
      await this.successions.nameSuccessor(actor, succession.id, readInput(successorInput, body).successor);
      return reply.redirect(`/successions/${succession.id}`, 303);
    } catch (error) {
      return this.page({ actor, request, reply }, succession, refusalOf(error, body));
    }
  }

  @Post('withdrawal')
  async withdraw(@Param('id') id: string, @CurrentActor() actor: Actor, @Res() reply: FastifyReply) {
    const { predecessor } = await this.successions.withdraw(actor, rowIdOf(id));
    return reply.redirect(`/organisations/${predecessor.id}`, 303);
  }

  private async page({ actor, request, reply }: Exchange, succession: Succession, refusal?: { values: RawOrganisationForm; error: DomainError }) {
    const today = this.clock.today();
    const { id, predecessor, successor, kind, effectiveOn, basis, passedOn, passedBy } = succession;
    const open = passedOn ? null : await this.duties.of(predecessor.id, effectiveOn);
    const mayChange = may(actor, 'organisations.change');
    const knowsPeople = mayKnowPeople(actor, predecessor.id);
    const others = mayChange && !passedOn ? (await this.list.all(today)).filter((other) => (other.kind === 'group') === (predecessor.kind === 'group')) : [];
    return this.pages.send(request, reply, {
      template: 'pages/successions/show',
      title: successor ? `Chuyển nhiệm vụ sang ${successor.name}` : `Nhiệm vụ của ${predecessor.name}`,
      section: 'organisations',
      status: refusal ? statusOf(refusal.error) : 200,
      view: {
        id,
        predecessor: linkTo(predecessor),
        successor: successor && linkTo(successor),
        kind: SUCCESSION_NAMES[kind],
        effectiveOn: formatDate(effectiveOn),
        basis,
        passed:
          passedOn &&
          `Nhiệm vụ đã được chuyển ngày ${formatDate(passedOn)}${knowsPeople ? `, ${await this.signatures.inWords(passedBy ?? 'người khác')} xác nhận` : ''}.`,
        isToCome: !isInEffect(succession, today),
        isSplit: kind === 'split',
        isNothing: open !== null && isNothing(open),
        open: open && openView(open, { showsPeople: knowsPeople, showsAddresses: mayChange }),
        mayChange: mayChange && !passedOn,
        mayPass: mayChange && !passedOn && successor !== null && isInEffect(succession, today),
        choices: choicesOf(
          others.filter((other) => other.id !== predecessor.id),
          refusal?.values.successor ?? (successor ? String(successor.id) : undefined),
          today,
        ),
        errors: refusal ? fieldMessages(refusal.error) : {},
      },
    });
  }
}

function linkTo({ id, name }: Organisation) {
  return { name, href: `/organisations/${id}` };
}

function openView(
  { parties, plans, memberships, units, accounts, slots }: OpenDuties,
  { showsPeople, showsAddresses }: { showsPeople: boolean; showsAddresses: boolean },
) {
  const tasks = parties.map((party) => ({ ...taskLine(party), key: dutyKey('party', party.partyId), role: party.role }));
  return {
    led: tasks.filter(({ role }) => role === 'lead'),
    supported: tasks.filter(({ role }) => role === 'supporting'),
    plans: plans.map(({ id, number, year }) => ({ key: dutyKey('plan', id), title: `Kế hoạch số ${number} năm ${year}` })),
    groups: memberships.filter(({ isUnit }) => !isUnit).map(({ id, groupName }) => ({ key: dutyKey('group', id), title: groupName })),
    superiors: memberships.filter(({ isUnit }) => isUnit).map(({ id, groupName }) => ({ key: dutyKey('group', id), title: groupName })),
    units: units.map(({ id, name }) => ({ key: dutyKey('unit', id), title: name })),
    // How many wait may be known; who they are only where the organisation's page would tell.
    accountCount: accounts.length,
    accounts: (showsPeople ? accounts : []).map(({ id, name, email, role }) => ({
      key: dutyKey('account', id),
      title: name,
      about: showsAddresses ? `${email} · ${roleName(role)}` : roleName(role),
    })),
    slots,
  };
}
