import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { AccountAdminService } from '#access/account-admin.service.js';
import { actorWith } from '#identity/actor.js';
import { segment } from '#testing/builders.js';
import { PERSONAS } from '#testing/personas.js';
import { AccountSite } from '../../e2e/support/account-site.js';
import { PASSWORD, type TestApplication } from '../../e2e/support/test-application.js';

const NEW_PASSWORD = 'một câu khác hẳn và đủ dài';
const { email: TAM } = PERSONAS.tam;

let accounts: AccountSite;
let site: TestApplication;

beforeAll(async () => {
  accounts = await AccountSite.open();
  ({ site } = accounts);
});
beforeEach(() => accounts.reset());
afterAll(() => accounts.close());

describe('an invitation', () => {
  const invite = async (fields: Record<string, string | number>, as: 'hanh' | 'tam' = 'hanh') => {
    const visitor = await site.as(as);
    return visitor.fillIn(await visitor.get('/accounts/new'), fields, '/accounts');
  };
  let count = 0;
  const newcomer = async () => ({
    name: 'Người Mới',
    email: `moi${++count}@baodongkhoi.example.vn`,
    role: 'producer',
    organisation: await accounts.organisationId('bao-dong-khoi'),
  });

  test('goes out by mail with a link that serves once; nothing secret waits in the database', async () => {
    const fields = await newcomer();
    expect(await invite(fields)).toMatchObject({ status: 303, location: '/accounts?done=invited' });
    expect(await site.context.rows('select 1 from set_up_link')).toEqual([]);
    const letter = (await accounts.mailbox()).at(-1)!;
    expect(letter.to).toContain(fields.email);
    const visitor = site.visitor();
    const answer = await visitor.fillIn(await visitor.get(letter.link), { password: NEW_PASSWORD, repeated: NEW_PASSWORD });
    expect(answer).toMatchObject({ status: 303, location: '/' });
    expect((await visitor.get('/account')).text).toContain('Đơn vị thực hiện – Báo Đồng Khởi');
    expect(await site.visitor().get(letter.link)).toMatchObject({ status: 404 });
  });

  test('writes a name as one line, whatever line ends are in it', async () => {
    const fields = await newcomer();
    const refused = await invite({ ...fields, name: 'Tâm\r\nBcc: ai@do.vn\r\n\r\n<b>x' });
    expect([refused.status, refused.messageBy('name')]).toEqual([422, expect.stringContaining('Họ tên chỉ gồm chữ')]);
    expect((await invite({ ...fields, name: 'Tâm\r\nBcc' })).status).toBe(303);
    const letter = (await accounts.mailbox()).at(-1)!;
    expect([letter.to, letter.text.split('\n')[0]]).toEqual([fields.email, 'Kính gửi Tâm Bcc,']);
    const [{ id }] = (await site.context.rows<{ id: number }>('select max(id) as id from mailbox_letter')) as [{ id: number }];
    const eml = (await (await site.as('hanh')).get(`/mailbox/${id}/eml`)).body;
    expect(eml.slice(0, eml.indexOf('\r\n\r\n'))).not.toMatch(/^bcc:/im);
  });

  test('is refused for an address that somebody has, for what is no address and for a role that is none, and keeps what was typed', async () => {
    const fields = await newcomer();
    const taken = await invite({ ...fields, email: TAM.toUpperCase() });
    expect([taken.status, taken.messageBy('email'), taken.form('/accounts').values.name]).toEqual([409, `Đã có tài khoản ${TAM}.`, 'Người Mới']);
    for (const email of ['khong phai thu', 'a@b\r\nBcc: c@d.vn', 'a@b,c@d.vn', `${'a'.repeat(300)}@b.vn`])
      expect((await invite({ ...fields, email })).status).toBe(422);
    expect((await invite({ ...fields, role: 'root' })).status).toBe(422);
    expect(await accounts.letters()).toEqual([]);
  });

  test('of a lead tells nothing of who has an account: the same answer, and a letter to whoever has one', async () => {
    const fields = await newcomer();
    const known = await invite({ ...fields, email: PERSONAS.lan.email }, 'tam');
    const unknown = await invite(fields, 'tam');
    expect([known.status, known.location]).toEqual([unknown.status, unknown.location]);
    expect((await accounts.letters()).map(({ kind }) => kind)).toEqual(['invited-known', 'invitation']);
    expect((await accounts.mailbox()).slice(-2).map(({ to, link }) => [to, link.split('/')[1]])).toEqual([
      [PERSONAS.lan.email, 'sign-in'],
      [fields.email, 'set-up'],
    ]);
  });

  test('of a lead shows nobody who has not come yet, and is sent once more where it is given again', async () => {
    const fields = await newcomer();
    const list = async () => (await (await site.as('tam')).get('/accounts')).text;
    expect((await invite(fields, 'tam')).status).toBe(303);
    expect((await invite(fields, 'tam')).status).toBe(303);
    expect((await accounts.letters()).map(({ kind }) => kind)).toEqual(['invitation', 'invitation']);
    const id = await accounts.accountId(fields.email);
    expect([(await list()).includes(fields.email), (await (await site.as('tam')).get(`/accounts/${id}`)).status]).toEqual([false, 404]);
    const { link } = (await accounts.mailbox()).at(-1)!;
    const visitor = site.visitor();
    await visitor.fillIn(await visitor.get(link), { password: NEW_PASSWORD, repeated: NEW_PASSWORD });
    expect([(await list()).includes(fields.email), (await (await site.as('tam')).get(`/accounts/${id}`)).status]).toEqual([true, 200]);
  });

  test('goes to one and the same person five times an hour, whoever invites', async () => {
    const fields = await newcomer();
    const answers = [];
    for (let time = 0; time < 6; time++) answers.push((await invite(fields, 'tam')).status);
    expect(answers).toEqual([303, 303, 303, 303, 303, 429]);
    const id = await accounts.accountId(fields.email);
    const again = await (await site.as('hanh')).postWithToken(`/accounts/${id}/invitation`);
    expect([again.status, again.text]).toEqual([429, expect.stringContaining('Đã thử quá nhiều lần.')]);
  });

  test('is given sixty times an hour by one and the same person', async () => {
    const fields = { ...(await newcomer()), name: 'Người Mới' };
    const hanh = await site.as('hanh');
    const statuses = [];
    for (let time = 0; time < 61; time++) statuses.push((await hanh.postWithToken('/accounts', { ...fields, email: `nguoi.thu.${time}@example.vn` })).status);
    expect([statuses.slice(0, 60).every((status) => status === 303), statuses[60]]).toEqual([true, 429]);
    expect(await site.context.rows("select 1 from user_account where email = 'nguoi.thu.60@example.vn'")).toEqual([]);
  });

  test('of a lead reaches its own organisation’s producers and nobody else', async () => {
    const fields = await newcomer();
    expect((await invite(fields, 'tam')).status).toBe(303);
    const elsewhere = await invite({ ...(await newcomer()), organisation: await accounts.organisationId('dai-ptth') }, 'tam');
    const higher = await invite({ ...(await newcomer()), role: 'administrator' }, 'tam');
    expect([elsewhere.status, higher.status]).toEqual([404, 403]);
    const list = (await (await site.as('tam')).get('/accounts')).text;
    expect([list.includes('Lê Minh Tâm'), list.includes('Trần Ngọc Lan'), list.includes('Nguyễn Thị Hạnh')]).toEqual([true, false, false]);
  });
});

describe('whoever administers', () => {
  test('gives somebody a role in a second organisation, which holds from the next page on', async () => {
    const hanh = await site.as('hanh');
    const [station] = await site.context.rows<{ id: number }>("select id from organisation where code = 'dai-ptth'");
    const id = await accounts.accountId(TAM);
    const tam = await site.as('tam');
    const fields = { task: site.taskId(8), title: 'Phóng sự', occursOn: '2021-03-01', airedAt: '19:45', channel: 'THBT' };
    expect((await tam.postWithToken('/deliverables', fields)).status).toBe(404);
    expect((await hanh.postWithToken(`/accounts/${id}/roles`, { role: 'producer', organisation: station!.id })).status).toBe(303);
    expect((await hanh.postWithToken(`/accounts/${id}/roles`, { role: 'producer', organisation: station!.id })).status).toBe(422);
    expect((await tam.postWithToken('/deliverables', fields)).status).toBe(303);
    const [role] = await site.context.rows<{ id: number }>('select id from further_role where user_id = ?', [id]);
    expect((await hanh.postWithToken(`/accounts/${id}/roles/${role!.id}/removal`)).status).toBe(303);
    expect((await tam.postWithToken('/deliverables', { ...fields, title: 'Khác' })).status).toBe(404);
    expect([(await accounts.trail('account.role-given')).length, (await accounts.trail('account.role-taken')).length]).toEqual([1, 1]);
  });

  test('gives and exchanges roles by the forms of the page', async () => {
    const hanh = await site.as('hanh');
    const id = await accounts.accountId(TAM);
    const page = await hanh.get(`/accounts/${id}`);
    const office = await accounts.organisationId('so-noi-vu');
    expect(page.body).toContain('<option value="accountant">Kế toán</option>');
    expect(await hanh.fillIn(page, { role: 'accountant', organisation: office }, `/accounts/${id}/roles`)).toMatchObject({ status: 303 });
    const paper = await accounts.organisationId('bao-dong-khoi');
    expect(await hanh.fillIn(await hanh.get(`/accounts/${id}`), { role: 'producer', organisation: paper }, `/accounts/${id}/role`)).toMatchObject({
      status: 303,
    });
    expect((await hanh.get(`/accounts/${id}`)).text).toContain('Đơn vị thực hiện – Báo Đồng Khởi Kế toán – Sở Nội vụ');
  });

  test('neither closes oneself nor leaves the system without an administrator', async () => {
    const hanh = await site.as('hanh');
    const id = await accounts.accountId(PERSONAS.hanh.email);
    const closing = await hanh.postWithToken(`/accounts/${id}/closing`);
    const [role] = await site.context.rows<{ id: number }>('select id from further_role where user_id = ?', [id]);
    const removal = await hanh.postWithToken(`/accounts/${id}/roles/${role!.id}/removal`);
    expect([closing.status, removal.status, removal.text]).toEqual([422, 422, expect.stringContaining('người quản trị cuối cùng')]);
  });

  test('of two who close each other at the same moment, one remains', async () => {
    const id = await accounts.accountId(TAM);
    await (
      await site.as('hanh')
    ).postWithToken(`/accounts/${id}/role`, { role: 'administrator', organisation: await accounts.organisationId('so-noi-vu'), password: PASSWORD });
    const { hanh } = site.context.people;
    const tam = actorWith({ id, name: PERSONAS.tam.name }, 'administrator', { id: hanh.organisationId, name: '' });
    // Past the guards, as of two requests that came at once; again and again, as they do not always meet.
    for (let round = 0; round < 5; round++) {
      const closing = [
        () => site.ask(AccountAdminService, (service) => service.close(hanh, id)),
        () => site.ask(AccountAdminService, (service) => service.close(tam, hanh.userId)),
      ];
      const outcomes = await Promise.allSettled(closing.map((close) => close()));
      expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      expect(await site.context.rows('select id from user_account where is_active and id in (?, ?)', [id, hanh.userId])).toHaveLength(1);
      await site.context.run((em) => em.execute('update user_account set is_active = ? where id in (?, ?)', [true, id, hanh.userId]));
    }
  });

  test('does not count on an administrator who has not come in yet', async () => {
    const hanh = await site.as('hanh');
    const id = await accounts.accountId(PERSONAS.hanh.email);
    const organisation = await accounts.organisationId('so-noi-vu');
    await hanh.postWithToken('/accounts', { name: 'Người Mới', email: 'moi.qt@example.vn', role: 'administrator', organisation, password: PASSWORD });
    const [role] = await site.context.rows<{ id: number }>('select id from further_role where user_id = ?', [id]);
    expect((await hanh.postWithToken(`/accounts/${id}/roles/${role!.id}/removal`)).status).toBe(422);
  });

  test('reads who was refused what', async () => {
    const tam = await site.as('tam');
    await tam.get('/mailbox/7');
    const [entry] = await site.context.rows<{ after: unknown; actor_id: number }>(
      'select actor_id, "after" from audit_entry where action = \'account.refused\'',
    );
    expect(typeof entry!.after === 'string' ? JSON.parse(entry!.after) : entry!.after).toEqual({
      method: 'GET',
      route: '/mailbox/:id',
      objects: [{ kind: 'mailbox', id: 7 }],
    });
  });

  test('reads who asked for what belongs to others, and those are told no more than that there is none', async () => {
    const { id } = await site.has(8, segment({ occursOn: '2021-03-01' }));
    const tam = await site.as('tam');
    const [foreign, missing] = [
      await tam.postWithToken(`/deliverables/${id}/withdrawal`, { version: 1, reason: 'x' }),
      await tam.get('/deliverables/999999/edit'),
    ];
    expect([foreign.status, foreign.text.includes('Không tìm thấy sản phẩm này.'), missing.text.includes('Không tìm thấy sản phẩm này.')]).toEqual([
      404,
      true,
      true,
    ]);
    const asked = await site.context.rows<{ actor_id: number; after: unknown }>(
      'select actor_id, "after" from audit_entry where action = \'account.out-of-reach\'',
    );
    const told = asked.map(({ actor_id, after }) => [actor_id, typeof after === 'string' ? JSON.parse(after) : after]);
    expect(told).toEqual([
      [site.context.people.tam.userId, { method: 'POST', route: '/deliverables/:id/withdrawal', objects: [{ kind: 'deliverables', id }] }],
    ]);
    expect((await (await site.as('phuc')).get('/trail')).text).toContain('hỏi đến việc của cơ quan khác, được trả lời là không có');
  });
});
