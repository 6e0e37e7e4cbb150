import { describe, expect, it } from '@jest/globals';
import Handlebars from 'handlebars';
import { helpers } from './helpers.js';

function render(source: string): string {
  const environment = Handlebars.create();
  environment.registerHelper(helpers((name) => `/assets/${name}?v=1`));
  return environment.compile(source)({});
}

describe('The helper for icons', () => {
  it('gives the drawing inline, hidden from screen readers', () => {
    const svg = render('{{icon "calendar"}}');
    expect(svg).toMatch(/^<svg class="icon" aria-hidden="true"[\s\S]*<\/svg>$/);
    expect(svg.match(/class=/g)).toHaveLength(1);
  });

  it('stops at a name that is no icon', () => {
    expect(() => render('{{icon "khong-co-hinh-nay"}}')).toThrow('ENOENT');
  });
});

describe('The helper for assets', () => {
  it('gives the address of a built file', () => {
    expect(render('{{asset "app.css"}}')).toBe('/assets/app.css?v&#x3D;1');
  });
});
