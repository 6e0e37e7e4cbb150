import { Contract, ContractLine, ContractAnnex, NO_PARTICULARS } from '#contracts/contract.entity.js';
import type { VatRate } from '#contracts/vat.js';
import { plainDate } from '#kernel/plain-date.js';
import { Organisation } from '#organisations/organisation.entity.js';
import { Plan } from '#planning/plan.entity.js';
import { Task } from '#planning/task.entity.js';
import type { TestContext } from './test-context.js';

interface WantedLine {
  /** The number of the task in the plan. */
  readonly task?: number;
  readonly genre?: string | null;
  readonly quantity?: number;
  readonly unitPrice?: number;
  readonly vat?: VatRate;
}

/** A contract of Sở Nội vụ with Báo Đồng Khởi for its column, signed, unless told otherwise. */
export async function signedContract(
  context: TestContext,
  {
    lines = [{}],
    partyB = 'bao-dong-khoi',
    ...given
  }: { lines?: readonly WantedLine[]; partyB?: string; number?: string; signedOn?: string; startsOn?: string; endsOn?: string } = {},
): Promise<{ id: number; lineIds: number[] }> {
  const { number = '05/HĐ-TT', signedOn = '2021-01-10', startsOn = '2021-01-10', endsOn = '2021-12-31' } = given;
  return context.run(async (em) => {
    const plan = await em.findOneOrFail(Plan, context.planId, { populate: ['coordinator'] });
    const producer = await em.findOneOrFail(Organisation, { code: partyB });
    const contract = new Contract(
      plan,
      plan.coordinator,
      producer,
      {
        number,
        title: 'tuyên truyền cải cách hành chính năm 2021',
        signedOn: plainDate(signedOn),
        startsOn: plainDate(startsOn),
        endsOn: plainDate(endsOn),
        legalBases: 'Bộ luật Dân sự ngày 24 tháng 11 năm 2015\nKế hoạch số 105/KH-UBND',
        note: '',
        particularsA: { ...NO_PARTICULARS, representative: 'Nguyễn Văn Bình', position: 'Giám đốc' },
        particularsB: { ...NO_PARTICULARS, representative: 'Lê Thị Hoa', position: 'Tổng Biên tập' },
      },
      context.clock.now(),
    );
    contract.state = 'signed';
    em.persist(contract);
    lines.forEach(({ task = 4, genre = null, quantity = 24, unitPrice = 1_500_000, vat = '8' }, index) => {
      const terms = { task: em.getReference(Task, context.taskId(task)), genre, description: `Sản phẩm ${index + 1}`, unit: 'bài', quantity, unitPrice, vat };
      contract.lines.add(new ContractLine(contract, index + 1, terms));
    });
    await em.flush();
    return { id: contract.id, lineIds: contract.lines.getItems().map(({ id }) => id) };
  });
}

/** A signed annex that sets one line's quantity from a day on. */
export async function annexOf(context: TestContext, contractId: number, lineId: number, quantity: number, effectiveOn: string): Promise<void> {
  await context.run(async (em) => {
    const contract = await em.findOneOrFail(Contract, contractId);
    const day = plainDate(effectiveOn);
    const terms = { number: '01/PLHĐ', signedOn: day, effectiveOn: day, quantities: [{ lineId, quantity }], endsOn: null, note: '' };
    await em.persist(new ContractAnnex(contract, terms, context.clock.now())).flush();
  });
}
