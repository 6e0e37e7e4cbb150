import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { plainDate } from '#kernel/plain-date.js';
import { GroupMember, Organisation, Succession } from '#organisations/organisation.entity.js';
import { article, slot } from '#testing/builders.js';
import { TestApplication } from '../../e2e/support/test-application.js';
import type { Visitor } from '../../e2e/support/visitor.js';

let site: TestApplication;
let hanh: Visitor;

beforeAll(async () => {
  site = await TestApplication.open();
});
beforeEach(async () => {
  await site.reset('2021-07-20');
  hanh = await site.as('hanh');
});
afterAll(() => site.close());

const idOf = async (code: string) => (await site.context.run((em) => em.findOneOrFail(Organisation, { code }))).id;
const pageOf = async (code: string) => `/organisations/${await idOf(code)}`;

async function aCommune(name: string): Promise<number> {
  const answer = await hanh.fillIn(await hanh.get('/organisations/new'), { name, kind: 'authority' });
  return Number(/\d+/.exec(answer.location!)![0]);
}

describe('the units of a district', () => {
  test('are managed on its page, by those who keep organisations', async () => {
    const district = await pageOf('ubnd-ba-tri');
    const commune = await aCommune('UBND xã Tân Xuân');
    const form = await hanh.get((await hanh.get(district)).links.find((href) => href === `${district}/members/new`)!);
    expect(form.text).toContain('Thêm đơn vị trực thuộc');
    const self = await hanh.postWithToken(`${district}/members`, { member: await idOf('ubnd-ba-tri') });
    expect([self.status, self.messageBy('member')]).toEqual([422, 'Một cơ quan không trực thuộc chính mình.']);
    expect(await hanh.fillIn(form, { member: commune, validFrom: '2021-05-01' })).toMatchObject({ status: 303, location: `${district}?done=unit` });

    const page = await hanh.get(`${district}?done=unit`);
    expect(page.notice).toBe('Đã thêm đơn vị trực thuộc.');
    expect(page.text).toContain('Đơn vị trực thuộc (1) UBND xã Tân Xuân từ 01/5/2021');
    expect(page.text).toContain('Nguyễn Thị Hạnh thêm đơn vị trực thuộc: UBND xã Tân Xuân');
    expect(page.text).toContain('Thôi trực thuộc : UBND xã Tân Xuân');
    const below = await hanh.get(`/organisations/${commune}`);
    expect(below.text).toContain('Trực thuộc Ủy ban nhân dân huyện Ba Tri từ 01/5/2021');
    expect(below.text).not.toContain('Thêm đơn vị trực thuộc');
    expect((await hanh.get('/organisations')).text).toContain('1 đơn vị trực thuộc');

    const end = page.links.find((href) => /\/members\/\d+\/end$/.test(href))!;
    const tam = await site.as('tam');
    expect((await tam.get(district)).text).toContain('Đơn vị trực thuộc (1)');
    expect((await tam.get(district)).links.filter((href) => href.includes('/members/'))).toEqual([]);
    for (const url of [end, `${district}/members/new`]) expect([url, (await tam.get(url)).status]).toEqual([url, 403]);
    expect((await tam.postWithToken(`${district}/members`, { member: commune })).status).toBe(403);

    const ending = await hanh.get(end);
    expect(ending.text).toContain('Thôi là đơn vị trực thuộc');
    expect(await hanh.fillIn(ending, { validUntil: '2021-07-01' })).toMatchObject({ status: 303, location: `${district}?done=ended` });
    expect((await hanh.get(district)).text).toContain('Chưa ghi đơn vị trực thuộc nào.');
    expect((await tam.get(district)).text).not.toContain('Đơn vị trực thuộc');
  });

  test('that are to come, and ends that are, are shown and corrected', async () => {
    const district = await pageOf('ubnd-mo-cay-nam');
    const commune = await aCommune('UBND xã Định Thuỷ');
    const refused = async (validFrom: string) =>
      (await hanh.postWithToken(`${district}/members`, { member: String(commune), validFrom })).messageBy('validFrom');
    expect(await refused('0021-09-01')).toBe('Ngày 01/9/21 không hợp lý; hãy chọn ngày từ 01/01/1990 đến 20/7/2031.');
    expect(await refused('2031-07-21')).toContain('không hợp lý');
    await hanh.postWithToken(`${district}/members`, { member: String(commune), validFrom: '2021-09-01' });
    const page = await hanh.get(district);
    expect(page.text).toContain('Đơn vị trực thuộc (0, sắp tới 1) UBND xã Định Thuỷ từ 01/9/2021');
    expect((await hanh.get(`/organisations/${commune}`)).text).toContain('Trực thuộc Ủy ban nhân dân huyện Mỏ Cày Nam từ 01/9/2021');
    const row = /action="(\/organisations\/\d+\/members\/\d+)\/withdrawal"/.exec(page.body)![1]!;
    const tam = await site.as('tam');
    for (const step of ['withdrawal', 'end/withdrawal']) expect((await tam.postWithToken(`${row}/${step}`)).status).toBe(403);
    expect((await tam.get(district)).body).not.toContain(row);
    expect((await hanh.postWithToken(`${row}/withdrawal`)).status).toBe(303);
    expect((await hanh.get(district)).text).not.toMatch(/Đơn vị trực thuộc \(0, sắp tới 1\)/);
    expect((await hanh.get(district)).text).toContain('Nguyễn Thị Hạnh bỏ ghi đơn vị sẽ trực thuộc: UBND xã Định Thuỷ');
    expect((await hanh.postWithToken(`${row}/withdrawal`)).status).toBe(404);

    await hanh.postWithToken(`${district}/members`, { member: String(commune), validFrom: '2021-05-01' });
    const end = (await hanh.get(district)).links.find((href) => /\/members\/\d+\/end$/.test(href))!;
    expect((await hanh.postWithToken(end, { validUntil: '' })).messageBy('validUntil')).toBe('Hãy chọn ngày không còn trực thuộc.');
    expect((await hanh.postWithToken(end, { validUntil: '2099-01-01' })).messageBy('validUntil')).toContain('không hợp lý');
    expect((await hanh.postWithToken(end, { validUntil: '2021-10-01' })).status).toBe(303);
    expect((await hanh.get(district)).text).toContain('UBND xã Định Thuỷ từ 01/5/2021 đến hết 30/9/2021 Sửa ngày thôi');
    const again = await hanh.get(end);
    expect([again.form().values.validUntil, again.text.includes('Đã ghi: đến hết 30/9/2021.')]).toEqual(['2021-10-01', true]);
    expect((await hanh.postWithToken(end, { validUntil: '2021-08-01' })).status).toBe(303);
    expect((await hanh.postWithToken(`${end}/withdrawal`)).status).toBe(303);
    const last = (await hanh.get(district)).text;
    expect(last).toContain('UBND xã Định Thuỷ từ 01/5/2021 Thôi trực thuộc');
    expect(last).toContain('Nguyễn Thị Hạnh bỏ ngày thôi là đơn vị trực thuộc: UBND xã Định Thuỷ');
    const begun = await hanh.postWithToken(end.replace(/end$/, 'withdrawal'));
    expect([begun.status, begun.text]).toEqual([409, expect.stringContaining('hãy ghi ngày thôi thay vì bỏ.')]);
  });

  test('are chosen among organisations that stand', async () => {
    const [gone, other] = [await aCommune('UBND xã đã sáp nhập'), await aCommune('UBND xã còn nguyên')];
    await site.context.run(async (em) => {
      const succession = { kind: 'merged' as const, effectiveOn: plainDate('2021-07-01'), basis: '' };
      await em.persist(new Succession(em.getReference(Organisation, gone), null, succession)).flush();
    });
    const { body } = await hanh.get(`${await pageOf('ubnd-giong-trom')}/members/new`);
    expect([body.includes(`<option value="${gone}"`), body.includes(`<option value="${other}"`)]).toEqual([false, true]);
  });

  test('are acted for by the district’s people, and by nobody of another district', async () => {
    const [district, other] = [await idOf('ubnd-cho-lach'), await idOf('ubnd-thanh-phu')];
    const commune = await aCommune('UBND xã Vĩnh Thành');
    await site.context.run(async (em) => {
      await em.persist(new GroupMember(em.getReference(Organisation, district), em.getReference(Organisation, commune), null)).flush();
    });
    await site.context.rows("update task_party set organisation_id = ? where task_id = ? and role = 'lead' and valid_until is null", [commune, site.taskId(6)]);
    const item = await site.has(6, article({ occursOn: '2021-05-01' }));
    const planned = await site.hasPlanned(6, slot({ occursOn: '2021-08-02' }));
    const [own, foreign] = [await site.leadOf(district), await site.leadOf(other)];

    for (const [visitor, status] of [
      [own, 200],
      [foreign, 404],
    ] as const) {
      for (const url of [`/deliverables/${item.id}/edit`, `/deliverables/new?task=${site.taskId(6)}`]) {
        expect([url, (await visitor.get(url)).status]).toEqual([url, status]);
      }
    }
    const fields = { task: site.taskId(6), title: 'Loa xã ngày 20', occursOn: '2021-07-19' };
    expect((await foreign.postWithToken('/deliverables', fields)).status).toBe(404);
    expect((await own.postWithToken('/deliverables', fields)).status).toBe(303);
    const [logged] = await site.context.rows<{ organisation_id: number }>("select organisation_id from deliverable where title = 'Loa xã ngày 20'");
    expect(logged!.organisation_id).toBe(commune);

    // The pages offer it: the button of the task, the slot that may be moved, the people of the commune.
    const log = `/deliverables/new?task=${site.taskId(6)}`;
    const offersLog = async (visitor: Visitor) => (await visitor.get(`/tasks/${site.taskId(6)}`)).links.includes(log);
    expect([await offersLog(own), await offersLog(foreign)]).toEqual([true, false]);
    expect((await own.get('/calendar?month=2021-08')).body).toContain(`data-organisations="${district} ${commune}"`);
    expect((await foreign.get('/calendar?month=2021-08')).body).toContain(`data-organisations="${other}"`);
    expect(planned.organisation.id).toBe(commune);
    await site.leadOf(commune);
    const page = `/organisations/${commune}`;
    expect([(await own.get(page)).text.includes('Đoàn Thị Hoa'), (await foreign.get(page)).text.includes('Đoàn Thị Hoa')]).toEqual([true, false]);
  });
});

test('an organisation’s page tells the code that the command line asks for', async () => {
  expect((await (await site.as('tam')).get(await pageOf('bao-dong-khoi'))).text).toContain('mã bao-dong-khoi');
});
