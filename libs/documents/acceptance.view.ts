import type { AcceptanceMinutes, RefusedProduct } from '#contracts/minutes.js';
import { formatDong } from '#kernel/money.js';
import { countInText, dateInFigures } from './document-date.js';
import { headView, lineView, sumView, totalsView } from './minutes-head.view.js';

/** What the template of the acceptance minutes is given. */
export function acceptanceView(minutes: AcceptanceMinutes, isIssued: boolean) {
  const { lines, office } = minutes;
  const hasEarlierRounds = lines.some(({ acceptedBefore }) => acceptedBefore > 0);
  return {
    ...headView(minutes, isIssued),
    round: minutes.round,
    lines: lines.map((line) => ({
      ...lineView(line),
      accepted: line.accepted - line.reversed,
      amount: formatDong(line.amounts.net),
      toDate: countInText(line.acceptedToDate),
      amountToDate: formatDong(line.amountsToDate.gross),
    })),
    totals: totalsView(
      minutes.totals,
      lines.map(({ vat }) => vat),
    ),
    value: sumView(minutes.totals.gross, office),
    isReduction: minutes.totals.gross < 0,
    hasEarlierRounds,
    valueToDate: sumView(minutes.totalsToDate.gross, office),
    surplusLines: lines.filter(({ declared, contracted }) => declared > contracted).map(lineView),
    refused: minutes.refused.map(refusedView),
    reversals: minutes.reversals.map(refusedView),
    quality: sentence(minutes.quality),
    progress: sentence(minutes.progress),
    conclusion: paragraphsOf(minutes.conclusion),
    hasProducts: minutes.products.length > 0,
  };
}

function refusedView({ title, occursOn, reason }: RefusedProduct, index: number, all: readonly RefusedProduct[]) {
  return { title, occursOn: dateInFigures(occursOn), reason: reason.trim().replace(/[\s.;]+$/, ''), end: index === all.length - 1 ? '.' : ';' };
}

/** As somebody typed it, with one full stop. */
function sentence(text: string): string {
  const told = text.trim();
  return told === '' || /[.!?]$/.test(told) ? told : `${told}.`;
}

export function paragraphsOf(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map(sentence)
    .filter((line) => line !== '');
}
