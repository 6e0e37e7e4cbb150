import type { Doubt } from '../doubt.js';
import type { SourceDocument } from '../formats/source-document.js';
import type { AppendixRow } from './appendix-row.js';
import { findAppendixTable } from './appendix-table.js';
import { tasksOf } from './appendix-tasks.js';
import { type DocumentHead, readHead } from './document-head.js';
import { documentLines } from './document-lines.js';
import { type PartyDuties, readDuties, readForms, readTopics, sectionDoubts } from './tracked-sections.js';

/** An issued plan as it is written: its head, the rows of its appendix, and the lists of its text that are tracked too. */
export interface AppendixReading {
  readonly head: DocumentHead;
  readonly rows: readonly AppendixRow[];
  /** What is to be written about. */
  readonly topics: readonly string[];
  /** By which forms. */
  readonly forms: readonly string[];
  /** What the plan's text lays on each party. */
  readonly duties: readonly PartyDuties[];
  readonly doubts: readonly Doubt[];
}

/** Reads a whole document; a document without a table of tasks has no rows and a doubt that says so. */
export function readAppendix(document: SourceDocument): AppendixReading {
  const table = findAppendixTable(document);
  const tasks = tasksOf(table?.lines ?? []);
  const lines = documentLines(document, table?.startOf ?? new Map());
  const { head, doubts } = readHead(lines);
  return {
    head,
    rows: tasks.rows,
    topics: readTopics(lines),
    forms: readForms(lines),
    duties: readDuties(lines),
    doubts: [...doubts, ...sectionDoubts(lines), ...tableDoubts(tasks.rows, table?.leftOut ?? [], table !== undefined), ...tasks.doubts],
  };
}

function tableDoubts(rows: readonly AppendixRow[], leftOut: readonly string[], isFound: boolean): Doubt[] {
  const others = leftOut.map((source) => ({
    code: 'table-left-out',
    message: 'Tài liệu còn một bảng khác chưa được đọc; nếu bảng đó có nhiệm vụ của kế hoạch, đề nghị nhập riêng.',
    source,
  }));
  if (rows.length > 0) return others;
  const message = isFound
    ? 'Bảng phụ lục chỉ có dòng tiêu đề, không có nhiệm vụ nào; đề nghị kiểm tra tệp đã chọn.'
    : 'Không thấy bảng nhiệm vụ trong tài liệu. Bảng cần có dòng tiêu đề với cột “Nội dung” và các cột như “Sản phẩm”, “Thời gian”, “Cơ quan chủ trì”.';
  return [{ code: 'no-tasks', message, source: '' }, ...others];
}
