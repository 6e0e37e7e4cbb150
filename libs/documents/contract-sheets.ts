import type { ContractItem } from '#contracts/contract-item-list.query.js';
import type { ContractStanding, LineStanding } from '#contracts/contract-standing.js';
import { amountsOf, vatName } from '#contracts/vat.js';
import type { DeliverableStatus } from '#deliverables/deliverable-status.js';
import { dateInFigures } from './document-date.js';
import { type Sheet, type SheetColumn, spreadsheet } from './spreadsheets.js';

const STATES: Record<DeliverableStatus, string> = {
  planned: 'Dự kiến',
  published: 'Đã đăng, phát',
  accepted: 'Đã nghiệm thu',
  rejected: 'Không đạt',
  withdrawn: 'Đã gỡ',
};

interface NumberedItem extends ContractItem {
  readonly position: number;
}

const text = <T>(heading: string, width: number, value: (row: T) => string | null): SheetColumn<T> => ({ heading, width, kind: 'text', value });
const number = <T>(heading: string, width: number, value: (row: T) => number | null): SheetColumn<T> => ({ heading, width, kind: 'number', value });
const date = <T>(heading: string, width: number, value: (row: T) => string | null): SheetColumn<T> => ({ heading, width, kind: 'date', value });

const ITEM_COLUMNS: SheetColumn<NumberedItem>[] = [
  number('STT', 6, ({ position }) => position),
  text('Dòng hợp đồng', 30, ({ linePosition, description }) => `${linePosition}. ${description}`),
  text('Tên sản phẩm', 45, ({ title }) => title),
  text('Thể loại', 14, ({ genre }) => genre),
  text('Tác giả', 18, ({ author }) => author),
  text('Đơn vị thực hiện', 26, ({ producer }) => producer),
  date('Ngày đăng, phát', 13, ({ occursOn }) => occursOn),
  text('Số báo, kênh', 16, ({ issueNumber, channel }) => issueNumber ?? channel),
  text('Trang, giờ phát', 18, ({ page, airedAt, programme }) => page ?? joined([airedAt, programme])),
  text('Đường dẫn', 40, ({ url }) => url),
  text('Minh chứng', 12, (item) => (item.hasEvidence ? 'Có' : 'Chưa có')),
  text('Tình trạng', 18, (item) => (item.isTakenBack ? 'Đã điều chỉnh giảm' : STATES[item.status])),
  number('Đợt nghiệm thu', 11, ({ round }) => round),
  date('Ngày nghiệm thu', 13, ({ acceptedOn }) => acceptedOn),
  number('Đơn giá (đồng)', 15, ({ unitPrice }) => unitPrice),
  text('Thuế suất', 10, ({ vat }) => vatName(vat)),
  number('Thành tiền nghiệm thu (đồng)', 18, (item) => (item.acceptedOn && !item.isTakenBack ? amountsOf(1, item.unitPrice, item.vat).net : null)),
  text('Ghi chú', 22, ({ creditedOn }) => (creditedOn ? `Bù cho kỳ đến ${dateInFigures(creditedOn)}` : null)),
];

/** The list of items of a contract as an .xlsx file. */
export async function itemsSpreadsheet(items: readonly ContractItem[]): Promise<Buffer> {
  return spreadsheet({ name: 'Sản phẩm', columns: ITEM_COLUMNS, rows: items.map((item, index) => ({ ...item, position: index + 1 })) });
}

type StateRow = Pick<LineStanding, 'declared' | 'evidenced' | 'accepted' | 'remaining' | 'beyond' | 'outside' | 'contracted'> & {
  readonly position: number | null;
  readonly description: string;
  readonly unit: string;
  readonly unitPrice: number | null;
  readonly vat: string;
  readonly contractedValue: number;
  readonly acceptedValue: number;
};

const STATE_COLUMNS: SheetColumn<StateRow>[] = [
  number('STT', 6, ({ position }) => position),
  text('Nội dung', 45, ({ description }) => description),
  text('Đơn vị tính', 12, ({ unit }) => unit),
  number('Hợp đồng', 11, ({ contracted }) => contracted),
  number('Đã đăng, phát', 11, ({ declared }) => declared),
  number('Có minh chứng', 11, ({ evidenced }) => evidenced),
  number('Đã nghiệm thu', 11, ({ accepted }) => accepted),
  number('Còn lại', 11, ({ remaining }) => remaining),
  number('Vượt hợp đồng', 11, ({ beyond }) => beyond),
  number('Ngoài thời hạn', 11, ({ outside }) => outside),
  number('Đơn giá (đồng)', 15, ({ unitPrice }) => unitPrice),
  text('Thuế suất', 10, ({ vat }) => vat),
  number('Giá trị hợp đồng (đồng)', 18, ({ contractedValue }) => contractedValue),
  number('Giá trị nghiệm thu (đồng)', 18, ({ acceptedValue }) => acceptedValue),
];

/** Where a contract stands, a row a line and one for all, as an .xlsx file; values with tax. */
export async function stateSpreadsheet(standing: ContractStanding): Promise<Buffer> {
  const rows = standing.lines.map(({ line, contractedValue, acceptedValue, ...counts }): StateRow => ({
    ...counts,
    position: line.position,
    description: line.description,
    unit: line.unit,
    unitPrice: line.unitPrice,
    vat: vatName(line.vat),
    contractedValue: contractedValue.gross,
    acceptedValue: acceptedValue.gross,
  }));
  const sheet: Sheet<StateRow> = { name: 'Tình hình hợp đồng', columns: STATE_COLUMNS, rows: [...rows, totalOf(rows)] };
  return spreadsheet(sheet);
}

function totalOf(rows: readonly StateRow[]): StateRow {
  const sum = (value: (row: StateRow) => number) => rows.reduce((total, row) => total + value(row), 0);
  return {
    position: null,
    description: 'Cộng',
    unit: '',
    unitPrice: null,
    vat: '',
    contracted: sum((row) => row.contracted),
    declared: sum((row) => row.declared),
    evidenced: sum((row) => row.evidenced),
    accepted: sum((row) => row.accepted),
    remaining: sum((row) => row.remaining),
    beyond: sum((row) => row.beyond),
    outside: sum((row) => row.outside),
    contractedValue: sum((row) => row.contractedValue),
    acceptedValue: sum((row) => row.acceptedValue),
  };
}

function joined(parts: readonly (string | null)[]): string {
  return parts.filter(Boolean).join(', ');
}
