import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { alertsOf } from '#contracts/contract-alerts.js';
import { ContractListQuery } from '#contracts/contract-list.query.js';
import { type ContractStanding, ContractStandingQuery } from '#contracts/contract-standing.js';
import { CONTRACT_STATES, contractStatus, type ContractState } from '#contracts/contract-status.js';
import type { Contract } from '#contracts/contract.entity.js';
import { may, reachOf } from '#identity/actor.js';
import { Clock } from '#kernel/clock.js';
import { formatDong } from '#kernel/money.js';
import { formatDate } from '#kernel/plain-date.js';
import { PlanService } from '#planning/plan.service.js';
import type { Exchange } from '../deliverables/log-form.page.js';
import { PageRenderer } from '../http/page-renderer.js';
import { threeNumbers } from '../http/three-numbers.js';
import { contractName, STATE_NAMES, statusChip } from './contract-words.js';

/** The contracts that one may see, each with its status, value and the three numbers against what is contracted. */
@Injectable()
export class ContractListPage {
  constructor(
    private readonly list: ContractListQuery,
    private readonly standings: ContractStandingQuery,
    private readonly plans: PlanService,
    private readonly clock: Clock,
    private readonly pages: PageRenderer,
  ) {}

  /** Without a plan, the contracts of every plan that is not archived. */
  async show({ actor, request, reply }: Exchange, { planId, state }: { planId: number | undefined; state: string | undefined }): Promise<FastifyReply> {
    const plans = await this.plans.all();
    const chosenState = CONTRACT_STATES.find((one) => one === state);
    const all = await this.list.visibleTo(actor, planId);
    const archived = new Set(plans.filter((plan) => plan.state === 'archived').map(({ id }) => id));
    const shown = all.filter((contract) => planId !== undefined || !archived.has(contract.plan.id)).filter((contract) => isOf(contract, chosenState));
    const today = this.clock.today();
    const standings = await this.standings.ofAll(shown, today);
    const overlaps = await this.list.overlapping(shown.filter((contract) => contract.state === 'signed'));
    const rows = shown.map((contract) => rowOf(contract, standings.get(contract.id)!, overlaps.get(contract.id) ?? [], today.toString()));
    return this.pages.send(request, reply, {
      template: 'pages/contracts/index',
      title: 'Hợp đồng',
      section: 'contracts',
      styles: ['contracts.css'],
      view: {
        rows,
        total: rows.length,
        mayKeep: may(actor, 'contracts.change'),
        isProducer: reachOf(actor, 'contracts.read') !== 'all',
        isFiltered: planId !== undefined || chosenState !== undefined,
        plans: plans.map(({ id, number, year }) => ({ id, name: `${number} (năm ${year})`, isChosen: id === planId })),
        states: CONTRACT_STATES.map((key) => ({ key, name: STATE_NAMES[key], isChosen: key === chosenState })),
      },
    });
  }
}

function rowOf(contract: Contract, standing: ContractStanding, overlapping: Parameters<typeof alertsOf>[2], today: string) {
  const alerts = alertsOf(contract, standing, overlapping);
  return {
    href: `/contracts/${contract.id}`,
    name: contractName(contract),
    title: contract.number === '' ? null : contract.title,
    partyB: contract.partyB.name,
    days: `${formatDate(contract.startsOn)} – ${formatDate(standing.endsOn)}`,
    status: statusOf(contract, standing, today),
    value: formatDong(standing.contractedValue.gross),
    lines: standing.lines.map((line) => ({
      name: line.line.description,
      contracted: line.contracted,
      unit: line.line.unit,
      numbers: threeNumbers(line),
    })),
    alerts: alerts.length === 0 ? null : { count: alerts.length, isBad: alerts.some(({ severity }) => severity === 'bad') },
  };
}

function isOf({ state }: Contract, chosen: ContractState | undefined): boolean {
  return chosen === undefined || state === chosen;
}

export function statusOf(contract: Contract, { endsOn, rounds, lines }: ContractStanding, today: string) {
  return statusChip(
    contractStatus(
      {
        state: contract.state,
        startsOn: contract.startsOn.toString(),
        endsOn: endsOn.toString(),
        roundsIssued: rounds.filter(({ state }) => state === 'issued').length,
        isFullyAccepted: lines.length > 0 && lines.every(({ remaining }) => remaining === 0),
      },
      today,
    ),
  );
}
