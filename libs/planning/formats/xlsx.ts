import { type AttributeLookup, type MarkupHandler, readXmlMarkup } from './markup.js';
import type { SourceBlock, SourceDocument } from './source-document.js';
import { SPREADSHEET_NAMESPACE } from './spreadsheet-namespace.js';
import { TableBudget } from './table-grid.js';
import { blocksOfSheet } from './title-block.js';
import { ownersOf } from './xlsx-grid.js';
import { SheetReader } from './xlsx-sheet.js';
import { readSharedStrings, readStyles } from './xlsx-parts.js';
import type { ZipArchive } from './zip.js';

/** Excel's main part. */
export const EXCEL_MAIN_PART = 'xl/workbook.xml';

/** Reads an Excel workbook: the visible sheets in order, each cell as it is shown, formulas by their last result. */
export async function readXlsx(zip: ZipArchive): Promise<SourceDocument> {
  const workbook = new WorkbookPart();
  await readXmlMarkup(zip.read(EXCEL_MAIN_PART), SPREADSHEET_NAMESPACE, workbook);
  const targets = new RelationsPart();
  await readXmlMarkup(zip.read('xl/_rels/workbook.xml.rels'), /package\/2006\/relationships$/, targets);
  const context = {
    strings: await readSharedStrings(zip.read('xl/sharedStrings.xml')),
    formats: await readStyles(zip.read('xl/styles.xml')),
    is1904: workbook.is1904,
    budget: new TableBudget(),
  };
  const blocks: SourceBlock[] = [];
  for (const relation of workbook.visibleSheets) {
    const sheet = new SheetReader(context);
    await readXmlMarkup(zip.read(targets.partOf(relation)), SPREADSHEET_NAMESPACE, sheet);
    blocks.push(...blocksOfSheet(ownersOf(sheet.rows, sheet.merges, context.budget), context.budget));
  }
  return { blocks };
}

class WorkbookPart implements MarkupHandler {
  /** The relations to the sheets that a user sees, in the order of their tabs. */
  readonly visibleSheets: string[] = [];
  is1904 = false;

  open(name: string, attribute: AttributeLookup): 'skip' | undefined {
    if (name === 'workbookPr') this.is1904 = /^(1|true)$/.test(attribute('date1904') ?? '');
    if (name === 'sheet' && (attribute('state') ?? 'visible') === 'visible') this.visibleSheets.push(attribute('r:id') ?? '');
    return undefined;
  }

  close(): void {
    // All that matters here is in attributes.
  }

  text(): void {
    // All that matters here is in attributes.
  }
}

class RelationsPart implements MarkupHandler {
  private readonly targets = new Map<string, string>();

  open(name: string, attribute: AttributeLookup): 'skip' | undefined {
    if (name === 'Relationship') this.targets.set(attribute('Id') ?? '', attribute('Target') ?? '');
    return undefined;
  }

  close(): void {
    // All that matters here is in attributes.
  }

  text(): void {
    // All that matters here is in attributes.
  }

  /** The name within the zip file of a part that a relation of the workbook leads to. */
  partOf(relation: string): string {
    const target = this.targets.get(relation) ?? '';
    return target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`;
  }
}
