import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { OfficeSettingsService } from '#contracts/office-settings.service.js';
import { TestApplication } from '../../e2e/support/test-application.js';
import type { Visitor } from '../../e2e/support/visitor.js';

let site: TestApplication;
let hanh: Visitor;

beforeAll(async () => {
  site = await TestApplication.open();
});
beforeEach(async () => {
  await site.reset('2021-03-05');
  hanh = await site.as('hanh');
});
afterAll(() => site.close());

const ADDRESS = '/settings/documents';
const FORM = {
  version: '0',
  superior: 'UBND tỉnh Bến Tre',
  officeName: '',
  letterSymbol: 'SNV-CCHC',
  place: 'Bến Tre',
  copies: '6',
  copiesEach: '3',
  signerPosition: 'Giám đốc',
  signerName: 'Nguyễn Văn Bình',
  filedBy: 'CCHC',
  oddWord: 'linh',
  thousandWord: 'ngàn',
  saysEven: '1',
};

/** As a form shows it again; the box is looked at apart. */
const { saysEven: _ticked, ...FIELDS } = FORM;

const current = () => site.ask(OfficeSettingsService, (settings) => settings.current());

describe('the settings of papers', () => {
  test('begin with the defaults and show how papers read with them', async () => {
    const page = await hanh.get(ADDRESS);
    expect(page.status).toBe(200);
    expect(page.text).toContain('1.115.505.000 đồng (bằng chữ: Một tỷ một trăm mười lăm triệu năm trăm lẻ năm nghìn đồng)');
    expect(page.text).toContain('ngày 05 tháng 3 năm 2021');
    expect(page.form(ADDRESS).values).toMatchObject({ copies: '4', copiesEach: '2', letterSymbol: 'SNV-CCHC', version: '0' });
  });

  test('are saved, shown, and told in the trail', async () => {
    const saved = await hanh.postWithToken(ADDRESS, FORM);
    expect([saved.status, saved.location]).toEqual([303, `${ADDRESS}?done=saved`]);
    const page = await hanh.get(saved.location!);
    expect(page.notice).toContain('Đã lưu thiết lập văn bản.');
    expect(page.text).toContain('năm trăm linh năm ngàn đồng chẵn');
    expect(page.text).toContain('Bến Tre, ngày 05 tháng 3 năm 2021');
    expect(page.form(ADDRESS).values).toMatchObject({ ...FIELDS, version: '1' });
    expect(page.body).toMatch(/name="saysEven" value="1" checked/);
    expect(await current()).toMatchObject({ copies: 6, copiesEach: 3, saysEven: true, oddWord: 'linh', thousandWord: 'ngàn' });
    const trail = await site.context.rows<{ action: string; subject: string }>('select action, subject from audit_entry order by id');
    expect(trail).toEqual([{ action: 'settings.changed', subject: 'settings' }]);
    expect((await hanh.postWithToken(ADDRESS, { ...FORM, version: '1', signerName: 'Lê Thị Hoa' })).status).toBe(303);
    expect((await current()).signerName).toBe('Lê Thị Hoa');
  });

  test('can be tried without being saved', async () => {
    const tried = await hanh.postWithToken(`${ADDRESS}/preview`, FORM);
    expect(tried.status).toBe(200);
    expect(tried.text).toContain('chưa lưu');
    expect(tried.text).toContain('năm trăm linh năm ngàn đồng chẵn');
    expect((await current()).oddWord).toBe('lẻ');
  });

  test.each([
    [{ letterSymbol: 'snv cchc' }, 'letterSymbol', 'Ký hiệu gồm chữ in hoa'],
    [{ letterSymbol: '' }, 'letterSymbol', 'Ký hiệu gồm chữ in hoa'],
    [{ copies: '0' }, 'copies', 'Hãy nhập số bản từ 1 đến 20.'],
    [{ copies: 'bốn' }, 'copies', 'Hãy nhập số bản từ 1 đến 20.'],
    [{ copiesEach: '4' }, 'copiesEach', 'Hai bên giữ nhiều hơn số bản được lập'],
    [{ signerPosition: ' ' }, 'signerPosition', 'Hãy nhập chức vụ'],
    [{ filedBy: '' }, 'filedBy', 'Hãy nhập nơi lưu'],
    [{ place: 'x'.repeat(101) }, 'place', 'Dài quá 100 ký tự.'],
    [{ oddWord: 'lé' }, 'oddWord', 'Hãy chọn một trong hai cách đọc.'],
  ])('with %j come back as typed with a word by the field', async (wrong, field, message) => {
    for (const address of [ADDRESS, `${ADDRESS}/preview`]) {
      const answer = await hanh.postWithToken(address, { ...FORM, ...wrong });
      expect([answer.status, answer.messageBy(field)]).toEqual([422, expect.stringContaining(message)]);
      if (field !== 'oddWord') expect(answer.form(ADDRESS).values).toMatchObject({ ...FIELDS, ...wrong });
    }
    expect((await current()).copies).toBe(4);
  });

  test('of two people at once are not lost', async () => {
    await hanh.postWithToken(ADDRESS, FORM);
    const second = await hanh.postWithToken(ADDRESS, { ...FORM, place: 'Vĩnh Long' });
    expect([second.status, second.text.includes('vừa được người khác sửa')]).toEqual([409, true]);
    expect(second.form(ADDRESS).values).toMatchObject({ place: 'Vĩnh Long' });
    expect((await current()).place).toBe('Bến Tre');
  });

  test('show markup as it was typed', async () => {
    await hanh.postWithToken(ADDRESS, { ...FORM, place: '<script>alert(1)</script>' });
    expect((await hanh.get(ADDRESS)).body).not.toContain('<script>alert');
  });

  test.each(['tam', 'phuc'] as const)('are closed to %s', async (name) => {
    const visitor = await site.as(name);
    expect((await visitor.get(ADDRESS)).status).toBe(403);
    for (const address of [ADDRESS, `${ADDRESS}/preview`]) expect((await visitor.postWithToken(address, FORM)).status).toBe(403);
    expect((await current()).copies).toBe(4);
  });

  test('are closed to whoever is not signed in', async () => {
    expect((await site.visitor().get(ADDRESS)).location).toContain('/sign-in');
  });
});
