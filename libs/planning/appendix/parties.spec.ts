import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { splitParties } from './parties.js';

describe('The parties of a cell', () => {
  it.each([
    'Các sở, ban, ngành tỉnh',
    'Các Sở, Ban, ngành tỉnh',
    'các cơ quan, đơn vị, địa phương có liên quan',
    'Các cơ quan, đơn vị, địa phương',
    'UBND các huyện, thành phố',
    'UBND cấp huyện, cấp xã',
    'UBND các huyện, các xã',
    'UBND các xã, phường, thị trấn',
    'HĐND 03 cấp tỉnh, huyện, xã',
    'Các phòng, ban huyện',
    'Sở Văn hóa, Thể thao và Du lịch',
    'Sở Lao động - Thương binh và Xã hội',
    'Sở Nông nghiệp và Phát triển nông thôn',
    'Trung tâm Văn hóa - Thể thao và Truyền thanh huyện',
    'Trung tâm Xúc tiến Đầu tư và Khởi nghiệp',
    'Văn phòng HĐND và UBND huyện',
    'Văn phòng Đoàn ĐBQH và HĐND tỉnh',
    'HĐND và UBND các cấp',
    'Đài Phát thanh và Truyền hình tỉnh',
    'Các Đài truyền thanh cấp huyện và hệ thống truyền thanh cấp xã',
    'Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh',
    'Các đoàn thể, hội quần chúng',
  ])('keep “%s” whole', (phrase) => expect(splitParties(phrase)).toEqual([phrase]));

  it.each([
    ['Báo Đồng Khởi, Đài Phát thanh và truyền hình tỉnh', ['Báo Đồng Khởi', 'Đài Phát thanh và truyền hình tỉnh']],
    ['Sở Nội vụ, các cơ quan, đơn vị, địa phương', ['Sở Nội vụ', 'các cơ quan, đơn vị, địa phương']],
    ['Huyện Đoàn, Phòng Tư pháp', ['Huyện Đoàn', 'Phòng Tư pháp']],
    ['Đoàn Đại biểu Quốc hội tỉnh; HĐND 03 cấp tỉnh, huyện, xã', ['Đoàn Đại biểu Quốc hội tỉnh', 'HĐND 03 cấp tỉnh, huyện, xã']],
    ['Các sở, ban, ngành tỉnh; UBND cấp huyện, cấp xã', ['Các sở, ban, ngành tỉnh', 'UBND cấp huyện, cấp xã']],
    ['Các phòng, ban huyện; UBND các xã, thị trấn', ['Các phòng, ban huyện', 'UBND các xã, thị trấn']],
    ['Các sở, ban, ngành tỉnh, UBND các huyện, thành phố', ['Các sở, ban, ngành tỉnh', 'UBND các huyện, thành phố']],
    ['Sở Nội vụ và các cơ quan liên quan', ['Sở Nội vụ', 'các cơ quan liên quan']],
    ['Báo Đồng Khởi và Đài PTTH tỉnh', ['Báo Đồng Khởi', 'Đài PTTH tỉnh']],
    ['Sở Văn hóa, Thể thao và Du lịch, Sở Tư pháp, Tỉnh Đoàn', ['Sở Văn hóa, Thể thao và Du lịch', 'Sở Tư pháp', 'Tỉnh Đoàn']],
    ['UBND các huyện, thành phố và UBND các xã, phường, thị trấn', ['UBND các huyện, thành phố', 'UBND các xã, phường, thị trấn']],
    ['Sở Nội vụ (Phòng Cải cách hành chính, Văn phòng Sở), Sở Tài chính', ['Sở Nội vụ (Phòng Cải cách hành chính, Văn phòng Sở)', 'Sở Tài chính']],
    ['- Sở Nội vụ\n- Báo Đồng Khởi.', ['Sở Nội vụ', 'Báo Đồng Khởi']],
    ['Sở Nội vụ\nBáo Đồng Khởi', ['Sở Nội vụ', 'Báo Đồng Khởi']],
    ['Các cơ quan, đơn vị\ncó liên quan', ['Các cơ quan, đơn vị có liên quan']],
    ['Sở Văn hóa, Thể thao và\nDu lịch', ['Sở Văn hóa, Thể thao và Du lịch']],
    ['', []],
    [' ; , ', []],
  ])('of “%s” are %j', (text, expected) => expect(splitParties(text)).toEqual(expected));

  it('that the system knows are told apart where no rule does, and known wholes stay whole', () => {
    const known = new Set(['Huyện Ba Tri', 'Huyện Bình Đại', 'Ban A, Ban B']);
    const isKnown = (phrase: string) => known.has(phrase);
    expect(splitParties('Huyện Ba Tri, Huyện Bình Đại', isKnown)).toEqual(['Huyện Ba Tri', 'Huyện Bình Đại']);
    expect(splitParties('Ban A, Ban B', isKnown)).toEqual(['Ban A, Ban B']);
  });

  it('keep every letter of any text', () => {
    const word = fc.constantFrom('Sở Nội vụ', 'các', 'xã', ',', ';', ' và ', '\n', '(', ')', 'Ban', 'UBND', '- ', 'Đài', ' ');
    const letters = (text: string) => text.replace(/[^\p{L}\d]|(?<!\p{L})và(?!\p{L})/gu, '');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word).map((all) => all.join(' ')),
        ),
        (text) => {
          expect(letters(splitParties(text).join(' '))).toBe(letters(text.normalize('NFC')));
        },
      ),
    );
  });
});
