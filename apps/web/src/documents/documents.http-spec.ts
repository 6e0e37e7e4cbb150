import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Acceptance } from '#contracts/acceptance.entity.js';
import { Contract, ContractLine, NO_PARTICULARS } from '#contracts/contract.entity.js';
import { Liquidation } from '#contracts/liquidation.entity.js';
import { filesOf } from '#documents/zip-rewriting.js';
import { plainDate } from '#kernel/plain-date.js';
import { Organisation } from '#organisations/organisation.entity.js';
import { Plan } from '#planning/plan.entity.js';
import { Task } from '#planning/task.entity.js';
import { article } from '#testing/builders.js';
import { acceptanceMinutes, liquidationMinutes } from '#testing/minutes-builder.js';
import { TestApplication } from '../../e2e/support/test-application.js';

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const EXCEL = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

let site: TestApplication;
let contractId = 0;
let acceptanceId = 0;
let organisations: Readonly<Record<string, number>> = {};

beforeAll(async () => {
  site = await TestApplication.open();
});
beforeEach(async () => {
  await site.reset('2021-07-05');
  organisations = Object.fromEntries((await site.context.run((em) => em.find(Organisation, {}))).map(({ code, id }) => [code, id]));
  ({ contractId, acceptanceId } = await signedContract());
});
afterAll(() => site.close());

/** A contract with the newspaper, a round that is being written, and a liquidation that is. */
async function signedContract() {
  return site.context.run(async (em) => {
    const plan = await em.findOneOrFail(Plan, site.context.planId, { populate: ['coordinator'] });
    const partyB = await em.findOneOrFail(Organisation, organisations['bao-dong-khoi']!);
    const at = site.context.clock.now();
    const terms = {
      number: '05/HĐ-SNV',
      title: 'tuyên truyền trên Báo Đồng Khởi',
      signedOn: plainDate('2021-01-10'),
      startsOn: plainDate('2021-01-01'),
      endsOn: plainDate('2021-12-31'),
      legalBases: 'Căn cứ Bộ luật Dân sự 2015',
      note: '',
      particularsA: NO_PARTICULARS,
      particularsB: NO_PARTICULARS,
    };
    const contract = new Contract(plan, plan.coordinator, partyB, terms, at);
    contract.state = 'signed';
    const task = em.getReference(Task, site.taskId(4));
    const line = new ContractLine(contract, 1, { task, genre: null, description: 'Bài viết', unit: 'bài', quantity: 24, unitPrice: 1_500_000, vat: '8' });
    const acceptance = new Acceptance(
      contract,
      plainDate('2021-07-01'),
      { documentNumber: '', place: '', quality: '', progress: '', conclusion: '' },
      null,
      at,
    );
    const liquidation = new Liquidation(contract, plainDate('2021-07-05'), at);
    await em.persist([contract, line, acceptance, liquidation]).flush();
    return { contractId: contract.id, acceptanceId: acceptance.id };
  });
}

/** Puts issued minutes in the place of what is being written. */
async function issue() {
  await site.context.run(async (em) => {
    const acceptance = await em.findOneOrFail(Acceptance, acceptanceId);
    Object.assign(acceptance, { state: 'issued', round: 1, issuedAt: site.context.clock.now(), minutes: acceptanceMinutes() });
    const liquidation = await em.findOneOrFail(Liquidation, { contract: contractId });
    Object.assign(liquidation, { issuedAt: site.context.clock.now(), minutes: liquidationMinutes() });
    await em.flush();
  });
}

async function fileFor(name: 'hanh' | 'tam' | 'lan' | 'phuc', url: string) {
  const { statusCode, headers, rawPayload } = await site.app.inject({ url, headers: { cookie: (await site.as(name)).cookies } });
  return { status: statusCode, headers, content: rawPayload };
}

const pages = () => [
  `/acceptances/${acceptanceId}/minutes`,
  `/acceptances/${acceptanceId}/products`,
  `/contracts/${contractId}/liquidation/minutes`,
  `/contracts/${contractId}/liquidation/combined`,
];

const sheets = () => [`/contracts/${contractId}/items.xlsx`, `/contracts/${contractId}/state.xlsx`];

describe('the papers of a contract', () => {
  test('are shown and made for whoever may see it, marked while they are not issued', async () => {
    for (const name of ['hanh', 'tam', 'phuc'] as const) {
      const visitor = await site.as(name);
      for (const url of pages()) {
        const page = await visitor.get(url);
        expect([name, url, page.status]).toEqual([name, url, 200]);
        expect(page.text).toContain('BẢN DỰ THẢO');
        expect(page.links).toContain(`${url}.docx`);
        const { status, headers, content } = await fileFor(name, `${url}.docx`);
        expect([url, status, headers['content-type']]).toEqual([url, 200, WORD]);
        expect((await filesOf(content)).get('word/document.xml')!.toString()).toContain('BẢN DỰ THẢO');
      }
    }
  });

  test('are those that were issued', async () => {
    await issue();
    const visitor = await site.as('tam');
    for (const url of pages()) expect((await visitor.get(url)).text).not.toContain('BẢN DỰ THẢO');
    expect((await visitor.get(`/acceptances/${acceptanceId}/minutes`)).text).toContain('Bốn mươi ba triệu bốn trăm bốn mươi nghìn đồng');
  });

  test('are not there for a producer that is no party to it', async () => {
    const visitor = await site.as('lan');
    for (const url of [...pages(), ...pages().map((page) => `${page}.docx`), ...sheets()]) expect([url, (await visitor.get(url)).status]).toEqual([url, 404]);
  });

  test.each([
    '/acceptances/999/minutes',
    '/acceptances/x/products.docx',
    '/contracts/999/liquidation/minutes',
    '/contracts/x/items.xlsx',
    '/contracts/0/state.xlsx',
  ])('%s is not there', async (url) => {
    expect((await (await site.as('hanh')).get(url)).status).toBe(404);
  });

  test('are told of in the trail, with who took which', async () => {
    const phuc = await site.as('phuc');
    const told = () =>
      site.context.rows<{ after: unknown }>("select after from audit_entry where action = 'contract.exported' and actor_id = ? order by id", [
        site.context.people.phuc.userId,
      ]);
    const before = (await told()).length;
    for (const url of sheets()) expect((await phuc.get(url)).status).toBe(200);
    const added = (await told()).slice(before).map(({ after }) => (typeof after === 'string' ? JSON.parse(after) : after) as object);
    expect(added).toEqual([{ what: 'items.xlsx' }, { what: 'state.xlsx' }]);
  });

  test('have names in plain letters and in Vietnamese', async () => {
    await issue();
    const { headers } = await fileFor('hanh', `/acceptances/${acceptanceId}/minutes.docx`);
    expect(headers['content-disposition']).toBe(
      `attachment; filename="Bien-ban-nghiem-thu-dot-1-hop-dong-05-HD-SNV.docx"; filename*=UTF-8''${encodeURIComponent('Biên bản nghiệm thu đợt 1 hợp đồng 05-HĐ-SNV.docx')}`,
    );
  });

  test('show markup in a title as it was typed', async () => {
    await site.context.run(async (em) => {
      const contract = await em.findOneOrFail(Contract, contractId);
      contract.title = '<script>alert(1)</script>';
      await em.flush();
    });
    for (const url of pages()) {
      const { body } = await (await site.as('hanh')).get(url);
      expect(body).not.toContain('<script>alert');
    }
  });
});

describe('the tables for Excel', () => {
  test('list the items with what became of them, and the state of the lines', async () => {
    await site.has(4, article({ title: '=HYPERLINK("x")', occursOn: '2021-03-05' }));
    await site.has(4, article({ title: 'Bài thứ hai', occursOn: '2021-02-05', url: 'https://baodongkhoi.vn/hai' }));
    for (const url of sheets()) {
      const { status, headers, content } = await fileFor('tam', url);
      expect([status, headers['content-type']]).toEqual([200, EXCEL]);
      const files = await filesOf(content);
      const sheet = files.get('xl/worksheets/sheet1.xml')!.toString();
      const strings = files.get('xl/sharedStrings.xml')!.toString();
      expect(sheet).not.toContain('<f');
      expect(sheet).toContain('state="frozen"');
      if (url.endsWith('items.xlsx')) {
        expect(strings.indexOf('Bài thứ hai')).toBeLessThan(strings.indexOf('=HYPERLINK'));
        expect(strings).toContain('Chưa có');
        expect(sheet.match(/<row /g)).toHaveLength(3);
      } else {
        expect(sheet).toContain('<v>38880000</v>');
        expect(strings).toContain('Cộng');
      }
    }
  });
});

describe('the letter to a late party', () => {
  const address = (code = 'dai-ptth') => `/organisations/${organisations[code]!}/reminder-letter`;

  test('is reached from the page of the organisation by whoever may write it', async () => {
    const page = `/organisations/${organisations['dai-ptth']!}`;
    expect((await (await site.as('hanh')).get(page)).links).toContain(address());
    expect((await (await site.as('phuc')).get(page)).links).not.toContain(address());
  });

  test('names what it owes, by when, and leaves room for the number', async () => {
    const hanh = await site.as('hanh');
    const page = await hanh.get(address());
    expect(page.status).toBe(200);
    expect(page.text).toContain('V/v đôn đốc thực hiện Kế hoạch số 105/KH-UBND');
    expect(page.text).toMatch(/ngày 05 tháng 7 năm 2021/);
    expect(page.text).toMatch(/1\. .*: từ tháng 1\/2021 đến tháng 6\/2021, phải hoàn thành 06 .* chậm nhất ngày cuối của mỗi kỳ; chưa thực hiện, còn thiếu 06/);
    expect(page.text).not.toContain('đến tháng 7/2021');
    const { status, headers, content } = await fileFor('hanh', `${address()}.docx?number=7`);
    expect([status, headers['content-type']]).toEqual([200, WORD]);
    expect((await filesOf(content)).get('word/document.xml')!.toString()).toContain('Số: 07/SNV-CCHC');
  });

  test('bears the number that is asked for, in its file too', async () => {
    const page = await (await site.as('hanh')).get(`${address()}?number=128&plan=${site.context.planId}`);
    expect(page.text).toContain('Số: 128/SNV-CCHC');
    expect(page.links).toContain(`${address()}.docx?plan=${site.context.planId}&number=128`);
    for (const odd of ['number=x', 'number=-1', 'number=0', 'number=1&number=2', 'plan=x', 'plan=']) {
      expect((await (await site.as('hanh')).get(`${address()}?${odd}`)).status).toBe(200);
    }
  });

  test('counts an even pace as one sum, and calls everybody by the name of the day', async () => {
    await site.has(4, article({ occursOn: '2021-03-05' }));
    const page = await (await site.as('hanh')).get(address('bao-dong-khoi'));
    expect(page.text).toContain('từ ngày 01/01/2021 đến ngày 30/6/2021, phải hoàn thành 12 bài');
    expect(page.text).toContain('đã thực hiện 01 bài, còn thiếu 11 bài');
  });

  test('says so where nothing is late', async () => {
    await site.reset('2021-01-05');
    expect((await (await site.as('hanh')).get(address())).text).toContain('không có nội dung nào chậm so với kế hoạch');
  });

  test('is Sở Nội vụ’s alone', async () => {
    for (const name of ['lan', 'phuc'] as const) {
      const visitor = await site.as(name);
      for (const url of [address(), `${address()}.docx`]) expect([name, (await visitor.get(url)).status]).toEqual([name, 403]);
    }
    const hanh = await site.as('hanh');
    for (const url of ['/organisations/99999/reminder-letter', '/organisations/x/reminder-letter', `${address()}?plan=99999`]) {
      expect([url, (await hanh.get(url)).status]).toEqual([url, 404]);
    }
  });
});
