import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { rightsTable } from './rights-table.js';

it('stands in the documents as it is declared', () => {
  const even = (text: string) => text.replace(/ *\| */g, '|').replace(/-{3,}/g, '---');
  expect(even(readFileSync('docs/quyen.md', 'utf8'))).toContain(even(rightsTable()));
});
