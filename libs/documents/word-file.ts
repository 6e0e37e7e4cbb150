import { AlignmentType, Document, Footer, Header, type ISectionOptions, Packer, PageNumber, PageOrientation, Paragraph, TextRun } from 'docx';
import { FONT, MARGINS, PAGE, PAGE_NUMBER_SIZE, TEXT_WIDTH } from './nd30.js';
import type { PaperModel, PaperSection } from './paper-model.js';
import { paragraphStyles, wordBlocks } from './paper-parts.js';
import { withSamples, wovenXml } from './woven-rows.js';
import { filesOf, zipOf } from './zip-rewriting.js';

const DOCUMENT_XML = 'word/document.xml';

/**
 * A paper as a Word file. The library makes the document with one sample of each kind of row; the rows themselves are
 * written into its XML as a stream. Loading this file loads the library: import it when a file is asked for.
 * @param title for the file's properties
 */
export async function wordFile(paper: PaperModel, title: string): Promise<Buffer> {
  const { model, rows } = withSamples(paper);
  const made = await Packer.toBuffer(documentOf(model, title));
  const files = await filesOf(made);
  const documentXml = files.get(DOCUMENT_XML)!.toString('utf8');
  return zipOf(new Map<string, Buffer | Iterable<string>>(files).set(DOCUMENT_XML, wovenXml(documentXml, rows)));
}

function documentOf({ sections }: PaperModel, title: string): Document {
  return new Document({
    title,
    creator: 'Lịch Tuyên Truyền',
    styles: {
      default: { document: { run: { font: FONT, size: 28, color: '000000', language: { value: 'vi-VN' } } } },
      paragraphStyles: paragraphStyles(),
    },
    sections: sections.map(wordSection),
  });
}

function wordSection({ orientation, blocks }: PaperSection): ISectionOptions {
  const isLandscape = orientation === 'landscape';
  return {
    properties: {
      titlePage: true,
      page: {
        // The library turns width and height itself where the page is landscape.
        size: { width: PAGE.width, height: PAGE.height, orientation: isLandscape ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT },
        margin: { ...MARGINS, footer: MARGINS.header, gutter: 0 },
        pageNumbers: { start: 1 },
      },
    },
    headers: { default: new Header({ children: [pageNumber()] }), first: new Header({ children: [new Paragraph({})] }) },
    footers: { default: new Footer({ children: [new Paragraph({})] }), first: new Footer({ children: [new Paragraph({})] }) },
    children: blocks.flatMap((block) => wordBlocks(block, TEXT_WIDTH[orientation])),
  };
}

function pageNumber(): Paragraph {
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    children: [new TextRun({ children: [PageNumber.CURRENT], font: FONT, size: PAGE_NUMBER_SIZE * 2 })],
  });
}
