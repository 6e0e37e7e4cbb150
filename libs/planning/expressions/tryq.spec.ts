import { it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { readQuantity } from './quantity-expression.js';
import { printQuantity } from './print-quantity.js';
import { isDeepStrictEqual } from 'node:util';
const bare = (v: unknown): string => JSON.stringify(v, (k, x) => (k === 'source' ? undefined : x));
it('x', () => {
  const out: string[] = [];
  for (const line of readFileSync('/tmp/w/quantities.txt', 'utf8').trimEnd().split('\n')) {
    const [text, unit] = line.split('\t');
    const { value, products, genres, doubts } = readQuantity(text!, unit ? { unit } : {});
    const p = printQuantity(value);
    const back = readQuantity(p).value;
    if (!isDeepStrictEqual(JSON.parse(bare(back)), JSON.parse(bare(value)))) out.push('!!! ' + p + ' ' + bare(back));
    const show = (v: typeof value): string => `${v.kind} ${v.min}..${v.max} [${v.unit}] ${v.per} ${v.perYear?.join('-') ?? 'null'}`;
    out.push(
      [
        line.padEnd(50),
        show(value),
        value.parts.map((x) => show(x as typeof value)).join(' ++ '),
        products.join('|'),
        genres.join('|'),
        doubts.map((d) => d.code).join('+'),
      ].join(' # '),
    );
  }
  process.stdout.write(out.join('\n') + '\n');
});
