import { ContentBuilder } from './content-builder.js';
import { type ListNumbering, readListNumbering } from './list-numbering.js';
import { type AttributeLookup, type MarkupHandler, readXmlMarkup } from './markup.js';
import type { SourceDocument } from './source-document.js';
import { WORD_NAMESPACE } from './word-namespace.js';
import type { ZipArchive } from './zip.js';

/** Word's main part; some editors on the web add a digit to its name. */
export const WORD_MAIN_PART = /^word\/document\d*\.xml$/;

/**
 * Reads a Word document: the body's paragraphs and tables with the automatic numbers of lists, as printed once all
 * tracked changes are accepted. Headers, footers, comments and notes are left out.
 */
export async function readDocx(zip: ZipArchive): Promise<SourceDocument> {
  const partLike = (pattern: RegExp) => zip.read(zip.names.find((name) => pattern.test(name)) ?? '');
  const numbering = await readListNumbering(partLike(/^word\/numbering\d*\.xml$/), partLike(/^word\/styles\d*\.xml$/));
  const body = new BodyReader(numbering);
  await readXmlMarkup(partLike(WORD_MAIN_PART), WORD_NAMESPACE, body);
  return body.finish();
}

interface OpenParagraph {
  listId?: string;
  level?: number;
  style?: string;
  /** Its end mark is deleted as a tracked change: it runs on into the next paragraph. */
  runsOn: boolean;
}

type FieldPart = 'instruction' | 'result';

class BodyReader implements MarkupHandler {
  private readonly builder = new ContentBuilder();
  /** The names of the elements that are open, outermost first. */
  private readonly path: string[] = [];
  private readonly paragraphs: OpenParagraph[] = [];
  private readonly deletedRows: boolean[] = [];
  private readonly alternatives: { isChosen: boolean }[] = [];
  private fields: FieldPart[] = [];
  private isRunHidden = false;

  constructor(private readonly numbering: ListNumbering) {}

  finish(): SourceDocument {
    return this.builder.finish();
  }

  open(name: string, attribute: AttributeLookup): 'skip' | undefined {
    if (this.isLeftOut(name)) return 'skip';
    this.openStructure(name);
    this.openRun(name, attribute);
    this.noteProperty(name, attribute);
    this.path.push(name);
    return undefined;
  }

  close(name: string): void {
    this.path.pop();
    switch (name) {
      case 'pPr':
        return this.addNumber();
      case 'p':
        return this.endParagraph();
      case 'r':
        this.isRunHidden = false;
        return;
      case 'txbxContent':
        return this.builder.endBox();
      case 'tc':
        return this.builder.endCell();
      case 'tr':
        return this.builder.endRow(!this.deletedRows.pop());
      case 'tbl':
        return this.builder.endTable();
      case 'mc:AlternateContent':
        this.alternatives.pop();
    }
  }

  text(data: string): void {
    const parent = this.path.at(-1);
    if ((parent === 't' || parent === 'm:t') && this.isShown()) this.builder.addText(data);
  }

  /** What was there before a tracked change, and the second of two ways of drawing the same. */
  private isLeftOut(name: string): boolean {
    if (name.endsWith('Change') || name === 'moveFrom') return true;
    if (name === 'del') {
      const parent = this.path.at(-1);
      if (parent === 'trPr' && this.deletedRows.length > 0) this.deletedRows[this.deletedRows.length - 1] = true;
      if (parent === 'rPr' && this.path.at(-2) === 'pPr' && this.paragraphs.length > 0) this.paragraphs.at(-1)!.runsOn = true;
      return true;
    }
    const alternative = this.alternatives.at(-1);
    if (alternative && (name === 'mc:Choice' || name === 'mc:Fallback')) {
      if (alternative.isChosen) return true;
      alternative.isChosen = true;
    }
    return false;
  }

  private openStructure(name: string): void {
    switch (name) {
      case 'p':
        this.paragraphs.push({ runsOn: false });
        return;
      case 'txbxContent':
        return this.builder.startBox();
      case 'tbl':
        return this.builder.startTable();
      case 'tr':
        this.deletedRows.push(false);
        return this.builder.startRow();
      case 'tc':
        return this.builder.startCell();
      case 'mc:AlternateContent':
        this.alternatives.push({ isChosen: false });
    }
  }

  private openRun(name: string, attribute: AttributeLookup): void {
    if (name === 'fldChar') this.turnField(attribute('fldCharType'));
    // The same names are tab stops and borders where the parent is no run.
    if (this.path.at(-1) !== 'r' || !this.isShown()) return;
    if (name === 'br' || name === 'cr') this.builder.addLineBreak();
    else if (name === 'tab' || name === 'ptab') this.builder.addText(' ');
    else if (name === 'noBreakHyphen') this.builder.addText('-');
    else if (name === 'sym') this.builder.addText(symbol(attribute('font'), attribute('char')));
  }

  private noteProperty(name: string, attribute: AttributeLookup): void {
    const parent = this.path.at(-1);
    const value = attribute('val');
    const paragraph = this.paragraphs.at(-1);
    if (parent === 'tcPr') this.noteSpan(name, value);
    else if (parent === 'trPr' && name === 'gridBefore') this.builder.startCell({ columns: spanOf(value), rows: 1 });
    else if (parent === 'rPr' && name === 'vanish' && this.path.at(-2) === 'r') this.isRunHidden = !/^(0|false|off)$/.test(value ?? '');
    else if (paragraph && parent === 'numPr' && this.path.at(-2) === 'pPr') {
      if (name === 'numId') paragraph.listId = value;
      else if (name === 'ilvl') paragraph.level = Number(value);
    } else if (paragraph && parent === 'pPr' && name === 'pStyle') paragraph.style = value;
  }

  private noteSpan(name: string, value: string | undefined): void {
    if (name === 'gridSpan') this.builder.setSpan({ columns: spanOf(value) });
    else if (name === 'vMerge' && value !== 'restart') this.builder.setSpan({ joins: 'above' });
    else if (name === 'hMerge' && value !== 'restart') this.builder.setSpan({ joins: 'left' });
  }

  private addNumber(): void {
    const paragraph = this.paragraphs.at(-1);
    if (!paragraph || paragraph.runsOn) return;
    const number = this.numbering.next(paragraph);
    if (number) this.builder.addText(`${number} `);
  }

  private endParagraph(): void {
    const paragraph = this.paragraphs.pop();
    // A field's instruction never runs past its paragraph: an end that is missing must not hide the rest.
    this.fields = this.fields.filter((part) => part === 'result');
    if (!paragraph?.runsOn) this.builder.endParagraph();
  }

  private turnField(type: string | undefined): void {
    if (type === 'begin') this.fields.push('instruction');
    else if (type === 'end') this.fields.pop();
    else if (type === 'separate' && this.fields.length > 0) this.fields[this.fields.length - 1] = 'result';
  }

  private isShown(): boolean {
    return !this.isRunHidden && !this.fields.includes('instruction');
  }
}

/** A count of columns as Word writes it; what is not a positive number is one. */
function spanOf(value: string | undefined): number {
  const count = Number(value);
  return Number.isInteger(count) && count > 0 ? count : 1;
}

/** The few signs of Word's Symbol font that plans use in numbers; they have no text of their own. */
const SYMBOLS: Readonly<Record<string, string>> = { F0B3: '≥', F0A3: '≤', F0B1: '±', F0B4: '×', F02D: '-' };

function symbol(font: string | undefined, code: string | undefined): string {
  return font === 'Symbol' ? (SYMBOLS[code?.toUpperCase() ?? ''] ?? '') : '';
}
