import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { assertMayKeepContracts } from '#contracts/contract-access.js';
import type { RawContract } from '#contracts/contract-fields.js';
import { readContract, readCorrection } from '#contracts/contract.input.js';
import { ContractService } from '#contracts/contract.service.js';
import type { Actor } from '#identity/actor.js';
import { refusalOf } from '../deliverables/deliverables.controller.js';
import { CurrentActor } from '../http/actor.js';
import { Needs } from '../http/needs.js';
import { rowIdOf, textOf } from '../http/query-value.js';
import { ContractFormPage } from './contract-form.page.js';
import { ContractListPage } from './contract-list.page.js';
import { ContractPage } from './contract.page.js';
import { withLineAdded, withLineRemoved } from './line-rows.js';
import { typedText } from './typed-text.js';

type Query = Readonly<Record<string, unknown>>;

/** The list, the page of a contract, and the form by which it is written. */
@Needs('contracts.change')
@Controller('contracts')
export class ContractsController {
  constructor(
    private readonly contracts: ContractService,
    private readonly list: ContractListPage,
    private readonly page: ContractPage,
    private readonly form: ContractFormPage,
  ) {}

  @Needs('contracts.read')
  @Get()
  async index(@Query() query: Query, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.list.show({ actor, request, reply }, { planId: rowIdOf(query.plan), state: textOf(query.state) });
  }

  @Get('new')
  async open(@Query() query: Query, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.form.forNew({ actor, request, reply }, { planId: rowIdOf(query.plan), partyBId: rowIdOf(query.partyB) });
  }

  @Post()
  async draft(@Body() body: RawContract, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    assertMayKeepContracts(actor);
    const typed = typedText(body);
    const exchange = { actor, request, reply };
    const changed = changedRows(typed);
    if (changed) return this.form.again(exchange, { values: changed });
    try {
      const contract = await this.contracts.draft(actor, readContract(body));
      return toContract(reply, contract.id, 'drafted');
    } catch (error) {
      return this.form.again(exchange, refusalOf(error, typed));
    }
  }

  @Needs('contracts.read')
  @Get(':id')
  async show(@Param('id') id: string, @Query() query: Query, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.page.show({ actor, request, reply }, rowIdOf(id), textOf(query.done));
  }

  @Get(':id/edit')
  async edit(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const contract = await this.contracts.find(actor, rowIdOf(id));
    return this.form.forContract({ actor, request, reply }, contract);
  }

  @Post(':id')
  async amend(@Param('id') id: string, @Body() body: RawContract, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const { id: row, state } = await this.contracts.find(actor, rowIdOf(id));
    assertMayKeepContracts(actor);
    const typed = typedText(body);
    const changed = state === 'draft' ? changedRows(typed) : undefined;
    const exchange = { actor, request, reply };
    if (changed) return this.form.forContract(exchange, await this.contracts.find(actor, row), { values: changed });
    const version = rowIdOf(body.version) ?? 0;
    try {
      if (state === 'draft') await this.contracts.amend(actor, row, version, readContract(body));
      else await this.contracts.correct(actor, row, version, readCorrection(body));
      return toContract(reply, row, 'amended');
    } catch (error) {
      return this.form.forContract(exchange, await this.contracts.find(actor, row), refusalOf(error, typed));
    }
  }
}

/** The form with one line more or less, where one of those buttons was pressed. */
function changedRows(typed: Readonly<Record<string, string>>): Readonly<Record<string, string>> | undefined {
  if (typed.add !== undefined) return withLineAdded(typed);
  const removed = rowIdOf(typed.remove);
  return removed === undefined ? undefined : withLineRemoved(typed, removed);
}

export function toContract(reply: FastifyReply, id: number, done: string): FastifyReply {
  return reply.redirect(`/contracts/${id}?done=${done}`, 303);
}
