import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { User } from '#identity/user.entity.js';
import { plainDate } from '#kernel/plain-date.js';
import { Organisation, Succession, type SuccessionKind } from '#organisations/organisation.entity.js';
import { SuccessionService } from '#planning/succession.service.js';
import { article } from '#testing/builders.js';
import { pdfFile } from '#testing/media-files.js';
import { TestApplication } from '../../e2e/support/test-application.js';

let site: TestApplication;

beforeAll(async () => {
  site = await TestApplication.open();
});
// Organisations outlast a reset, and here they end.
beforeEach(async () => {
  await site.reset('2021-07-20');
  await site.context.run((em) => em.nativeDelete(Succession, {}));
});
afterAll(() => site.close());

const idOf = async (code: string) => (await site.context.run((em) => em.findOneOrFail(Organisation, { code }))).id;

/** An organisation that is newly made, or was by an earlier test. */
async function made(code: string): Promise<number> {
  return site.context.run(async (em) => {
    const there = (await em.findOne(Organisation, { code })) ?? new Organisation(code, `Cơ quan ${code}`, code, 'press');
    await em.persist(there).flush();
    return there.id;
  });
}

async function merge(
  predecessor: number,
  successor: number,
  { kind = 'merged', isPassed = true }: { kind?: SuccessionKind; isPassed?: boolean } = {},
): Promise<void> {
  const { hanh } = site.context.people;
  const { id } = await site.ask(SuccessionService, (successions) =>
    successions.record(hanh, predecessor, { kind, successor, effectiveOn: plainDate('2021-07-01'), basis: 'Nghị quyết số 5' }),
  );
  if (!isPassed) return;
  const [party] = await site.context.rows<{ id: number }>('select id from task_party where organisation_id = ? and valid_until is null', [predecessor]);
  const chosen = kind === 'split' ? new Set([`party-${party!.id}`]) : undefined;
  await site.ask(SuccessionService, (successions) => successions.pass(hanh, id, chosen));
}

test('what was logged before mergers is completed by whoever has the work now, in the name it was logged in', async () => {
  const [paper, first, second] = [await idOf('bao-dong-khoi'), await made('bao-hop-nhat'), await made('bao-va-dai')];
  const item = await site.has(4, article({ title: 'Bài trước sáp nhập', occursOn: '2021-03-10' }));
  const page = `/deliverables/${item.id}`;
  await merge(paper, first);
  await merge(first, second);
  const [own, foreign] = [await site.leadOf(second), await site.as('lan')];

  for (const step of ['edit', 'withdrawal']) {
    const answer = step === 'edit' ? await foreign.get(`${page}/edit`) : await foreign.postWithToken(`${page}/${step}`, { reason: 'x', version: 1 });
    expect([step, answer.status]).toEqual([step, 404]);
  }
  const file = { name: 'trang-1.pdf', bytes: pdfFile() };
  expect((await foreign.upload(`${page}/evidence`, file, { kind: 'file' })).status).toBe(404);

  expect(await own.fillIn(await own.get(`${page}/edit`), { title: 'Bài trước sáp nhập, đã sửa' })).toMatchObject({
    status: 303,
    location: `${page}?done=amended`,
  });
  expect((await own.uploadAll(`${page}/evidence`, [file], { kind: 'file' })).status).toBe(303);
  const [proof] = await site.context.rows<{ id: number }>("select id from evidence where kind = 'file'");
  expect([(await own.get(`/evidence/${proof!.id}/file`)).status, (await foreign.get(`/evidence/${proof!.id}/file`)).status]).toEqual([200, 404]);
  expect((await own.get(page)).text).toContain('Báo Đồng Khởi');

  const [{ version }] = (await site.context.rows<{ version: number }>('select version from deliverable where id = ?', [item.id])) as [{ version: number }];
  expect((await own.postWithToken(`${page}/withdrawal`, { reason: 'Bài đã gỡ', version })).status).toBe(303);
  const rows = await site.context.rows<{ organisation_id: number; title: string; status: string }>('select organisation_id, title, status from deliverable');
  expect(rows).toEqual([{ organisation_id: paper, title: 'Bài trước sáp nhập, đã sửa', status: 'withdrawn' }]);
});

test('a merger whose work was not handed over, and a split, give nobody another’s items', async () => {
  const [paper, station] = [await idOf('bao-dong-khoi'), await idOf('dai-ptth')];
  const [written, aired] = [await site.has(4, article({ occursOn: '2021-03-10' })), await site.has(8, article({ occursOn: '2021-03-11' }))];
  const [unpassed, half] = [await made('bao-chua-nhan'), await made('dai-tach-ra')];
  await merge(paper, unpassed, { isPassed: false });
  await merge(station, half, { kind: 'split' });
  expect((await (await site.leadOf(unpassed)).get(`/deliverables/${written.id}/edit`)).status).toBe(404);
  expect((await (await site.leadOf(half)).get(`/deliverables/${aired.id}/edit`)).status).toBe(404);
});

test('the predecessor’s accounts that were closed before it ended are not the successor’s to open', async () => {
  const [paper, successor] = [await idOf('bao-dong-khoi'), await made('bao-khong-mo')];
  const closed = await site.context.run(async (em) => {
    const user = new User('nghi-viec@example.vn', 'Người đã nghỉ', 'producer', em.getReference(Organisation, paper), site.context.clock.now());
    user.isActive = false;
    await em.persist(user).flush();
    return user.id;
  });
  await merge(paper, successor);
  const own = await site.leadOf(successor);
  expect((await own.get(`/accounts/${closed}`)).status).toBe(404);
  expect((await own.get('/accounts')).text).not.toContain('Người đã nghỉ');
});
