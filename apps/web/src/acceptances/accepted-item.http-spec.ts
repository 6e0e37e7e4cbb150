import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Deliverable } from '#deliverables/deliverable.entity.js';
import { Evidence } from '#deliverables/evidence/evidence.entity.js';
import { LinkSnapshot } from '#deliverables/evidence/link-snapshot.entity.js';
import { article } from '#testing/builders.js';
import { signedContract } from '#testing/signed-contract.js';
import { type Route, TestApplication } from '../../e2e/support/test-application.js';
import type { Visitor } from '../../e2e/support/visitor.js';

/** Routes that take no item, by how they begin. A route that begins otherwise is tried, so that none is forgotten. */
const WITHOUT_ITEM =
  /^\/(session|set-up|plans|organisations|successions|working-days|settings|contracts|tasks|content|mailbox|assets|accounts?|password-reset|email-change)(\/|$)|^\/$/;
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

const URL_OF_ITEM = 'https://baodongkhoi.vn/bai-1.html';

let site: TestApplication;
let hanh: Visitor;
let tam: Visitor;
let page: string;
let ids: readonly number[];
let itemId: number;

beforeAll(async () => {
  site = await TestApplication.open();
  await site.reset('2021-07-05');
  [hanh, tam] = [await site.as('hanh'), await site.as('tam')];
  await acceptOneItem();
});
afterAll(() => site.close());

/** An article with evidence and a kept page, accepted in a whole round. */
async function acceptOneItem(): Promise<void> {
  const { id: contractId } = await signedContract(site.context);
  // Others before it, so that its id is not that of everything else.
  for (const day of ['2021-01-20', '2021-01-21', '2021-01-22']) await site.has(4, article({ occursOn: day }));
  ({ id: itemId } = await site.has(4, article({ occursOn: '2021-02-01', title: 'Bài đã nghiệm thu', url: URL_OF_ITEM })));
  const [evidenceId, snapshotId] = await site.context.run(async (em) => {
    const item = em.getReference(Deliverable, itemId);
    const evidence = new Evidence(item, 'link', { url: `${URL_OF_ITEM}?ban-in` }, null, site.context.clock.now());
    const kept = { finalUrl: URL_OF_ITEM, title: 'Bài', author: null, publishedOn: null, text: 'Nội dung', sha256: 'a'.repeat(64) };
    const snapshot = new LinkSnapshot(item, URL_OF_ITEM, kept, null, site.context.clock.now());
    await em.persist([evidence, snapshot]).flush();
    return [evidence.id, snapshot.id];
  });
  page = (await hanh.postWithToken(`/contracts/${contractId}/acceptances`)).location!;
  const entries = await rowsOf('acceptance_item', 'deliverable_id > 0');
  await hanh.postWithToken(`${page}/verdicts`, { items: entries.map(({ id }) => id as number), verdict: 'passed' });
  await hanh.postWithToken(`${page}/submission`);
  await tam.postWithToken(`${page}/agreement`);
  const { version } = (await hanh.get(page)).form(`${page}/issue`).values;
  expect((await hanh.postWithToken(`${page}/issue`, { version })).status).toBe(303);
  const entryId = entries.find((entry) => entry.deliverable_id === itemId)!.id as number;
  ids = [...new Set([itemId, evidenceId, snapshotId, Number(page.split('/')[2]), entryId])];
}

const rowsOf = (table: string, condition: string) => site.context.rows<Record<string, unknown>>(`select * from ${table} where ${condition} order by id`);

/** The item, all that proves it, and what the minutes say of it: as text, so that a byte counts. */
async function everythingOf(): Promise<string> {
  const ofItem = `deliverable_id = ${itemId}`;
  return JSON.stringify({
    item: await rowsOf('deliverable', `id = ${itemId}`),
    topics: await site.context.rows(`select * from deliverable_topic where ${ofItem} order by 1, 2`),
    evidence: await rowsOf('evidence', ofItem),
    snapshots: await rowsOf('link_snapshot', ofItem),
    entries: await rowsOf('acceptance_item', ofItem),
    adjustments: await rowsOf('adjustment', ofItem),
    round: await rowsOf('acceptance', `id = ${page.split('/')[2]}`),
    minutes: (await hanh.get(`${page}/minutes`)).text,
  });
}

/** Every address that a route has with the ids of the item and of what belongs to it. */
function addressesOf({ url }: Route): string[] {
  const names = url.match(/:[a-z]+/gi) ?? [];
  return names.reduce((addresses, name) => addresses.flatMap((address) => ids.map((id) => address.replace(name, String(id)))), [url]);
}

/** What any of the forms asks for. */
function anyForm(version: number): Record<string, string> {
  return {
    version: String(version),
    title: 'Tên khác',
    occursOn: '2021-03-03',
    on: '2021-03-03',
    reason: 'Lý do khác',
    note: 'Ghi chú khác',
    url: 'https://baodongkhoi.vn/khac.html',
    kind: 'link',
    issueNumber: '9',
    page: '9',
    channel: 'THBT',
    airedAt: '19:45',
    airedOn: '2021-03-03',
    task: String(site.taskId(4)),
    items: String(ids.at(-1)),
    deliverable: String(itemId),
    verdict: 'failed',
    heldOn: '2021-07-05',
  };
}

describe('An accepted item', () => {
  test('is changed by no route: not itself, nor its evidence, nor the page that was kept, nor the minutes', async () => {
    const routes = site.routes.filter(({ method, url }) => !SAFE.has(method) && !WITHOUT_ITEM.test(url));
    expect(routes.map(({ url }) => url)).toEqual(
      expect.arrayContaining([
        '/deliverables/:id',
        '/deliverables/:id/slot',
        '/deliverables/:id/publication',
        '/deliverables/:id/publication/undo',
        '/deliverables/:id/withdrawal',
        '/api/v1/deliverables/:id/planned-date',
        '/acceptances/:id/verdicts',
        '/acceptances/:id/reversals',
        '/acceptances/:id/issue',
      ]),
    );
    const before = await everythingOf();
    expect(before).toContain('"status":"accepted"');
    const versions = await site.context.rows<{ version: number }>(`select version from deliverable where id = ${itemId} union select version from acceptance`);
    const [token, tokenOfTam] = [await hanh.token(), await tam.token()];
    for (const route of routes) {
      for (const address of addressesOf(route)) {
        for (const { version } of versions) {
          const form = anyForm(version);
          const encoded = new URLSearchParams(form).toString();
          const asForm = { 'content-type': 'application/x-www-form-urlencoded' };
          const asJson = { 'content-type': 'application/json' };
          const method = route.method as 'POST';
          const answers = [
            await hanh.send(method, address, { headers: { ...asForm, 'csrf-token': token }, payload: encoded }),
            await tam.send(method, address, { headers: { ...asForm, 'csrf-token': tokenOfTam }, payload: encoded }),
            await hanh.send(method, address, { headers: { ...asJson, 'csrf-token': token }, payload: JSON.stringify({ ...form, version, items: ids }) }),
            ...(method === 'POST' ? [await hanh.upload(address, { name: 'anh.pdf', bytes: Buffer.from('%PDF-1.4\n%%EOF\n') }, form)] : []),
          ];
          expect([method, address, answers.findIndex(({ status }) => status >= 500)]).toEqual([method, address, -1]);
        }
      }
      expect([route.method, route.url, await everythingOf()]).toEqual([route.method, route.url, before]);
    }
  }, 120_000);
});
