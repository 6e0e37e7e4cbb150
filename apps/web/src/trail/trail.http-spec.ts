import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Deliverable } from '#deliverables/deliverable.entity.js';
import { LinkSnapshot } from '#deliverables/evidence/link-snapshot.entity.js';
import { MailboxLetter } from '#mail/mailbox-letter.entity.js';
import { filesOf } from '#documents/zip-rewriting.js';
import { ZONE } from '#kernel/plain-date.js';
import { LettersService } from '#reminders/letters.service.js';
import { ReminderService } from '#reminders/reminder.service.js';
import { article, segment } from '#testing/builders.js';
import { pictureOf } from '#testing/media-files.js';
import { PERSONAS } from '#testing/personas.js';
import { signedContract } from '#testing/signed-contract.js';
import { askedWords } from './asked-words.js';
import { PASSWORD, TestApplication } from '../../e2e/support/test-application.js';

let site: TestApplication;

beforeAll(async () => {
  site = await TestApplication.open();
  await site.givePasswords();
});
beforeEach(async () => {
  await site.reset('2021-03-15');
});
afterAll(() => site.close());

const actions = async () => (await site.context.rows<{ action: string }>('select action from audit_entry order by id')).map(({ action }) => action);

test('a download of evidence and an export are in it; a look from the browser’s own copy is none', async () => {
  const { id } = await site.has(4, article({ occursOn: '2021-03-10' }));
  const tam = await site.as('tam');
  await tam.uploadAll(`/deliverables/${id}/evidence`, [{ name: 'a.png', bytes: await pictureOf('png', '#123') }], { kind: 'file' });
  const [{ id: evidence }] = (await site.context.rows<{ id: number }>('select id from evidence order by id desc limit 1')) as [{ id: number }];
  const before = (await actions()).length;
  const file = await tam.get(`/evidence/${evidence}/file`);
  await tam.get(`/evidence/${evidence}/file`, { 'if-none-match': file.header('etag')! });
  await tam.get(`/evidence/${evidence}/file`, { range: 'bytes=10-20' });
  await (await site.as('lan')).get(`/evidence/${evidence}/file`);
  // All of it but a byte is all of it; its further pieces within the hour are not told again.
  const hanh = await site.as('hanh');
  for (const range of ['bytes=1-', 'bytes=0-0', 'bytes=5-']) await hanh.get(`/evidence/${evidence}/file`, { range });
  site.context.clock.advance({ hours: 1 });
  await hanh.get(`/evidence/${evidence}/file`, { range: 'bytes=1-' });
  expect((await actions()).slice(before)).toEqual(['evidence.downloaded', 'account.out-of-reach', 'evidence.downloaded', 'evidence.downloaded']);
  const sheet = await (await site.as('phuc')).get('/trail/export.xlsx?subject=deliverable');
  expect([sheet.status, sheet.header('content-type')]).toEqual([200, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet']);
  expect((await actions()).at(-1)).toBe('trail.exported');
});

test('a paper, a letter of the mailbox and a page that was kept are told of when they are taken or opened', async () => {
  const { id: contract } = await signedContract(site.context);
  const hanh = await site.as('hanh');
  const round = (await hanh.postWithToken(`/contracts/${contract}/acceptances`)).location!.replace(/[?#].*/, '');
  await site.context.run((em) =>
    em
      .persist(new MailboxLetter({ messageId: 'a@b', to: { name: 'Tâm', address: 'tam@b.vn' }, subject: 'x', text: 'x', html: '<p>x', date: new Date(0) }))
      .flush(),
  );
  const [letter] = await site.context.rows<{ id: number }>('select id from mailbox_letter');
  const item = await site.has(4, article({ occursOn: '2021-03-10' }));
  const snapshot = await site.context.run(async (em) => {
    const page = { finalUrl: 'https://bao.vn/1', title: null, author: null, publishedOn: null, text: 'Nội dung', sha256: 'a'.repeat(64) };
    const kept = new LinkSnapshot(em.getReference(Deliverable, item.id), 'https://bao.vn/1', page, null, site.context.clock.now());
    await em.persist(kept).flush();
    return kept.id;
  });
  const before = (await actions()).length;
  const opened = [];
  for (const url of [`${round}/minutes.docx`, `${round}/products.docx`, `/mailbox/${letter!.id}`, `/mailbox/${letter!.id}/html`, `/snapshots/${snapshot}`])
    opened.push((await hanh.get(url)).status);
  expect(opened).toEqual([200, 200, 200, 200, 200]);
  expect((await actions()).slice(before)).toEqual(['paper.downloaded', 'paper.downloaded', 'letter.opened', 'letter.opened', 'evidence.snapshot-opened']);
});

test('whoever takes something out or only looks changes nothing: no history of an item, a contract or the office tells of it', async () => {
  const { id } = await site.has(4, article({ title: 'Bài có tệp', occursOn: '2021-03-10' }));
  const { id: contract } = await signedContract(site.context);
  const hanh = await site.as('hanh');
  await hanh.uploadAll(`/deliverables/${id}/evidence`, [{ name: 'a.png', bytes: await pictureOf('png', '#123') }], { kind: 'file' });
  const [{ id: evidence }] = (await site.context.rows<{ id: number }>('select id from evidence order by id desc limit 1')) as [{ id: number }];
  const round = (await hanh.postWithToken(`/contracts/${contract}/acceptances`)).location!.replace(/[?#].*/, '');
  await hanh.postWithToken(`/contracts/${contract}/payments`, { version: 1, kind: 'payment', amount: '1000', paidOn: '2021-03-01', note: '' });
  const pages = ['/', `/deliverables/${id}`, `/contracts/${contract}`, round];
  const told = async () => Promise.all(pages.map(async (page) => (await hanh.get(page)).body.match(/<ul class="lines"[^]*?<\/ul>/g)?.join('') ?? ''));
  const before = await told();
  expect(before.map((history) => history.includes('Nguyễn Thị Hạnh'))).toEqual([true, true, true, true]);
  const known = (await actions()).length;
  for (const url of [`/evidence/${evidence}/file`, `${round}/minutes.docx`, `${round}/products.docx`, `/contracts/${contract}/items.xlsx`])
    expect([url, (await hanh.get(url)).status]).toEqual([url, 200]);
  await (await site.as('lan')).get(`/evidence/${evidence}/file`);
  expect((await actions()).slice(known)).toEqual(['evidence.downloaded', 'paper.downloaded', 'paper.downloaded', 'contract.exported', 'account.out-of-reach']);
  expect(await told()).toEqual(before);
});

test('is looked through by the words in which it tells what was done, with marks or without, and names whose account it was', async () => {
  const tam = site.visitor();
  await tam.fillIn(await tam.get('/sign-in'), { email: PERSONAS.tam.email, password: 'sai' });
  await tam.fillIn(await tam.get('/sign-in'), { email: PERSONAS.tam.email, password: PASSWORD });
  const phuc = await site.as('phuc');
  const told = async (q: string) => ((await phuc.get(`/trail?q=${encodeURIComponent(q)}`)).body.match(/<li><div><strong>/g) ?? []).length;
  expect([await told('đăng nhập'), await told('khong DANG nhap'), await told('thanh lý')]).toEqual([2, 1, 0]);
  const { text } = await phuc.get('/trail?q=kh%C3%B4ng+%C4%91%C6%B0%E1%BB%A3c');
  expect(text).toContain(`Tài khoản ${site.context.people.tam.userId}, Lê Minh Tâm`);
  expect(text).toContain('Dải mạng: 127.0.0.0/24');
});

test('names what an entry is about, in its rows and its sheet, and is looked through by these names', async () => {
  const { id } = await site.has(4, article({ title: 'Một cửa số ở xã An Thử', occursOn: '2021-03-10' }));
  const number = '05/HĐ-TT';
  const { id: contract } = await signedContract(site.context, { number });
  const hanh = await site.as('hanh');
  await hanh.get(`/contracts/${contract}/items.xlsx`);
  const made = await hanh.fillIn(await hanh.get('/organisations/new'), { name: 'UBND xã An Thử', kind: 'authority' });
  const organisation = /\d+/.exec(made.location!)![0];
  await hanh.postWithToken('/account/feeds', { name: 'Điện thoại' });
  const phuc = await site.as('phuc');
  const page = await phuc.get('/trail');
  for (const told of [
    `Cơ quan ${organisation}, UBND xã An Thử`,
    `Sản phẩm ${id}, Một cửa số ở xã An Thử`,
    `Hợp đồng ${contract}, số ${number}`,
    'Lịch đăng ký 1',
  ]) {
    expect(page.text).toContain(told);
  }
  expect(page.text).not.toContain('Mã truy cập 1');
  const found = async (q: string) =>
    [...(await phuc.get(`/trail?q=${encodeURIComponent(q)}`)).body.matchAll(/<span class="meta"><a href="([^"]*)"/g)].map(([, href]) => href!);
  expect(await found('an thu')).toEqual([`/organisations/${organisation}`, `/deliverables/${id}`]);
  expect(await found('them co quan An Thử')).toEqual([`/organisations/${organisation}`]);
  expect(new Set(await found(number))).toEqual(new Set([`/contracts/${contract}`]));
  expect(await found('105/KH-UBND 100%')).toEqual([]);
  const { rawPayload } = await site.app.inject({ url: '/trail/export.xlsx?q=an+thu', headers: { cookie: phuc.cookies } });
  const strings = (await filesOf(rawPayload)).get('xl/sharedStrings.xml')!.toString('utf8');
  expect(strings).toContain(`Cơ quan ${organisation}, UBND xã An Thử`);
  // What the names are is asked when it is read: what was written stays sealed as it is.
  expect(JSON.stringify(await site.context.rows("select * from audit_entry where action = 'trail.exported'"))).not.toContain('An Thử');
});

test('says what is wrong with the days, and keeps what was typed', async () => {
  const phuc = await site.as('phuc');
  const [swapped, none] = [await phuc.get('/trail?from=2021-03-15&to=2021-03-01&q=mời'), await phuc.get('/trail?from=31/02/2021')];
  expect(swapped.notice).toBe('Từ ngày 15/3/2021 sau đến ngày 01/3/2021; hãy đổi lại.');
  expect(swapped.body).toMatch(/name="q" type="search" value="mời"[^]*value="2021-03-15"[^]*value="2021-03-01"/);
  expect(none.notice).toBe('“31/02/2021” không phải là một ngày; hãy chọn lại ô Từ ngày.');
  expect(none.body).toContain('type="text" value="31/02/2021"');
  for (const { body } of [swapped, none]) expect([body.includes('/trail/export.xlsx'), body.includes('<li><div><strong>')]).toEqual([false, false]);
  expect((await phuc.get('/trail/export.xlsx?from=2021-03-15&to=2021-03-01')).status).toBe(422);
});

test('goes on from page to page, fifty at a time', async () => {
  const phuc = await site.as('phuc');
  for (let day = 1; day <= 60; day++) await site.has(4, article({ title: `Bài ${day}`, occursOn: '2021-03-01' }));
  const titles = (body: string) => [...body.matchAll(/, Bài (\d+)<\/a>/g)].map(([, number]) => Number(number));
  const first = await phuc.get('/trail?action=deliverable');
  const older = await phuc.get(first.links.find((href) => href.includes('before='))!);
  expect([titles(first.body).length, titles(older.body).length]).toEqual([50, 10]);
  expect([...titles(first.body), ...titles(older.body)]).toEqual(Array.from({ length: 60 }, (_, index) => 60 - index));
  expect([older.links.includes('/trail?action=deliverable'), older.links.some((href) => href.includes('before='))]).toEqual([true, false]);
});

test('is narrowed to whom it is about, whoever did it, and to what nobody with an account did', async () => {
  const { tam, lan } = site.context.people;
  const stranger = site.visitor();
  await stranger.fillIn(await stranger.get('/sign-in'), { email: PERSONAS.tam.email, password: 'sai' });
  const hanh = await site.as('hanh');
  await hanh.postWithToken(`/accounts/${tam.userId}/sessions/end`);
  await hanh.postWithToken(`/accounts/${lan.userId}/sessions/end`);
  await (await site.as('tam')).get('/trail');
  await site.ask(ReminderService, (reminders) => reminders.remind(site.context.clock.now()));
  await site.context.rows("update reminder_mail set state = 'failed'");
  for (const { id } of await site.context.rows<{ id: number }>('select id from reminder_mail where recipient_id in (?, ?)', [tam.userId, lan.userId]))
    await site.ask(LettersService, (letters) => letters.sendAgain(site.context.people.hanh, id));
  const phuc = await site.as('phuc');
  const told = async (query: string) => {
    const { body } = await phuc.get(`/trail?${query}`);
    return [...body.matchAll(/<li><div><strong>([^<]*)<\/strong> ([^<]*)/g)].map(([, actor, action]) => `${actor}: ${action!.trim()}`).toReversed();
  };
  expect(await told(`about=${tam.userId}`)).toEqual([
    'Chưa đăng nhập: đăng nhập không được',
    'Nguyễn Thị Hạnh: kết thúc các phiên đăng nhập',
    'Lê Minh Tâm: bị từ chối một trang ngoài quyền',
    'Nguyễn Thị Hạnh: cho gửi lại thư nhắc',
  ]);
  expect(await told(`about=${lan.userId}`)).toEqual(['Nguyễn Thị Hạnh: kết thúc các phiên đăng nhập', 'Nguyễn Thị Hạnh: cho gửi lại thư nhắc']);
  expect(await told('person=none')).toEqual(['Chưa đăng nhập: đăng nhập không được']);
  expect(await told(`person=${tam.userId}&about=${tam.userId}`)).toEqual(['Lê Minh Tâm: bị từ chối một trang ngoài quyền']);
  const page = await phuc.get(`/trail?about=${tam.userId}&person=none`);
  expect([page.body.match(/value="none" selected/g), page.body.match(new RegExp(`value="${tam.userId}" selected`, 'g'))]).toEqual([
    [expect.any(String)],
    [expect.any(String)],
  ]);
  expect(page.links).toContain(`/trail/export.xlsx?person=none&about=${tam.userId}`);
});

test('tells of a refusal what was asked for, and nothing that somebody typed', async () => {
  const { id } = await site.has(8, segment({ occursOn: '2021-03-10' }));
  const tam = await site.as('tam');
  await tam.get(`/deliverables/${id}/edit?q=Nguyen+Van+A`);
  await tam.get('/mailbox/7?ten=Nguyen+Van+A');
  await tam.get('/trail?q=Nguyen+Van+A');
  const { body, text } = await (await site.as('phuc')).get('/trail?q=quyền+từ+chối');
  const refused = (await (await site.as('phuc')).get('/trail?action=account.out-of-reach')).text;
  expect(refused).toContain(`Sản phẩm ${id}`);
  expect(refused).toContain(`Trang: /deliverables/:id/edit`);
  expect(text).toContain('Thư trong hộp thư 7');
  expect(body).not.toContain('Nguyen Van A');
  expect(JSON.stringify(await site.context.rows('select * from audit_entry'))).not.toMatch(/Nguyen/);
});

test('has words for whatever stands before a number in an address', () => {
  const kinds = site.routes.flatMap(({ url }) => [...url.matchAll(/([^/]+)\/:(?!token|file|key|handle|date)/g)].map(([, kind]) => kind!));
  expect(kinds).toContain('deliverables');
  expect([...new Set(kinds)].filter((kind) => askedWords({ kind, id: 1 }) === `${kind} 1`)).toEqual([]);
});

test('few words stand with an entry, more are opened', async () => {
  await site.has(4, article({ title: 'Bài 1', occursOn: '2021-03-10' }));
  const phuc = await site.as('phuc');
  const { body } = await phuc.get('/trail?subject=deliverable');
  expect(body).toMatch(/<summary>Chi tiết \(\d+\)<\/summary><div><div>Trạng thái: Đã thực hiện<\/div><div>Tiêu đề: Bài 1<\/div>/);
  await (await site.as('tam')).get('/trail');
  const refused = (await phuc.get('/trail?action=account.refused')).body;
  expect(refused).toMatch(/<div class="kept meta">Cách gọi: mở \(GET\) · Trang: \/trail<\/div>/);
  expect(refused).not.toContain('<details class="kept');
});

test('is narrowed by person, kind and days, and goes on page by page without a gap', async () => {
  for (let day = 1; day <= 9; day++) await site.has(4, article({ title: `Bài ${day}`, occursOn: `2021-03-0${day}` }));
  const phuc = await site.as('phuc');
  const count = async (query: string) => ((await phuc.get(`/trail?${query}`)).body.match(/<li><div><strong>/g) ?? []).length;
  const all = (await actions()).length;
  expect(await count('')).toBe(Math.min(all, 50));
  expect(await count('subject=deliverable&from=2021-03-15&to=2021-03-15')).toBe(9);
  expect(await count('subject=deliverable&to=2021-03-14')).toBe(0);
  expect(await count(`subject=deliverable&person=${site.context.people.lan.userId}`)).toBe(0);
  expect(await count(`action=deliverable.published&person=${site.context.people.hanh.userId}`)).toBe(9);
  const [last] = await site.context.rows<{ id: number }>('select id from audit_entry order by id desc limit 1 offset 4');
  expect(await count(`action=deliverable&before=${last!.id}`)).toBe(4);
});

test('is exported as a sheet of true moments and words, in which nothing that somebody typed is a formula', async () => {
  site.context.clock.advance({ hours: 15 });
  const { id } = await site.has(4, article({ title: '=HYPERLINK("http://x","y")', note: '@SUM(A1)', occursOn: '2021-03-10' }));
  const hanh = await site.as('hanh');
  await hanh.postWithToken(`/deliverables/${id}/withdrawal`, { version: 1, reason: '+cmd|x' });
  const { rawPayload } = await site.app.inject({ url: '/trail/export.xlsx?subject=deliverable', headers: { cookie: (await site.as('phuc')).cookies } });
  const files = await filesOf(rawPayload);
  const [sheet, strings] = ['xl/worksheets/sheet1.xml', 'xl/sharedStrings.xml'].map((name) => files.get(name)!.toString('utf8')) as [string, string];
  expect(sheet).not.toContain('<f');
  // Days since 1899-12-30, with the time that the clock of the test says in Viet Nam: already the next day there.
  const { year, month, day, hour, minute, second } = site.context.clock.now().toZonedDateTimeISO(ZONE);
  const serial = Date.UTC(year, month - 1, day, hour, minute, second) / 86_400_000 + 25_569;
  const told = [...sheet.matchAll(/<c r="B[23]"[^>]*><v>([^<]*)<\/v>/g)].map(([, value]) => Number(value));
  expect(told.map((value) => Math.abs(value - serial) < 1e-6)).toEqual([true, true]);
  expect(strings).toContain('Trạng thái: Đã gỡ');
  expect(strings).toContain('Tiêu đề: =HYPERLINK(');
  expect(strings).toContain('Lý do: +cmd|x');
  expect(strings).not.toMatch(/&quot;status&quot;|"status"|occursOn|withdrawn/);
});

test('is read by administrators, leaders and auditors, and takes nothing amiss in its address', async () => {
  for (const [name, status] of [
    ['hanh', 200],
    ['phuc', 200],
    ['tam', 403],
  ] as const) {
    expect([name, (await (await site.as(name)).get('/trail')).status]).toEqual([name, status]);
  }
  const phuc = await site.as('phuc');
  for (const query of ["subject=' or 1=1 --", 'action=%25', "action=x' or '1'='1", 'person=1;drop table audit_entry', 'from=0000-00-00', 'before=-1']) {
    expect((await phuc.get(`/trail?${encodeURI(query)}`)).status).toBe(200);
  }
  expect((await actions()).length).toBeGreaterThan(0);
});
