import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from '@jest/globals';
import { placesForRoles } from '#identity/role-places.js';
import { plainDate } from '#kernel/plain-date.js';
import { DirectoryQuery } from '#organisations/directory.query.js';
import { NamesOnDayQuery } from '#organisations/names-on-day.query.js';
import { Organisation } from '#organisations/organisation.entity.js';
import { OrganisationListQuery } from '#organisations/organisation-list.query.js';
import { TestContext } from '#testing/test-context.js';
import { OrganisationService } from './organisation.service.js';
import { TaskQuery } from './task.query.js';

let context: TestContext;

beforeAll(async () => {
  context = await TestContext.open();
});
beforeEach(() => context.reset('2021-06-15'));
afterAll(() => context.close());

const idOf = async (code: string) => (await context.run((em) => em.findOneOrFail(Organisation, { code }))).id;
const service = <T>(question: (organisations: OrganisationService) => Promise<T>) => context.ask(OrganisationService, question);
const trail = () => context.rows<{ action: string; subject: string; subject_id: number }>('select action, subject, subject_id from audit_entry order by id');

test('lists to choose from are in the order of the Vietnamese letters', async () => {
  const { hanh } = context.people;
  for (const name of ['Tổ Đ', 'Tổ D', 'Tổ E']) await service((organisations) => organisations.create(hanh, { name, shortName: name, kind: 'centre' }));
  const lists = [
    await context.ask(DirectoryQuery, (directory) => directory.known()),
    await context.run((em) => placesForRoles(em, ['producer'], 'all')),
    await context.ask(OrganisationListQuery, (list) => list.all(plainDate('2021-06-15'))),
  ];
  for (const list of lists) {
    const names = list.map(({ name }) => name);
    expect(names.filter((name) => name.startsWith('Tổ '))).toEqual(['Tổ D', 'Tổ Đ', 'Tổ E']);
    expect(names.findIndex((name) => name.startsWith('Đài'))).toBeLessThan(names.findIndex((name) => name.startsWith('Sở')));
  }
  const { leads } = await context.ask(TaskQuery, (tasks) => tasks.choices(context.planId));
  expect(leads.map(({ name }) => name)).toEqual(leads.map(({ name }) => name).toSorted((a, b) => a.localeCompare(b, 'vi')));
});

describe('A new organisation', () => {
  it('gets a code made from its name, and is in the trail', async () => {
    const { hanh } = context.people;
    const made = await service((organisations) => organisations.create(hanh, { name: 'Sở Ngoại vụ', shortName: 'Sở Ngoại vụ', kind: 'department' }));
    expect(made.code).toBe('so-ngoai-vu');
    expect(await trail()).toEqual([{ action: 'organisation.created', subject: 'organisation', subject_id: made.id }]);
  });

  it('gets another code where that one is taken', async () => {
    const { hanh } = context.people;
    const names = ['Ban A – B', 'Ban A B'];
    const made = [];
    for (const name of names) made.push(await service((organisations) => organisations.create(hanh, { name, shortName: name, kind: 'centre' })));
    expect(made.map(({ code }) => code)).toEqual(['ban-a-b', 'ban-a-b-2']);
  });

  it('is refused where one of that name is there, however it is spelled', async () => {
    const { hanh } = context.people;
    const create = service((organisations) => organisations.create(hanh, { name: 'sở  nội vụ', shortName: 'SNV', kind: 'department' }));
    await expect(create).rejects.toMatchObject({ field: 'name', message: 'Đã có cơ quan mang tên này: Sở Nội vụ.' });
  });

  it('is for coordinators to make', async () => {
    const { tam, phuc } = context.people;
    for (const actor of [tam, phuc]) {
      const create = service((organisations) => organisations.create(actor, { name: 'Sở Mới', shortName: 'Sở Mới', kind: 'department' }));
      await expect(create).rejects.toMatchObject({ kind: 'forbidden' });
    }
  });
});

describe('Another name', () => {
  it('is not borne from a day that only a slip of the keyboard writes', async () => {
    const id = await idOf('so-xay-dung');
    const message = 'Ngày 01/3/21 không hợp lý; hãy chọn ngày từ 01/01/1990 đến 15/6/2031.';
    await expect(rename(id, 'Sở Xây cất', '0021-03-01')).rejects.toMatchObject({ field: 'validFrom', message });
  });

  const rename = (id: number, name: string, from: string, basis = 'Quyết định số 1') =>
    service((organisations) => organisations.rename(context.people.hanh, id, { name, shortName: name.slice(0, 20).trim(), validFrom: plainDate(from), basis }));
  const nameOn = async (id: number, day: string) => {
    const asked = await context.ask(NamesOnDayQuery, (query) => query.namesOn([id], plainDate(day)));
    const loaded = await service((organisations) => organisations.find(id));
    // The entity and the SQL tell the same.
    expect(asked.get(id)).toEqual({ name: loaded.nameOn(plainDate(day)).name, shortName: loaded.nameOn(plainDate(day)).shortName });
    return asked.get(id)!.name;
  };

  it('holds from its day on, and the one before it up to then', async () => {
    const id = await idOf('so-xay-dung');
    expect(await nameOn(id, '2021-01-01')).toBe('Sở Xây dựng');
    await rename(id, 'Sở Xây dựng và Giao thông', '2021-03-01');
    await rename(id, 'Sở Hạ tầng', '2021-05-01', 'Quyết định số 2');
    expect(await nameOn(id, '2019-01-01')).toBe('Sở Xây dựng');
    expect(await nameOn(id, '2021-02-28')).toBe('Sở Xây dựng');
    expect(await nameOn(id, '2021-03-01')).toBe('Sở Xây dựng và Giao thông');
    expect(await nameOn(id, '2021-04-30')).toBe('Sở Xây dựng và Giao thông');
    expect(await nameOn(id, '2021-05-01')).toBe('Sở Hạ tầng');
    expect(await nameOn(id, '2099-01-01')).toBe('Sở Hạ tầng');
    const { name, names } = await service((organisations) => organisations.find(id));
    expect(name).toBe('Sở Hạ tầng');
    expect(names.getItems().map((row) => [row.name, row.validFrom?.toString(), row.validUntil?.toString(), row.basis])).toEqual([
      ['Sở Xây dựng', undefined, '2021-03-01', ''],
      ['Sở Xây dựng và Giao thông', '2021-03-01', '2021-05-01', 'Quyết định số 1'],
      ['Sở Hạ tầng', '2021-05-01', undefined, 'Quyết định số 2'],
    ]);
    expect((await trail()).map(({ action }) => action)).toEqual(['organisation.renamed', 'organisation.renamed']);
  });

  it('given for the same day again corrects the first', async () => {
    const id = await idOf('so-y-te');
    await rename(id, 'Sở Y tế tỉnk', '2021-03-01');
    await rename(id, 'Sở Y tế tỉnh', '2021-03-01', 'Quyết định số 3');
    const { names } = await service((organisations) => organisations.find(id));
    expect(names.getItems().map(({ name, basis }) => [name, basis])).toEqual([
      ['Sở Y tế', ''],
      ['Sở Y tế tỉnh', 'Quyết định số 3'],
    ]);
  });

  it('is refused before the latest began, for a day to come, where it is the same and where another bore it', async () => {
    const id = await idOf('so-gtvt');
    await rename(id, 'Sở Giao thông', '2021-03-01');
    await expect(rename(id, 'Sở Đường', '2021-02-28')).rejects.toMatchObject({ field: 'validFrom', message: expect.stringContaining('từ ngày 01/3/2021') });
    await expect(rename(id, 'Sở Đường', '2021-06-16')).rejects.toMatchObject({ field: 'validFrom', message: expect.stringContaining('Ngày này chưa đến') });
    await expect(rename(id, 'Sở Giao thông', '2021-04-01')).rejects.toMatchObject({ field: 'name' });
    await expect(rename(id, 'Sở Xây dựng', '2021-04-01')).rejects.toMatchObject({ field: 'name', message: 'Đã có cơ quan mang tên này: Sở Xây dựng.' });
    expect((await service((organisations) => organisations.find(id))).names).toHaveLength(2);
  });

  it('may be an earlier one of its own', async () => {
    const id = await idOf('so-khcn');
    await rename(id, 'Sở Khoa học', '2021-03-01');
    await rename(id, 'Sở Khoa học và Công nghệ', '2021-04-01');
    expect(await nameOn(id, '2021-06-01')).toBe('Sở Khoa học và Công nghệ');
  });

  it('leaves the earlier ones to be found in the list', async () => {
    const listed = await context.ask(OrganisationListQuery, (list) => list.all(plainDate('2021-06-15')));
    expect(listed.find(({ code }) => code === 'so-xay-dung')).toMatchObject({
      name: 'Sở Hạ tầng',
      formerNames: [
        { name: 'Sở Xây dựng', shortName: 'Sở Xây dựng' },
        { name: 'Sở Xây dựng và Giao thông', shortName: 'Sở Xây dựng và Giao' },
      ],
    });
    expect(listed.find(({ code }) => code === 'dai-truyen-thanh')).toMatchObject({ memberCount: 9, endings: [] });
  });
});

it('Contacts are corrected; the trail tells which of them were, and not what a person is called and where they are reached', async () => {
  const { hanh } = context.people;
  const id = await idOf('so-tu-phap');
  const contacts = { address: '126A Nguyễn Thị Định', phone: '0275 3822 000', email: 'stp@example.vn', contactPerson: 'Bà Lan' };
  await service((organisations) => organisations.correctContacts(hanh, id, contacts));
  expect(await service((organisations) => organisations.find(id))).toMatchObject(contacts);
  await service((organisations) => organisations.correctContacts(hanh, id, { ...contacts, phone: '0275 3822 001' }));
  expect(await trail()).toEqual([1, 2].map(() => ({ action: 'organisation.contacts-corrected', subject: 'organisation', subject_id: id })));
  const kept = await context.rows<{ before: unknown; after: unknown }>('select "before", cast("after" as text) as "after" from audit_entry order by id');
  expect(kept.map(({ before, after }) => [before, JSON.parse(String(after))])).toEqual([
    [null, { changed: ['address', 'phone', 'email', 'contactPerson'] }],
    [null, { changed: ['phone'] }],
  ]);
});
