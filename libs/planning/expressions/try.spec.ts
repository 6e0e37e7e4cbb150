import { it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { printTime } from './print-time.js';
import { readTime } from './time-expression.js';
it('x', () => {
  const out: string[] = [];
  for (const text of readFileSync('/tmp/w/times.txt', 'utf8').split('\n')) {
    const {
      value: { kind, from, to, recurrence, dates, count },
      doubts,
    } = readTime(text, { year: 2021, issuedOn: '2020-12-30' });
    {
      const v = readTime(text, { year: 2021, issuedOn: '2020-12-30' }).value;
      const p = printTime(v);
      const b = readTime(p, { year: 1999, issuedOn: '1998-01-01' }).value;
      const { source: _, ...x } = v;
      const { source: __, ...y } = b;
      if (JSON.stringify(x) !== JSON.stringify(y)) out.push('!!! ' + p + JSON.stringify(y));
    }
    out.push(
      [text.padEnd(45), kind, `${from ?? ''}..${to ?? ''}`, recurrence ?? '', dates.join(','), count ?? '', doubts.map((d) => d.code).join('+')].join(' | '),
    );
  }
  process.stdout.write(out.join('\n') + '\n');
});
