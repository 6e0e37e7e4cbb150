/** A line with this many tabs starts a table; one tab alone also aligns numbers or signatures. */
const TABS_TO_START = 2;
/** How many lines a cell in quotes may run over. */
const LONGEST_QUOTED_CELL = 200;

/** Finds the tables among a text's lines whose cells are separated by tabs, as text editors and spreadsheets give them. */
export class TabbedLines {
  constructor(private readonly lines: readonly string[]) {}

  /** The table that starts at a line, and the line after it. It goes on while lines have a tab. */
  tableAt(start: number): { rows: string[][]; end: number } | undefined {
    if (countTabs(this.lines[start]!) < TABS_TO_START || this.lines[start]!.trim() === '') return undefined;
    const rows: string[][] = [];
    let at = start;
    while (at < this.lines.length && this.lines[at]!.includes('\t')) {
      const { cells, end } = this.rowAt(at);
      if (cells.some((cell) => cell.trim() !== '')) rows.push(cells);
      at = end;
    }
    return { rows, end: at };
  }

  /** One row: more than one line if a cell in quotes holds line breaks. */
  private rowAt(start: number): { cells: string[]; end: number } {
    const cells = this.lines[start]!.split('\t');
    let end = start + 1;
    while (isOpen(cells.at(-1)!)) {
      const rest = this.restOfCell(end);
      if (!rest) break;
      cells.push([cells.pop()!, ...rest.lines].join('\n'), ...rest.cells);
      end = rest.end;
    }
    return { cells: cells.map(unquote), end };
  }

  /** What follows an open quote: the lines up to its end, and the cells after it on that last line. */
  private restOfCell(start: number): { lines: string[]; cells: string[]; end: number } | undefined {
    const lines: string[] = [];
    for (let at = start; at < Math.min(this.lines.length, start + LONGEST_QUOTED_CELL); at++) {
      const [first, ...cells] = this.lines[at]!.split('\t');
      lines.push(first!);
      if (countQuotes(first!) % 2 === 1) return /"\s*$/.test(first!) ? { lines, cells, end: at + 1 } : undefined;
      if (cells.length > 0) return undefined;
    }
    return undefined;
  }
}

function countTabs(line: string): number {
  return line.split('\t').length - 1;
}

function countQuotes(text: string): number {
  return text.split('"').length - 1;
}

function isOpen(cell: string): boolean {
  return cell.startsWith('"') && countQuotes(cell) % 2 === 1;
}

/** Takes away the quotes around a cell, if all within it are doubled as spreadsheets double them. */
function unquote(cell: string): string {
  const trimmed = cell.trim();
  if (trimmed.length < 2 || !trimmed.startsWith('"') || !trimmed.endsWith('"')) return cell;
  const inner = trimmed.slice(1, -1);
  return inner.replaceAll('""', '').includes('"') ? cell : inner.replaceAll('""', '"');
}
