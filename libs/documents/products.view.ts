import type { AcceptanceMinutes, MinutesProduct } from '#contracts/minutes.js';
import { formatDong } from '#kernel/money.js';
import { countInText, dateInFigures } from './document-date.js';
import { TotalsDisagree } from './document.errors.js';
import { headView, sumView, totalsView } from './minutes-head.view.js';

/**
 * What the template of the annex of products is given.
 * @throws TotalsDisagree where the products do not add up to the minutes
 */
export function productsView(minutes: AcceptanceMinutes, isIssued: boolean) {
  const { products, lines, office } = minutes;
  const byLine = Map.groupBy(products, ({ lineId }) => lineId);
  const groups = lines.flatMap((line) => {
    const own = byLine.get(line.lineId) ?? [];
    if (own.length === 0) return [];
    const amount = sumOf(own);
    if (amount !== line.amounts.net) throw new TotalsDisagree();
    const accepted = own.filter((product) => product.amount >= 0).length;
    return [
      {
        numeral: roman(line.position),
        description: line.description,
        unit: line.unit,
        count: countInText(accepted),
        takenBack: own.length > accepted ? countInText(own.length - accepted) : '',
        amount: formatDong(amount),
        products: own.map(productView),
      },
    ];
  });
  if (sumOf(products) !== minutes.totals.net) throw new TotalsDisagree();
  return {
    ...headView(minutes, isIssued),
    round: minutes.round,
    groups,
    totals: totalsView(
      minutes.totals,
      lines.map(({ vat }) => vat),
    ),
    value: sumView(minutes.totals.gross, office),
    isReduction: minutes.totals.gross < 0,
  };
}

function productView(product: MinutesProduct, index: number) {
  return {
    position: index + 1,
    title: product.title,
    genre: product.genre,
    author: product.author,
    issueOrChannel: product.issueOrChannel,
    pageOrSlot: product.pageOrSlot,
    occursOn: dateInFigures(product.occursOn),
    evidence: product.evidence.map((text, place) => ({ text, isLater: place > 0 })),
    unitPrice: formatDong(product.unitPrice),
    amount: formatDong(product.amount),
    note: product.note,
  };
}

function sumOf(products: readonly MinutesProduct[]): number {
  return products.reduce((sum, { amount }) => sum + amount, 0);
}

const ROMAN: readonly (readonly [number, string])[] = [
  [100, 'C'],
  [90, 'XC'],
  [50, 'L'],
  [40, 'XL'],
  [10, 'X'],
  [9, 'IX'],
  [5, 'V'],
  [4, 'IV'],
  [1, 'I'],
];

/** `4` → `IV`. */
function roman(number: number): string {
  const part = ROMAN.find(([value]) => value <= number);
  return part ? part[1] + roman(number - part[0]) : '';
}
