import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { DeliverableService } from '#deliverables/deliverable.service.js';
import { User } from '#identity/user.entity.js';
import { plainDate } from '#kernel/plain-date.js';
import { GroupMember, Organisation } from '#organisations/organisation.entity.js';
import { segment } from '#testing/builders.js';
import { TestApplication } from '../../e2e/support/test-application.js';
import type { Visitor } from '../../e2e/support/visitor.js';

/** The television task led by a group: two communes of one district, one of none, and one of the district that joins in May. */
let site: TestApplication;
let ids: Record<'group' | 'district' | 'an' | 'binh' | 'chau' | 'dong', number>;
let district: Visitor;
let hanh: Visitor;

beforeAll(async () => {
  site = await TestApplication.open();
  ids = await site.context.run(async (em) => {
    const organisation = (code: string, kind: 'group' | 'authority') => new Organisation(code, `Cơ quan ${code}`, code, kind);
    const [group, unit, an, binh, chau, dong] = (['nhom', 'huyen', 'an', 'binh', 'chau', 'dong'] as const).map((code) =>
      organisation(code, code === 'nhom' ? 'group' : 'authority'),
    ) as [Organisation, Organisation, Organisation, Organisation, Organisation, Organisation];
    for (const one of [an, binh, chau]) em.persist(new GroupMember(group, one, null));
    em.persist(new GroupMember(group, dong, plainDate('2021-05-01')));
    for (const one of [an, binh, dong]) em.persist(new GroupMember(unit, one, null));
    em.persist(new User('huyen@example.vn', 'Đoàn Thị Hoa', 'producer-lead', unit, site.context.clock.now()));
    em.persist(new User('chau@example.vn', 'Bùi Văn Châu', 'producer', chau, site.context.clock.now()));
    await em.flush();
    return { group: group.id, district: unit.id, an: an.id, binh: binh.id, chau: chau.id, dong: dong.id };
  });
  await site.context.rows("update task_party set organisation_id = ? where task_id = ? and role = 'lead' returning id", [ids.group, site.taskId(8)]);
});
beforeEach(async () => {
  await site.reset('2021-03-15');
  [district, hanh] = [await site.signedIn('huyen@example.vn'), await site.as('hanh')];
});
afterAll(() => site.close());

const FORMS = [
  ['logging', '/deliverables/new', '/deliverables'],
  ['planning', '/deliverables/slots/new', '/deliverables/slots'],
] as const;
const TYPED = { title: 'Chuyên mục của xã', occursOn: '2021-03-10' };
const formOf = (address: string) => `${address}?task=${site.taskId(8)}`;
const offered = (body: string) => {
  const select = /<select[^>]* name="organisation" required[^>]*>([\s\S]*?)<\/select>/.exec(body)?.[1] ?? '';
  return [...select.matchAll(/<option value="(\d+)"/g)].map(([, id]) => Number(id));
};
const owners = async () =>
  (await site.context.rows<{ organisation_id: number }>('select organisation_id from deliverable order by id')).map((row) => row.organisation_id);

describe.each(FORMS)('%s for a task that a group leads', (_what, address, action) => {
  test('asks whoever acts for several of its members for which, and keeps what was typed', async () => {
    const form = await district.get(formOf(address));
    expect(form.text).toContain('Cho đơn vị nào');
    expect(offered(form.body)).toEqual([ids.an, ids.binh]);
    const refused = await district.fillIn(form, TYPED);
    expect([refused.status, refused.messageBy('organisation'), refused.isMarkedWrong('organisation')]).toEqual([422, 'Hãy chọn đơn vị có sản phẩm này.', true]);
    expect(refused.form(action).values).toMatchObject({ ...TYPED, organisation: '' });
    expect(await owners()).toEqual([]);
    expect((await district.fillIn(refused, { organisation: ids.binh })).status).toBe(303);
    expect(await owners()).toEqual([ids.binh]);
  });

  test('offers the coordinator the members of the day, and takes none of another day', async () => {
    const form = await hanh.get(formOf(address));
    expect(offered(form.body)).toEqual([ids.an, ids.binh, ids.chau]);
    const early = await hanh.fillIn(form, { ...TYPED, organisation: ids.dong });
    expect([early.status, early.messageBy('organisation')]).toEqual([
      422,
      'Ngày 10/3/2021, Cơ quan dong không thực hiện nhiệm vụ này; hãy xem lại ngày hoặc đơn vị.',
    ]);
    expect((await hanh.fillIn(form, TYPED)).status).toBe(422);
    site.context.clock.set('2021-05-20');
    hanh = await site.as('hanh');
    const later = await hanh.get(formOf(address));
    expect(offered(later.body)).toEqual([ids.an, ids.binh, ids.chau, ids.dong]);
    expect((await hanh.fillIn(later, { ...TYPED, occursOn: '2021-05-10', organisation: ids.dong })).status).toBe(303);
    expect(await owners()).toEqual([ids.dong]);
  });

  test('tells whoever acts for one whose it will be, and asks nothing', async () => {
    const chau = await site.signedIn('chau@example.vn');
    const form = await chau.get(formOf(address));
    expect([form.text.includes('Đơn vị: Cơ quan chau'), form.text.includes('Cho đơn vị nào')]).toEqual([true, false]);
    expect((await chau.fillIn(form, TYPED)).status).toBe(303);
    expect(await owners()).toEqual([ids.chau]);
  });

  test('finds no organisation that is not theirs to act for, and takes none that does not lead', async () => {
    const form = await district.get(formOf(address));
    expect((await district.fillIn(form, { ...TYPED, organisation: ids.chau })).status).toBe(404);
    const own = await district.fillIn(form, { ...TYPED, organisation: ids.district });
    expect([own.status, own.messageBy('organisation')]).toEqual([422, 'Đơn vị đã chọn không thực hiện nhiệm vụ này; hãy chọn lại.']);
    const word = await district.fillIn(form, { ...TYPED, organisation: 'an' });
    expect([word.status, word.messageBy('organisation')]).toEqual([422, 'Lựa chọn này không có trong danh sách.']);
    expect(await owners()).toEqual([]);
  });
});

test('a program that acts for several says whose an item is', async () => {
  const post = async (more: object) =>
    district.send('POST', '/api/v1/deliverables', {
      headers: { 'content-type': 'application/json', 'csrf-token': await district.token() },
      payload: JSON.stringify({ task: site.taskId(8), ...TYPED, ...more }),
    });
  const unsaid = await post({});
  expect([unsaid.status, unsaid.body]).toEqual([422, expect.stringContaining('Hãy chọn đơn vị có sản phẩm này.')]);
  expect((await post({ organisation: ids.chau })).status).toBe(404);
  expect((await post({ organisation: ids.an })).status).toBe(201);
  expect(await owners()).toEqual([ids.an]);
});

test('the forms of an item say whose it is, and do not ask', async () => {
  const { id } = await site.has(8, segment({ occursOn: '2021-03-02' }), { organisation: ids.an });
  const form = await district.get(`/deliverables/${id}/edit`);
  expect([form.text.includes('Đơn vị: Cơ quan an'), form.text.includes('Cho đơn vị nào')]).toEqual([true, false]);
  expect((await district.fillIn(form, { title: 'Tên mới', organisation: ids.binh })).status).toBe(303);
  expect(await owners()).toEqual([ids.an]);
});

describe('what stands in the form already', () => {
  const usual = ({ channel, airedAt, duration }: Record<string, string>) => ({ channel, airedAt, duration });
  const NOTHING = { channel: '', airedAt: '', duration: '' };
  const originals = (body: string) => [...body.matchAll(/>Phát lại: [^<]* – ([^<]*)</g)].map(([, title]) => title);
  beforeEach(async () => {
    await site.has(8, segment({ title: 'Của An', occursOn: '2021-03-02', channel: 'Loa An', airedAt: '05:30' }), { organisation: ids.an });
    await site.has(8, segment({ title: 'Của Châu', occursOn: '2021-03-05', channel: 'Loa Châu', airedAt: '17:00' }), { organisation: ids.chau });
  });

  test('is of the organisation that is logged for, and of none before that is known', async () => {
    const chau = await site.signedIn('chau@example.vn');
    const address = formOf('/deliverables/new');
    expect(usual((await chau.get(address)).form().values)).toEqual({ channel: 'Loa Châu', airedAt: '17:00', duration: '15' });
    expect(usual((await district.get(address)).form().values)).toEqual(NOTHING);
    expect((await district.get(`${address}&organisation=${ids.an}`)).form().values).toMatchObject({ organisation: String(ids.an), channel: 'Loa An' });
    expect(usual((await district.get(`${address}&organisation=${ids.binh}`)).form().values)).toEqual(NOTHING);
    // Of others no more than of none.
    expect((await district.get(`${address}&organisation=${ids.chau}`)).form().values).toMatchObject({ organisation: '', ...NOTHING });
  });

  test('is of the slot’s own organisation where a slot is confirmed', async () => {
    const slot = await site.ask(DeliverableService, (deliverables) =>
      deliverables.plan(site.context.people.hanh, site.taskId(8), { occursOn: plainDate('2021-03-14'), title: '', genre: null }, { organisation: ids.an }),
    );
    expect((await district.get(`/deliverables/${slot.id}/publication/new`)).form().values).toMatchObject({ channel: 'Loa An', airedAt: '05:30' });
  });

  test('offers to rerun what the person may act for, the coordinator everything', async () => {
    const chau = await site.signedIn('chau@example.vn');
    const seen = async (visitor: Visitor) => originals((await visitor.get(formOf('/deliverables/new'))).body);
    expect([await seen(chau), await seen(district), await seen(hanh)]).toEqual([['Của Châu'], ['Của An'], ['Của Châu', 'Của An']]);
  });

  test('is one of several again after logging for one', async () => {
    const logged = await district.fillIn(await district.get(formOf('/deliverables/new')), { ...TYPED, organisation: ids.an });
    const again = (await district.get(logged.location!)).links.find((href) => href.includes('&organisation='))!;
    expect((await district.get(again)).form().values.organisation).toBe(String(ids.an));
  });
});
