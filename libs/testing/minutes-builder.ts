import { NO_PARTICULARS } from '#contracts/contract.entity.js';
import type { AcceptanceMinutes, LiquidationMinutes, MinutesHead, MinutesLine, MinutesProduct } from '#contracts/minutes.js';
import { DEFAULT_OFFICE } from '#contracts/office-settings.entity.js';
import { amountsOf, sumOf, type VatRate } from '#contracts/vat.js';
import type { ReminderLetter } from '#documents/reminder-letter.service.js';
import { plainDate } from '#kernel/plain-date.js';

const OFFICE = {
  ...DEFAULT_OFFICE,
  superior: 'UBND tỉnh Bến Tre',
  place: 'Bến Tre',
  signerName: 'Nguyễn Văn Bình',
};

export const MINUTES_HEAD: MinutesHead = {
  office: OFFICE,
  contract: { id: 1, number: '05/HĐ-SNV', title: 'thông tin, tuyên truyền cải cách hành chính trên Báo Đồng Khởi năm 2021', signedOn: '2021-01-15' },
  annexes: [],
  plan: { number: '105/KH-UBND', issuedOn: '2021-01-05', issuer: 'Ủy ban nhân dân tỉnh Bến Tre' },
  bases: ['Căn cứ Bộ luật Dân sự ngày 24 tháng 11 năm 2015;', 'Căn cứ Nghị quyết số 76/NQ-CP ngày 15 tháng 7 năm 2021 của Chính phủ'],
  partyA: {
    ...NO_PARTICULARS,
    name: 'Sở Nội vụ tỉnh Bến Tre',
    address: 'Số 20, đường 3 Tháng 2, phường An Hội, thành phố Bến Tre',
    phone: '0275 3822 000',
    taxCode: '1300 123 456',
    account: '9527.1.1012345',
    bank: 'Kho bạc Nhà nước Bến Tre',
    representative: 'Nguyễn Văn Bình',
    position: 'Giám đốc',
  },
  partyB: {
    ...NO_PARTICULARS,
    name: 'Báo Đồng Khởi',
    address: 'Số 1, đường Cách Mạng Tháng Tám, thành phố Bến Tre',
    representative: 'Lê Thị Hoa',
    position: 'Phó Tổng Biên tập',
    authorisation: 'Giấy ủy quyền số 02/GUQ-BĐK ngày 04 tháng 01 năm 2021',
  },
  documentNumber: '7/BB-SNV',
  place: 'trụ sở Sở Nội vụ',
  heldOn: '2021-07-05',
};

/** Two lines, the first with surplus and an item taken back, the second not taxable. */
export function minutesLine(given: Partial<MinutesLine> = {}): MinutesLine {
  const counts = { accepted: 12, reversed: 0, acceptedBefore: 0, contracted: 12, ...given };
  const unitPrice = given.unitPrice ?? 1_500_000;
  const vat: VatRate = given.vat ?? '8';
  const acceptedToDate = counts.acceptedBefore + counts.accepted - counts.reversed;
  return {
    lineId: 1,
    position: 1,
    taskLabel: '4',
    taskName: 'Chuyên mục cải cách hành chính',
    description: 'Bài viết chuyên mục “Cải cách hành chính”',
    unit: 'bài',
    declared: counts.accepted,
    evidenced: counts.accepted,
    refused: 0,
    beyond: 0,
    ...counts,
    unitPrice,
    vat,
    acceptedToDate,
    difference: acceptedToDate - counts.contracted,
    amounts: amountsOf(counts.accepted - counts.reversed, unitPrice, vat),
    amountsToDate: amountsOf(acceptedToDate, unitPrice, vat),
  };
}

/** The products of a line, those taken back among them. */
export function productsOf(line: MinutesLine): MinutesProduct[] {
  const product = (index: number, given: Partial<MinutesProduct> = {}): MinutesProduct => ({
    deliverableId: line.lineId * 100_000 + index,
    lineId: line.lineId,
    title: `Cải cách thủ tục hành chính ở cơ sở, kỳ ${index + 1}`,
    genre: 'Bài viết',
    author: 'Trúc Lâm',
    issueOrChannel: `Số ${4200 + (index % 300)}`,
    pageOrSlot: `Trang ${1 + (index % 8)}`,
    occursOn: plainDate('2021-01-15')
      .add({ days: (index * 7) % 330 })
      .toString(),
    evidence: [`https://baodongkhoi.vn/cai-cach-hanh-chinh-${index + 1}.html`, `trang-bao-${index + 1}.pdf (3f9a1c)`],
    unitPrice: line.unitPrice,
    amount: line.unitPrice,
    note: index % 12 === 3 ? 'Bù tháng 3/2021' : '',
    ...given,
  });
  const accepted = Array.from({ length: line.accepted }, (_, index) => product(index));
  const reversed = Array.from({ length: line.reversed }, (_, index) =>
    product(line.accepted + index, { amount: -line.unitPrice, note: 'Điều chỉnh giảm sản phẩm đã nghiệm thu đợt 1' }),
  );
  return [...accepted, ...reversed];
}

export function acceptanceMinutes(given: Partial<AcceptanceMinutes> = {}): AcceptanceMinutes {
  const lines = given.lines ?? [
    minutesLine({ declared: 14, beyond: 2, contracted: 12 }),
    minutesLine({
      lineId: 2,
      position: 2,
      description: 'Trang chuyên đề trên Báo Xuân',
      unit: 'trang',
      accepted: 1,
      contracted: 2,
      unitPrice: 24_000_000,
      vat: 'KCT',
    }),
  ];
  return {
    ...MINUTES_HEAD,
    format: 1,
    round: 1,
    lines,
    products: lines.flatMap(productsOf),
    refused: [],
    reversals: [],
    totals: sumOf(lines.map(({ amounts }) => amounts)),
    totalsToDate: sumOf(lines.map(({ amountsToDate }) => amountsToDate)),
    quality: 'Các sản phẩm bảo đảm nội dung, đúng tôn chỉ, mục đích',
    progress: 'Đúng tiến độ theo hợp đồng.',
    conclusion: '',
    ...given,
  };
}

export function liquidationMinutes(given: Partial<LiquidationMinutes> = {}): LiquidationMinutes {
  const { lines } = acceptanceMinutes();
  const contractValue = sumOf(lines.map(({ contracted, unitPrice, vat }) => amountsOf(contracted, unitPrice, vat)));
  const acceptedValue = sumOf(lines.map(({ amountsToDate }) => amountsToDate));
  const deductions = given.deductions ?? [];
  const deducted = deductions.reduce((sum, { amount }) => sum + amount, 0);
  const paid = given.paid ?? 20_000_000;
  const payable = acceptedValue.gross - deducted;
  return {
    ...MINUTES_HEAD,
    documentNumber: '15/BB-SNV',
    heldOn: '2021-12-20',
    format: 1,
    lines,
    rounds: [{ round: 1, heldOn: '2021-07-05', documentNumber: '7/BB-SNV', gross: acceptedValue.gross }],
    contractValue,
    acceptedValue,
    deductions,
    deducted,
    payable,
    advance: 20_000_000,
    paid,
    remaining: payable - paid,
    conclusion: '',
    ...given,
  };
}

export function reminderLetter(given: Partial<ReminderLetter> = {}): ReminderLetter {
  return {
    office: OFFICE,
    officeName: 'Sở Nội vụ',
    party: 'Đài Phát thanh và Truyền hình tỉnh Bến Tre',
    plan: { ...MINUTES_HEAD.plan, title: 'Thông tin, tuyên truyền cải cách hành chính năm 2021' },
    place: 'Bến Tre',
    date: '2021-04-05',
    number: null,
    late: [
      {
        taskName: 'Xây dựng chuyên mục cải cách hành chính trên sóng phát thanh',
        product: null,
        unit: 'Chuyên mục',
        from: '2021-03-01',
        to: '2021-03-31',
        quantity: 1,
        declared: 0,
        missing: 1,
        status: 'quá hạn',
      },
    ],
    ...given,
  };
}
