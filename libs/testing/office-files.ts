import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import type { SourceDocument } from '#planning/formats/source-document.js';

/** For specs: Office files crafted from their parts, and documents in a form that a spec can state in one line. */

export async function zipOf(parts: Readonly<Record<string, string | Uint8Array>>): Promise<Uint8Array> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(parts)) zip.addBuffer(Buffer.from(content), name, { compress: content.length > 0 });
  zip.end();
  return buffer(zip.outputStream);
}

const WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"';
const EXCEL = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A Word document with the given content of its body; the other parts as the content of their root elements. */
export async function docxOf(body: string, { numbering = '', styles = '' } = {}): Promise<Uint8Array> {
  return zipOf({
    '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    'word/document.xml': `<?xml version="1.0" encoding="UTF-8"?><w:document ${WORD}><w:body>${body}</w:body></w:document>`,
    'word/numbering.xml': `<w:numbering ${WORD}>${numbering}</w:numbering>`,
    'word/styles.xml': `<w:styles ${WORD}>${styles}</w:styles>`,
  });
}

interface CraftedSheet {
  readonly rows: string;
  readonly after?: string;
  readonly state?: string;
}

interface CraftedWorkbook {
  readonly strings?: string;
  readonly styles?: string;
  readonly properties?: string;
}

/** A workbook with the given content of each sheet's `sheetData`. */
export async function xlsxOf(sheets: readonly CraftedSheet[], { strings = '', styles = '', properties = '' }: CraftedWorkbook = {}): Promise<Uint8Array> {
  const list = sheets.map(({ state }, index) => `<sheet name="S${index}" sheetId="${index + 1}" ${state ? `state="${state}"` : ''} r:id="rId${index}"/>`);
  const targets = sheets.map((_, index) => `<Relationship Id="rId${index}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`);
  const parts = sheets.map(
    ({ rows, after = '' }, index) => [`xl/worksheets/sheet${index + 1}.xml`, `<worksheet ${EXCEL}><sheetData>${rows}</sheetData>${after}</worksheet>`] as const,
  );
  return zipOf({
    'xl/workbook.xml': `<workbook ${EXCEL} xmlns:r="${RELATIONS}">${properties}<sheets>${list.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${targets.join('')}</Relationships>`,
    'xl/sharedStrings.xml': `<sst ${EXCEL}>${strings}</sst>`,
    'xl/styles.xml': `<styleSheet ${EXCEL}>${styles}</styleSheet>`,
    ...Object.fromEntries(parts),
  });
}

/**
 * A document as nested arrays: a paragraph is its text, a table is an array of rows, and places that continue a cell are
 * `<` (its left) and `^` (above).
 */
export function shapeOf({ blocks }: SourceDocument): (string | string[][])[] {
  return blocks.map((block) => {
    if (block.kind === 'paragraph') return block.text;
    return block.rows.map((row) => row.map(({ text, continues }) => (continues ? (continues === 'left' ? '<' : '^') : text)));
  });
}
