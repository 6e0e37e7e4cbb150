import { describe, expect, it } from '@jest/globals';
import type { Quantity } from '../quantity.js';
import { printQuantity } from './print-quantity.js';
import { readQuantity } from './quantity-expression.js';

/** Text, with ⏎ for a new line, [unit column] | min..max | unit | per | perYear | products | genres | doubts, by kind. */
const FORMS: Partial<Record<Quantity['kind'], string>> = {
  exact: `
    Bài báo (số lượng 24 bài) | 24..24 | bài | plan | 24..24 | Bài báo |  |
    Bài báo (số lượng 01 bài) | 1..1 | bài | plan | 1..1 | Bài báo |  |
    Chuyên mục (Phóng sự, Bài viết, câu chuyện truyền thanh, số lượng 12) | 12..12 | chuyên mục | plan | 12..12 | Chuyên mục | Phóng sự + Bài viết + Câu chuyện truyền thanh |
    Chuyên mục (Phóng sự, Bài phỏng vấn; số lượng 12) | 12..12 | chuyên mục | plan | 12..12 | Chuyên mục | Phóng sự + Bài phỏng vấn |
    Lớp (Số lượng 03 lớp) | 3..3 | lớp | plan | 3..3 | Lớp |  |
    Buổi (số lượng 12) | 12..12 | buổi | plan | 12..12 | Buổi |  |
    01 chuyên trang/quý và 01 chuyên trang Xuân | 5..5 | chuyên trang | plan | 5..5 | Chuyên trang |  |
    02 chuyên mục/tháng | 2..2 | chuyên mục | month | 24..24 | Chuyên mục |  |
    01 bài/tuần | 1..1 | bài | week | 52..52 | Bài |  |
    03 lớp/150 học viên | 3..3 | lớp | plan | 3..3 | Lớp |  |
    01 phóng sự (15 phút), phát lại 02 lần | 1..1 | phóng sự | plan | 1..1 | Phóng sự |  |
    52 [Chuyên mục] | 52..52 | chuyên mục | plan | 52..52 | Chuyên mục |  |
    02 [Lớp] | 2..2 | lớp | plan | 2..2 | Lớp |  |
    01 cuộc/xã [Cuộc] | 1..1 | cuộc | item | - | Cuộc |  |
    2 [Báo cáo] | 2..2 | báo cáo | plan | 2..2 | Báo cáo |  |
    2 [Bài/tháng] | 2..2 | bài | month | 24..24 | Bài |  |
    02 lần/năm | 2..2 | lần | plan | 2..2 |  |  |
    Mỗi tháng 02 bài | 2..2 | bài | month | 24..24 | Bài |  |
    Hàng quý 01 phóng sự | 1..1 | phóng sự | quarter | 4..4 | Phóng sự |  |
    1.000 tờ rơi | 1000..1000 | tờ rơi | plan | 1000..1000 | Tờ rơi |  |
    1 000 tờ gấp | 1000..1000 | tờ gấp | plan | 1000..1000 | Tờ gấp |  |
    12.500 tờ rơi | 12500..12500 | tờ rơi | plan | 12500..12500 | Tờ rơi |  |
    0 bài | 0..0 | bài | plan | 0..0 | Bài |  | zero-quantity
    00 | 0..0 |  | plan | 0..0 |  |  | zero-quantity
    150 [Học viên] | 150..150 | học viên | plan | 150..150 | Học viên |  |
    03/150 [Lớp/học viên] | 3..3 | lớp | plan | 3..3 | Lớp |  |
    24 bài (02 bài/tháng) | 24..24 | bài | plan | 24..24 | Bài |  |
    24 bài (03 bài/tháng) | 24..24 | bài | plan | 24..24 | Bài |  | quantity-disagrees
    02 (hai) bài | 2..2 | bài | plan | 2..2 | Bài |  |
    một bài | 1..1 | bài | plan | 1..1 | Bài |  |
    hai lớp tập huấn | 2..2 | lớp tập huấn | plan | 2..2 | Lớp tập huấn |  |
    02 tin, 01 phóng sự | 3..3 | sản phẩm | plan | 3..3 | Tin + Phóng sự |  |
    02 tin và 01 bài/tháng | 14..14 | sản phẩm | plan | 14..14 | Tin + Bài |  | period-unclear
    01 chuyên mục/tuần; 02 phóng sự/quý | 60..60 | sản phẩm | plan | 60..60 | Chuyên mục + Phóng sự |  |
    01 bài/6 tháng | 1..1 | bài | half | 2..2 | Bài |  |
    02 bài trong 3 tháng | 2..2 | bài | plan | 2..2 | Bài |  | quantity-unknown
    02 chuyên mục/tháng x 12 tháng | 2..2 | chuyên mục | month | 24..24 | Chuyên mục |  |
    Tài liệu (500 cuốn) | 500..500 | cuốn | plan | 500..500 | Tài liệu |  |
    500 bộ tài liệu tuyên truyền | 500..500 | bộ tài liệu tuyên truyền | plan | 500..500 | Bộ tài liệu tuyên truyền |  |
    CHUYÊN MỤC (PHÓNG SỰ, BÀI VIẾT, SỐ LƯỢNG 12) | 12..12 | chuyên mục | plan | 12..12 | CHUYÊN MỤC | PHÓNG SỰ + BÀI VIẾT |
    so luong: 12 bai | 12..12 | bài | plan | 12..12 | Bài |  |
    Chuyên mục; số lượng: 12 | 12..12 | chuyên mục | plan | 12..12 | Chuyên mục |  |
    Bài báo: 24 bài | 24..24 | bài | plan | 24..24 | Bài báo |  |
    Hội nghị: 01 cuộc | 1..1 | cuộc | plan | 1..1 | Hội nghị |  |
    Phóng sự (15 phút/phóng sự), số lượng 04 | 4..4 | phóng sự | plan | 4..4 | Phóng sự |  |
    01 cuộc/xã/năm | 1..1 | cuộc | item | - | Cuộc |  |
    03 lớp (150 học viên/lớp) | 3..3 | lớp | plan | 3..3 | Lớp |  |
    01 chương trình, phát 02 lần/tuần | 1..1 | chương trình | plan | 1..1 | Chương trình |  |
    04 chuyên mục, thời lượng 15 phút | 4..4 | chuyên mục | plan | 4..4 | Chuyên mục |  |
    Mỗi xã 01 cuộc | 1..1 | cuộc | item | - | Cuộc |  |
    12 số | 12..12 | số | plan | 12..12 | Số |  |
    Đăng 24 bài | 24..24 | bài | plan | 24..24 | Bài |  |
    02 hội nghị (01 hội nghị cấp tỉnh, 01 hội nghị cấp huyện) | 2..2 | hội nghị | plan | 2..2 | Hội nghị |  |
    Tổ chức 03 lớp tập huấn | 3..3 | lớp tập huấn | plan | 3..3 | Lớp tập huấn |  |
    In 1.000 tờ rơi | 1000..1000 | tờ rơi | plan | 1000..1000 | Tờ rơi |  |
    01 chuyên trang Xuân + 04 chuyên trang/quý | 17..17 | chuyên trang | plan | 17..17 | Chuyên trang |  | period-unclear
    - 02 phóng sự⏎- 10 tin, bài | 12..12 | sản phẩm | plan | 12..12 | Phóng sự + Tin, bài |  |
    02 phóng sự⏎10 tin, bài | 12..12 | sản phẩm | plan | 12..12 | Phóng sự + Tin, bài |  |
    • 02 phóng sự⏎• 10 tin, bài | 12..12 | sản phẩm | plan | 12..12 | Phóng sự + Tin, bài |  |
    - 02 phóng sự - 10 tin, bài | 12..12 | sản phẩm | plan | 12..12 | Phóng sự + Tin, bài |  |
    + 02 phóng sự⏎+ 10 tin, bài | 12..12 | sản phẩm | plan | 12..12 | Phóng sự + Tin, bài |  |
    02 phóng sự - 10 tin | 12..12 | sản phẩm | plan | 12..12 | Phóng sự + Tin |  |
    Chuyên mục⏎(số lượng 12) | 12..12 | chuyên mục | plan | 12..12 | Chuyên mục |  |
    Bài báo⏎24 bài | 24..24 | bài | plan | 24..24 | Bài báo |  |
    02 chuyên mục⏎/tháng | 2..2 | chuyên mục | month | 24..24 | Chuyên mục |  |
    01 chương trình/tháng, 30 phút/chương trình | 1..1 | chương trình | month | 12..12 | Chương trình |  |
    02 chuyên đề/quý (15 phút/chuyên đề) | 2..2 | chuyên đề | quarter | 8..8 | Chuyên đề |  |
    01 phóng sự/tháng; thời lượng 15 phút/phóng sự | 1..1 | phóng sự | month | 12..12 | Phóng sự |  |
    01 chương trình/tháng x 30 phút | 1..1 | chương trình | month | 12..12 | Chương trình |  |
    10 nghìn tờ rơi | 10000..10000 | tờ rơi | plan | 10000..10000 | Tờ rơi |  |
    5 ngàn tờ | 5000..5000 | tờ | plan | 5000..5000 | Tờ |  |
    5 ngàn tờ rơi | 5000..5000 | tờ rơi | plan | 5000..5000 | Tờ rơi |  |
    2 triệu lượt | 2000000..2000000 | lượt | plan | 2000000..2000000 |  |  |
    1,5 triệu lượt | 1500000..1500000 | lượt | plan | 1500000..1500000 |  |  |
    khoảng 20 pano | 20..20 | panô | plan | 20..20 | Panô |  | approximate
    gần 20 pano | 20..20 | panô | plan | 20..20 | Panô |  | approximate
    ~ 24 | 24..24 |  | plan | 24..24 |  |  | approximate
    ~ 24 bài | 24..24 | bài | plan | 24..24 | Bài |  | approximate
    ± 24 bài | 24..24 | bài | plan | 24..24 | Bài |  | approximate
    dự kiến 10 bài | 10..10 | bài | plan | 10..10 | Bài |  | approximate
    10 bài (dự kiến) | 10..10 | bài | plan | 10..10 | Bài |  | approximate
    Mỗi xã 01 cuộc/quý | 1..1 | cuộc | item | - | Cuộc |  | two-rates
    01 cuộc/xã/quý | 1..1 | cuộc | item | - | Cuộc |  | two-rates
    1 bài/tháng từ tháng 2 đến tháng 12 | 1..1 | bài | month | 12..12 | Bài |  | time-in-quantity
    03 đợt, mỗi đợt 10 pano | 3..3 | đợt | plan | 3..3 |  |  | quantity-unknown
    10 xã, phường | 10..10 | xã | plan | 10..10 | Xã |  | quantity-unknown
    01 chuyên đề trên quý | 1..1 | chuyên đề | quarter | 4..4 | Chuyên đề |  |
    20 pa-nô | 20..20 | pa-nô | plan | 20..20 | Pa-nô |  |
    20 pa nô | 20..20 | pa nô | plan | 20..20 | Pa nô |  |
    SL: 12 bài | 12..12 | bài | plan | 12..12 | Bài |  |
    Bài báo (SL: 12) | 12..12 | bài báo | plan | 12..12 | Bài báo |  |
    SL 12 | 12..12 |  | plan | 12..12 |  |  |
    24 (hai mươi bốn) bài | 24..24 | bài | plan | 24..24 | Bài |  |
    Bài báo (hai mươi bốn bài) | 24..24 | bài | plan | 24..24 | Bài báo |  |`,
  unlimited: `
    Tin, bài (số lượng: Không giới hạn) | 0.. | tin, bài | plan | - | Tin, bài |  |
    Chuyên mục (số lượng: Không giới hạn) | 0.. | chuyên mục | plan | - | Chuyên mục |  |
    Không giới hạn 24 bài | 0.. | bài | plan | - | Bài |  | unlimited-with-number
    Không giới hạn | 0.. |  | plan | - |  |  |`,
  'as-regulated': `
    Cuộc (số lượng: Theo quy định) | .. | cuộc | plan | - | Cuộc |  |
    Theo quy định | .. |  | plan | - |  |  |`,
  implied: `
    Cuộc thi | 1..1 | cuộc thi | plan | 1..1 | Cuộc thi |  | implied-quantity
    Kế hoạch | 1..1 | kế hoạch | plan | 1..1 | Kế hoạch |  | implied-quantity
    Hợp đồng; Biên bản nghiệm thu, thanh lý hợp đồng | 2..2 | văn bản | plan | 2..2 | Hợp đồng + Biên bản nghiệm thu, thanh lý hợp đồng |  | implied-quantity
    abc xyz | 1..1 | abc xyz | plan | 1..1 | Abc xyz |  | implied-quantity
    Chuyên mục hàng tháng | 1..1 | chuyên mục | month | 12..12 | Chuyên mục |  | implied-quantity
    Diễn đàn “Cà phê Doanh nghiệp” | 1..1 | diễn đàn | plan | 1..1 | Diễn đàn Cà phê Doanh nghiệp |  | implied-quantity
    Cuộc thi tìm hiểu CCHC năm 2021 | 1..1 | cuộc thi | plan | 1..1 | Cuộc thi tìm hiểu CCHC năm 2021 |  | implied-quantity
    Kế hoạch, báo cáo | 1..1 | kế hoạch | plan | 1..1 | Kế hoạch, báo cáo |  | implied-quantity
    Lớp (150 học viên) | 1..1 | lớp | plan | 1..1 | Lớp |  | implied-quantity
    Chuyên mục [Chuyên mục] | 1..1 | chuyên mục | plan | 1..1 | Chuyên mục |  | implied-quantity
    Tin, bài⏎tuyên truyền | 1..1 | tin, bài | plan | 1..1 | Tin, bài tuyên truyền |  | implied-quantity
    Báo cáo 6 tháng | 1..1 | báo cáo | plan | 1..1 | Báo cáo 6 tháng |  | implied-quantity
    Báo cáo 9 tháng | 1..1 | báo cáo | plan | 1..1 | Báo cáo 9 tháng |  | implied-quantity
    Báo cáo quý, 6 tháng, năm | 1..1 | báo cáo | plan | 1..1 | Báo cáo quý, 6 tháng, năm |  | implied-quantity
    Báo cáo 6 tháng, năm | 1..1 | báo cáo | plan | 1..1 | Báo cáo 6 tháng, năm |  | implied-quantity
    Kế hoạch tuyên truyền Đề án 06 | 1..1 | kế hoạch | plan | 1..1 | Kế hoạch tuyên truyền Đề án 06 |  | implied-quantity
    Báo cáo kết quả thực hiện Chương trình 135 | 1..1 | báo cáo | plan | 1..1 | Báo cáo kết quả thực hiện Chương trình 135 |  | implied-quantity
    Nghị quyết 76/NQ-CP | 1..1 | nghị quyết 76/nq-cp | plan | 1..1 | Nghị quyết 76/NQ-CP |  | implied-quantity
    Tuyên truyền Nghị quyết số 76/NQ-CP | 1..1 | tuyên truyền nghị quyết số 76/nq-cp | plan | 1..1 | Tuyên truyền Nghị quyết số 76/NQ-CP |  | implied-quantity
    Hội nghị tổng kết về 10 năm CCHC | 1..1 | hội nghị | plan | 1..1 | Hội nghị tổng kết về 10 năm CCHC |  | implied-quantity
    Kỷ niệm 46 năm Ngày giải phóng | 1..1 | kỷ niệm 46 năm ngày giải phóng | plan | 1..1 | Kỷ niệm 46 năm Ngày giải phóng |  | implied-quantity
    năm thứ 3 | 1..1 | năm thứ 3 | plan | 1..1 | Năm thứ 3 |  | implied-quantity
    Hội nghị sơ kết 3 năm thực hiện Đề án 06 | 1..1 | hội nghị | plan | 1..1 | Hội nghị sơ kết 3 năm thực hiện Đề án 06 |  | implied-quantity`,
  none: `
    Các sản phẩm truyền thông | .. |  | plan | - | Sản phẩm truyền thông |  | no-quantity
    15 phút | .. |  | plan | - |  |  | quantity-unknown
    150 học viên | .. |  | plan | - |  |  | quantity-unknown
    - | .. |  | plan | - |  |  | no-quantity
    x | .. |  | plan | - |  |  | quantity-unknown
    1,5 bài | .. |  | plan | - |  |  | quantity-unknown
    99999999999 bài | .. |  | plan | - |  |  | quantity-unknown
    02 bài/2 tháng | .. |  | plan | - |  |  | quantity-unknown
    02 tin/ngày | .. |  | plan | - |  |  | quantity-unknown
    Các tin, bài | .. |  | plan | - | Tin, bài |  | no-quantity
    200.000.000 đồng | .. |  | plan | - |  |  | quantity-unknown
    2.5 bài | .. |  | plan | - |  |  | quantity-unknown
    Theo KH của Sở [Bài] | .. | bài | plan | - | Theo KH của Sở |  | quantity-unknown
    02 bài; 01 phóng sự; 100% cơ quan | .. | sản phẩm | plan | - | Bài + Phóng sự |  | parts-not-summed
    2 triệu lượt truy cập | .. |  | plan | - |  |  | quantity-unknown
    10 triệu đồng | .. |  | plan | - |  |  | quantity-unknown
    1/2 trang báo | .. |  | plan | - |  |  | quantity-unknown
    01/2 trang báo | .. |  | plan | - |  |  | quantity-unknown
    24/24 giờ | .. |  | plan | - |  |  | quantity-unknown`,
  percentage: `
    100% cơ quan, đơn vị | 100..100 | % | plan | - |  |  |
    100% [%] | 100..100 | % | plan | - |  |  |
    100 [%] | 100..100 | % | plan | - |  |  |
    ≥ 90% cán bộ, công chức | 90.. | % | plan | - |  |  |
    80-90% | 80..90 | % | plan | - |  |  |
    80% - 90% | 80..90 | % | plan | - |  |  |
    95,5% | 95.5..95.5 | % | plan | - |  |  |
    90% trở lên | 90.. | % | plan | - |  |  |`,
  minimum: `
    Tối thiểu 04 tin, bài/tháng | 4.. | tin, bài | month | 48.. | Tin, bài |  |
    ≥ 48 [Tin, bài] | 48.. | tin, bài | plan | 48.. | Tin, bài |  |
    từ 04 tin trở lên | 4.. | tin | plan | 4.. | Tin |  |
    04 tin trở lên/tháng | 4.. | tin | month | 48.. | Tin |  |
    không dưới 20 bài | 20.. | bài | plan | 20.. | Bài |  |
    24 bài; tin không giới hạn | 24.. | sản phẩm | plan | 24.. | Bài + Tin |  |
    toi thieu 04 tin, bai/thang | 4.. | tin, bài | month | 48.. | Tin, bài |  |
    >= 12 bài | 12.. | bài | plan | 12.. | Bài |  |
    Trên 50 bài | 50.. | bài | plan | 50.. | Bài |  |
    Ít nhất 01 bài/đơn vị | 1.. | bài | item | - | Bài |  |
    Mỗi đơn vị ít nhất 02 tin, bài/tháng | 2.. | tin, bài | item | - | Tin, bài |  | two-rates`,
  range: `
    02-03 bài | 2..3 | bài | plan | 2..3 | Bài |  |
    từ 02 đến 03 bài/tháng | 2..3 | bài | month | 24..36 | Bài |  |
    không quá 5 bài | 0..5 | bài | plan | 0..5 | Bài |  |
    tối đa 10 tin, bài/quý | 0..10 | tin, bài | quarter | 0..40 | Tin, bài |  |
    03-02 bài | 2..3 | bài | plan | 2..3 | Bài |  | range-reversed
    5-7 tin, bài/tuần | 5..7 | tin, bài | week | 260..364 | Tin, bài |  |
    Dưới 10 bài | 0..10 | bài | plan | 0..10 | Bài |  |
    02 bài - 03 bài | 2..3 | bài | plan | 2..3 | Bài |  |
    khoảng 20-30 bài | 20..30 | bài | plan | 20..30 | Bài |  | approximate`,
};

const rows = Object.entries(FORMS).flatMap(([kind, lines]) =>
  lines
    .trim()
    .split('\n')
    .map((line): [string, string, string] => [line.split(' | ')[0]!.trim(), kind, line.trim()]),
);

function read(cell: string): ReturnType<typeof readQuantity> {
  const [, text, unit] = /^(.*?)(?: \[(.*)\])?$/u.exec(cell)!;
  return readQuantity(text!.replaceAll('⏎', '\n'), unit === undefined ? {} : { unit });
}

function lineOf(cell: string): string {
  const { value, products, genres, doubts } = read(cell);
  const span = (ends: readonly (number | null)[]) => ends.map((end) => end ?? '').join('..');
  const fields = [cell, span([value.min, value.max]), value.unit, value.per, value.perYear ? span(value.perYear) : '-'];
  return [...fields, products.join(' + '), genres.join(' + '), doubts.map(({ code }) => code).join(' ')].join(' | ').trim();
}

/** Without the words that it was read from. */
function bare(value: Quantity): Quantity {
  return { ...value, source: '', parts: value.parts.map((part) => ({ ...part, source: '' })) };
}

describe('A quantity expression', () => {
  it.each(rows)('“%s” is %s', (cell, kind, line) => {
    expect(read(cell).value.kind).toBe(kind);
    expect(lineOf(cell)).toBe(line);
  });

  it.each(rows)('“%s” gives the same when it is printed and read again', (cell) => {
    const { value } = read(cell);
    expect(bare(readQuantity(printQuantity(value)).value)).toEqual(bare(value));
  });

  it.each(rows)('“%s” reads alike decomposed, in capitals and with other spaces', (cell) => {
    const value = bare(read(cell).value);
    for (const variant of [cell.normalize('NFD'), cell.toUpperCase(), cell.replaceAll(' ', ' \u00A0').replace(' \u00A0[', ' [')]) {
      expect(bare(read(variant).value)).toEqual(value);
    }
  });

  it('keeps its own words, composed and trimmed', () => {
    expect(readQuantity(' 02 bài/quý '.normalize('NFD')).value.source).toBe('02 bài/quý');
  });

  it('of several products keeps each of them', () => {
    expect(readQuantity('01 chuyên trang/quý và 01 chuyên trang Xuân').value.parts).toEqual([
      { kind: 'exact', min: 1, max: 1, unit: 'chuyên trang', per: 'quarter', perYear: [4, 4], parts: [], source: '01 chuyên trang/quý' },
      { kind: 'exact', min: 1, max: 1, unit: 'chuyên trang', per: 'plan', perYear: [1, 1], parts: [], source: '01 chuyên trang Xuân' },
    ]);
    expect(readQuantity('Hợp đồng; Biên bản nghiệm thu, thanh lý hợp đồng').value.parts).toMatchObject([
      { kind: 'implied', min: 1, unit: 'hợp đồng', source: 'Hợp đồng' },
      { kind: 'implied', min: 1, unit: 'biên bản nghiệm thu, thanh lý hợp đồng', source: 'Biên bản nghiệm thu, thanh lý hợp đồng' },
    ]);
  });

  it('that is empty has no number, whatever the unit column says', () => {
    for (const text of ['', '  ', '-', '…']) expect(readQuantity(text).doubts).toMatchObject([{ code: 'no-quantity' }]);
    expect(readQuantity('', { unit: 'Bài' })).toMatchObject({ value: { kind: 'none', unit: 'bài' }, products: ['Bài'] });
  });

  it('too long for a cell is kept and not read', () => {
    const text = '1 bài; '.repeat(400).trim();
    expect(readQuantity(text)).toMatchObject({ value: { kind: 'none', source: text }, doubts: [{ code: 'too-long' }] });
  });

  it('has a Vietnamese sentence for every doubt', () => {
    const messages = rows.flatMap(([cell]) => read(cell).doubts.map(({ message }) => message));
    expect(messages.every((message) => /^\p{Lu}.*\.$/u.test(message))).toBe(true);
  });
});
