import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { assertMayKeepContracts } from '#contracts/contract-access.js';
import { ContractProposalQuery } from '#contracts/contract-proposal.query.js';
import { type Contract, NO_PARTICULARS, type PartyParticulars } from '#contracts/contract.entity.js';
import { ContractService } from '#contracts/contract.service.js';
import type { DomainError } from '#kernel/domain-error.js';
import { fieldMessages } from '#kernel/form-input.js';
import { DirectoryQuery } from '#organisations/directory.query.js';
import type { Plan } from '#planning/plan.entity.js';
import { PlanService } from '#planning/plan.service.js';
import type { Exchange } from '../deliverables/log-form.page.js';
import { statusOf } from '../http/error.filter.js';
import { PageRenderer } from '../http/page-renderer.js';
import { rowIdOf } from '../http/query-value.js';
import { contractName, PARTICULAR_LABELS } from './contract-words.js';
import { lineRows, linesOf, proposedLines } from './line-rows.js';

type Values = Readonly<Record<string, string>>;

/** What a form comes back with; without an error it was only asked for another line. */
interface Typed {
  readonly values: Readonly<Record<string, string | undefined>>;
  readonly error?: DomainError;
}

/** The form of a contract: a new one, a draft in all its parts, a signed one in what may still be corrected. */
@Injectable()
export class ContractFormPage {
  constructor(
    private readonly contracts: ContractService,
    private readonly plans: PlanService,
    private readonly proposals: ContractProposalQuery,
    private readonly directory: DirectoryQuery,
    private readonly pages: PageRenderer,
  ) {}

  /** First who with, on which plan; then everything, with what is known of both filled in. */
  async forNew(exchange: Exchange, asked: { planId: number | undefined; partyBId: number | undefined }): Promise<FastifyReply> {
    assertMayKeepContracts(exchange.actor);
    const plan = await this.plans.find(asked.planId);
    const partyB = (await this.organisations(plan)).find(({ id }) => id === asked.partyBId);
    if (!partyB) return this.choose(exchange, plan);
    const tasks = await this.proposals.tasksFor(plan.id, partyB.id);
    const values = {
      plan: String(plan.id),
      partyB: String(partyB.id),
      title: `thông tin, tuyên truyền cải cách hành chính năm ${plan.year}`,
      startsOn: `${plan.year}-01-01`,
      endsOn: `${plan.year}-12-31`,
      legalBases: `Kế hoạch số ${plan.number} ${plan.issuer ? `của ${plan.issuer}` : ''}`.trim(),
      ...prefixed('a-', await this.contracts.lastParticulars(plan.coordinator.id)),
      ...prefixed('b-', await this.contracts.lastParticulars(partyB.id)),
      ...proposedLines(tasks),
    };
    return this.send(exchange, { plan, contract: null, values });
  }

  /** A new contract that was refused or asked for another line. */
  async again(exchange: Exchange, { values, error }: Typed): Promise<FastifyReply> {
    assertMayKeepContracts(exchange.actor);
    const plan = await this.plans.find(rowIdOf(values.plan));
    return this.send(exchange, { plan, contract: null, values: values as Values, ...(error ? { error } : {}) });
  }

  async forContract(exchange: Exchange, contract: Contract, typed?: Typed): Promise<FastifyReply> {
    assertMayKeepContracts(exchange.actor);
    const values = (typed?.values ?? valuesOf(contract)) as Values;
    return this.send(exchange, { plan: contract.plan, contract, values, ...(typed?.error ? { error: typed.error } : {}) });
  }

  private async choose({ request, reply }: Exchange, plan: Plan): Promise<FastifyReply> {
    const plans = await this.plans.all();
    const tasks = await this.proposals.tasksFor(plan.id, 0);
    return this.pages.send(request, reply, {
      template: 'pages/contracts/choose',
      title: 'Lập hợp đồng',
      section: 'contracts',
      styles: ['contracts.css'],
      view: {
        plans: plans
          .filter(({ state }) => state !== 'archived')
          .map(({ id, number, year }) => ({ id, name: `${number} (năm ${year})`, isChosen: id === plan.id })),
        organisations: await this.organisations(plan),
        taskCount: tasks.length,
      },
    });
  }

  private async send(
    { request, reply }: Exchange,
    { plan, contract, values, error }: { plan: Plan; contract: Contract | null; values: Values; error?: DomainError },
  ): Promise<FastifyReply> {
    const isWhole = contract === null || contract.state === 'draft';
    const errors = error ? fieldMessages(error) : {};
    const organisations = await this.organisations(plan);
    const tasks = isWhole ? await this.proposals.tasksFor(plan.id, rowIdOf(values.partyB) ?? 0) : [];
    const heading = contract === null ? 'Lập hợp đồng' : isWhole ? 'Sửa dự thảo hợp đồng' : 'Sửa thông tin hợp đồng';
    const partyA = contract?.partyA.name ?? plan.coordinator.name;
    return this.pages.send(request, reply, {
      template: 'pages/contracts/form',
      title: heading,
      section: 'contracts',
      status: error ? statusOf(error) : 200,
      styles: ['contracts.css'],
      scripts: isWhole ? ['contracts.js'] : [],
      view: {
        heading,
        about: contract && { name: contractName(contract), href: `/contracts/${contract.id}` },
        action: contract ? `/contracts/${contract.id}` : '/contracts',
        cancelHref: contract ? `/contracts/${contract.id}` : '/contracts',
        button: contract ? 'Lưu' : 'Lưu dự thảo',
        // What comes back is saved over the version that stands beside it now.
        version: contract?.version ?? 0,
        isWhole,
        isRefused: error !== undefined,
        message: errors[''],
        plan: { id: plan.id, name: `Kế hoạch số ${plan.number}` },
        values,
        errors,
        partyA,
        organisations: organisations.map(({ id, name }) => ({ id, name, isChosen: String(id) === values.partyB })),
        parties: [
          partyView('a-', `Bên A: ${partyA}`, values, errors),
          partyView('b-', `Bên B: ${organisations.find(({ id }) => String(id) === values.partyB)?.name ?? contract?.partyB.name ?? ''}`, values, errors),
        ],
        lines: isWhole ? lineRows(values, errors, tasks) : null,
      },
    });
  }

  /** Whoever may be Bên B: anybody but Bên A. */
  private async organisations(plan: Plan) {
    return (await this.directory.known()).filter(({ id, kind }) => id !== plan.coordinator.id && kind !== 'group');
  }
}

function partyView(prefix: string, heading: string, values: Values, errors: Readonly<Record<string, string>>) {
  const fields = PARTICULAR_LABELS.map(({ key, label }) => {
    const name = `${prefix}${key}`;
    return { name, label, value: values[name] ?? '', error: errors[name], width: key === 'address' || key === 'authorisation' ? '' : 'span-3' };
  });
  return { heading, fields, isFaulty: fields.some(({ error }) => error !== undefined) };
}

function prefixed(prefix: string, particulars: PartyParticulars): Values {
  const known = { ...NO_PARTICULARS, ...particulars };
  return Object.fromEntries(PARTICULAR_LABELS.map(({ key }) => [`${prefix}${key}`, known[key]]));
}

function valuesOf(contract: Contract): Values {
  return {
    plan: String(contract.plan.id),
    partyB: String(contract.partyB.id),
    number: contract.number,
    title: contract.title,
    signedOn: contract.signedOn?.toString() ?? '',
    startsOn: contract.startsOn.toString(),
    endsOn: contract.endsOn.toString(),
    legalBases: contract.legalBases,
    note: contract.note,
    ...prefixed('a-', contract.particularsA),
    ...prefixed('b-', contract.particularsB),
    ...linesOf(contract.lines.getItems()),
  };
}
