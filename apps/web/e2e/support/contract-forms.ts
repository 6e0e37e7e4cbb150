import type { TestApplication } from './test-application.js';
import type { Answer } from './answer.js';
import type { Visitor } from './visitor.js';

type Fields = Readonly<Record<string, string | number>>;

export async function organisationId(site: TestApplication, code: string): Promise<number> {
  const [row] = await site.context.rows<{ id: number }>('select id from organisation where code = ?', [code]);
  return row!.id;
}

/** The form of a contract with Báo Đồng Khởi for its column, as typed: 24 pieces for the days from 10/01 to 31/12/2021. */
export async function contractForm(site: TestApplication): Promise<Readonly<Record<string, string>>> {
  return {
    plan: String(site.context.planId),
    partyB: String(await organisationId(site, 'bao-dong-khoi')),
    number: '',
    title: 'tuyên truyền cải cách hành chính',
    signedOn: '',
    startsOn: '2021-01-10',
    endsOn: '2021-12-31',
    legalBases: 'Bộ luật Dân sự năm 2015\nKế hoạch số 105/KH-UBND',
    note: '',
    'b-taxCode': '1300123456',
    'line-1-task': String(site.taskId(4)),
    'line-1-genre': '',
    'line-1-description': 'Bài chuyên mục cải cách hành chính',
    'line-1-unit': 'bài',
    'line-1-quantity': '24',
    'line-1-unitPrice': '1.500.000',
    'line-1-vat': '8',
  };
}

/** Sends that form with some fields otherwise. */
export async function writeContract(site: TestApplication, visitor: Visitor, fields: Fields = {}): Promise<{ id: number; answer: Answer }> {
  const answer = await visitor.postWithToken('/contracts', { ...(await contractForm(site)), ...fields });
  const id = Number(/^\/contracts\/(\d+)/.exec(answer.location ?? '')?.[1]);
  if (!id) throw new Error(`the contract was not written: ${answer.status} ${[...answer.body.matchAll(/<p class="field-error"[^<]*/g)].join(' ')}`);
  return { id, answer };
}

export async function signContract(visitor: Visitor, id: number, fields: Fields = {}): Promise<Answer> {
  const page = await visitor.get(`/contracts/${id}/signature`);
  return visitor.fillIn(page, { number: '05/HĐ-TT', signedOn: '2021-01-08', ...fields });
}
