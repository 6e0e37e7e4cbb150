import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { RecentActivityQuery } from '#audit/recent-activity.query.js';
import { alertsOf } from '#contracts/contract-alerts.js';
import { ContractListQuery } from '#contracts/contract-list.query.js';
import { ContractOutsideQuery } from '#contracts/contract-outside.query.js';
import { ContractService } from '#contracts/contract.service.js';
import { daysOf } from '#contracts/contract-terms.js';
import { ContractStandingQuery } from '#contracts/contract-standing.js';
import { may } from '#identity/actor.js';
import { Clock } from '#kernel/clock.js';
import { NamesOnDayQuery } from '#organisations/names-on-day.query.js';
import type { Exchange } from '../deliverables/log-form.page.js';
import { PageRenderer } from '../http/page-renderer.js';
import { wordFor } from '../http/query-value.js';
import { contractHistoryLine } from './contract-history.view.js';
import { statusOf } from './contract-list.page.js';
import { contractName } from './contract-words.js';
import { contractView } from './contract.view.js';

const DONE: Readonly<Record<string, string>> = {
  drafted: 'Đã lưu dự thảo hợp đồng. Khi hai bên ký, hãy ghi ngày ký để bắt đầu theo dõi.',
  amended: 'Đã lưu thay đổi.',
  signed: 'Đã ghi hợp đồng được ký.',
  annexed: 'Đã ghi phụ lục.',
  paid: 'Đã ghi khoản chi.',
  struck: 'Đã gạch bỏ khoản chi.',
  ended: 'Đã ghi chấm dứt hợp đồng.',
};

/** The page *Hợp đồng*: what was ordered, what appeared, what is proven, accepted, paid, and what to look at. */
@Injectable()
export class ContractPage {
  constructor(
    private readonly contracts: ContractService,
    private readonly standings: ContractStandingQuery,
    private readonly list: ContractListQuery,
    private readonly outside: ContractOutsideQuery,
    private readonly history: RecentActivityQuery,
    private readonly names: NamesOnDayQuery,
    private readonly clock: Clock,
    private readonly pages: PageRenderer,
  ) {}

  async show({ actor, request, reply }: Exchange, id: number | undefined, done?: string): Promise<FastifyReply> {
    const contract = await this.contracts.find(actor, id);
    const today = this.clock.today();
    const standing = await this.standings.of(contract, today);
    const isSigned = contract.state === 'signed';
    const overlaps = isSigned ? await this.list.overlapping([contract]) : new Map();
    const alerts = alertsOf(contract, standing, overlaps.get(contract.id) ?? []);
    const hasOutside = standing.lines.some(({ outside }) => outside > 0);
    const outside = hasOutside ? await this.outside.of(daysOf(contract, today), today) : [];
    const names = await this.names.namesOn([contract.partyA.id, contract.partyB.id], contract.signedOn ?? today);
    const entries = await this.history.of(contract.id, 'contract');
    return this.pages.send(request, reply, {
      template: 'pages/contracts/show',
      title: contractName(contract),
      section: 'contracts',
      styles: ['contracts.css'],
      view: {
        ...contractView(contract, standing, { alerts, outside, names }),
        done: wordFor(DONE, done),
        status: statusOf(contract, standing, today.toString()),
        mayKeep: may(actor, 'contracts.change'),
        today: today.toString(),
        history: entries.map(contractHistoryLine),
      },
    });
  }
}
