import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { alertsOf, type ContractAlert } from '#contracts/contract-alerts.js';
import { ContractStandingQuery } from '#contracts/contract-standing.js';
import { Contract } from '#contracts/contract.entity.js';
import type { PlainDate } from '#kernel/plain-date.js';
import { contractEndOf, contractLineOf } from './obligation.js';
import type { ReminderRules } from './reminder-rules.js';

export interface ContractAlarm {
  readonly obligation: string;
  readonly kind: 'contract-end' | 'contract-used';
  readonly contract: { readonly id: number; readonly number: string; readonly title: string };
  /** A sentence. */
  readonly words: string;
  readonly partyBId: number;
}

/** Of what a contract's page warns, that which somebody is written to about. */
const KINDS: Partial<Record<ContractAlert['kind'], ContractAlarm['kind']>> = {
  'near-end': 'contract-end',
  'past-end': 'contract-end',
  'used-up': 'contract-used',
  beyond: 'contract-used',
};

/** Signed contracts that are near their end or nearly used up. */
@Injectable()
export class ContractWatch {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly standings: ContractStandingQuery,
  ) {}

  async alarmsOf(planId: number, today: PlainDate, { contractEnd, contractUsed }: ReminderRules): Promise<ContractAlarm[]> {
    // In a unit of work of its own: what another sweep loaded may have changed since.
    const contracts = await this.em.fork().find(Contract, { plan: planId, state: 'signed' }, { populate: ['partyB', 'lines.task', 'annexes', 'payments'] });
    const standings = await this.standings.ofAll(contracts, today);
    const limits = { nearly: contractUsed.fromPercent / 100, nearEndDays: contractEnd.withinDays };
    return contracts.flatMap((contract) => {
      const standing = standings.get(contract.id)!;
      return alertsOf(contract, standing, [], limits).flatMap((alert): ContractAlarm[] => {
        const kind = KINDS[alert.kind];
        if (!kind) return [];
        const line = standing.lines.find((one) => one.line.id === alert.lineId);
        const obligation = line ? contractLineOf(line.line.id, line.contracted) : contractEndOf(contract.id, standing.endsOn);
        return [
          { obligation, kind, contract: { id: contract.id, number: contract.number, title: contract.title }, words: alert.words, partyBId: contract.partyB.id },
        ];
      });
    });
  }
}
