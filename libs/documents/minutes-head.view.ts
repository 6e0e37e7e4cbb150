import type { MinutesHead, MinutesParty } from '#contracts/minutes.js';
import { type Amounts, vatName, type VatRate } from '#contracts/vat.js';
import { type Dong, formatDong } from '#kernel/money.js';
import { amountInWords, type ReadingHabits } from './amount-in-words.js';
import { countInText, dateInWords, paddedNumber } from './document-date.js';

/** What every paper between two parties begins and ends with. Strings as they are printed; empty ones are left out by the template. */
export function headView(head: MinutesHead, isIssued: boolean) {
  const { contract, plan, office } = head;
  const addsPlan = !head.bases.some((basis) => basis.includes(plan.number));
  const addsContract = !head.bases.some((basis) => basis.includes(contract.number));
  return {
    isDraft: !isIssued,
    number: paddedNumber(head.documentNumber),
    place: head.place,
    heldOn: dateInWords(head.heldOn),
    contract: { number: contract.number, title: contract.title, signedOn: dateInWords(contract.signedOn) },
    annexes: head.annexes.map(({ number, signedOn }) => ({ number, signedOn: dateInWords(signedOn) })),
    plan: { number: plan.number, issuedOn: dateInWords(plan.issuedOn), issuer: plan.issuer },
    bases: basesView(head.bases, addsPlan || addsContract),
    addsPlan,
    addsContract,
    partyA: partyView(head.partyA),
    partyB: partyView(head.partyB),
    copies: countInText(office.copies),
    copiesEach: countInText(office.copiesEach),
  };
}

/** One basis a line, `;` at the end of each and `.` at the end of the last (Nghị định 30/2020, Phụ lục I, II.6). */
function basesView(bases: readonly string[], areFollowed: boolean) {
  const told = bases.map((basis) => basis.trim().replace(/[\s;.,]+$/, '')).filter((basis) => basis !== '');
  return told.map((text, index) => ({ text, end: index === told.length - 1 && !areFollowed ? '.' : ';' }));
}

function partyView(party: MinutesParty) {
  return { ...party, account: [party.account, party.bank].filter(Boolean).join(' tại ') };
}

/** A sum in figures and in words; below nought it is told without its sign, for a sentence that says which way it goes. */
export function sumView(sum: Dong, habits: ReadingHabits) {
  return { figures: formatDong(Math.abs(sum)), words: amountInWords(Math.abs(sum), habits), isZero: sum === 0, isNegative: sum < 0 };
}

/** The last rows of a table: net, tax and both; where no line has a tax, the one sum. */
export function totalsView({ net, vat, gross }: Amounts, rates: readonly VatRate[]) {
  return { hasTax: rates.some((rate) => rate !== 'KCT'), net: formatDong(net), vat: formatDong(vat), gross: formatDong(gross) };
}

interface PricedLine {
  readonly position: number;
  readonly description: string;
  readonly unit: string;
  readonly unitPrice: Dong;
  readonly vat: VatRate;
  readonly contracted: number;
  readonly declared: number;
  readonly difference: number;
}

/** What the lines of both kinds of minutes have in common. */
export function lineView(line: PricedLine) {
  return {
    position: line.position,
    description: line.description,
    unit: line.unit,
    contracted: line.contracted,
    declared: line.declared,
    difference: line.difference > 0 ? `+${line.difference}` : String(line.difference),
    unitPrice: formatDong(line.unitPrice),
    vat: vatName(line.vat),
    surplus: line.declared > line.contracted ? countInText(line.declared - line.contracted) : '',
    contractedInText: countInText(line.contracted),
    declaredInText: countInText(line.declared),
  };
}
