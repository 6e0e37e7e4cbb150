import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import { PROJECT_ROOT } from '#kernel/project-root.js';

const ICON_FOLDER = join(PROJECT_ROOT, 'node_modules/@tabler/icons/icons/outline');
const icons = new Map<string, Handlebars.SafeString>();

/** A Tabler icon inline, hidden from screen readers: the word beside it speaks. */
function icon(name: string): Handlebars.SafeString {
  const known = icons.get(name);
  if (known) return known;
  const [svg] = /<svg[\s\S]*<\/svg>/.exec(readFileSync(join(ICON_FOLDER, `${name}.svg`), 'utf8')) ?? [''];
  const inline = svg
    .replace(/\s*\n\s*/g, ' ')
    .replace(/ class="[^"]*"/, '')
    .replace('<svg', '<svg class="icon" aria-hidden="true"');
  const safe = new Handlebars.SafeString(inline);
  icons.set(name, safe);
  return safe;
}

/** The shared formatting helpers; templates use these, `if` and `each`, and nothing else. */
export function helpers(assets: (name: string) => string): Handlebars.HelperDeclareSpec {
  return {
    icon: (name: string) => icon(name),
    asset: (name: string) => assets(name),
  };
}
