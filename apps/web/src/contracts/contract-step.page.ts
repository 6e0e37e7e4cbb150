import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { assertMayKeepContracts } from '#contracts/contract-access.js';
import { daysOf, quantityOn } from '#contracts/contract-terms.js';
import { type Contract, PAYMENT_KINDS } from '#contracts/contract.entity.js';
import { Clock } from '#kernel/clock.js';
import { type DomainError, NotFound } from '#kernel/domain-error.js';
import { fieldMessages } from '#kernel/form-input.js';
import { formatDate, type PlainDate } from '#kernel/plain-date.js';
import type { Exchange } from '../deliverables/log-form.page.js';
import { statusOf } from '../http/error.filter.js';
import { PageRenderer } from '../http/page-renderer.js';
import { contractName, dong, PAYMENT_NAMES } from './contract-words.js';

export type ContractStep = 'sign' | 'annex' | 'pay' | 'strike' | 'end';

type Values = Readonly<Record<string, string | undefined>>;

const HEADINGS: Record<ContractStep, string> = {
  sign: 'Ghi hợp đồng đã ký',
  annex: 'Ghi phụ lục hợp đồng',
  pay: 'Ghi khoản chi',
  strike: 'Gạch bỏ khoản chi ghi nhầm',
  end: 'Chấm dứt hợp đồng',
};

const BUTTONS: Record<ContractStep, string> = { sign: 'Ghi đã ký', annex: 'Ghi phụ lục', pay: 'Ghi khoản chi', strike: 'Gạch bỏ', end: 'Ghi chấm dứt' };

const PARTS: Record<ContractStep, string> = { sign: 'isSign', annex: 'isAnnex', pay: 'isPay', strike: 'isStrike', end: 'isEnd' };

const PATHS: Record<ContractStep, string> = { sign: 'signature', annex: 'annexes', pay: 'payments', strike: '', end: 'ending' };

/** The small forms about one contract: as first opened, and as they come back with what was typed. */
@Injectable()
export class ContractStepPage {
  constructor(
    private readonly clock: Clock,
    private readonly pages: PageRenderer,
  ) {}

  /** @param paymentId of the payment to strike. @throws Forbidden; NotFound where there is no such payment */
  async show(
    { actor, request, reply }: Exchange,
    step: ContractStep,
    contract: Contract,
    paymentId?: number,
    refusal?: { values: Values; error: DomainError },
  ): Promise<FastifyReply> {
    assertMayKeepContracts(actor);
    const today = this.clock.today();
    const values = refusal?.values ?? firstValues(step, contract, today);
    const errors = refusal ? fieldMessages(refusal.error) : {};
    const payment = step === 'strike' ? paymentView(contract, paymentId) : null;
    return this.pages.send(request, reply, {
      template: 'pages/contracts/step',
      title: HEADINGS[step],
      section: 'contracts',
      status: refusal ? statusOf(refusal.error) : 200,
      styles: ['contracts.css'],
      view: {
        heading: HEADINGS[step],
        button: BUTTONS[step],
        [PARTS[step]]: true,
        about: { name: contractName(contract), href: `/contracts/${contract.id}` },
        action: `/contracts/${contract.id}/${payment ? `payments/${paymentId}/strike` : PATHS[step]}`,
        version: contract.version,
        today: today.toString(),
        payment,
        kinds: PAYMENT_KINDS.map((key) => ({ key, name: PAYMENT_NAMES[key], isChosen: values.kind === key })),
        lines: step === 'annex' ? annexLines(contract, today, values, errors) : [],
        endsOn: formatDate(daysOf(contract, today).endsOn),
        values,
        errors,
        isRefused: refusal !== undefined,
        message: errors[''],
      },
    });
  }
}

function firstValues(step: ContractStep, contract: Contract, today: PlainDate): Values {
  const on = today.toString();
  switch (step) {
    case 'sign':
      return { number: contract.number, signedOn: contract.signedOn?.toString() ?? '' };
    case 'annex':
      return { signedOn: on, effectiveOn: on };
    case 'pay':
      return { paidOn: on, kind: contract.payments.length === 0 ? 'advance' : 'payment' };
    case 'strike':
      return {};
    case 'end':
      return { endedOn: on };
  }
}

function annexLines(contract: Contract, today: PlainDate, values: Values, errors: Readonly<Record<string, string>>) {
  const annexes = contract.annexes.getItems();
  return contract.lines.getItems().map((line) => {
    const name = `quantity-${line.id}`;
    return {
      name,
      label: `${line.position}. ${line.description}`,
      now: `hiện nay ${quantityOn(line, annexes, today)} ${line.unit}`,
      value: values[name] ?? '',
      error: errors[name],
    };
  });
}

function paymentView(contract: Contract, paymentId: number | undefined) {
  const payment = contract.payments.getItems().find(({ id }) => id === paymentId);
  if (!payment) throw new NotFound('Không tìm thấy khoản chi này.');
  return { words: `${PAYMENT_NAMES[payment.kind]} ${dong(payment.amount)} ngày ${formatDate(payment.paidOn)}`, note: payment.note };
}
