import { parseDocument } from 'htmlparser2';
import { filesOf } from '#documents/zip-rewriting.js';

/** As much of an XML tree as these tests walk. */
interface Node {
  readonly name?: string;
  readonly data?: string;
  readonly attribs?: Readonly<Record<string, string>>;
  readonly children?: readonly Node[];
}

/** A paragraph of a Word file with what its style and its own marks make of it; sizes in half points, lengths in twips. */
export interface WordText {
  readonly style: string;
  readonly text: string;
  readonly runs: readonly { readonly text: string; readonly size: number; readonly isBold: boolean; readonly isItalic: boolean; readonly font: string }[];
  readonly align: string;
  readonly firstLine: number;
  readonly before: number;
  readonly after: number;
  readonly line: number;
  readonly lineRule: string;
  /** How long the line is that stands under it, or null. */
  readonly ruleBelow: number | null;
  /** Of the page's text, or of the cell that it stands in. */
  readonly width: number;
  readonly isInTable: boolean;
}

interface WordSection {
  readonly size: Readonly<Record<string, string>>;
  readonly margins: Readonly<Record<string, string>>;
  readonly hasTitlePage: boolean;
  readonly pageNumberStart: string;
  readonly headers: Readonly<Record<string, Node>>;
}

export interface ReadWord {
  readonly files: ReadonlyMap<string, Buffer>;
  readonly xml: string;
  readonly texts: readonly WordText[];
  readonly sections: readonly WordSection[];
  /** The rows of every table with borders, as texts of their cells. */
  readonly rows: readonly (readonly string[])[];
}

type Properties = Readonly<Record<string, Readonly<Record<string, string>>>>;

const TABLE_STYLES = new Set(['o', 'o-giua', 'o-phai', 'o-tieu-de']);

/** Opens a Word file as Word does: document, styles, headers. */
export async function readWord(file: Buffer): Promise<ReadWord> {
  const files = await filesOf(file);
  const tree = (name: string) => parseDocument(files.get(name)!.toString('utf8'), { xmlMode: true }) as Node;
  const xml = files.get('word/document.xml')!.toString('utf8');
  const document = parseDocument(xml, { xmlMode: true }) as Node;
  const styles = stylesOf(tree('word/styles.xml'));
  const body = all(document, 'w:body')[0]!;
  const section = all(document, 'w:sectPr').at(-1)!;
  const width = Number(first(section, 'w:pgSz')['w:w']) - Number(first(section, 'w:pgMar')['w:left']) - Number(first(section, 'w:pgMar')['w:right']);
  return {
    files,
    xml,
    texts: textsIn(body, width, false, styles),
    sections: all(document, 'w:sectPr').map((node) => sectionOf(node, tree)),
    rows: all(document, 'w:tr')
      .filter((row) => all(row, 'w:pStyle').some((style) => TABLE_STYLES.has(style.attribs!['w:val']!)))
      .map((row) => all(row, 'w:tc').map((cell) => contentOf(cell))),
  };
}

function textsIn(node: Node, width: number, isInTable: boolean, styles: ReadonlyMap<string, Properties>): WordText[] {
  const blocks = node.children ?? [];
  return blocks.flatMap((block, index): WordText[] => {
    if (block.name === 'w:p') return [{ ...textOf(block, styles), ruleBelow: ruleLength(blocks[index + 1], width), width, isInTable }];
    if (block.name === 'w:tc') return textsIn(block, Number(first(block, 'w:tcW')['w:w']), true, styles);
    return block.name === 'w:tbl' || block.name === 'w:tr' ? textsIn(block, width, true, styles) : [];
  });
}

function textOf(paragraph: Node, styles: ReadonlyMap<string, Properties>): Omit<WordText, 'ruleBelow' | 'width' | 'isInTable'> {
  const own = propertiesOf(child(paragraph, 'w:pPr'));
  const style = own['w:pStyle']?.['w:val'] ?? 'Normal';
  const look = { ...styles.get('default'), ...styles.get(style) };
  const spacing = { ...look['w:spacing'], ...own['w:spacing'] };
  const runs = all(paragraph, 'w:r').map((run) => {
    const marks = { ...look, ...propertiesOf(child(run, 'w:rPr')) };
    return {
      text: contentOf(run),
      size: Number(marks['w:sz']?.['w:val']),
      isBold: isOn(marks['w:b']),
      isItalic: isOn(marks['w:i']),
      font: marks['w:rFonts']?.['w:ascii'] ?? '',
    };
  });
  return {
    style,
    text: runs.map(({ text }) => text).join(''),
    runs: runs.filter(({ text }) => text !== ''),
    align: own['w:jc']?.['w:val'] ?? look['w:jc']?.['w:val'] ?? 'left',
    firstLine: Number({ ...look['w:ind'], ...own['w:ind'] }['w:firstLine'] ?? 0),
    before: Number(spacing['w:before'] ?? 0),
    after: Number(spacing['w:after'] ?? 0),
    line: Number(spacing['w:line'] ?? 240),
    lineRule: spacing['w:lineRule'] ?? 'auto',
  };
}

/** Of an empty paragraph with a line over it. */
function ruleLength(paragraph: Node | undefined, width: number): number | null {
  if (paragraph?.name !== 'w:p' || all(paragraph, 'w:pBdr').length === 0) return null;
  const indent = first(paragraph, 'w:ind');
  return width - Number(indent['w:left']) - Number(indent['w:right']);
}

/** By id; under `default` what holds where a style says nothing. */
function stylesOf(document: Node): Map<string, Properties> {
  const defaults = all(document, 'w:docDefaults')[0];
  const styles = new Map<string, Properties>([
    ['default', defaults ? { ...propertiesOf(all(defaults, 'w:rPr')[0]), ...propertiesOf(all(defaults, 'w:pPr')[0]) } : {}],
  ]);
  for (const style of all(document, 'w:style')) {
    styles.set(style.attribs!['w:styleId']!, { ...propertiesOf(child(style, 'w:pPr')), ...propertiesOf(child(style, 'w:rPr')) });
  }
  return styles;
}

function sectionOf(section: Node, tree: (name: string) => Node): WordSection {
  const headers = all(section, 'w:headerReference').map((reference): [string, Node] => {
    const id = reference.attribs!['r:id']!;
    const target = all(tree('word/_rels/document.xml.rels'), 'Relationship').find(({ attribs }) => attribs?.Id === id)!.attribs!.Target!;
    return [reference.attribs!['w:type']!, tree(`word/${target.replace(/^\/?word\//, '')}`)];
  });
  return {
    size: first(section, 'w:pgSz'),
    margins: first(section, 'w:pgMar'),
    hasTitlePage: isOn(propertiesOf(section)['w:titlePg']),
    pageNumberStart: propertiesOf(section)['w:pgNumType']?.['w:start'] ?? '',
    headers: Object.fromEntries(headers),
  };
}

/** Every element of a name below a node. */
export function all(node: Node, name: string): Node[] {
  return (node.children ?? []).flatMap((one) => [...(one.name === name ? [one] : []), ...all(one, name)]);
}

/** The text below a node, a break as a new line. */
function contentOf(node: Node): string {
  if (node.name === 'w:br') return '\n';
  if (node.name === 'w:t') return (node.children ?? []).map(({ data }) => data ?? '').join('');
  return (node.children ?? []).map(contentOf).join('');
}

function child(node: Node, name: string): Node | undefined {
  return node.children?.find((one) => one.name === name);
}

function first(node: Node, name: string): Readonly<Record<string, string>> {
  return all(node, name)[0]?.attribs ?? {};
}

function propertiesOf(node: Node | undefined): Properties {
  return Object.fromEntries((node?.children ?? []).filter(({ name }) => name !== undefined).map(({ name, attribs }) => [name!, attribs ?? {}]));
}

function isOn(property: Readonly<Record<string, string>> | undefined): boolean {
  return property !== undefined && !['0', 'false', 'off'].includes(property['w:val'] ?? 'true');
}
