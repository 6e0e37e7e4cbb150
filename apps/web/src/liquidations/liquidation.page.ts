import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { RecentActivityQuery } from '#audit/recent-activity.query.js';
import type { RawAcceptance } from '#contracts/acceptance.input.js';
import { LiquidationMinutesService } from '#contracts/liquidation-minutes.service.js';
import { LiquidationService } from '#contracts/liquidation.service.js';
import { deductionRows } from '#contracts/liquidation.input.js';
import type { Liquidation } from '#contracts/liquidation.entity.js';
import type { LiquidationMinutes } from '#contracts/minutes.js';
import { may } from '#identity/actor.js';
import type { DomainError } from '#kernel/domain-error.js';
import { fieldMessages } from '#kernel/form-input.js';
import { formatDong } from '#kernel/money.js';
import { Clock } from '#kernel/clock.js';
import type { Exchange } from '../deliverables/log-form.page.js';
import { typedIn } from '../acceptances/typed-in.js';
import { historyLine, momentWords } from '../http/activity-view.js';
import { statusOf } from '../http/error.filter.js';
import { PageRenderer } from '../http/page-renderer.js';
import { isoToWords } from '../http/words.js';

/** As many blank rows of deductions as the form offers, so that it works without a script. */
const BLANK_ROWS = 2;

/** The liquidation of a contract: its sums as they stand, the form, and what it was issued with. */
@Injectable()
export class LiquidationPage {
  constructor(
    private readonly liquidations: LiquidationService,
    private readonly minutes: LiquidationMinutesService,
    private readonly activity: RecentActivityQuery,
    private readonly clock: Clock,
    private readonly pages: PageRenderer,
  ) {}

  async show({ actor, request, reply }: Exchange, id: number | undefined, refused?: { error: DomainError; values?: RawAcceptance }): Promise<FastifyReply> {
    const { contract, liquidation } = await this.liquidations.find(actor, id);
    const { minutes, isIssued } = await this.minutes.minutesOf(actor, contract.id);
    const errors = refused ? fieldMessages(refused.error) : {};
    const mayChange = may(actor, 'contracts.change') && contract.state === 'signed';
    const history = (await this.activity.of(contract.id, 'contract')).filter(({ action }) => action.startsWith('liquidation.'));
    return this.pages.send(request, reply, {
      template: 'pages/liquidations/show',
      title: 'Thanh lý hợp đồng',
      section: 'contracts',
      styles: ['acceptance.css'],
      status: refused ? statusOf(refused.error) : 200,
      view: {
        contract: { href: `/contracts/${contract.id}`, number: contract.number || 'chưa có số', title: contract.title },
        partyB: minutes.partyB.name,
        base: `/contracts/${contract.id}/liquidation`,
        version: liquidation?.version ?? 0,
        issued: liquidation?.issuedAt ? { at: momentWords(liquidation.issuedAt.toString()), by: liquidation.issuedBy?.name ?? 'Quản trị' } : null,
        isIssued,
        isDraft: contract.state === 'draft',
        isEnded: contract.state === 'ended',
        mayChange,
        mayIssue: mayChange && liquidation !== null,
        hasPapers: liquidation !== null,
        sums: sumsOf(minutes),
        values: refused?.values ? typedIn(refused.values) : valuesOf(liquidation, this.clock.today().toString()),
        deductions: deductionView(refused?.values ? deductionRows(refused.values) : (liquidation?.deductions ?? []).map(typedDeduction), errors),
        errors,
        refusal: refused && refused.error.field === undefined ? refused.error.message : null,
        history: history.map((entry) => historyLine(entry)),
      },
    });
  }
}

function valuesOf(liquidation: Liquidation | null, today: string) {
  return {
    heldOn: liquidation?.heldOn.toString() ?? today,
    documentNumber: liquidation?.documentNumber ?? '',
    place: liquidation?.place ?? '',
    conclusion: liquidation?.conclusion ?? '',
  };
}

function typedDeduction({ label, amount }: { label: string; amount: number }) {
  return { label, amount: formatDong(amount) };
}

function deductionView(rows: readonly { label: string; amount: string }[], errors: Readonly<Record<string, string>>) {
  const blank = Array.from({ length: BLANK_ROWS }, () => ({ label: '', amount: '' }));
  return [...rows, ...blank].map((row, index) => ({
    ...row,
    number: index + 1,
    labelError: errors[`label-${index}`],
    amountError: errors[`amount-${index}`],
  }));
}

function sumsOf(minutes: LiquidationMinutes) {
  const { contractValue, acceptedValue, deducted, payable, advance, paid, remaining } = minutes;
  return {
    heldOn: isoToWords(minutes.heldOn),
    documentNumber: minutes.documentNumber,
    lines: minutes.lines.map((line) => ({
      position: line.position,
      description: line.description,
      unit: line.unit,
      contracted: line.contracted,
      declared: line.declared,
      evidenced: line.evidenced,
      accepted: line.acceptedToDate,
      missing: line.difference < 0 ? `thiếu ${-line.difference}` : '',
      value: formatDong(line.amountsToDate.gross),
    })),
    rounds: minutes.rounds.map(({ round, heldOn, documentNumber, gross }) => ({ round, on: isoToWords(heldOn), documentNumber, value: formatDong(gross) })),
    facts: [
      { label: 'Giá trị hợp đồng (gồm phụ lục)', value: formatDong(contractValue.gross) },
      { label: 'Giá trị đã nghiệm thu', value: formatDong(acceptedValue.gross) },
      ...minutes.deductions.map(({ label, amount }) => ({ label: `Giảm trừ: ${label}`, value: formatDong(-amount) })),
      ...(deducted > 0 ? [{ label: 'Còn được thanh toán', value: formatDong(payable) }] : []),
      { label: 'Đã tạm ứng', value: formatDong(advance) },
      { label: 'Đã thanh toán (gồm tạm ứng)', value: formatDong(paid) },
    ],
    remaining: { label: remaining < 0 ? 'Bên B hoàn lại' : 'Bên A còn phải thanh toán', value: formatDong(Math.abs(remaining)) },
  };
}
