import { setImmediate as otherWork } from 'node:timers/promises';
import { Parser } from 'htmlparser2';
import { UnknownMarkup } from './document.errors.js';
import { isLookName, type LookName } from './nd30.js';
import {
  type Block,
  type FigureTable,
  type Halves,
  HALVES_USES,
  type HalvesUse,
  type PaperModel,
  type PaperSection,
  type Paragraph,
  type Run,
  type TableCell,
} from './paper-model.js';

/** How much is read at once before others get their turn. */
const PIECE = 200_000;

type Attributes = Readonly<Record<string, string>>;
type Growing<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer U)[] ? U[] : T[K] };

/**
 * Reads the HTML of a paper: the few elements that `templates/documents/README.md` lists, and no others.
 * @throws UnknownMarkup
 */
export async function readPaper(html: string): Promise<PaperModel> {
  const reader = new PaperReader();
  const parser = new Parser({
    onopentag: (name, attributes) => reader.open(name, attributes),
    ontext: (text) => reader.text(text),
    onclosetag: (name) => reader.close(name),
  });
  for (let at = 0; at < html.length; at += PIECE) {
    parser.write(html.slice(at, at + PIECE));
    await otherWork();
  }
  parser.end();
  return { sections: reader.sections };
}

class PaperReader {
  readonly sections: Growing<PaperSection>[] = [];
  #halves: Growing<Halves> | undefined;
  #half: Paragraph[] | undefined;
  #table: Growing<FigureTable> | undefined;
  #rows: FigureTable['body'] = [];
  #rowIsBold = false;
  #cell: Omit<TableCell, 'text'> | undefined;
  #look: LookName | undefined;
  #runs: Run[] = [];
  #bold = 0;
  #italic = 0;

  open(name: string, attributes: Attributes): void {
    switch (name) {
      case 'article':
        this.sections.push({ orientation: attributes.class === 'landscape' ? 'landscape' : 'portrait', blocks: [] });
        return;
      case 'section':
        this.#halves = { kind: 'halves', use: useOf(attributes.class), cells: [] };
        return;
      case 'div':
        this.#half = [];
        return;
      case 'h1':
        return this.#begin('ten-loai');
      case 'h2':
        return this.#begin('khoan');
      case 'p':
        return this.#begin(lookNamed(attributes.class));
      case 'b':
        this.#bold += 1;
        return;
      case 'i':
        this.#italic += 1;
        return;
      case 'br':
        this.#say('\n');
        return;
      default:
        this.#openInTable(name, attributes);
    }
  }

  text(text: string): void {
    this.#say(text.replace(/[ \t\r\n]+/g, ' '));
  }

  close(name: string): void {
    switch (name) {
      case 'section':
        if (this.#halves) this.#add(this.#halves);
        this.#halves = undefined;
        return;
      case 'div':
        if (this.#half) this.#halves?.cells.push(this.#half);
        this.#half = undefined;
        return;
      case 'h1':
      case 'h2':
      case 'p':
        return this.#endParagraph();
      case 'b':
        this.#bold -= 1;
        return;
      case 'i':
        this.#italic -= 1;
        return;
      case 'th':
      case 'td':
        return this.#endCell();
      case 'table':
        if (this.#table) this.#add(this.#table);
        this.#table = undefined;
    }
  }

  #openInTable(name: string, attributes: Attributes): void {
    switch (name) {
      case 'table':
        this.#table = { kind: 'table', widths: [], head: [], body: [] };
        return;
      case 'colgroup':
        return;
      case 'col':
        this.#table?.widths.push(Number(attributes.width ?? 10));
        return;
      case 'thead':
        this.#rows = this.#table?.head ?? [];
        return;
      case 'tbody':
        this.#rows = this.#table?.body ?? [];
        return;
      case 'tr':
        this.#rowIsBold = attributes.class === 'dam';
        (this.#rows as { cells: TableCell[] }[]).push({ cells: [] });
        return;
      case 'th':
      case 'td':
        this.#beginCell(name === 'th', attributes);
        return;
      default:
        throw new UnknownMarkup(`thẻ <${name}>`);
    }
  }

  #begin(look: LookName): void {
    this.#look = look;
    this.#runs = [];
  }

  #beginCell(isHead: boolean, attributes: Attributes): void {
    const align = isHead || attributes.class === 'giua' ? 'center' : attributes.class === 'phai' ? 'right' : 'left';
    this.#cell = { align, isBold: isHead || this.#rowIsBold, span: Number(attributes.colspan ?? 1), rowSpan: Number(attributes.rowspan ?? 1) };
    this.#runs = [];
  }

  /** What stands between the blocks is only the layout of the template. */
  #say(text: string): void {
    if (this.#look === undefined && this.#cell === undefined) return;
    const last = this.#runs.at(-1);
    const isBold = this.#bold > 0;
    const isItalic = this.#italic > 0;
    if (last && last.isBold === isBold && last.isItalic === isItalic) this.#runs[this.#runs.length - 1] = { ...last, text: last.text + text };
    else this.#runs.push({ text, isBold, isItalic });
  }

  #endParagraph(): void {
    if (this.#look === undefined) return;
    const paragraph: Paragraph = { kind: 'paragraph', look: this.#look, runs: trimmed(this.#runs) };
    this.#look = undefined;
    if (this.#half) this.#half.push(paragraph);
    else this.#add(paragraph);
  }

  #endCell(): void {
    const row = this.#rows.at(-1) as { cells: TableCell[] } | undefined;
    if (this.#cell && row)
      row.cells.push({
        ...this.#cell,
        text: trimmed(this.#runs)
          .map(({ text }) => text)
          .join(''),
      });
    this.#cell = undefined;
  }

  #add(block: Block): void {
    this.sections.at(-1)?.blocks.push(block);
  }
}

/** Without the spaces that begin, end, or stand about a new line, and none twice. */
function trimmed(runs: readonly Run[]): Run[] {
  const joined = runs.map((run, index) => ({ ...run, text: tidy(run.text, index === 0, index === runs.length - 1) }));
  return joined.filter(({ text }) => text !== '');
}

function tidy(text: string, isFirst: boolean, isLast: boolean): string {
  const single = text.replace(/ {2,}/g, ' ').replace(/ ?\n ?/g, '\n');
  const begun = isFirst ? single.replace(/^[ \n]+/, '') : single;
  return isLast ? begun.replace(/[ \n]+$/, '') : begun;
}

function useOf(name: string | undefined): HalvesUse {
  const use = HALVES_USES.find((known) => known === name);
  if (!use) throw new UnknownMarkup(`<section class="${name ?? ''}">`);
  return use;
}

function lookNamed(name: string | undefined): LookName {
  if (name === undefined) return 'noi-dung';
  if (!isLookName(name)) throw new UnknownMarkup(`<p class="${name}">`);
  return name;
}
