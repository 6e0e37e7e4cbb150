import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Evidence } from '#deliverables/evidence/evidence.entity.js';
import { LinkSnapshot } from '#deliverables/evidence/link-snapshot.entity.js';
import { Deliverable } from '#deliverables/deliverable.entity.js';
import { type Permission, PERMISSIONS, scopeOf } from '#identity/permissions.js';
import { type Role, ROLES } from '#identity/role.js';
import { hashOfToken } from '#identity/secret-token.js';
import { User } from '#identity/user.entity.js';
import { GroupMember, Organisation } from '#organisations/organisation.entity.js';
import { StoredFile } from '#storage/stored-file.entity.js';
import { article, slot } from '#testing/builders.js';
import { signedContract } from '#testing/signed-contract.js';
import { type DeclaredRoute, declaredRoutes } from '../../e2e/support/declared-routes.js';
import { TestApplication } from '../../e2e/support/test-application.js';
import type { Visitor } from '../../e2e/support/visitor.js';

/** Where somebody is: in the organisation whose things are asked for, in another, or in the district that it is a unit of. */
const SIDES = { own: 'bao-dong-khoi', other: 'dai-ptth', above: 'ubnd-ba-tri' } as const;
type Side = keyof typeof SIDES;

const OFFICE = 'so-noi-vu';

let site: TestApplication;
let routes: DeclaredRoute[];
const visitors = new Map<string, Visitor>();
const userIds = new Map<string, number>();
let ids: Record<'item' | 'slot' | 'contract' | 'acceptance' | 'evidence' | 'snapshot' | 'account' | 'duty', number>;

const secretOf = (role: Role, side: Side) => `phien-${role}-${side}`.padEnd(43, 'x');
const isOwnOnly = (role: Role) => Object.values(PERMISSIONS).some(({ roles }) => (roles as Partial<Record<Role, string>>)[role] === 'own');

beforeAll(async () => {
  site = await TestApplication.open();
  routes = declaredRoutes(site.app);
  await site.context.run(async (em) => {
    const [district, unit] = [await em.findOneOrFail(Organisation, { code: SIDES.above }), await em.findOneOrFail(Organisation, { code: SIDES.own })];
    await em.persist(new GroupMember(district, unit, null)).flush();
    for (const role of ROLES) {
      for (const [side, code] of Object.entries(SIDES)) {
        const organisation = await em.findOneOrFail(Organisation, { code: isOwnOnly(role) ? code : OFFICE });
        const user = new User(`${role}-${side}@example.vn`, `${role} ${side}`, role, organisation, site.context.clock.now());
        // Whoever has not come in yet is nobody's to keep; nobody signs in by this.
        user.passwordHash = 'none';
        await em.persist(user).flush();
        userIds.set(`${role} ${side}`, user.id);
      }
    }
  });
  await begin();
  for (const role of ROLES) {
    for (const side of ['own', 'other', 'above'] as const) {
      const visitor = site.visitor();
      visitor.keep('session', secretOf(role, side));
      visitors.set(`${role} ${side}`, visitor);
    }
  }
});
afterAll(() => site.close());

/** The things that are asked for, as new: all of Báo Đồng Khởi. The people stay, and so do the secrets of their sessions. */
async function begin(): Promise<void> {
  await site.reset('2021-04-01');
  const { id: contract } = await signedContract(site.context);
  const item = await site.has(4, article({ occursOn: '2021-03-10', url: 'https://baodongkhoi.vn/a-1' }));
  const planned = await site.hasPlanned(4, slot({ occursOn: '2021-04-20' }));
  const hanh = await site.as('hanh');
  const round = (await hanh.postWithToken(`/contracts/${contract}/acceptances`)).location!;
  ids = await site.context.run(async (em) => {
    const now = site.context.clock.now();
    for (const [who, user] of userIds) {
      const [role, side] = who.split(' ') as [Role, Side];
      await em.execute('insert into session (token_hash, user_id, created_at, last_seen_at, expires_at, awaits_code, device) values (?, ?, ?, ?, ?, ?, ?)', [
        hashOfToken(secretOf(role, side)),
        user,
        now.toString({ smallestUnit: 'millisecond' }),
        now.toString({ smallestUnit: 'millisecond' }),
        now.add({ hours: 24 }).toString({ smallestUnit: 'millisecond' }),
        false,
        '',
      ]);
    }
    await em.execute('update user_account set is_active = ? where is_active = ?', [true, false]);
    const deliverable = em.getReference(Deliverable, item.id);
    const file = new StoredFile('b'.repeat(64), 10, 'image/png', true, now);
    await em.persist(file).flush();
    const evidence = new Evidence(deliverable, 'file', { file, fileName: 'anh.png' }, null, now);
    const kept = { finalUrl: 'https://baodongkhoi.vn/a-1', title: 'Bài', author: null, publishedOn: null, text: 'Nội dung', sha256: 'a'.repeat(64) };
    const snapshot = new LinkSnapshot(deliverable, 'https://baodongkhoi.vn/a-1', kept, null, now);
    await em.persist([evidence, snapshot]).flush();
    const [account] = await em.execute<{ id: number }[]>("select id from user_account where email = 'producer-own@example.vn'");
    const [duty] = await em.execute<{ id: number }[]>(
      "select id from plan_duty where party like '%Báo Đồng Khởi%' or party like '%Đồng Khởi%' order by id limit 1",
    );
    return {
      item: item.id,
      slot: planned.id,
      contract,
      acceptance: Number(round.split('/')[2]),
      evidence: evidence.id,
      snapshot: snapshot.id,
      account: account!.id,
      duty: duty?.id ?? 0,
    };
  });
}

/** Of which of the things an address asks, where it asks of one that belongs to an organisation. */
function objectOf({ url }: DeclaredRoute): keyof typeof ids | undefined {
  if (/^\/deliverables\/:id|^\/api\/v1\/deliverables\/:id/.test(url)) return /planned-date|slot|publication\/new|publication$/.test(url) ? 'slot' : 'item';
  if (url.startsWith('/evidence/:id')) return 'evidence';
  if (url.startsWith('/snapshots/:id')) return 'snapshot';
  if (url.startsWith('/contracts/:id')) return 'contract';
  if (url.startsWith('/acceptances/:id')) return 'acceptance';
  if (url.startsWith('/accounts/:id')) return 'account';
  if (url.startsWith('/content/duties/:id')) return 'duty';
  return undefined;
}

function addressOf(route: DeclaredRoute): string {
  const object = objectOf(route);
  const url = object ? route.url.replace(':id', String(ids[object])) : route.url;
  return url
    .replace(':date', '2021-05-03')
    .replace(':year', '2022')
    .replace(/:[a-z]+/gi, '999999')
    .concat(route.url === '/api/v1/calendar' ? '?start=2021-03-01&end=2021-04-01' : '');
}

/** What names another's thing in the body, for forms that make something new. */
const FIELDS: Readonly<Record<string, () => Record<string, string | number>>> = {
  'POST /deliverables': () => ({ task: site.taskId(4), title: 'Bài của phép thử', occursOn: '2021-03-20' }),
  'POST /deliverables/slots': () => ({ task: site.taskId(4), title: 'Dự kiến', occursOn: '2021-05-20' }),
  'POST /content/duties/:id': () => ({ state: 'done', note: '', seen: '' }),
  'POST /deliverables/:id/evidence': () => ({ kind: 'link', url: 'https://baodongkhoi.vn/ban-in' }),
  'POST /deliverables/:id/withdrawal': () => ({ version: 1, reason: 'Gỡ theo phép thử' }),
  'PUT /api/v1/deliverables/:id/planned-date': () => ({ on: '2021-05-20' }),
  'POST /api/v1/deliverables': () => ({ task: site.taskId(4), title: 'Bài của phép thử', occursOn: '2021-03-20' }),
};

async function ask(route: DeclaredRoute, role: Role, side: Side): Promise<number> {
  const visitor = visitors.get(`${role} ${side}`)!;
  const address = addressOf(route);
  if (route.method === 'GET') return (await visitor.get(address)).status;
  const fields = FIELDS[`${route.method} ${route.url}`]?.() ?? {};
  const isApi = route.url.startsWith('/api/');
  const token = await tokenOf(visitor, `${role} ${side}`);
  const headers = { 'csrf-token': token, 'content-type': isApi ? 'application/json' : 'application/x-www-form-urlencoded' };
  const payload = isApi ? JSON.stringify(fields) : new URLSearchParams(Object.entries(fields).map(([name, value]) => [name, String(value)])).toString();
  return (await visitor.send(route.method as 'POST', address, { headers, payload })).status;
}

const tokens = new Map<string, string>();
async function tokenOf(visitor: Visitor, who: string): Promise<string> {
  const known = tokens.get(who) ?? (await visitor.token());
  tokens.set(who, known);
  return known;
}

/** By the declaration: the widest that any of the permissions gives the role. */
function widest(role: Role, needs: readonly Permission[]): 'all' | 'own' | undefined {
  const scopes = needs.map((permission) => scopeOf(role, permission));
  return scopes.includes('all') ? 'all' : scopes.includes('own') ? 'own' : undefined;
}

/** Asks of things that belong to an organisation; lists give each their own, and forms for new things ask by their fields. */
const isScoped = (route: DeclaredRoute) => objectOf(route) !== undefined || `${route.method} ${route.url}` in FIELDS;

const NOT_FOR_ALL = [401, 403];

describe('the routes', () => {
  test('are known one and all, and each declares a permission or that it is public', () => {
    const known = new Set(routes.map(({ method, url }) => `${method} ${url}`));
    const registered = site.routes.filter(({ method, url }) => method !== 'HEAD' && !url.startsWith('/assets/')).map(({ method, url }) => `${method} ${url}`);
    expect(registered.filter((route) => !known.has(route))).toEqual([]);
    expect(routes.length).toBeGreaterThan(120);
    expect(routes.filter(({ isPublic, needs }) => !isPublic && needs.length === 0).map(({ handler }) => handler)).toEqual([]);
    expect(routes.filter(({ isPublic, needs }) => isPublic && needs.length > 0).map(({ handler }) => handler)).toEqual([]);
  });

  test('use every permission that is declared', () => {
    const used = new Set(routes.flatMap(({ needs }) => needs));
    expect((Object.keys(PERMISSIONS) as Permission[]).filter((permission) => !used.has(permission))).toEqual([]);
  });
});

/** About no one thing: what they show is looked at here, for somebody of the other organisation. */
const LISTS: Readonly<Record<string, (lan: Visitor) => Promise<void>>> = {
  'GET /accounts': async (lan) => expect((await lan.get('/accounts')).text).not.toContain('producer own'),
  'GET /accounts/new': async (lan) => expect((await lan.get('/accounts/new')).body).not.toContain('Báo Đồng Khởi'),
  'POST /accounts': async (lan) => {
    const [{ id }] = (await site.context.rows<{ id: number }>("select id from organisation where code = 'bao-dong-khoi'")) as [{ id: number }];
    expect((await lan.postWithToken('/accounts', { name: 'Ai', email: 'ai@example.vn', role: 'producer', organisation: id })).status).toBe(404);
  },
  'GET /api/v1/link-metadata': async (lan) => expect((await lan.get('/api/v1/link-metadata?url=http://127.0.0.1/')).status).toBe(422),
  'GET /contracts': async (lan) => expect((await lan.get('/contracts')).body).not.toContain(`/contracts/${ids.contract}`),
  'GET /deliverables/new': async (lan) => expect((await lan.get(`/deliverables/new?task=${site.taskId(4)}`)).status).toBe(404),
  'GET /deliverables/slots/new': async (lan) => expect((await lan.get(`/deliverables/slots/new?task=${site.taskId(4)}`)).status).toBe(404),
};

describe('whatever reaches only as far as one’s own', () => {
  test('is about a thing that the test knows, or a list that shows nothing of another’s', async () => {
    await begin();
    const ownOnly = routes.filter(({ isPublic, needs }) => !isPublic && ROLES.some((role) => widest(role, needs) === 'own'));
    const unknown = ownOnly.filter((route) => !isScoped(route)).map(({ method, url }) => `${method} ${url}`);
    expect(unknown.toSorted()).toEqual(Object.keys(LISTS).toSorted());
    for (const look of Object.values(LISTS)) await look(visitors.get('producer-lead other')!);
  });
});

describe.each(ROLES)('%s', (role) => {
  test('is refused whatever the declaration does not give', async () => {
    await begin();
    const refused = routes.filter(({ isPublic, needs }) => !isPublic && widest(role, needs) === undefined);
    for (const route of refused) {
      for (const side of ['own', 'other'] as const)
        expect([route.method, route.url, side, await ask(route, role, side)]).toEqual([route.method, route.url, side, 403]);
    }
    if (role !== 'coordinator') expect(refused.length).toBeGreaterThan(20);
  });

  test('does not find what belongs to another organisation', async () => {
    await begin();
    const foreign = routes.filter((route) => !route.isPublic && widest(role, route.needs) === 'own' && isScoped(route));
    if (isOwnOnly(role)) expect(foreign.length).toBeGreaterThan(10);
    const answers = [];
    for (const route of foreign) answers.push([route.method, route.url, await ask(route, role, 'other')]);
    expect(answers.filter(([, , status]) => status !== 404)).toEqual([]);
  });

  test('gets what the declaration gives', async () => {
    const given = routes.filter((route) => !route.isPublic && widest(role, route.needs) !== undefined && !CLOSES_ONESELF.test(route.url));
    expect(given.length).toBeGreaterThan(5);
    await expectGiven(given, role, 'own');
  });
});

describe.each(ROLES.filter(isOwnOnly))('%s of a district', (role) => {
  test('gets of a unit of it what the declaration gives of one’s own', async () => {
    const given = routes.filter((route) => !route.isPublic && widest(role, route.needs) === 'own' && isScoped(route));
    expect(given.length).toBeGreaterThan(10);
    await expectGiven(given, role, 'above');
    await begin();
    const visitor = visitors.get(`${role} above`)!;
    expect((await visitor.get('/contracts')).body).toContain(`/contracts/${ids.contract}`);
    if (role === 'producer-lead') expect((await visitor.get('/accounts')).text).toContain('producer own');
  });
});

async function expectGiven(given: readonly DeclaredRoute[], role: Role, side: Side): Promise<void> {
  for (const route of given) {
    // Whatever the one before has changed, this one is asked of things as new.
    if (route.method === 'GET' ? route === given[0] : isScoped(route)) await begin();
    const status = await ask(route, role, side);
    const isMissing =
      status === 404 &&
      isScoped(route) &&
      !route.url.includes('/:payment') &&
      !route.url.includes('/:item') &&
      !route.url.includes('/:role') &&
      !isOfFile(route);
    expect([route.method, route.url, NOT_FOR_ALL.includes(status) || isMissing ? status : 'given']).toEqual([route.method, route.url, 'given']);
  }
}

describe.each(ROLES)('a program with a token of somebody who is %s', (role) => {
  const bearer = async (scope: string) => {
    const secret = `lich_${`ma-${role}-${scope}`.padEnd(43, 'x')}`;
    const now = site.context.clock.now();
    const at = (instant: typeof now) => instant.toString({ smallestUnit: 'millisecond' });
    await site.context.run((em) =>
      em.execute('insert into api_token (user_id, name, token_hash, scope, created_at, expires_at) values (?, ?, ?, ?, ?, ?)', [
        userIds.get(`${role} own`)!,
        'Phép thử',
        hashOfToken(secret),
        scope,
        at(now),
        at(now.add({ hours: 24 })),
      ]),
    );
    return { authorization: `Bearer ${secret}` };
  };
  const askAs = async (headers: Record<string, string>, route: DeclaredRoute): Promise<number> => {
    if (route.method === 'GET') return (await site.visitor().get(addressOf(route), headers)).status;
    const fields = FIELDS[`${route.method} ${route.url}`]?.() ?? {};
    const isApi = route.url.startsWith('/api/');
    const type = isApi ? 'application/json' : 'application/x-www-form-urlencoded';
    const payload = isApi ? JSON.stringify(fields) : '';
    return (await site.visitor().send(route.method as 'POST', addressOf(route), { headers: { ...headers, 'content-type': type }, payload })).status;
  };

  test('reads what the role reads, changes items where the token and the role say so, and gets nothing else', async () => {
    await begin();
    const [reading, changing] = [await bearer('read'), await bearer('items')];
    for (const route of routes.filter(({ isPublic }) => !isPublic)) {
      const isApi = route.url.startsWith('/api/');
      const isGiven = isApi && widest(role, route.needs) !== undefined;
      const isChange = route.method !== 'GET';
      const mayChangeItems = route.needs.includes('items.change');
      for (const [scope, headers, isOpen] of [
        ['read', reading, isGiven && !isChange],
        ['items', changing, isGiven && (!isChange || mayChangeItems)],
      ] as const) {
        const status = await askAs(headers, route);
        // A page knows no tokens: it leads to the sign-in.
        const closed = isApi ? 403 : 303;
        expect([route.method, route.url, scope, isOpen ? status !== 401 && status !== 403 : status]).toEqual([
          route.method,
          route.url,
          scope,
          isOpen || closed,
        ]);
      }
    }
  });
});

/** Ends the very session that asks. */
const CLOSES_ONESELF = /^\/account\/sessions/;

/** Its bytes are not in the store of the test, no liquidation is drawn up, no proof was removed. */
const isOfFile = ({ url }: DeclaredRoute) => /\/(file|thumbnail|restoration)$|liquidation\/|^\/acceptances\/:id\/(minutes|products)/.test(url);

/** Who has one role in one organisation, and which ids others have, is not to be guessed from the words of a refusal. */
test('another’s thing and one that is not there are told in the same words', async () => {
  await begin();
  const lan = visitors.get('producer-lead other')!;
  for (const [there, nowhere] of [
    [`/contracts/${ids.contract}`, '/contracts/999999'],
    [`/acceptances/${ids.acceptance}`, '/acceptances/999999'],
    [`/evidence/${ids.evidence}/file`, '/evidence/999999/file'],
    [`/snapshots/${ids.snapshot}`, '/snapshots/999999'],
    [`/accounts/${ids.account}`, '/accounts/999999'],
  ] as const) {
    const [foreign, missing] = [await lan.get(there), await lan.get(nowhere)];
    expect([there, foreign.status, foreign.text]).toEqual([there, 404, missing.text]);
  }
});
