import { OptimisticLockError } from '@mikro-orm/core';
import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { AuditTrail } from '#audit/audit-trail.js';
import type { Actor } from '#identity/actor.js';
import { Clock } from '#kernel/clock.js';
import { InvalidInput, NotFound } from '#kernel/domain-error.js';
import { InvalidForm } from '#kernel/form-input.js';
import { formatDate, isAfter, type PlainDate } from '#kernel/plain-date.js';
import { rowsOf } from '#kernel/sql.js';
import { Organisation } from '#organisations/organisation.entity.js';
import { Plan } from '#planning/plan.entity.js';
import { Task } from '#planning/task.entity.js';
import { assertMayKeepContracts, assertMaySeeContract } from './contract-access.js';
import { Contract, ContractLine, type ContractTerms, NO_PARTICULARS, type PartyParticulars } from './contract.entity.js';
import { ContractChanged, ContractNotInState } from './contract.errors.js';
import type { ContractInput, CorrectionInput } from './contract.input.js';
import { snapshotOf } from './contract-snapshot.js';
import { mayBecome } from './contract-status.js';

/** Writing and signing contracts. Each method that changes one is one transaction with its audit entry. */
@Injectable()
export class ContractService {
  constructor(
    private readonly em: SqlEntityManager,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** With its parties, lines, annexes and payments. @throws NotFound, also for whoever may not see it */
  async find(actor: Actor, id: number | undefined): Promise<Contract> {
    const populate = ['plan', 'partyA', 'partyB', 'lines.task', 'annexes', 'payments'] as const;
    const contract = id === undefined ? null : await this.em.findOne(Contract, id, { populate });
    if (!contract) throw new NotFound('Không tìm thấy hợp đồng này.');
    assertMaySeeContract(actor, contract);
    return contract;
  }

  /** What the last contract with the organisation said of it, on either side. */
  async lastParticulars(organisationId: number): Promise<PartyParticulars> {
    const last = await this.em.findOne(Contract, { $or: [{ partyA: organisationId }, { partyB: organisationId }] }, { orderBy: { id: 'desc' } });
    if (last) return last.partyA.id === organisationId ? last.particularsA : last.particularsB;
    const known = await this.em.findOne(Organisation, organisationId);
    return { ...NO_PARTICULARS, address: known?.address ?? '', phone: known?.phone ?? '' };
  }

  /** @throws Forbidden, InvalidForm */
  async draft(actor: Actor, input: ContractInput): Promise<Contract> {
    assertMayKeepContracts(actor);
    return this.em.transactional(async (em) => {
      const plan = await em.findOne(Plan, input.plan, { populate: ['coordinator'] });
      if (!plan) throw new InvalidForm({ plan: 'Không tìm thấy kế hoạch này.' });
      const partyB = await this.partyBOf(input, plan.coordinator);
      const contract = new Contract(plan, plan.coordinator, partyB, termsOf(input), this.clock.now());
      await this.refuseTakenNumber(contract);
      em.persist(contract);
      await this.putLines(contract, input);
      await em.flush();
      await this.record(actor, 'contract.drafted', contract.id, null, snapshotOf(contract));
      return contract;
    });
  }

  /** A draft is changed in all its parts but the plan. @throws Forbidden, NotFound, ContractChanged, ContractNotInState, InvalidForm */
  async amend(actor: Actor, id: number, version: number, input: ContractInput): Promise<Contract> {
    return this.change(actor, id, version, 'contract.amended', async (contract) => {
      if (contract.state !== 'draft') throw new ContractNotInState('Hợp đồng đã ký; số lượng và thời hạn chỉ đổi được bằng phụ lục.');
      if (input.plan !== contract.plan.id) throw new InvalidForm({ plan: 'Kế hoạch của hợp đồng không đổi được; hãy lập hợp đồng khác.' });
      const partyB = await this.partyBOf(input, contract.partyA);
      Object.assign(contract, termsOf(input), { partyB });
      await this.refuseTakenNumber(contract);
      // Out first, so that the new lines may take the old ones' places.
      await this.em.nativeDelete(ContractLine, { contract: id });
      for (const line of contract.lines.getItems()) this.em.getUnitOfWork().unsetIdentity(line);
      contract.lines.hydrate([]);
      await this.putLines(contract, input);
    });
  }

  /** Of a signed contract, whatever became of it: the particulars of the parties, the bases and the note. @throws as `amend` */
  async correct(actor: Actor, id: number, version: number, { particularsA, particularsB, legalBases, note }: CorrectionInput): Promise<Contract> {
    return this.change(actor, id, version, 'contract.corrected', async (contract) => {
      if (contract.state === 'draft') throw new ContractNotInState('Hợp đồng còn là dự thảo; hãy sửa cả bản dự thảo.');
      Object.assign(contract, { particularsA, particularsB, legalBases, note });
    });
  }

  /** From now on it is a contract, and only annexes change what is ordered. @throws as `amend` */
  async sign(actor: Actor, id: number, version: number, { signedOn, number }: { signedOn: PlainDate; number: string }): Promise<Contract> {
    return this.change(actor, id, version, 'contract.signed', async (contract) => {
      if (!mayBecome(contract.state, 'signed')) throw new ContractNotInState('Hợp đồng này đã ký.');
      if (isAfter(signedOn, this.clock.today())) throw new InvalidInput('Ngày ký chưa tới.', 'signedOn');
      if (isAfter(signedOn, contract.startsOn)) {
        throw new InvalidInput(`Ngày ký không được sau ngày bắt đầu thực hiện (${formatDate(contract.startsOn)}).`, 'signedOn');
      }
      Object.assign(contract, { state: 'signed', signedOn, number });
      await this.refuseTakenNumber(contract);
    });
  }

  /**
   * One change of a contract, in one transaction with its audit entry; the version counts up even where only what belongs
   * to it changed, so that the form of a second editor is old from then on.
   * @param told beside the contract's own facts, in the entry
   * @throws Forbidden, NotFound, ContractChanged, and what the step throws
   */
  async change(actor: Actor, id: number, version: number, action: string, step: (contract: Contract) => Promise<void>, told: object = {}): Promise<Contract> {
    assertMayKeepContracts(actor);
    try {
      return await this.em.transactional(async (em) => {
        const contract = await this.find(actor, id);
        if (contract.version !== version) throw new ContractChanged();
        const before = snapshotOf(contract);
        await step(contract);
        await em.flush();
        if (contract.version === version) await this.countUp(contract);
        await this.record(actor, action, id, before, { ...snapshotOf(contract), ...told });
        return contract;
      });
    } catch (error) {
      if (error instanceof OptimisticLockError) throw new ContractChanged();
      throw error;
    }
  }

  private async countUp(contract: Contract): Promise<void> {
    const [row] = await rowsOf<{ version: number }>(this.em, 'update contract set version = version + 1 where id = ? and version = ? returning version', [
      contract.id,
      contract.version,
    ]);
    if (!row) throw new ContractChanged();
    contract.version = row.version;
  }

  private async partyBOf({ partyB: id }: ContractInput, partyA: Organisation): Promise<Organisation> {
    const partyB = await this.em.findOne(Organisation, id);
    if (!partyB) throw new InvalidForm({ partyB: 'Không tìm thấy cơ quan này.' });
    if (partyB.id === partyA.id) throw new InvalidForm({ partyB: 'Bên B phải khác Bên A.' });
    return partyB;
  }

  private async putLines(contract: Contract, { lines }: ContractInput): Promise<void> {
    const tasks = await this.em.find(Task, { plan: contract.plan.id, id: { $in: lines.map(({ task }) => task) } });
    lines.forEach((line, index) => {
      const task = tasks.find(({ id }) => id === line.task);
      if (!task) throw new InvalidForm({ lines: 'Có nhiệm vụ không thuộc kế hoạch đã chọn; hãy chọn lại.' });
      contract.lines.add(new ContractLine(contract, index + 1, { ...line, task }));
    });
  }

  private async refuseTakenNumber({ id, number, partyA, startsOn }: Contract): Promise<void> {
    if (number === '') return;
    const [other] = await rowsOf<{ title: string }>(
      this.em,
      'select title from contract where number = ? and party_a_id = ? and substr(starts_on, 1, 4) = ? and id <> ? limit 1',
      [number, partyA.id, String(startsOn.year), id ?? 0],
    );
    if (other) throw new InvalidForm({ number: `Số này đã dùng cho hợp đồng về ${other.title}.` });
  }

  private async record(actor: Actor, action: string, subjectId: number, before: object | null, after: object): Promise<void> {
    await this.audit.record({ at: this.clock.now(), actorId: actor.userId || null, action, subject: 'contract', subjectId, before, after });
  }
}

/** What of the form stands on the contract itself. */
function termsOf({ number, title, signedOn, startsOn, endsOn, legalBases, note, particularsA, particularsB }: ContractInput): ContractTerms {
  return { number, title, signedOn, startsOn, endsOn, legalBases, note, particularsA, particularsB };
}
