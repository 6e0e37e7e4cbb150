import { Parser } from 'htmlparser2';
import { LIMITS } from './limits.js';
import { SourceRefused } from './source-refused.js';
import { markedEncoding } from './text-encoding.js';

/** Gives the value of an attribute of the element just opened. */
export type AttributeLookup = (name: string) => string | undefined;

/** Hears a document's elements in order. `open` may answer `skip`: nothing of that element is then heard, not even its end. */
export interface MarkupHandler {
  open(name: string, attribute: AttributeLookup): 'skip' | undefined;
  close(name: string): void;
  text(data: string): void;
}

/** Reads HTML as browsers do: nothing in it is an error. Names are in lower case. */
export function readHtmlMarkup(html: string, handler: MarkupHandler): void {
  const parser = new Parser(new BoundedEvents(handler), { xmlMode: false });
  // In pieces, because a handler that refuses should be able to stop before everything is split into tokens.
  for (let start = 0; start < html.length; start += PIECE) parser.write(html.slice(start, start + PIECE));
  parser.end();
}

const PIECE = 64 * 1024;

/**
 * Reads a part of an Office file as it is inflated. Names in the part's main namespace, known by the end of its
 * address, come without their prefix; others keep the one they were written with. A DOCTYPE is refused: Office never
 * writes one, and external entities come through it.
 */
export async function readXmlMarkup(chunks: AsyncIterable<Uint8Array>, namespace: RegExp, handler: MarkupHandler): Promise<void> {
  const parser = new Parser(new BoundedEvents(handler, namespace), { xmlMode: true });
  let decoder: TextDecoder | undefined;
  for await (const chunk of chunks) {
    decoder ??= new TextDecoder(markedEncoding(chunk) ?? 'utf-8');
    parser.write(decoder.decode(chunk, { stream: true }));
  }
  parser.end(decoder?.decode());
}

class BoundedEvents {
  private depth = 0;
  private attributeCount = 0;
  private skippedBelow: number | undefined;
  private prefix: string | undefined;
  private attributes: Record<string, string> = {};

  constructor(
    private readonly handler: MarkupHandler,
    private readonly namespace?: RegExp,
  ) {}

  onopentag(name: string, attributes: Record<string, string>): void {
    this.attributeCount = 0;
    if (++this.depth > LIMITS.elementDepth) refuseTangled();
    if (this.skippedBelow !== undefined) return;
    if (this.namespace) this.prefix ??= mainPrefix(attributes, this.namespace);
    this.attributes = attributes;
    if (this.handler.open(this.local(name), this.lookUp) === 'skip') this.skippedBelow = this.depth;
  }

  onattribute(): void {
    if (++this.attributeCount > LIMITS.attributes) refuseTangled();
  }

  onclosetag(name: string): void {
    const depth = this.depth--;
    if (this.skippedBelow === undefined) this.handler.close(this.local(name));
    else if (depth === this.skippedBelow) this.skippedBelow = undefined;
  }

  ontext(data: string): void {
    if (this.skippedBelow === undefined) this.handler.text(data);
  }

  onprocessinginstruction(name: string): void {
    if (this.namespace && name.startsWith('!')) {
      throw new SourceRefused('Tệp Word hoặc Excel này chứa khai báo lạ (DOCTYPE) nên không được đọc; hãy mở bằng Word hoặc Excel và lưu thành tệp mới.');
    }
  }

  private readonly lookUp: AttributeLookup = (name) => this.attributes[(this.prefix ?? '') + name] ?? this.attributes[name];

  private local(name: string): string {
    return this.prefix && name.startsWith(this.prefix) ? name.slice(this.prefix.length) : name;
  }
}

function refuseTangled(): never {
  throw new SourceRefused('Tệp có cấu trúc lồng nhau quá sâu hoặc quá rối nên không đọc được; hãy chép nội dung sang một tệp mới rồi nhập tệp đó.');
}

/** The prefix, with its colon, that the root element gives a namespace; empty for the default one. */
function mainPrefix(attributes: Record<string, string>, namespace: RegExp): string {
  const declared = Object.keys(attributes).find((name) => /^xmlns(:|$)/.test(name) && namespace.test(attributes[name]!));
  return declared === undefined || declared === 'xmlns' ? '' : `${declared.slice('xmlns:'.length)}:`;
}
