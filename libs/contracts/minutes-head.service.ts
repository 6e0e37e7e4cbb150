import { Injectable } from '@nestjs/common';
import { isAfter, type PlainDate } from '#kernel/plain-date.js';
import { NamesOnDayQuery } from '#organisations/names-on-day.query.js';
import type { Organisation } from '#organisations/organisation.entity.js';
import type { Contract, PartyParticulars } from './contract.entity.js';
import type { MinutesHead, MinutesParty } from './minutes.js';
import { OfficeSettingsService } from './office-settings.service.js';

/** What every minutes of a contract begin with, as it is on their day. */
@Injectable()
export class MinutesHeadService {
  constructor(
    private readonly names: NamesOnDayQuery,
    private readonly office: OfficeSettingsService,
  ) {}

  /** @param contract with its plan, parties and annexes */
  async headOf(contract: Contract, paper: { documentNumber: string; place: string; heldOn: PlainDate }): Promise<MinutesHead> {
    const { partyA, partyB, plan } = contract;
    const names = await this.names.namesOn([partyA.id, partyB.id], paper.heldOn);
    const partyOf = ({ id, name }: Organisation, particulars: PartyParticulars): MinutesParty => ({ ...particulars, name: names.get(id)?.name ?? name });
    return {
      office: { ...(await this.office.current()) },
      contract: { id: contract.id, number: contract.number, title: contract.title, signedOn: contract.signedOn?.toString() ?? '' },
      annexes: contract.annexes
        .getItems()
        .filter(({ effectiveOn }) => !isAfter(effectiveOn, paper.heldOn))
        .map(({ number, signedOn }) => ({ number, signedOn: signedOn.toString() })),
      plan: { number: plan.number, issuedOn: plan.issuedOn.toString(), issuer: plan.issuer },
      bases: contract.legalBases
        .split('\n')
        .map((basis) => basis.trim())
        .filter(Boolean),
      partyA: partyOf(partyA, contract.particularsA),
      partyB: partyOf(partyB, contract.particularsB),
      documentNumber: paper.documentNumber,
      place: paper.place,
      heldOn: paper.heldOn.toString(),
    };
  }
}
