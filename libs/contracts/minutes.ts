import type { Dong } from '#kernel/money.js';
import type { PartyParticulars } from './contract.entity.js';
import type { OfficeParticulars } from './office-settings.entity.js';
import type { Amounts, VatRate } from './vat.js';

/** Days as `YYYY-MM-DD`, sums in whole đồng: the minutes are kept as JSON and must read the same for ever. */
export interface MinutesHead {
  /** The office's own particulars as they were. */
  readonly office: OfficeParticulars;
  /** Of the contract. */
  readonly contract: { readonly id: number; readonly number: string; readonly title: string; readonly signedOn: string };
  readonly annexes: readonly { readonly number: string; readonly signedOn: string }[];
  readonly plan: { readonly number: string; readonly issuedOn: string; readonly issuer: string };
  /** One basis each, without `Căn cứ` stripped or added. */
  readonly bases: readonly string[];
  readonly partyA: MinutesParty;
  readonly partyB: MinutesParty;
  readonly documentNumber: string;
  readonly place: string;
  readonly heldOn: string;
}

/** The name is the one valid on the day of the minutes. */
export interface MinutesParty extends PartyParticulars {
  readonly name: string;
}

export interface MinutesLine {
  readonly lineId: number;
  /** From 1. */
  readonly position: number;
  readonly taskLabel: string;
  readonly taskName: string;
  readonly description: string;
  readonly unit: string;
  readonly unitPrice: Dong;
  readonly vat: VatRate;
  /** By the contract and the annexes in force on the day. */
  readonly contracted: number;
  /** Appeared by the day, of what the line asks for. */
  readonly declared: number;
  /** Of the declared, those with evidence. */
  readonly evidenced: number;
  /** In the rounds before, less what was taken back. */
  readonly acceptedBefore: number;
  /** Accepted in this round. */
  readonly accepted: number;
  /** Taken back in this round. */
  readonly reversed: number;
  readonly refused: number;
  /** Passed, but more than is contracted: neither accepted nor paid. */
  readonly beyond: number;
  /** Accepted so far, this round included. */
  readonly acceptedToDate: number;
  /** `acceptedToDate - contracted`: below nought is missing. */
  readonly difference: number;
  /** For `accepted - reversed` of this round. */
  readonly amounts: Amounts;
  /** For `acceptedToDate`. */
  readonly amountsToDate: Amounts;
}

/** A row of the annex of products. */
export interface MinutesProduct {
  readonly deliverableId: number;
  readonly lineId: number;
  readonly title: string;
  readonly genre: string;
  readonly author: string;
  /** The newspaper's issue, or the channel. */
  readonly issueOrChannel: string;
  /** The page, or the time and programme. */
  readonly pageOrSlot: string;
  readonly occursOn: string;
  /** The evidence in words: links, file names with the first figures of their SHA-256, print and air references. */
  readonly evidence: readonly string[];
  readonly unitPrice: Dong;
  /** The unit price for an accepted item, the same below nought for one taken back. */
  readonly amount: Dong;
  /** Such as `Bù tháng 3/2021`. */
  readonly note: string;
}

export interface RefusedProduct {
  readonly deliverableId: number;
  readonly title: string;
  readonly occursOn: string;
  readonly reason: string;
}

/** Everything that the minutes of a round and their annex say. */
export interface AcceptanceMinutes extends MinutesHead {
  readonly format: 1;
  /** Null in the preview of a round that is not issued. */
  readonly round: number | null;
  readonly lines: readonly MinutesLine[];
  /** In the order of lines, then days. */
  readonly products: readonly MinutesProduct[];
  readonly refused: readonly RefusedProduct[];
  readonly reversals: readonly RefusedProduct[];
  readonly totals: Amounts;
  readonly totalsToDate: Amounts;
  readonly quality: string;
  readonly progress: string;
  readonly conclusion: string;
}

/** Everything that the liquidation minutes say. */
export interface LiquidationMinutes extends MinutesHead {
  readonly format: 1;
  readonly lines: readonly Omit<MinutesLine, 'accepted' | 'reversed' | 'refused' | 'beyond' | 'acceptedBefore' | 'amounts'>[];
  readonly rounds: readonly { readonly round: number; readonly heldOn: string; readonly documentNumber: string; readonly gross: Dong }[];
  /** By the contract and its annexes. */
  readonly contractValue: Amounts;
  readonly acceptedValue: Amounts;
  readonly deductions: readonly { readonly label: string; readonly amount: Dong }[];
  readonly deducted: Dong;
  /** `acceptedValue.gross - deducted`. */
  readonly payable: Dong;
  readonly advance: Dong;
  /** The advance included. */
  readonly paid: Dong;
  /** `payable - paid`; below nought Bên B gives back. */
  readonly remaining: Dong;
  readonly conclusion: string;
}
