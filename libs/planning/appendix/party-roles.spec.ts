import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readParties } from './party-roles.js';

describe('A cell of leads that says who leads and who supports', () => {
  it.each<[string, string[], string[]]>([
    ['Sở Nội vụ (chủ trì); Báo Đồng Khởi (phối hợp)', ['Sở Nội vụ'], ['Báo Đồng Khởi']],
    ['Sở Nội vụ (chủ trì); Báo Đồng Khởi', ['Sở Nội vụ'], ['Báo Đồng Khởi']],
    ['Sở Nội vụ (cơ quan chủ trì), Báo Đồng Khởi, Sở Tư pháp', ['Sở Nội vụ'], ['Báo Đồng Khởi', 'Sở Tư pháp']],
    ['Sở Nội vụ chủ trì, phối hợp với Sở Thông tin và Truyền thông', ['Sở Nội vụ'], ['Sở Thông tin và Truyền thông']],
    ['Sở Nội vụ chủ trì phối hợp với Sở Tư pháp, Sở Tài chính', ['Sở Nội vụ'], ['Sở Tư pháp', 'Sở Tài chính']],
    ['Sở Nội vụ chủ trì và phối hợp cùng các cơ quan, đơn vị có liên quan', ['Sở Nội vụ'], ['các cơ quan, đơn vị có liên quan']],
    ['Sở Nội vụ phối hợp với Báo Đồng Khởi', ['Sở Nội vụ'], ['Báo Đồng Khởi']],
    ['Sở Nội vụ (phối hợp với Báo Đồng Khởi)', ['Sở Nội vụ'], ['Báo Đồng Khởi']],
    ['Sở Nội vụ (phối hợp với Báo Đồng Khởi); Sở Tư pháp', ['Sở Nội vụ'], ['Báo Đồng Khởi', 'Sở Tư pháp']],
    ['Chủ trì: Sở Nội vụ; Phối hợp: Báo Đồng Khởi', ['Sở Nội vụ'], ['Báo Đồng Khởi']],
    ['- Chủ trì: Sở Nội vụ, Sở Tư pháp\n- Phối hợp: Báo Đồng Khởi, Tỉnh Đoàn', ['Sở Nội vụ', 'Sở Tư pháp'], ['Báo Đồng Khởi', 'Tỉnh Đoàn']],
    ['Cơ quan chủ trì: Sở Nội vụ. Đơn vị phối hợp: Báo Đồng Khởi.', ['Sở Nội vụ'], ['Báo Đồng Khởi']],
    ['Chủ trì: A; Phối hợp: B', ['A'], ['B']],
    ['Sở Nội vụ - chủ trì; Báo Đồng Khởi - phối hợp', ['Sở Nội vụ'], ['Báo Đồng Khởi']],
    ['Sở Nội vụ là cơ quan chủ trì; Báo Đồng Khởi', ['Sở Nội vụ'], ['Báo Đồng Khởi']],
    ['Sở Nội vụ chủ trì thực hiện, các đơn vị phối hợp', ['Sở Nội vụ'], ['các đơn vị phối hợp']],
    ['Sở Nội vụ\n(chủ trì)\nBáo Đồng Khởi', ['Sở Nội vụ'], ['Báo Đồng Khởi']],
    ['SỞ NỘI VỤ (CHỦ TRÌ); BÁO ĐỒNG KHỞI', ['SỞ NỘI VỤ'], ['BÁO ĐỒNG KHỞI']],
    ['Báo Đồng Khởi (phối hợp); Sở Nội vụ (chủ trì)', ['Sở Nội vụ'], ['Báo Đồng Khởi']],
    ['Sở Nội vụ (chủ trì) và Báo Đồng Khởi (phối hợp)', ['Sở Nội vụ'], ['Báo Đồng Khởi']],
    ['Sở Nội vụ chủ trì; Báo Đồng Khởi, Tỉnh Đoàn phối hợp', ['Sở Nội vụ'], ['Báo Đồng Khởi', 'Tỉnh Đoàn']],
    ['Sở Nội vụ chủ trì, phối hợp', ['Sở Nội vụ'], []],
    ['Sở Nội vụ (chủ trì'.normalize('NFD') + ')', ['Sở Nội vụ'], []],
  ])('“%s”', (cell, lead, supporting) => expect(readParties(cell, '')).toEqual({ lead, supporting }));

  it.each([
    ['Sở Nội vụ; Báo Đồng Khởi', ['Sở Nội vụ', 'Báo Đồng Khởi']],
    ['Các cơ quan, đơn vị phối hợp', ['Các cơ quan, đơn vị phối hợp']],
    ['Ban Chỉ đạo phối hợp liên ngành', ['Ban Chỉ đạo phối hợp liên ngành']],
    ['Sở Nội vụ (Phòng Cải cách hành chính, Văn phòng Sở)', ['Sở Nội vụ (Phòng Cải cách hành chính, Văn phòng Sở)']],
  ])('but not “%s”', (cell, lead) => expect(readParties(cell, '')).toEqual({ lead, supporting: [] }));

  it('puts its supporters before those of their own column, each once', () => {
    const cell = 'Sở Nội vụ (chủ trì); Báo Đồng Khởi; Tỉnh Đoàn';
    expect(readParties(cell, 'Phối hợp: Sở Tư pháp, Báo Đồng Khởi').supporting).toEqual(['Báo Đồng Khởi', 'Tỉnh Đoàn', 'Sở Tư pháp']);
  });

  it('leaves a known name with such words whole', () => {
    const name = 'Tổ phối hợp với Mặt trận';
    expect(readParties(name, '', (phrase) => phrase === name).lead).toEqual([name]);
  });
});

describe('A column of supporters', () => {
  it('may name a lead, too', () => {
    expect(readParties('', 'Sở Nội vụ (chủ trì), Báo Đồng Khởi')).toEqual({ lead: ['Sở Nội vụ'], supporting: ['Báo Đồng Khởi'] });
  });

  it('has no party called “nt”', () => {
    expect(readParties('nt', 'Sở Nội vụ; như trên')).toEqual({ lead: [], supporting: ['Sở Nội vụ'] });
  });
});

describe('Any two cells', () => {
  it('keep the letters of their names', () => {
    const word = fc.constantFrom('Sở Nội vụ', 'Báo Đồng Khởi', 'chủ trì', '(chủ trì)', 'phối hợp với', 'phối hợp:', ';', ',', '\n', '(', ')', 'và');
    const cell = fc.array(word, { maxLength: 12 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(cell, cell, (lead, supporting) => {
        const read = readParties(lead, supporting);
        const all = [...read.lead, ...read.supporting].join(' ');
        for (const name of ['Sở Nội vụ', 'Báo Đồng Khởi']) expect(all.includes(name)).toBe(`${lead} ${supporting}`.includes(name));
      }),
      { numRuns: 500 },
    );
    fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.string(), (a, b) => expect(readParties(a, b)).toBeDefined()));
  });
});
