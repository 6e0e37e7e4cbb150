import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RawContract } from '#contracts/contract-fields.js';
import { endingInput, paymentInput, readAnnex, reasonInput, signingInput } from '#contracts/contract-steps.input.js';
import type { Contract } from '#contracts/contract.entity.js';
import { ContractStepsService } from '#contracts/contract-steps.service.js';
import { ContractService } from '#contracts/contract.service.js';
import type { Actor } from '#identity/actor.js';
import { readInput } from '#kernel/form-input.js';
import { refusalOf } from '../deliverables/deliverables.controller.js';
import type { Exchange } from '../deliverables/log-form.page.js';
import { CurrentActor } from '../http/actor.js';
import { Needs } from '../http/needs.js';
import { rowIdOf } from '../http/query-value.js';
import { type ContractStep, ContractStepPage } from './contract-step.page.js';
import { toContract } from './contracts.controller.js';
import { typedText } from './typed-text.js';

/** What happens to a contract once it is written: each step has a small form of its own. */
@Needs('contracts.change')
@Controller('contracts/:id')
export class ContractStepsController {
  constructor(
    private readonly contracts: ContractService,
    private readonly steps: ContractStepsService,
    private readonly form: ContractStepPage,
  ) {}

  @Get('signature')
  async openSignature(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.open('sign', id, { actor, request, reply });
  }

  @Post('signature')
  async sign(@Param('id') id: string, @Body() body: RawContract, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.take('sign', id, body, { actor, request, reply }, (contract, version) =>
      this.contracts.sign(actor, contract.id, version, readInput(signingInput, body)),
    );
  }

  @Get('annexes/new')
  async openAnnex(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.open('annex', id, { actor, request, reply });
  }

  @Post('annexes')
  async annex(@Param('id') id: string, @Body() body: RawContract, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.take('annex', id, body, { actor, request, reply }, (contract, version) => {
      const lineIds = contract.lines.getItems().map((line) => line.id);
      return this.steps.annex(actor, contract.id, version, readAnnex(body, lineIds));
    });
  }

  @Get('payments/new')
  async openPayment(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.open('pay', id, { actor, request, reply });
  }

  @Post('payments')
  async pay(@Param('id') id: string, @Body() body: RawContract, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.take('pay', id, body, { actor, request, reply }, (contract, version) =>
      this.steps.pay(actor, contract.id, version, readInput(paymentInput, body)),
    );
  }

  @Get('payments/:payment/strike')
  async openStrike(
    @Param('id') id: string,
    @Param('payment') payment: string,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    return this.open('strike', id, { actor, request, reply }, rowIdOf(payment));
  }

  @Post('payments/:payment/strike')
  async strike(
    @Param('id') id: string,
    @Param('payment') payment: string,
    @Body() body: RawContract,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    const row = rowIdOf(payment);
    const strike = (contract: Contract, version: number) => this.steps.strikePayment(actor, contract.id, row, version, readInput(reasonInput, body).reason);
    return this.take('strike', id, body, { actor, request, reply }, strike, row);
  }

  @Get('ending')
  async openEnding(@Param('id') id: string, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.open('end', id, { actor, request, reply });
  }

  @Post('ending')
  async end(@Param('id') id: string, @Body() body: RawContract, @CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.take('end', id, body, { actor, request, reply }, (contract, version) =>
      this.steps.end(actor, contract.id, version, readInput(endingInput, body)),
    );
  }

  private async open(step: ContractStep, id: string, exchange: Exchange, paymentId?: number) {
    const contract = await this.contracts.find(exchange.actor, rowIdOf(id));
    return this.form.show(exchange, step, contract, paymentId);
  }

  /** Does it and goes back to the contract; a form that is refused comes back as it was filled in. */
  private async take(
    step: ContractStep,
    id: string,
    body: RawContract,
    exchange: Exchange,
    act: (contract: Contract, version: number) => Promise<unknown>,
    paymentId?: number,
  ) {
    const contract = await this.contracts.find(exchange.actor, rowIdOf(id));
    try {
      await act(contract, rowIdOf(body.version) ?? 0);
      return toContract(exchange.reply, contract.id, DONE[step]);
    } catch (error) {
      const refusal = refusalOf(error, typedText(body));
      return this.form.show(exchange, step, await this.contracts.find(exchange.actor, contract.id), paymentId, refusal);
    }
  }
}

const DONE: Record<ContractStep, string> = { sign: 'signed', annex: 'annexed', pay: 'paid', strike: 'struck', end: 'ended' };
