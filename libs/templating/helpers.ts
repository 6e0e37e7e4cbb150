import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import Handlebars from 'handlebars';

const ICON_FOLDER = join(dirname(createRequire(import.meta.url).resolve('@tabler/icons/package.json')), 'icons/outline');
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
