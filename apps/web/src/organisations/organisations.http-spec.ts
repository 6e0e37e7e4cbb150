import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { SessionService } from '#identity/session.service.js';
import { User } from '#identity/user.entity.js';
import { plainDate } from '#kernel/plain-date.js';
import { loadKnownSuccessions } from '#organisations/known-successions.js';
import { Organisation } from '#organisations/organisation.entity.js';
import { PeriodTarget, Task } from '#planning/task.entity.js';
import { article, session } from '#testing/builders.js';
import type { PersonaName } from '#testing/personas.js';
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

/** An organisation of the test's own, so that no test finds another's changes. */
async function anOrganisation(name: string, kind = 'press'): Promise<string> {
  const answer = await hanh.fillIn(await hanh.get('/organisations/new'), { name, kind });
  expect(answer.status).toBe(303);
  return answer.location!.replace('?done=added', '');
}

describe('the list', () => {
  test('groups organisations by kind, and is the same for everybody but for the button', async () => {
    for (const name of ['hanh', 'tam', 'phuc'] as PersonaName[]) {
      const page = await (await site.as(name)).get('/organisations');
      expect(page.status).toBe(200);
      expect(page.text).toContain('Nhóm cơ quan nêu trong kế hoạch');
      expect(page.text).toContain('9 thành viên');
      expect(page.text).toContain('Đài Truyền thanh huyện Mỏ Cày Bắc');
      expect(page.links.includes('/organisations/new')).toBe(name === 'hanh');
    }
  });

  test('is searched without marks, by earlier names too', async () => {
    const address = await anOrganisation('Tạp chí Văn nghệ xứ Dừa');
    await hanh.fillIn(await hanh.get(`${address}/names/new`), {
      name: 'Tạp chí Sông nước',
      shortName: 'Tạp chí',
      validFrom: '2021-05-01',
      basis: 'Quyết định số 7',
    });
    for (const q of ['van nghe xu dua', 'SÔNG NƯỚC']) {
      const page = await hanh.get(`/organisations?q=${encodeURIComponent(q)}`);
      expect(page.text).toContain('1 cơ quan khớp');
      expect(page.text).toContain('trước đây: Tạp chí Văn nghệ xứ Dừa');
    }
    const nothing = await hanh.get('/organisations?q=khong-co');
    expect([nothing.status, nothing.text]).toEqual([200, expect.stringContaining('Không có cơ quan nào khớp.')]);
    expect((await hanh.get('/organisations?q=a&q=b')).status).toBe(200);
  });

  test('marks what has ended, with its successor', async () => {
    await site.context.run(loadKnownSuccessions);
    expect((await hanh.get('/organisations')).text).toContain('sẽ sáp nhập vào Ủy ban nhân dân tỉnh Vĩnh Long từ 01/7/2025');
    site.context.clock.set('2025-08-01');
    const page = await (await site.as('phuc')).get('/organisations');
    expect(page.text).toContain('đã sáp nhập vào Ủy ban nhân dân tỉnh Vĩnh Long từ 01/7/2025');
    expect(page.text).toContain('đã sáp nhập từ 01/7/2025 (chưa ghi cơ quan mới)');
    expect(page.text).toContain('đã kết thúc hoạt động từ 01/7/2025');
  });
});

describe('one organisation', () => {
  test('tells its names, tasks, members and people', async () => {
    const group = await hanh.get(await pageOf('dai-truyen-thanh'));
    expect(group.text).toContain('Thành viên (9)');
    expect(group.text).toContain('Nhiệm vụ chủ trì (1)');
    const station = await hanh.get(await pageOf('dai-truyen-thanh-ba-tri'));
    expect(station.text).toContain('Thuộc nhóm (1)');
    expect(station.text).toContain('trong Các Đài truyền thanh cấp huyện và hệ thống truyền thanh cấp xã');
    const paper = await (await site.as('phuc')).get(await pageOf('bao-dong-khoi'));
    expect(paper.text).toContain('Lê Minh Tâm');
    // Addresses of people are for those who keep the accounts.
    expect(paper.text).not.toContain('tam@baodongkhoi.example.vn');
    expect((await hanh.get(await pageOf('bao-dong-khoi'))).text).toContain('tam@baodongkhoi.example.vn');
    // Who signs in for others is no concern of a producer.
    const [own, other] = [await (await site.as('tam')).get(await pageOf('bao-dong-khoi')), await (await site.as('lan')).get(await pageOf('bao-dong-khoi'))];
    expect([own.text.includes('Lê Minh Tâm'), other.text.includes('Lê Minh Tâm'), other.text.includes('Tài khoản (')]).toEqual([true, false, false]);
  });

  test('says what was just done, and nothing that the address makes up', async () => {
    const made = await hanh.fillIn(await hanh.get('/organisations/new'), { name: 'Báo vừa thêm', kind: 'press' });
    expect((await hanh.get(made.location!)).notice).toBe('Đã thêm cơ quan.');
    const group = await pageOf('hdnd-ba-cap');
    const joined = await hanh.fillIn(await hanh.get(`${group}/members/new`), { member: /\d+/.exec(made.location!)![0] });
    expect((await hanh.get(joined.location!)).notice).toBe('Đã thêm thành viên.');
    for (const word of ['constructor', 'x', '']) expect((await hanh.get(`${group}?done=${word}`)).notice).toBeUndefined();
  });

  test('that is not there is told', async () => {
    for (const url of ['/organisations/999999', '/organisations/x', '/successions/999999', '/successions/x', '/organisations/1/members/999999/end']) {
      expect([url, (await hanh.get(url)).status]).toEqual([url, 404]);
    }
  });

  test('keeps its forms to coordinators', async () => {
    const address = await pageOf('so-noi-vu');
    const membership = 1;
    const forms = ['/names/new', '/contacts/edit', '/members/new', '/successions/new', `/members/${membership}/end`].map((form) => address + form);
    for (const name of ['tam', 'phuc'] as PersonaName[]) {
      const visitor = await site.as(name);
      expect((await visitor.get(address)).links.filter((href) => forms.includes(href))).toEqual([]);
      for (const url of ['/organisations/new', ...forms]) expect([name, url, (await visitor.get(url)).status]).toEqual([name, url, 403]);
      for (const [url, fields] of [
        ['/organisations', { name: 'Cơ quan lạ', kind: 'press' }],
        [`${address}/names`, { name: 'Sở Lạ', validFrom: '2021-07-01', basis: 'x' }],
        [`${address}/contacts`, { address: 'x' }],
        [`${address}/successions`, { kind: 'merged', effectiveOn: '2021-07-01' }],
      ] as const) {
        expect([name, url, (await visitor.postWithToken(url, fields)).status]).toEqual([name, url, 403]);
      }
    }
    expect((await hanh.get(address)).text).toContain('Sở Nội vụ');
  });
});

describe('a refused form', () => {
  test('of a new organisation keeps what was typed', async () => {
    const page = await hanh.get('/organisations/new');
    const long = 'Cơ quan có tên rất dài '.repeat(4).trim();
    const answer = await hanh.fillIn(page, { name: long, kind: 'press' });
    expect([answer.status, answer.messageBy('shortName')]).toEqual([422, expect.stringContaining('hãy nhập thêm tên ngắn')]);
    expect(answer.form('/organisations').values).toMatchObject({ name: long, kind: 'press' });
    const taken = await hanh.fillIn(page, { name: 'Báo đồng khởi', kind: 'press' });
    expect([taken.status, taken.messageBy('name'), taken.isMarkedWrong('name')]).toEqual([422, 'Đã có cơ quan mang tên này: Báo Đồng Khởi.', true]);
    const kind = await hanh.fillIn(page, { name: 'Một cơ quan', kind: 'khác' });
    expect([kind.status, kind.messageBy('kind'), kind.isMarkedWrong('kind')]).toEqual([422, 'Hãy chọn loại cơ quan.', true]);
  });

  test('of a name, contacts, a member and a succession too', async () => {
    const address = await pageOf('so-tai-chinh');
    const name = await hanh.fillIn(await hanh.get(`${address}/names/new`), { name: 'Sở Tiền', validFrom: '2021-02-30', basis: '' });
    expect([name.status, name.messageBy('validFrom'), name.messageBy('basis')]).toEqual([
      422,
      'Ngày chưa đúng; hãy chọn ngày có trên lịch.',
      'Hãy ghi văn bản đổi tên.',
    ]);
    expect(name.form().values).toMatchObject({ name: 'Sở Tiền', validFrom: '2021-02-30' });

    const contacts = await hanh.fillIn(await hanh.get(`${address}/contacts/edit`), { address: 'Số 5', phone: 'gọi cho tôi', email: 'sai' });
    expect([contacts.status, contacts.isMarkedWrong('phone'), contacts.isMarkedWrong('email')]).toEqual([422, true, true]);
    expect(contacts.form().values).toMatchObject({ address: 'Số 5', phone: 'gọi cho tôi', email: 'sai' });

    const group = await pageOf('so-ban-nganh');
    const member = await hanh.fillIn(await hanh.get(`${group}/members/new`), { member: await idOf('so-y-te'), validFrom: '2021-05-01' });
    expect([member.status, member.messageBy('member')]).toEqual([422, 'Sở Y tế đã là thành viên của nhóm.']);
    expect(member.form().values).toMatchObject({ member: String(await idOf('so-y-te')), validFrom: '2021-05-01' });

    const succession = await hanh.fillIn(await hanh.get(`${address}/successions/new`), { kind: 'split', basis: 'Nghị quyết số 9', effectiveOn: '2021-07-01' });
    expect([succession.status, succession.messageBy('successor')]).toEqual([422, 'Chia tách thì phải chọn một cơ quan mới.']);
    expect(succession.form().values).toMatchObject({ kind: 'split', basis: 'Nghị quyết số 9' });
  });

  test('shows markup as it was typed', async () => {
    const script = '<script>alert(1)</script>';
    const answer = await hanh.fillIn(await hanh.get('/organisations/new'), { name: script, kind: script });
    expect([answer.status, answer.body.includes('<script>alert')]).toEqual([422, false]);
    expect(answer.messageBy('name')).toBe('Tên cơ quan không có dấu “<”; hãy bỏ đi.');
    // As a plan that was imported may call one.
    const address = await anOrganisation('Cơ quan có tên lạ');
    await site.context.rows('update organisation set name = ?, short_name = ? where id = ?', [script, script, Number(address.split('/').at(-1))]);
    expect((await hanh.get(address)).text).toContain(script);
    for (const url of [address, '/organisations', `${address}/names/new`, `${address}/successions/new`]) {
      expect([url, (await hanh.get(url)).body.includes('<script>alert')]).toEqual([url, false]);
    }
  });
});

test('items keep the name of their day', async () => {
  const before = await site.has(12, session({ title: 'Buổi trước', occursOn: '2021-03-01' }));
  const after = await site.has(12, session({ title: 'Buổi sau', occursOn: '2021-06-01' }));
  const address = await pageOf('tt-xuc-tien');
  const form = await hanh.get(`${address}/names/new`);
  const renamed = await hanh.fillIn(form, {
    name: 'Trung tâm Đổi mới sáng tạo',
    shortName: 'TT ĐMST',
    validFrom: '2021-05-01',
    basis: 'Quyết định số 12/QĐ-UBND',
  });
  expect([renamed.status, renamed.location]).toEqual([303, `${address}?done=renamed`]);

  const page = await hanh.get(address);
  expect(page.text).toMatch(/Trung tâm Đổi mới sáng tạo TT ĐMST từ 01\/5\/2021 · Quyết định số 12\/QĐ-UBND/);
  expect(page.text).toMatch(/Trung tâm Xúc tiến Đầu tư và Khởi nghiệp TT Xúc tiến ĐT&KN đến hết 30\/4\/2021/);
  expect(page.text).toContain('Nguyễn Thị Hạnh đổi tên cơ quan thành: Trung tâm Đổi mới sáng tạo');
  expect((await hanh.get(`/deliverables/${before.id}`)).text).toContain('Trung tâm Xúc tiến Đầu tư và Khởi nghiệp (nay là Trung tâm Đổi mới sáng tạo)');
  expect((await hanh.get(`/deliverables/${after.id}`)).text).toMatch(/Cơ quan thực hiện Trung tâm Đổi mới sáng tạo Ngày/);
  const { body } = await hanh.get(`/deliverables?task=${site.taskId(12)}`);
  const shortNames = [...body.matchAll(/<div class="meta">(TT[^<]*)<\/div>/g)].map(([, name]) => name);
  expect(shortNames).toEqual(['TT ĐMST', 'TT Xúc tiến ĐT&amp;KN']);
});

test('a member leaves a group by its own form', async () => {
  const address = await pageOf('ubnd-huyen');
  const page = await hanh.get(address);
  const end = page.links.find((href) => /\/members\/\d+\/end$/.test(href))!;
  const form = await hanh.get(end);
  expect(form.form().values.validUntil).toBe('2021-07-20');
  expect((await hanh.fillIn(form, { validUntil: '' })).messageBy('validUntil')).toBe('Hãy chọn ngày không còn là thành viên.');
  expect(await hanh.fillIn(form, { validUntil: '2021-07-01' })).toMatchObject({ status: 303, location: `${address}?done=ended` });
  expect((await hanh.get(address)).text).toContain('Thành viên (8)');
  expect((await hanh.get(end)).status).toBe(404);
});

describe('passing duties on', () => {
  /** A paper with a task and a person, merged into another. */
  async function aMerger(mark: string) {
    const [from, into] = [await anOrganisation(`Báo ${mark} cũ`), await anOrganisation(`Báo ${mark} mới`)];
    const ids = [from, into].map((address) => Number(address.split('/').at(-1)));
    await site.context.rows('update task_party set organisation_id = ? where task_id = ? and role = ? and valid_until is null', [
      ids[0]!,
      site.taskId(4),
      'lead',
    ]);
    const answer = await hanh.fillIn(await hanh.get(`${from}/successions/new`), {
      kind: 'merged',
      successor: String(ids[1]),
      effectiveOn: '2021-07-01',
      basis: 'Nghị quyết số 3',
    });
    expect([answer.status, answer.location]).toEqual([303, `${from}?done=succession`]);
    const succession = (await hanh.get(from)).links.find((href) => href.startsWith('/successions/'))!;
    return { from, into, ids, succession };
  }

  test('is offered on the old organisation’s page, named in full, confirmed once and told', async () => {
    const { from, into, succession } = await aMerger('A');
    const page = await hanh.get(from);
    expect(page.notice).toContain('Chưa chuyển sang Báo A mới: 1 nhiệm vụ.');
    const [confirmation, other] = [await hanh.get(succession), await hanh.get(succession)];
    expect(confirmation.text).toContain('Chuyển nhiệm vụ sang Báo A mới');
    expect(confirmation.text).toContain('4. Thực hiện Chuyên mục CCHC trên Báo Đồng Khởi');
    expect(confirmation.text).toContain('Căn cứ Nghị quyết số 3');

    const done = await hanh.fillIn(confirmation, {});
    expect([done.status, done.location]).toEqual([303, `${into}?passed=${succession.split('/').at(-1)}`]);
    const after = await hanh.get(done.location!);
    expect(after.notice).toBe('Đã chuyển nhiệm vụ từ Báo A cũ sang Báo A mới.');
    expect(after.text).toContain('Nhiệm vụ chủ trì (1)');
    expect((await hanh.get(`/tasks/${site.taskId(4)}`)).text).toContain('Cơ quan chủ trì Báo A mới');

    const again = await hanh.fillIn(other, {});
    expect([again.status, again.text]).toEqual([409, expect.stringContaining('Nhiệm vụ đã được Nguyễn Thị Hạnh chuyển ngày 20/7/2021')]);
    expect((await hanh.get(succession)).text).toContain('Nhiệm vụ đã được chuyển ngày 20/7/2021, Nguyễn Thị Hạnh xác nhận.');
    expect((await hanh.get(from)).notice).toBeUndefined();
  });

  test('is no step for others, who may read what waits', async () => {
    const { from, succession } = await aMerger('B');
    for (const name of ['tam', 'phuc'] as PersonaName[]) {
      const visitor = await site.as(name);
      expect((await visitor.get(from)).notice).toContain('Chưa chuyển sang Báo B mới');
      const page = await visitor.get(succession);
      expect([page.status, page.body.includes(`action="${succession}`)]).toEqual([200, false]);
      for (const step of ['passing', 'withdrawal']) expect((await visitor.postWithToken(`${succession}/${step}`)).status).toBe(403);
      expect((await visitor.postWithToken(`${succession}/successor`, { successor: '1' })).status).toBe(403);
    }
    expect((await hanh.post(`${succession}/passing`)).status).toBe(403);
    expect((await hanh.get(succession)).text).toContain('4. Thực hiện Chuyên mục CCHC');
  });

  test('names whose accounts go over only to those who may know, to others how many', async () => {
    const { into, ids, succession } = await aMerger('G');
    await site.context.run(async (em) => {
      const organisation = await em.findOneOrFail(Organisation, ids[0]!);
      await em.persist(new User('bich@bao-g.example.vn', 'Hồ Ngọc Bích', 'producer', organisation, site.context.clock.now())).flush();
    });
    const bich = site.visitor();
    bich.keep(
      'session',
      await site.context.run(async (em) => site.ask(SessionService, async (sessions) => sessions.open(await em.findOneOrFail(User, { name: 'Hồ Ngọc Bích' })))),
    );
    const visitors = { hanh, phuc: await site.as('phuc'), bich, tam: await site.as('tam') };
    const seen = async (what: RegExp) => {
      const answers = [];
      for (const [name, visitor] of Object.entries(visitors)) answers.push([name, what.test((await visitor.get(succession)).body)]);
      return Object.fromEntries(answers) as Record<string, boolean>;
    };
    expect(await seen(/<h2>Tài khoản \(1\)<\/h2>[^]*Hồ Ngọc Bích/)).toEqual({ hanh: true, phuc: true, bich: true, tam: false });
    expect(await seen(/Ngọc Bích/)).toEqual({ hanh: true, phuc: true, bich: true, tam: false });
    expect(await seen(/bich@bao-g/)).toEqual({ hanh: true, phuc: false, bich: false, tam: false });
    expect(await seen(/1 tài khoản của Báo G cũ/)).toEqual({ hanh: false, phuc: false, bich: false, tam: true });

    await hanh.fillIn(await hanh.get(succession), {});
    // Who confirmed it is a person too.
    const passed = async (url: string) => [(await visitors.phuc.get(url)).text, (await visitors.tam.get(url)).text];
    for (const url of [succession, into]) {
      const [told, kept] = await passed(url);
      expect([told, kept]).toEqual([expect.stringContaining('20/7/2021, Nguyễn Thị Hạnh xác nhận.'), expect.stringMatching(/chuyển ngày 20\/7\/2021\./)]);
      expect(kept).not.toContain('Nguyễn Thị Hạnh');
    }
  });

  test('without a successor says what nobody has, and takes one', async () => {
    const from = await anOrganisation('Đài C', 'broadcaster');
    const id = Number(from.split('/').at(-1));
    await site.context.rows('update task_party set organisation_id = ? where task_id = ? and role = ? and valid_until is null', [id, site.taskId(8), 'lead']);
    await hanh.fillIn(await hanh.get(`${from}/successions/new`), { kind: 'abolished', effectiveOn: '2021-07-01' });
    const page = await hanh.get(from);
    expect(page.notice).toContain('Chưa có cơ quan tiếp nhận: 1 nhiệm vụ.');
    const succession = page.links.find((href) => href.startsWith('/successions/'))!;
    const open = await hanh.get(succession);
    expect(open.text).toContain('Những việc chưa có cơ quan nhận');
    expect(open.text).toContain('8. Thực hiện Chuyên mục CCHC trên sóng truyền hình');

    const refused = await hanh.fillIn(open, { successor: '' });
    expect([refused.status, refused.messageBy('successor')]).toEqual([422, 'Hãy chọn cơ quan tiếp nhận.']);
    const named = await hanh.fillIn(open, { successor: String(await idOf('dai-ptth')) });
    expect([named.status, named.location]).toEqual([303, succession]);
    expect((await hanh.get(succession)).text).toContain('Chuyển nhiệm vụ sang Đài Phát thanh và Truyền hình tỉnh');
    // It was a mistake after all.
    expect(await hanh.postWithToken(`${succession}/withdrawal`)).toMatchObject({ status: 303, location: from });
    expect((await hanh.get(succession)).status).toBe(404);
    await site.context.rows('update task_party set organisation_id = ? where task_id = ? and role = ? and valid_until is null', [
      await idOf('dai-ptth'),
      site.taskId(8),
      'lead',
    ]);
  });

  test('of a split asks what goes where', async () => {
    const [from, into] = [await anOrganisation('Trung tâm D', 'centre'), await anOrganisation('Trung tâm E', 'centre')];
    const [id, successor] = [from, into].map((address) => Number(address.split('/').at(-1)));
    await site.context.rows('update task_party set organisation_id = ? where task_id = ? and role = ? and valid_until is null', [id!, site.taskId(12), 'lead']);
    await hanh.fillIn(await hanh.get(`${from}/successions/new`), { kind: 'split', successor, effectiveOn: '2021-07-01' });
    const succession = (await hanh.get(from)).links.find((href) => href.startsWith('/successions/'))!;
    const page = await hanh.get(succession);
    const [, key] = /name="move" value="(party-\d+)" checked/.exec(page.body)!;
    const nothing = await hanh.postWithToken(`${succession}/passing`);
    expect([nothing.status, nothing.text]).toEqual([422, expect.stringContaining('Hãy chọn ít nhất một việc chuyển sang Trung tâm E.')]);
    expect((await hanh.postWithToken(`${succession}/passing`, { move: key })).status).toBe(303);
    expect((await hanh.get(`/tasks/${site.taskId(12)}`)).text).toContain('Cơ quan chủ trì Trung tâm E');
  });
});

describe('a task that a group leads', () => {
  test('has a row for each member, those with nothing yet first, and the group’s own', async () => {
    const khoa = await site.as('khoa');
    const station = await idOf('dai-truyen-thanh-ba-tri');
    const { id } = await site.has(9, session({ title: 'Ghi chung', occursOn: '2021-05-01' }), { organisation: station });
    // As items were logged before the form asked whose they are.
    await site.context.rows('update deliverable set organisation_id = ? where id = ?', [await idOf('dai-truyen-thanh'), id]);
    await site.context.run(async (em) => {
      const user = await em.findOneOrFail(User, { email: 'khoa@xuctien.example.vn' });
      user.organisation = em.getReference(Organisation, station);
      await em.flush();
    });
    const form = await khoa.get(`/deliverables/new?task=${site.taskId(9)}`);
    const logged = await khoa.fillIn(form, { title: 'Một cửa về xã', occursOn: '2021-06-02' });
    expect(logged.status).toBe(303);

    const page = await hanh.get(`/tasks/${site.taskId(9)}`);
    expect(page.text).toContain('Theo từng đơn vị: đã có 1/9 đơn vị');
    const rows = [...page.body.matchAll(/<td class="title"><a href="\/organisations\/\d+">([^<]*)<\/a>/g)].map(([, name]) => name);
    expect([rows.length, rows.at(-1)]).toEqual([9, 'Đài Truyền thanh huyện Ba Tri']);
    expect(page.text).toContain('02/6/2021');
    expect(page.text).toContain('ghi chung, không theo đơn vị');
    const list = page.links.find((href) => href === `/deliverables?task=${site.taskId(9)}&organisation=${station}`)!;
    const items = await hanh.get(list);
    expect(items.text).toContain('trong 1 sản phẩm');
    expect(items.body).toContain(`<option value="${station}" selected>`);
  });

  test('says what each member was to report by now, where each owes its own', async () => {
    const [owing, done] = [await idOf('dai-truyen-thanh-binh-dai'), await idOf('dai-truyen-thanh-cho-lach')];
    await site.context.run(async (em) => {
      const task = await em.findOneOrFail(Task, site.taskId(9));
      for (const memberId of [owing, done]) {
        for (const [from, to] of [
          ['2021-01-01', '2021-06-30'],
          ['2021-07-01', '2021-12-31'],
        ] as const) {
          em.persist(new PeriodTarget(task, { from: plainDate(from), to: plainDate(to), quantity: 1, pace: 'none', product: null, memberId }));
        }
      }
      await em.flush();
    });
    await site.has(9, session({ occursOn: '2021-05-01' }), { organisation: done });
    const { body } = await hanh.get(`/tasks/${site.taskId(9)}`);
    const rowOf = (id: number) =>
      new RegExp(`<tr>\\s*<td class="title"><a href="/organisations/${id}">[\\s\\S]*?</tr>`)
        .exec(body)![0]
        .replace(/<[^>]*>|\s+/g, ' ')
        .replace(/ +/g, ' ');
    expect(rowOf(owing)).toContain('Đài Truyền thanh huyện Bình Đại 1 (cả kỳ 2) 0 ! quá hạn');
    expect(rowOf(done)).toContain(
      'Đài Truyền thanh huyện Chợ Lách 1 (cả kỳ 2) 1 chuyên mục của Đài Truyền thanh huyện Chợ Lách 1 đã phát · 0 có minh chứng · 0 đã nghiệm thu 01/5/2021',
    );
    expect(rowOf(await idOf('dai-truyen-thanh-thanh-phu'))).toContain('– 0 ○ Chưa có');
  });

  test('shows no such rows where single organisations lead', async () => {
    await site.has(6, article({ occursOn: '2021-05-01' }));
    expect((await hanh.get(`/tasks/${site.taskId(6)}`)).text).not.toContain('Theo từng đơn vị');
  });
});
