import { Injectable } from '@nestjs/common';
import { roomIn } from '#contracts/acceptance-outcome.js';
import { AcceptanceListQuery, type AcceptanceTally } from '#contracts/acceptance-list.query.js';
import type { Acceptance, AcceptanceItemState } from '#contracts/acceptance.entity.js';
import { ContractItemsQuery } from '#contracts/contract-items.query.js';
import { daysOf, quantityOn } from '#contracts/contract-terms.js';
import { amountsOf } from '#contracts/vat.js';
import { formatDong } from '#kernel/money.js';

/** How far the judging of a round is, and where each of its lines stands. */
@Injectable()
export class RoundSummary {
  constructor(
    private readonly list: AcceptanceListQuery,
    private readonly items: ContractItemsQuery,
  ) {}

  async of(acceptance: Acceptance) {
    const { contract, heldOn, state } = acceptance;
    const annexes = contract.annexes.getItems();
    const tallies = await this.list.tallies(acceptance.id);
    const counted = countsOf(tallies);
    const before = state === 'issued' || state === 'cancelled' ? null : await this.items.countsOf(daysOf(contract, heldOn), heldOn);
    const lines = contract.lines.getItems().map((line) => {
      const ofLine = countsOf(tallies.filter(({ lineId }) => lineId === line.id));
      const contracted = quantityOn(line, annexes, heldOn);
      const acceptedBefore = before?.get(line.id)?.accepted ?? 0;
      const room = roomIn({ contracted, acceptedBefore, reversed: ofLine.reversed });
      const beyond = before ? Math.max(0, ofLine.passed - room) : ofLine.beyond;
      const accepted = before ? ofLine.passed - beyond : ofLine.accepted;
      const { gross } = amountsOf(accepted - ofLine.reversed, line.unitPrice, line.vat);
      return {
        id: line.id,
        position: line.position,
        description: line.description,
        unit: line.unit,
        contracted,
        acceptedBefore,
        ...ofLine,
        accepted,
        beyond,
        gross,
        value: formatDong(gross),
        words: lineWords({ contracted, acceptedBefore, accepted, beyond, isSettled: before === null }),
      };
    });
    return {
      ...counted,
      unprovenPassed: unprovenIn(tallies, 'passed'),
      provenOpen: counted.open - unprovenIn(tallies, 'open'),
      lines,
      words: judgedWords(counted),
      value: formatDong(lines.reduce((sum, { gross }) => sum + gross, 0)),
    };
  }
}

interface Counts {
  readonly total: number;
  readonly judged: number;
  readonly open: number;
  readonly passed: number;
  readonly failed: number;
  readonly accepted: number;
  readonly beyond: number;
  readonly reversed: number;
}

function countsOf(tallies: readonly AcceptanceTally[]): Counts {
  const inState = (...states: AcceptanceItemState[]) =>
    tallies.filter(({ kind, state }) => kind === 'item' && states.includes(state)).reduce((sum, { count }) => sum + count, 0);
  const reversed = tallies.filter(({ kind, state }) => kind === 'reversal' && state !== 'dropped').reduce((sum, { count }) => sum + count, 0);
  const [open, accepted, beyond, failed] = [inState('open'), inState('accepted'), inState('beyond'), inState('failed', 'refused')];
  const passed = inState('passed', 'accepted', 'beyond');
  return { total: open + passed + failed, judged: passed + failed, open, passed, failed, accepted, beyond, reversed };
}

function unprovenIn(tallies: readonly AcceptanceTally[], state: AcceptanceItemState): number {
  return tallies.filter((tally) => tally.kind === 'item' && tally.state === state).reduce((sum, { unproven }) => sum + unproven, 0);
}

function judgedWords({ total, judged, passed, failed, open }: Counts): string {
  return `đã xét ${judged}/${total} · ${passed} đạt · ${failed} không đạt · còn lại ${open}`;
}

function lineWords(line: { contracted: number; acceptedBefore: number; accepted: number; beyond: number; isSettled: boolean }): string {
  const before = line.acceptedBefore > 0 ? `, đợt trước ${line.acceptedBefore}` : '';
  const beyond = line.beyond > 0 ? `, vượt ${line.beyond} không thanh toán` : '';
  return `${line.isSettled ? 'nghiệm thu' : 'đạt'} ${line.accepted}${before} / hợp đồng ${line.contracted}${beyond}`;
}
