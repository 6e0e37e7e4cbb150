import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { matchOrganisation, normaliseOrganisationName, type OrganisationDirectory } from './organisation-names.js';

interface Named {
  code: string;
  name: string;
  shortName: string;
}

const plan = JSON.parse(readFileSync(new URL('../planning/plans/105-KH-UBND.json', import.meta.url), 'utf8')) as { organisations: Named[] };
const directory: OrganisationDirectory = { entries: plan.organisations.map(({ code, name, shortName }) => ({ code, names: [name, shortName] })) };

describe('An organisation is found', () => {
  it.each([
    ['Sở Nội vụ', 'so-noi-vu'],
    ['  SỞ  NỘI VỤ. ', 'so-noi-vu'],
    ['Sở Nội vụ tỉnh', 'so-noi-vu'],
    ['Sở Nội vụ tỉnh Bến Tre', 'so-noi-vu'],
    ['Đài Phát thanh và truyền hình tỉnh', 'dai-ptth'],
    ['Đài Phát thanh – Truyền hình tỉnh Bến Tre', 'dai-ptth'],
    ['Đài PTTH tỉnh', 'dai-ptth'],
    ['UBND tỉnh Bến Tre', 'ubnd-tinh'],
    ['Uỷ ban nhân dân tỉnh', 'ubnd-tinh'],
    ['Ủy ban nhân dân các huyện, thành phố', 'ubnd-huyen'],
    ['Sở Văn hoá, Thể thao và Du lịch', 'so-vhttdl'],
    ['Sở TT&TT', 'so-tttt'],
    ['UB MTTQ tỉnh', 'mttq-tinh'],
    ['TT Xúc tiến Đầu tư và Khởi nghiệp', 'tt-xuc-tien'],
    ['các cơ quan, đơn vị có liên quan', 'co-quan-lien-quan'],
    ['các cơ quan, đơn vị, địa phương', 'co-quan-dia-phuong'],
    ['Hội đồng nhân dân 03 cấp tỉnh, huyện, xã', 'hdnd-ba-cap'],
  ])('by “%s”', (phrase, code) => expect(matchOrganisation(phrase, directory)).toEqual({ code }));

  it('by decomposed letters too', () => {
    expect(matchOrganisation('Sở Nội vụ'.normalize('NFD'), directory)).toEqual({ code: 'so-noi-vu' });
  });

  it('by every name that the directory has', () => {
    for (const { code, names } of directory.entries) for (const name of names) expect(matchOrganisation(name, directory)).toEqual({ code });
  });
});

describe('An organisation that nobody knows', () => {
  it('is offered the three names most like it', () => {
    const match = matchOrganisation('Trưởng Chính trị tỉnh', directory);
    expect('nearest' in match && match.nearest).toHaveLength(3);
    expect('nearest' in match && match.nearest[0]).toEqual({ code: 'truong-chinh-tri', name: 'Trường Chính trị tỉnh' });
  });

  it('is not taken for one that differs by “liên quan” or by its level', () => {
    expect(matchOrganisation('Các cơ quan, đơn vị', directory)).toHaveProperty('nearest');
    expect(matchOrganisation('UBND huyện Vũng Liêm', directory)).toHaveProperty('nearest');
  });

  it.each([['Báo Ấp Bắc'], ['Hội LHPN tỉnh']])('such as “%s” is offered none, for only the kind of office or the level is the same', (phrase) => {
    expect(matchOrganisation(phrase, directory)).toEqual({ nearest: [] });
  });

  it.each([
    ['Báo Đồng Khời', 'Báo Đồng Khởi'],
    ['Sở Thông tin Truyền thông', 'Sở Thông tin và Truyền thông'],
    ['Phòng Nội vụ', 'Sở Nội vụ'],
  ])('such as “%s” is offered “%s” first', (phrase, name) => {
    const match = matchOrganisation(phrase, directory);
    expect('nearest' in match && match.nearest[0]?.name).toBe(name);
  });

  it('has none to be offered in an empty directory', () => {
    expect(matchOrganisation('Sở Nội vụ', { entries: [] })).toEqual({ nearest: [] });
  });

  it('may be any string', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (phrase) => expect(matchOrganisation(phrase, directory)).toBeDefined()));
  });
});

describe('The form in which names are compared', () => {
  it('loses every “tỉnh” and comma after a provincial office', () => {
    expect(['Sở tỉnh tỉnh', 'Sở Nội vụ, tỉnh'].map(normaliseOrganisationName)).toEqual(['sở', 'sở nội vụ']);
  });

  it('is its own form', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('Sở', 'UBND', 'tỉnh', 'Bến Tre', ',', '-', 'TT', '&', 'hoà', 'uỷ', 'và', 'VP'), { maxLength: 8 }), (words) => {
        const once = normaliseOrganisationName(words.join(' '));
        expect(normaliseOrganisationName(once)).toBe(once);
      }),
    );
  });
});
