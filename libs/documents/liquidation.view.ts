import type { LiquidationMinutes } from '#contracts/minutes.js';
import { formatDong } from '#kernel/money.js';
import { paragraphsOf } from './acceptance.view.js';
import { countInText, dateInWords, paddedNumber } from './document-date.js';
import { headView, lineView, sumView, totalsView } from './minutes-head.view.js';

/** What the templates of the liquidation minutes, alone or with the acceptance, are given. */
export function liquidationView(minutes: LiquidationMinutes, isIssued: boolean) {
  const { lines, office } = minutes;
  const rates = lines.map(({ vat }) => vat);
  return {
    ...headView(minutes, isIssued),
    lines: lines.map((line) => ({ ...lineView(line), accepted: line.acceptedToDate, amount: formatDong(line.amountsToDate.net) })),
    totals: totalsView(minutes.acceptedValue, rates),
    surplusLines: lines.filter(({ declared, contracted }) => declared > contracted).map(lineView),
    rounds: minutes.rounds.map(({ round, heldOn, documentNumber, gross }) => ({
      round,
      number: paddedNumber(documentNumber),
      heldOn: dateInWords(heldOn),
      gross: formatDong(gross),
    })),
    roundCount: countInText(minutes.rounds.length),
    contractValue: sumView(minutes.contractValue.gross, office),
    acceptedValue: sumView(minutes.acceptedValue.gross, office),
    deductions: minutes.deductions.map(({ label, amount }) => ({ label, amount: formatDong(amount) })),
    deducted: sumView(minutes.deducted, office),
    payable: sumView(minutes.payable, office),
    advance: formatDong(minutes.advance),
    hasAdvance: minutes.advance > 0,
    paid: sumView(minutes.paid, office),
    remaining: sumView(minutes.remaining, office),
    conclusion: paragraphsOf(minutes.conclusion),
  };
}
