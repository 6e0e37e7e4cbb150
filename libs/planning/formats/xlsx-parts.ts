import { refuseTooLong } from './content-builder.js';
import { LIMITS } from './limits.js';
import { type AttributeLookup, type MarkupHandler, readXmlMarkup } from './markup.js';
import { builtInFormat, type NumberFormat, parseFormatCode } from './number-format.js';
import { SPREADSHEET_NAMESPACE } from './spreadsheet-namespace.js';

/** The texts that cells refer to by their position. */
export async function readSharedStrings(chunks: AsyncIterable<Uint8Array>): Promise<readonly string[]> {
  const part = new SharedStringsPart();
  await readXmlMarkup(chunks, SPREADSHEET_NAMESPACE, part);
  return part.strings;
}

/** The number formats that cells refer to by their style's position. */
export async function readStyles(chunks: AsyncIterable<Uint8Array>): Promise<readonly NumberFormat[]> {
  const part = new StylesPart();
  await readXmlMarkup(chunks, SPREADSHEET_NAMESPACE, part);
  return part.formats;
}

class SharedStringsPart implements MarkupHandler {
  readonly strings: string[] = [];
  private current = '';
  private isInText = false;
  private length = 0;

  open(name: string): 'skip' | undefined {
    // How a word is pronounced is no part of the text.
    if (name === 'rPh') return 'skip';
    if (name === 't') this.isInText = true;
    return undefined;
  }

  close(name: string): void {
    if (name === 't') this.isInText = false;
    if (name !== 'si') return;
    this.strings.push(unescapeText(this.current));
    this.current = '';
  }

  text(data: string): void {
    if (!this.isInText) return;
    this.current += data;
    this.length += data.length;
    if (this.length > LIMITS.textLength) refuseTooLong();
  }
}

class StylesPart implements MarkupHandler {
  readonly formats: NumberFormat[] = [];
  private readonly custom = new Map<number, NumberFormat>();
  private isInCellFormats = false;

  open(name: string, attribute: AttributeLookup): 'skip' | undefined {
    if (name === 'numFmt') this.custom.set(Number(attribute('numFmtId')), parseFormatCode(attribute('formatCode') ?? ''));
    else if (name === 'cellXfs') this.isInCellFormats = true;
    else if (name === 'xf' && this.isInCellFormats) {
      const id = Number(attribute('numFmtId') ?? 0);
      this.formats.push(this.custom.get(id) ?? builtInFormat(id));
    }
    return undefined;
  }

  close(name: string): void {
    if (name === 'cellXfs') this.isInCellFormats = false;
  }

  text(): void {
    // All that matters here is in attributes.
  }
}

/** Characters that XML cannot hold are written as `_x000D_` (ECMA-376, ST_Xstring). */
export function unescapeText(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
