import { Controller, Get, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AccessTrail } from '#access/access-trail.js';
import { ContractItemListQuery } from '#contracts/contract-item-list.query.js';
import { ContractService } from '#contracts/contract.service.js';
import { ContractStandingQuery } from '#contracts/contract-standing.js';
import { itemsSpreadsheet, stateSpreadsheet } from '#documents/contract-sheets.js';
import type { Actor } from '#identity/actor.js';
import { CurrentActor } from '../http/actor.js';
import { Needs } from '../http/needs.js';
import { rowIdOf } from '../http/query-value.js';
import { PaperAnswer } from './paper-answer.js';

/** A contract as tables for Excel, for whoever may see it. */
@Needs('contracts.read')
@Controller('contracts/:id')
export class ContractSheetsController {
  constructor(
    private readonly contracts: ContractService,
    private readonly items: ContractItemListQuery,
    private readonly standings: ContractStandingQuery,
    private readonly answer: PaperAnswer,
    private readonly trail: AccessTrail,
  ) {}

  @Get('items.xlsx')
  async itemList(@Param('id') id: string, @CurrentActor() actor: Actor, @Res() reply: FastifyReply) {
    const contract = await this.contracts.find(actor, rowIdOf(id));
    await this.trail.tell(actor, 'contract.exported', 'contract', contract.id, { what: 'items.xlsx' });
    return this.answer.sheet(reply, await itemsSpreadsheet(await this.items.of(contract.id)), `Sản phẩm hợp đồng ${contract.number}`);
  }

  @Get('state.xlsx')
  async state(@Param('id') id: string, @CurrentActor() actor: Actor, @Res() reply: FastifyReply) {
    const contract = await this.contracts.find(actor, rowIdOf(id));
    await this.trail.tell(actor, 'contract.exported', 'contract', contract.id, { what: 'state.xlsx' });
    return this.answer.sheet(reply, await stateSpreadsheet(await this.standings.of(contract)), `Tình hình hợp đồng ${contract.number}`);
  }
}
