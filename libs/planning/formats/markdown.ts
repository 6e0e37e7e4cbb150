/**
 * The marks of Markdown, taken away: every rule is a scan of linear time, so that a hostile text cannot hold the server.
 */

/** Most cells hold none of these, and are plain text already. */
const MAY_BE_MARKED = /[-\\*_`<>&#[=~•\ue100-\ue17f]/;

/** Plain text of one or several lines: headings, quotations, emphasis, links, code and escapes lose their marks. */
export function withoutMarks(text: string): string {
  if (!MAY_BE_MARKED.test(text)) return text;
  const lines = text.split('\n').filter((line) => !isRule(line));
  return withoutInlineMarks(lines.map(withoutLineMarks).join('\n'));
}

/** A line of nothing but dashes, stars or such: a rule, a heading's underline, the fence of a code block. */
function isRule(line: string): boolean {
  return /^[-_*=~`\s]+$/.test(line) && line.replace(/\s+/g, '').length >= 3;
}

const FENCE = /^\s*(?:```|~~~)\w*\s*$/;

function withoutLineMarks(line: string): string {
  if (FENCE.test(line)) return '';
  return line
    .replace(/^\s*>[>\s]*/, '')
    .replace(/^\s*#{1,6}(?:\s+|$)/, '')
    .replace(/^(\s*)[*•]\s+/, '$1- ')
    .replace(/\\$/, '');
}

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&nbsp;': ' ' };

/** Private characters that stand for an escaped one while the marks are taken away. */
const ESCAPED_AS = 0xe100;

function withoutInlineMarks(text: string): string {
  return text
    .replace(/[\ue100-\ue17f]/g, '')
    .replace(/\\([!-/:-@[-`{-~])/g, (_, sign: string) => String.fromCharCode(ESCAPED_AS + sign.charCodeAt(0)))
    .replace(/<br\s?\/?>/gi, '\n')
    .replace(/<\/?(?:b|i|u|em|strong|sup|sub|span|font|mark|small)>/gi, '')
    .replace(/!?\[([^[\]\n]*)\]\([^()\s[\]]*\)/g, '$1')
    .replace(/`([^`\n]+)`/g, '$1')
    .replace(/\*\*\*(?=\S)([^*]+)\*\*\*/g, '$1')
    .replace(/\*\*(?=\S)([^*]+)\*\*/g, '$1')
    .replace(/(?<![\p{L}\p{N}*])\*(?=[^\s*)\].,;:])([^*]+)(?<!\s)\*(?![\p{L}\p{N}*])/gu, '$1')
    .replace(/\*\*(?=\S)([^*]+)\*\*/g, '$1')
    .replace(/(?<![\p{L}\p{N}_])__(?=[^\s_])([^_]+)__(?![\p{L}\p{N}_])/gu, '$1')
    .replace(/&(?:amp|lt|gt|quot|#39|nbsp);/g, (entity) => ENTITIES[entity]!)
    .replace(/[\ue100-\ue17f]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - ESCAPED_AS));
}

/** The cells of a line of a pipe table: `| a | b |`, the outer pipes optional. */
export function pipeCells(line: string): string[] {
  const inner = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '');
  return inner.split(/(?<!\\)\|/).map((cell) => cell.replaceAll('\\|', '|'));
}

/** The line of dashes below a pipe table's header. */
export function isPipeDivider(line: string | undefined): boolean {
  return line !== undefined && line.includes('|') && line.includes('-') && pipeCells(line).every((cell) => /^\s*:?-+:?\s*$/.test(cell));
}

/** Whether a line is surely a row of a pipe table, even without a header. */
export function isPipeRow(line: string): boolean {
  return /^\s*\|/.test(line) && /\|\s*$/.test(line) && pipeCells(line).length >= 2;
}
