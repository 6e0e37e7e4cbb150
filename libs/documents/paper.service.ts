import { Injectable } from '@nestjs/common';
import type { AcceptanceMinutes, LiquidationMinutes, MinutesHead } from '#contracts/minutes.js';
import { Templating } from '#templating/templating.js';
import { acceptanceView } from './acceptance.view.js';
import { cleanText } from './clean-text.js';
import { liquidationView } from './liquidation.view.js';
import { readPaper } from './paper-reader.js';
import { productsView } from './products.view.js';
import type { ReminderLetter } from './reminder-letter.service.js';
import { reminderLetterView } from './reminder-letter.view.js';

/** A paper as HTML in our small vocabulary: shown as a page, or made into a Word file. */
export interface Paper {
  /** What it is, of what: for the page's title and the file's name. */
  readonly title: string;
  readonly html: string;
}

/** Words the papers: data into a template, the template into a page or a Word file. Of what is not issued it says so. */
@Injectable()
export class PaperService {
  constructor(private readonly templating: Templating) {}

  acceptance(minutes: AcceptanceMinutes, isIssued: boolean): Paper {
    return this.paper('acceptance', `Biên bản nghiệm thu${roundOf(minutes)} ${contractOf(minutes)}`, acceptanceView(minutes, isIssued));
  }

  /** @throws TotalsDisagree where the products do not add up to the minutes */
  products(minutes: AcceptanceMinutes, isIssued: boolean): Paper {
    return this.paper('products', `Danh mục sản phẩm nghiệm thu${roundOf(minutes)} ${contractOf(minutes)}`, productsView(minutes, isIssued));
  }

  liquidation(minutes: LiquidationMinutes, isIssued: boolean): Paper {
    return this.paper('liquidation', `Biên bản thanh lý ${contractOf(minutes)}`, liquidationView(minutes, isIssued));
  }

  /** Acceptance and liquidation in one. */
  combined(minutes: LiquidationMinutes, isIssued: boolean): Paper {
    return this.paper('combined', `Biên bản nghiệm thu và thanh lý ${contractOf(minutes)}`, liquidationView(minutes, isIssued));
  }

  reminderLetter(letter: ReminderLetter): Paper {
    return this.paper('reminder-letter', `Công văn đôn đốc ${letter.party}`, reminderLetterView(letter));
  }

  /** @throws UnknownMarkup where a changed template uses what a paper has no look for */
  async wordFile({ html, title }: Paper): Promise<Buffer> {
    // Only whoever asks for a file pays for the memory of the library.
    const { wordFile } = await import('./word-file.js');
    return wordFile(await readPaper(html), title);
  }

  private paper(template: string, title: string, view: object): Paper {
    return { title: cleanText(title), html: cleanText(this.templating.renderHtml(`documents/${template}`, view)) };
  }
}

function roundOf({ round }: AcceptanceMinutes): string {
  return round === null ? '' : ` đợt ${round}`;
}

function contractOf({ contract }: MinutesHead): string {
  return `hợp đồng ${contract.number}`;
}
