/*
 * How a paper looks by Nghị định 30/2020/NĐ-CP, Phụ lục I: the clause stands with each rule. Twips are twentieths of a
 * point (567 a centimetre), sizes are points.
 */

/** Phụ lục I, I.1: A4. I.2: portrait; landscape only for what has wide tables. */
export const PAGE = { width: 11_906, height: 16_838 } as const;

/** Phụ lục I, I.3: top and bottom 20–25 mm, left 30–35 mm, right 15–20 mm. */
export const MARGINS = { top: 1134, bottom: 1134, left: 1701, right: 850, header: 567 } as const;

/** What is left between the margins. */
export const TEXT_WIDTH = {
  portrait: PAGE.width - MARGINS.left - MARGINS.right,
  landscape: PAGE.height - MARGINS.left - MARGINS.right,
} as const;

/** Phụ lục I, I.4. */
export const FONT = 'Times New Roman';

/** Phụ lục I, I.7: Arabic figures, 13–14 upright, centred in the top margin, not on the first page. */
export const PAGE_NUMBER_SIZE = 14;

/** The widths of the two halves of a letter's head (much as the official grid, 3276 and 6072). */
export const LETTERHEAD_WIDTHS = [3505, 5850] as const;

export type Align = 'left' | 'center' | 'right' | 'both';

/** A line under the text: as long as it, or 1/3 to 1/2 of it, centred. */
type Rule = 'full' | 'partial';

export interface ParagraphLook {
  /** The name in Word's list of styles. */
  readonly name: string;
  readonly size: number;
  readonly isBold?: boolean;
  readonly isItalic?: boolean;
  readonly isUpper?: boolean;
  readonly align: Align;
  /** Twips. */
  readonly firstLine?: number;
  /** Points. */
  readonly before?: number;
  readonly after?: number;
  /** In 240ths of a line. */
  readonly line?: number;
  readonly rule?: Rule;
  /** Stays on the page of what follows. */
  readonly keepsNext?: boolean;
}

/** Every kind of paragraph that a template may use, by the class it bears there. */
export const LOOKS = {
  // II.1: national title 12–13 upper bold, motto 13–14 bold over a line of its own length.
  'quoc-hieu': { name: 'Quốc hiệu', size: 13, isBold: true, isUpper: true, align: 'center' },
  'tieu-ngu': { name: 'Tiêu ngữ', size: 14, isBold: true, align: 'center', rule: 'full' },
  // II.2: the superior 12–13 upper, the office 12–13 upper bold over a line of a third to a half of its length.
  'co-quan-chu-quan': { name: 'Cơ quan chủ quản', size: 13, isUpper: true, align: 'center' },
  'co-quan-ban-hanh': { name: 'Cơ quan ban hành', size: 13, isBold: true, isUpper: true, align: 'center', rule: 'partial' },
  // II.3 and II.4.
  'so-ky-hieu': { name: 'Số, ký hiệu', size: 13, align: 'center' },
  'so-bien-ban': { name: 'Số biên bản', size: 13, align: 'center', after: 6 },
  'dia-danh-ngay': { name: 'Địa danh và thời gian', size: 14, isItalic: true, align: 'center' },
  // II.5a: kind 13–14 upper bold, summary 13–14 bold over a line of a third to a half of its length. II.5b: a letter's summary.
  'ten-loai': { name: 'Tên loại', size: 14, isBold: true, isUpper: true, align: 'center', before: 18, keepsNext: true },
  'trich-yeu': { name: 'Trích yếu', size: 14, isBold: true, align: 'center', rule: 'partial', keepsNext: true },
  'trich-yeu-cong-van': { name: 'Trích yếu công văn', size: 13, align: 'center', before: 6 },
  // II.6: bases italic; body 13–14, justified, first line 1–1,27 cm, at least 6 pt between paragraphs, lines single to 1,5.
  'can-cu': { name: 'Căn cứ', size: 14, isItalic: true, align: 'both', firstLine: 720, after: 6, line: 264 },
  'noi-dung': { name: 'Nội dung', size: 14, align: 'both', firstLine: 720, after: 6, line: 264 },
  'noi-dung-cuoi': { name: 'Nội dung, đoạn cuối', size: 14, align: 'both', firstLine: 720, after: 12, line: 264, keepsNext: true },
  khoan: { name: 'Khoản có tiêu đề', size: 14, isBold: true, align: 'both', firstLine: 720, after: 6, line: 264, keepsNext: true },
  // II.9a.
  'kinh-gui': { name: 'Kính gửi', size: 14, align: 'center', before: 18, after: 12 },
  // II.7: position upper bold, name bold.
  'quyen-han': { name: 'Quyền hạn, chức vụ', size: 14, isBold: true, isUpper: true, align: 'center', keepsNext: true },
  'ghi-chu-ky': { name: 'Ghi chú chỗ ký', size: 13, isItalic: true, align: 'center', keepsNext: true },
  'cho-ky': { name: 'Chỗ ký', size: 14, align: 'center', before: 48, keepsNext: true },
  'ho-ten': { name: 'Họ tên người ký', size: 14, isBold: true, align: 'center' },
  // II.9b: label 12 bold italic, list 11 upright.
  'noi-nhan': { name: 'Nơi nhận', size: 12, isBold: true, isItalic: true, align: 'left', keepsNext: true },
  'noi-nhan-dong': { name: 'Nơi nhận, danh sách', size: 11, align: 'left' },
  // III.1: annex.
  'phu-luc': { name: 'Phụ lục', size: 14, isBold: true, align: 'center', keepsNext: true },
  'phu-luc-ten': { name: 'Tên phụ lục', size: 14, isBold: true, isUpper: true, align: 'center', keepsNext: true },
  'phu-luc-kem-theo': { name: 'Phụ lục kèm theo', size: 14, isItalic: true, align: 'center', after: 6, keepsNext: true },
  // Not in the decree.
  'du-thao': { name: 'Dự thảo', size: 13, isBold: true, align: 'left', after: 6 },
  o: { name: 'Ô bảng', size: 12, align: 'left' },
  'o-giua': { name: 'Ô bảng, giữa', size: 12, align: 'center' },
  'o-phai': { name: 'Ô bảng, phải', size: 12, align: 'right' },
  'o-tieu-de': { name: 'Ô bảng, tiêu đề', size: 12, isBold: true, align: 'center' },
} as const satisfies Record<string, ParagraphLook>;

export type LookName = keyof typeof LOOKS;

/** The same with every property there, for code that asks any of them. */
export function lookOf(name: LookName): ParagraphLook {
  return LOOKS[name];
}

export function isLookName(name: string): name is LookName {
  return Object.hasOwn(LOOKS, name);
}
