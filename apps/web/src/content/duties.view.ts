import type { SignatureReader } from '#identity/signatures.js';
import type { DomainError } from '#kernel/domain-error.js';
import { fieldMessages } from '#kernel/form-input.js';
import { DUTY_STATES, type DutyState, type PlanDuty } from '#planning/plan-content.entity.js';
import { momentWords } from '../http/activity-view.js';

/** A report that was refused, with what had been typed. */
export interface RefusedReport {
  readonly dutyId: number | undefined;
  readonly values: Readonly<Record<string, string | undefined>>;
  readonly error: DomainError;
}

/** State as colour (the class of the key), sign and word: always the three together. */
const STATES: Record<DutyState, { key: string; sign: string; name: string }> = {
  open: { key: 'not-begun', sign: '○', name: 'Chưa làm' },
  'under-way': { key: 'on-pace', sign: '◐', name: 'Đang làm' },
  done: { key: 'done', sign: '✓', name: 'Đã xong' },
};

/** The checklist: each party with its duties, and the forms of communication as a block of their own. */
export function dutiesView(duties: readonly PlanDuty[], mayReport: (duty: PlanDuty) => boolean, signed: SignatureReader, refusal?: RefusedReport) {
  const byParty = Map.groupBy(duties, ({ partyPosition }) => partyPosition);
  const blocks = [...byParty.values()].map((own) => {
    const { section, partyPosition, party } = own[0]!;
    return {
      section,
      anchor: `ben-${partyPosition}`,
      position: partyPosition,
      name: party,
      isOwn: mayReport(own[0]!),
      ...countsOf(own),
      duties: own.map((duty) => dutyLine(duty, mayReport(duty), signed, refusal?.dutyId === duty.id ? refusal : undefined)),
    };
  });
  const ofParties = countsOf(duties.filter(({ section }) => section === 'parties'));
  return {
    parties: blocks.filter(({ section }) => section === 'parties'),
    forms: blocks.filter(({ section }) => section === 'forms'),
    partyDutyCount: ofParties.count,
    partyDoneCount: ofParties.doneCount,
    partyUnderWayCount: ofParties.underWayCount,
  };
}

function countsOf(duties: readonly PlanDuty[]) {
  const inState = (wanted: DutyState) => duties.filter(({ state }) => state === wanted).length;
  return { count: duties.length, doneCount: inState('done'), underWayCount: inState('under-way') };
}

function dutyLine(duty: PlanDuty, mayReport: boolean, signed: SignatureReader, refusal: RefusedReport | undefined) {
  const typed = refusal?.values;
  const chosen = typed ? typed.state : duty.state;
  return {
    id: duty.id,
    text: duty.text,
    state: STATES[duty.state],
    note: duty.note,
    changed: duty.changedAt && duty.changedBy ? `${signed(duty.changedBy)}, ${momentWords(duty.changedAt.toString())}` : null,
    // A refused form comes back even to somebody who may not report any more: what was typed is theirs.
    mayReport: mayReport || refusal !== undefined,
    isRefused: refusal !== undefined,
    states: DUTY_STATES.map((key) => ({ key, label: `${STATES[key].sign} ${STATES[key].name}`, isChosen: key === chosen })),
    typedNote: typed ? typed.note : duty.note,
    seen: duty.changedAt?.toString() ?? '',
    errors: refusal ? fieldMessages(refusal.error) : {},
  };
}
