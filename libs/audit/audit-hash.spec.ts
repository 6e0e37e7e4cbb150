import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, entryHash, sealedHash } from './audit-hash.js';

const HEAD = { at: '2021-03-05T01:00:00.000Z', actorId: 7, action: 'deliverable.published', subject: 'deliverable', subjectId: 3 };

describe('The hash of an entry', () => {
  it('is the same in whatever order an engine gives the names', () => {
    const one = { title: 'A', inner: { b: 1, a: [1, { d: 1, c: 2 }] } };
    const other = { inner: { a: [1, { c: 2, d: 1 }], b: 1 }, title: 'A' };
    expect(entryHash('', { ...HEAD, before: null, after: one })).toBe(entryHash('', { ...HEAD, before: null, after: other }));
  });

  it('is another one for every other content, and for another entry before it', () => {
    const content = { ...HEAD, before: { status: 'planned' }, after: { status: 'published' } };
    const others = [
      { ...content, at: '2021-03-05T01:00:00.001Z' },
      { ...content, actorId: null },
      { ...content, action: 'deliverable.accepted' },
      { ...content, subject: 'plan' },
      { ...content, subjectId: 4 },
      { ...content, before: null },
      { ...content, after: content.before, before: content.after },
    ];
    const hashes = [entryHash('', content), entryHash('0', content), ...others.map((other) => entryHash('', other))];
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('is that of what a reader of the stored JSON finds', () => {
    fc.assert(
      fc.property(fc.object({ withDate: true, withNullPrototype: false }), (after) => {
        const read = JSON.parse(JSON.stringify(after)) as object;
        expect(sealedHash('', HEAD, 'null', canonicalJson(after))).toBe(entryHash('', { ...HEAD, before: null, after: read }));
      }),
    );
  });

  it('stays what it was since the first entries were sealed', () => {
    expect(entryHash('', { ...HEAD, before: null, after: { title: 'Một cửa', status: 'published' } })).toBe(
      'f6ad98188488fcab85e8b9b95160aebb8b8d3337512eb5e4e2e0a4bdd31536fe',
    );
  });
});
