import type { AuditSubject } from '#audit/audit-entry.entity.js';

/**
 * How a kept value is told: `text` between quotation marks, `day` of an ISO date, `count` and `dong` of whole numbers,
 * `length` of seconds, `item` of an item's id; `rate` of a VAT rate; `members` of a list of which only the number of those
 * that came and went is told; `unsaid` only tells that it is another one.
 */
export type FieldKind = 'text' | 'day' | 'count' | 'dong' | 'length' | 'item' | 'rate' | 'yes-no' | 'members' | 'unsaid';

interface PlainField {
  readonly name: string;
  readonly kind: FieldKind;
}

/** A part with fields of its own: told as `Bên B, Chức vụ: …`. */
interface PartField {
  readonly name: string;
  readonly part: Fields;
}

/** Numbered lines, told one by one: `Dòng 2, Đơn giá: …`. */
interface LinesField {
  readonly name: string;
  readonly lines: Fields;
}

/** By the names under which the trail keeps them, in the order in which they are told. What is not here is not told. */
export type Fields = Readonly<Record<string, PlainField | PartField | LinesField>>;

const text = (name: string): PlainField => ({ name, kind: 'text' });
const of = (kind: FieldKind, name: string): PlainField => ({ name, kind });

const ITEM: Fields = {
  title: text('Tiêu đề'),
  occursOn: of('day', 'Ngày'),
  creditedOn: of('day', 'Tính bù cho kỳ kết thúc'),
  rerunOf: of('item', 'Phát lại của'),
  genre: text('Thể loại'),
  author: text('Tác giả'),
  issueNumber: text('Số báo'),
  page: text('Trang'),
  airedAt: text('Giờ phát'),
  channel: text('Kênh'),
  programme: text('Chương trình'),
  durationSeconds: of('length', 'Thời lượng'),
  place: text('Địa điểm'),
  attendance: of('count', 'Số người dự'),
  documentNumber: text('Số, ký hiệu'),
  url: text('Đường dẫn'),
  note: text('Ghi chú'),
  topics: of('members', 'Chủ đề'),
};

const PARTICULARS: Fields = {
  address: text('Địa chỉ'),
  phone: text('Điện thoại'),
  taxCode: text('Mã số thuế'),
  account: text('Số tài khoản'),
  bank: text('Ngân hàng, kho bạc'),
  representative: text('Người đại diện'),
  position: text('Chức vụ'),
  authorisation: text('Giấy ủy quyền'),
};

const CONTRACT: Fields = {
  number: text('Số, ký hiệu'),
  title: text('Hợp đồng về'),
  partyB: text('Bên B'),
  signedOn: of('day', 'Ngày ký'),
  startsOn: of('day', 'Thực hiện từ ngày'),
  endsOn: of('day', 'Đến ngày'),
  endedOn: of('day', 'Chấm dứt ngày'),
  legalBases: text('Căn cứ'),
  note: text('Ghi chú'),
  particularsA: { name: 'Bên A', part: PARTICULARS },
  particularsB: { name: 'Bên B', part: PARTICULARS },
  lines: {
    name: 'Dòng',
    lines: {
      description: text('Sản phẩm'),
      task: of('unsaid', 'Nhiệm vụ'),
      genre: text('Thể loại'),
      unit: text('Đơn vị tính'),
      quantity: of('count', 'Số lượng'),
      unitPrice: of('dong', 'Đơn giá'),
      vat: of('rate', 'Thuế GTGT'),
    },
  },
};

const ACCEPTANCE: Fields = {
  heldOn: of('day', 'Ngày lập biên bản'),
  words: {
    name: 'Biên bản',
    part: {
      documentNumber: text('Số'),
      place: text('Địa điểm'),
      quality: text('Chất lượng'),
      progress: text('Tiến độ'),
      conclusion: text('Kết luận'),
    },
  },
};

const SETTINGS: Fields = {
  superior: text('Cơ quan chủ quản'),
  officeName: text('Tên cơ quan trên công văn'),
  letterSymbol: text('Ký hiệu công văn'),
  place: text('Địa danh ghi ở ngày tháng'),
  copies: of('count', 'Số bản của mỗi biên bản'),
  copiesEach: of('count', 'Số bản mỗi bên giữ'),
  signerPosition: text('Chức vụ người ký công văn'),
  signerName: text('Họ tên người ký công văn'),
  filedBy: text('Nơi lưu'),
  oddWord: text('Cách đọc hàng chục bằng không'),
  thousandWord: text('Cách đọc hàng nghìn'),
  saysEven: of('yes-no', 'Ghi “đồng chẵn”'),
};

/** Of the kinds whose entries keep the thing as it was and as it is. */
export const FIELDS: Partial<Readonly<Record<AuditSubject, Fields>>> = {
  deliverable: ITEM,
  contract: CONTRACT,
  acceptance: ACCEPTANCE,
  settings: SETTINGS,
};
