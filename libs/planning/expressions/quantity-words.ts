import type { Cursor } from './cursor.js';

/**
 * What plans count. Words after one of these only describe it ("01 chuyên trang Xuân" counts chuyên trang);
 * a noun that is not here is taken with all its words. A comma inside belongs to the phrase.
 */
const UNITS: readonly string[] = [
  'tin, bài, ảnh, video',
  'tin, bài, ảnh',
  'tin, bài, phóng sự',
  'tin, ảnh',
  'tin, bài',
  'bài, ảnh',
  'tin/bài',
  'tin và bài',
  'tin bài',
  'tin',
  'bài báo',
  'bài viết',
  'bài phỏng vấn',
  'bài phản ánh',
  'bài tuyên truyền',
  'bài dự thi',
  'bài',
  'bản tin',
  'chuyên mục',
  'chuyên trang',
  'chuyên đề',
  'chương trình',
  'câu chuyện truyền thanh',
  'phóng sự',
  'phim tài liệu',
  'phim phóng sự',
  'tiểu phẩm',
  'tọa đàm',
  'video clip',
  'video',
  'clip',
  'infographic',
  'lớp tập huấn',
  'lớp',
  'buổi tọa đàm',
  'buổi',
  'cuộc thi',
  'cuộc họp',
  'cuộc đối thoại',
  'cuộc',
  'hội thi',
  'hội nghị',
  'hội thảo',
  'diễn đàn',
  'khóa',
  'đợt',
  'kỳ',
  'biên bản nghiệm thu, thanh lý hợp đồng',
  'biên bản nghiệm thu và thanh lý hợp đồng',
  'biên bản nghiệm thu',
  'biên bản thanh lý',
  'biên bản',
  'hợp đồng',
  'kế hoạch',
  'báo cáo',
  'quyết định',
  'công văn',
  'văn bản',
  'tờ trình',
  'thông báo',
  'tờ gấp',
  'tờ rơi',
  'pa-nô',
  'pa nô',
  'panô',
  'pano',
  'áp phích',
  'băng rôn',
  'khẩu hiệu',
  'sổ tay',
  'cẩm nang',
  'tài liệu',
  'sản phẩm',
  'lần',
  'lượt',
];

/** By the phrase as tokens stand apart; longer ones first, so that a description never cuts a name short. */
const UNIT_OF_PHRASE = new Map(UNITS.map((name) => [name.replaceAll(/([,/-])\s*/g, ' $1 '), name]));
const KNOWN_UNITS = new Set(UNITS);
const UNIT_PHRASES = [...UNIT_OF_PHRASE.keys()].toSorted((a, b) => b.length - a.length);

/** Those of the units that are documents; several kinds of them count together as "văn bản". */
const DOCUMENTS = /^(?:biên bản|hợp đồng|kế hoạch|báo cáo|quyết định|công văn|văn bản|tờ trình|thông báo)/u;

/** A known unit, in its one spelling. */
export function readUnit(cursor: Cursor): string | undefined {
  const phrase = cursor.acceptOneOf(UNIT_PHRASES);
  return phrase === undefined ? undefined : UNIT_OF_PHRASE.get(phrase);
}

export function isKnownUnit(unit: string): boolean {
  return KNOWN_UNITS.has(unit);
}

export function isDocument(unit: string): boolean {
  return DOCUMENTS.test(unit);
}

/** Numbers of these are lengths, people and money, not deliverables. */
export const MEASURES: readonly string[] = [
  'phút',
  'giây',
  'giờ',
  'học viên',
  'đại biểu',
  'người',
  'lượt người',
  'lượt truy cập',
  'lượt xem',
  'thí sinh',
  'cán bộ',
  'đồng',
  'triệu đồng',
  'triệu',
  'nghìn đồng',
  'nghìn',
  'ngàn đồng',
  'ngàn',
  'tỷ đồng',
  'tỷ',
  'ngày',
  'trang',
  'từ',
];

/** "6 tháng", "10 năm": a number of these is no number of products. */
export const LENGTHS: readonly string[] = ['tháng', 'quý', 'tuần', 'năm'];

/** The number after these says how often, how long or how dear, and counts no new product. */
export const RERUNS: readonly string[] = [
  'phát lại',
  'phát sóng lại',
  'phát thanh lại',
  'đăng lại',
  'chiếu lại',
  'tái phát',
  'thời lượng',
  'kinh phí',
  'đơn giá',
];
/** Only after the number of products: before it they are what is done with them ("đăng 24 bài"). */
export const BROADCASTS: readonly string[] = ['phát sóng', 'phát thanh', 'phát', 'đăng', 'chiếu'];
export const UNLIMITED: readonly string[] = ['không giới hạn số lượng', 'không giới hạn', 'không hạn chế', 'không hạn định', 'không khống chế', 'vô hạn'];
export const REGULATED: readonly string[] = [
  ...['quy định', 'quy chế', 'thực tế', 'tình hình', 'yêu cầu', 'nhu cầu', 'kế hoạch', 'chỉ đạo', 'hướng dẫn', 'hợp đồng', 'đề nghị', 'chương trình'].map(
    (word) => `theo ${word}`,
  ),
  'tùy theo',
  'tùy',
  'căn cứ',
  'khi có',
  'khi cần',
  'đột xuất',
];
export const LABELS: readonly string[] = [
  'sl',
  'số lượng',
  'tổng số lượng',
  'tổng số',
  'tổng cộng',
  'tổng',
  'khối lượng',
  'dự kiến',
  'khoảng',
  'là',
  'gồm',
  'bao gồm',
  'đạt',
  ':',
  '=',
  '.',
];
/** The number behind these is no exact one. */
export const APPROXIMATE: readonly string[] = ['vào khoảng', 'khoảng', 'xấp xỉ', 'gần', 'ước tính', 'ước đạt', 'ước', 'chừng', 'dự kiến', '±', '≈', '-'];
/** A number right behind these is their name: "Đề án 06", "Chương trình 135", "năm thứ 3". */
export const NAMED_BY_NUMBER: readonly string[] = [
  'đề án',
  'dự án',
  'chương trình',
  'nghị quyết',
  'nghị định',
  'chỉ thị',
  'thông tư',
  'kết luận',
  'quyết định',
  'kế hoạch',
  'công văn',
  'hướng dẫn',
  'luật',
  'điều',
  'khoản',
  'thứ',
];
/** Those for whom something is done; a number of them counts no product. */
export const GROUPS: readonly string[] = ['xã', 'phường', 'thị trấn', 'huyện', 'thôn', 'ấp', 'cơ quan', 'đơn vị', 'địa phương'];
/** Names that begin like a label. */
export const NOT_LABELS: readonly string[] = ['tổng kết', 'tổng hợp', 'tổng duyệt', 'tổng điều tra', 'tổng vệ sinh'];
export const AT_LEAST: readonly string[] = [
  'tối thiểu là',
  'tối thiểu',
  'ít nhất là',
  'ít nhất',
  'không dưới',
  'không ít hơn',
  'thấp nhất',
  'trên',
  'hơn',
  '≥',
  '> =',
  '≧',
  '>',
];
export const AT_MOST: readonly string[] = ['tối đa là', 'tối đa', 'không quá', 'không vượt quá', 'nhiều nhất', 'dưới', '≤', '< =', '≦', '<'];
export const PLURALS: readonly string[] = ['các', 'những', 'một số', 'nhiều', 'toàn bộ', 'mọi', 'tất cả'];
/** Remarks in brackets that name no genre. */
export const REMARKS: readonly string[] = [
  'nếu có',
  'lồng ghép',
  'dự kiến',
  'kèm',
  'kể cả',
  'không kể',
  'theo',
  'do',
  'trong',
  'mỗi',
  'hàng',
  'có',
  'cả',
  'tùy',
  'khi',
  'chưa',
  'không',
];
/** Says expressly that the cell owes no number. */
export const UNSTATED: readonly string[] = ['không nêu số lượng', 'chưa nêu số lượng', 'chưa xác định', 'chưa rõ'];
/** What is done with a product; it is no part of its name. */
export const VERBS: readonly string[] = [
  'tổ chức',
  'xây dựng',
  'thực hiện',
  'biên soạn',
  'sản xuất',
  'phát hành',
  'phát sóng',
  'đăng tải',
  'đăng',
  'mở',
  'viết',
  'in',
];
export const NOT_VERBS: readonly string[] = ['đăng ký', 'in ấn', 'tổ chức đoàn thể'];
