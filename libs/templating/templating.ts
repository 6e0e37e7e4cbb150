import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import { PROJECT_ROOT } from '#kernel/project-root.js';
import { helpers } from './helpers.js';

export const TEMPLATE_FOLDER = join(PROJECT_ROOT, 'templates');

/**
 * The one Handlebars environment, for pages and mail. A template is named by its path below `templates/` without `.hbs`.
 * A file whose name begins with `_`, and all of `partials/`, is a partial: `pages/dashboard/_grid.hbs` is
 * `{{> pages/dashboard/grid}}`, and `partials/field.hbs` is `{{> field}}`.
 */
export class Templating {
  readonly #html = Handlebars.create();
  readonly #text = Handlebars.create();
  readonly #compiled = new Map<string, Handlebars.TemplateDelegate>();

  constructor(
    private readonly folder: string = TEMPLATE_FOLDER,
    assets: (name: string) => string = (name) => name,
  ) {
    for (const environment of [this.#html, this.#text]) {
      environment.registerHelper(helpers(assets));
      for (const name of this.names()) {
        if (isPartial(name)) environment.registerPartial(partialName(name), this.source(name));
      }
    }
  }

  /** Values are escaped for HTML. */
  renderHtml(name: string, view: object): string {
    return this.compiled(name, this.#html, false)(view);
  }

  /** Values stand as they are: for subjects and the text part of letters. */
  renderText(name: string, view: object): string {
    return this.compiled(name, this.#text, true)(view);
  }

  /** Every template, partials included. */
  names(): string[] {
    return readdirSync(this.folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.hbs'))
      .map((file) => file.slice(0, -'.hbs'.length));
  }

  private compiled(name: string, environment: typeof Handlebars, noEscape: boolean): Handlebars.TemplateDelegate {
    const key = `${noEscape}:${name}`;
    const known = this.#compiled.get(key);
    if (known) return known;
    const template = environment.compile(this.source(name), { noEscape });
    this.#compiled.set(key, template);
    return template;
  }

  private source(name: string): string {
    return readFileSync(join(this.folder, `${name}.hbs`), 'utf8');
  }
}

function isPartial(name: string): boolean {
  return name.startsWith('partials/') || name.split('/').at(-1)!.startsWith('_');
}

function partialName(name: string): string {
  return name.replace(/^partials\//, '').replace(/(^|\/)_([^/]+)$/, '$1$2');
}
