import { ContentBuilder } from './content-builder.js';
import { formatOrdinal } from './list-numbering.js';
import { type AttributeLookup, type MarkupHandler, readHtmlMarkup } from './markup.js';
import type { SourceDocument } from './source-document.js';

/** Reads an HTML page or fragment as it is seen: what browsers do not show, and what Word marks as deleted, is left out. */
export function readHtml(html: string): SourceDocument {
  const page = new PageReader();
  readHtmlMarkup(html, page);
  return page.finish();
}

/** Whether a text is HTML with something to read in it, wherever its first tag stands. */
export function isHtml(text: string): boolean {
  return /<!doctype html|<html[\s>]/i.test(text.slice(0, 4096)) || (/<table[\s>]/i.test(text) && /<t[dh][\s>]/i.test(text));
}

const UNSEEN = new Set(['head', 'script', 'style', 'title', 'template', 'noscript', 'xml', 'svg', 'iframe', 'object', 'select', 'button', 'textarea', 'del']);
const BLOCKS = new Set(
  'p div h1 h2 h3 h4 h5 h6 li ul ol dl dt dd blockquote pre address article aside section header footer main nav figure figcaption center form fieldset hr caption body'.split(
    ' ',
  ),
);
/** Also the marks of Word's footnotes, which would otherwise stick to the word before them. */
const UNSEEN_STYLE = /display:\s*none|mso-hide:\s*all|mso-footnote-id/i;

interface OpenList {
  next: number;
  readonly format: string | undefined;
}

const LIST_FORMATS: Readonly<Record<string, string>> = { a: 'lowerLetter', A: 'upperLetter', i: 'lowerRoman', I: 'upperRoman' };

class PageReader implements MarkupHandler {
  private readonly builder = new ContentBuilder();
  private readonly lists: OpenList[] = [];
  private preformatted = 0;

  finish(): SourceDocument {
    return this.builder.finish();
  }

  open(name: string, attribute: AttributeLookup): 'skip' | undefined {
    if (UNSEEN.has(name) || attribute('hidden') !== undefined || UNSEEN_STYLE.test(attribute('style') ?? '')) return 'skip';
    if (BLOCKS.has(name)) this.builder.endParagraph();
    switch (name) {
      case 'br':
        this.builder.addLineBreak();
        break;
      case 'pre':
        this.preformatted++;
        break;
      case 'ol':
        this.lists.push({ next: wholeNumber(attribute('start')) ?? 1, format: LIST_FORMATS[attribute('type') ?? ''] ?? 'decimal' });
        break;
      case 'ul':
        this.lists.push({ next: 1, format: undefined });
        break;
      case 'li':
        this.startItem(wholeNumber(attribute('value')));
        break;
      case 'table':
        this.builder.startTable();
        break;
      case 'tr':
        this.builder.startRow();
        break;
      case 'td':
      case 'th':
        this.builder.startCell({ columns: wholeNumber(attribute('colspan')) || 1, rows: rowsOf(attribute('rowspan')) });
    }
    return undefined;
  }

  close(name: string): void {
    if (BLOCKS.has(name)) this.builder.endParagraph();
    switch (name) {
      case 'pre':
        this.preformatted--;
        break;
      case 'ol':
      case 'ul':
        this.lists.pop();
        break;
      case 'td':
      case 'th':
        this.builder.endCell();
        break;
      case 'tr':
        this.builder.endRow();
        break;
      case 'table':
        this.builder.endTable();
    }
  }

  text(data: string): void {
    if (this.preformatted === 0) return this.builder.addText(data);
    const [first, ...others] = data.split('\n');
    this.builder.addText(first!);
    for (const line of others) {
      this.builder.addLineBreak();
      this.builder.addText(line);
    }
  }

  private startItem(value: number | undefined): void {
    const list = this.lists.at(-1);
    if (list?.format === undefined) return this.builder.addText('- ');
    const number = value ?? list.next;
    list.next = number + 1;
    this.builder.addText(`${formatOrdinal(number, list.format)}. `);
  }
}

/** The digits at the start of an attribute, as browsers read `3`, `3px` and `100%`. */
function wholeNumber(value: string | undefined): number | undefined {
  const digits = /^\s*(\d{1,9})/.exec(value ?? '');
  return digits ? Number(digits[1]) : undefined;
}

/** A rowspan of 0 reaches to the end of the table. */
function rowsOf(value: string | undefined): number {
  const rows = wholeNumber(value) ?? 1;
  return rows === 0 ? Number.MAX_SAFE_INTEGER : rows;
}
