import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import Handlebars from 'handlebars';
import { PROJECT_ROOT } from '#kernel/project-root.js';
import { helpers } from './helpers.js';
import { Templating, TEMPLATE_FOLDER } from './templating.js';

const templating = new Templating();
const names = templating.names();
const ICONS = join(PROJECT_ROOT, 'node_modules/@tabler/icons/icons/outline');

/** What a template leans on: the partials it takes in and the icons it names outright. */
class References extends Handlebars.Visitor {
  readonly partials: string[] = [];
  readonly icons: string[] = [];

  override PartialStatement(partial: hbs.AST.PartialStatement): void {
    if ('original' in partial.name) this.partials.push(partial.name.original);
    super.PartialStatement(partial);
  }

  override MustacheStatement(mustache: hbs.AST.MustacheStatement): void {
    const [first] = mustache.params;
    if ('original' in mustache.path && mustache.path.original === 'icon' && first?.type === 'StringLiteral') {
      this.icons.push((first as hbs.AST.StringLiteral).value);
    }
    super.MustacheStatement(mustache);
  }
}

function referencesOf(name: string): References {
  const references = new References();
  references.accept(Handlebars.parse(readFileSync(join(TEMPLATE_FOLDER, `${name}.hbs`), 'utf8')));
  return references;
}

/** The name under which a file is taken in as a partial. */
function partialName(name: string): string {
  return name.replace(/^partials\//, '').replace(/(^|\/)_([^/]+)$/, '$1$2');
}

describe('The templates', () => {
  it('are there', () => {
    expect(names).toEqual(expect.arrayContaining(['mail/digest/html', 'mail/digest/text']));
  });

  it.each(names)('%s compiles with the shared helpers and no others', (name) => {
    const source = readFileSync(join(TEMPLATE_FOLDER, `${name}.hbs`), 'utf8');
    const knownHelpers = Object.fromEntries(Object.keys(helpers(String)).map((helper) => [helper, true]));
    expect(Handlebars.precompile(source, { knownHelpers, knownHelpersOnly: true })).toContain('main');
  });

  it('take in only partials that exist', () => {
    const known = new Set(names.filter((name) => name.startsWith('partials/') || name.split('/').at(-1)!.startsWith('_')).map(partialName));
    const missing = names.flatMap((name) =>
      referencesOf(name)
        .partials.filter((partial) => !known.has(partial))
        .map((partial) => `${name}: ${partial}`),
    );
    expect(missing).toEqual([]);
  });

  it('name only icons that exist', () => {
    const known = new Set(readdirSync(ICONS));
    const missing = names.flatMap((name) =>
      referencesOf(name)
        .icons.filter((icon) => !known.has(`${icon}.svg`))
        .map((icon) => `${name}: ${icon}`),
    );
    expect(missing).toEqual([]);
  });

  it('hold text in one Unicode form, NFC', () => {
    const decomposed = names.filter((name) => {
      const source = readFileSync(join(TEMPLATE_FOLDER, `${name}.hbs`), 'utf8');
      return source !== source.normalize('NFC');
    });
    expect(decomposed).toEqual([]);
  });
});

describe('Rendering', () => {
  const view = { recipientName: '<b>Tin & bài</b>' };

  it('escapes values for HTML, and leaves them in text', () => {
    expect(templating.renderText('mail/digest/text', view)).toContain('<b>Tin & bài</b>');
    expect(templating.renderHtml('mail/digest/html', view)).toContain('&lt;b&gt;Tin &amp; bài&lt;/b&gt;');
    expect(templating.renderHtml('mail/digest/html', view)).not.toContain('<b>Tin');
  });

  it('does not reach into prototypes, and says so once', () => {
    class Secretive {
      get recipientName(): string {
        return 'from the prototype';
      }
    }
    const told = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    expect(templating.renderText('mail/digest/text', new Secretive())).not.toContain('from the prototype');
    expect(told).toHaveBeenCalledTimes(1);
    told.mockRestore();
  });
});
