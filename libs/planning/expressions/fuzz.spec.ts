import { it } from '@jest/globals';
import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { quantitySchema } from '../quantity.js';
import { timeFrameSchema } from '../time-frame.js';
import { readQuantity } from './quantity-expression.js';
import { printQuantity } from './print-quantity.js';
import { printTime } from './print-time.js';
import { readTime } from './time-expression.js';
const words =
  'tháng,quý,năm,ngày,tuần,II,IV,3,06,15,2021,2022,/,-,",",;,(,),từ,đến,hết,trước,chậm nhất,hàng,mỗi,lần,một,hai,thường xuyên,cả năm,đầu,giữa,cuối,theo quy định,khi có,sau khi,ban hành,kế hoạch,báo cáo,6 tháng,và,khoảng,dự kiến,dịp,Tết,thứ Ba,nửa năm,T,Q,.,hoàn thành,15/6,12/2020,định kỳ,đột xuất,bài,tin,"tin, bài",chuyên mục,lớp,Tối thiểu,tối đa,≥,trở lên,%,không giới hạn,số lượng,:,phút,học viên,phát lại,xã,x,“,”,các,1.000,02,0,99,"1,5",abc,Hợp đồng,văn bản,+,đơn vị,không nêu số lượng,trong'
    .match(/"[^"]*"|[^,]+/g)!
    .map((w) => w.replaceAll('"', ''));
const phrase = fc.array(fc.constantFrom(...words), { maxLength: 9 }).map((w) => w.join(' '));
const glued = fc.array(fc.tuple(fc.constantFrom(...words), fc.constantFrom('', ' ')), { maxLength: 9 }).map((w) => w.map((x) => x.join('')).join(''));
const any = fc.oneof(phrase, glued, fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ unit: 'grapheme', maxLength: 60 }));
const bare = (v: unknown): unknown => JSON.parse(JSON.stringify(v, (k, x) => (k === 'source' ? undefined : x)));
it('time', () => {
  const bad = new Map<string, string>();
  fc.assert(
    fc.property(any, (text) => {
      const { value } = readTime(text, { year: 2021, issuedOn: '2020-12-30' });
      const p = timeFrameSchema.safeParse(value);
      if (!p.success) {
        bad.set(text, 'schema ' + JSON.stringify(value));
        return;
      }
      const back = readTime(printTime(value), { year: 1999, issuedOn: '1998-01-01' }).value;
      if (!isDeepStrictEqual(bare(value), bare(back))) bad.set(text, printTime(value) + JSON.stringify(bare(value)) + JSON.stringify(bare(back)));
    }),
    { numRuns: 60000 },
  );
  process.stdout.write(
    [...bad]
      .slice(0, 12)
      .map((x) => x.join(' => '))
      .join('\n') + `\n${bad.size}\n`,
  );
}, 200000);
it('quantity', () => {
  const bad = new Map<string, string>();
  fc.assert(
    fc.property(any, fc.option(phrase, { nil: undefined, freq: 2 }), (text, unit) => {
      const { value } = readQuantity(text, unit ? { unit } : {});
      const p = quantitySchema.safeParse(value);
      if (!p.success) {
        bad.set(text, 'schema ' + JSON.stringify(value));
        return;
      }
      const back = readQuantity(printQuantity(value)).value;
      if (!isDeepStrictEqual(bare(value), bare(back)))
        bad.set(text + ' ## ' + unit, printQuantity(value) + JSON.stringify(bare(value)) + JSON.stringify(bare(back)));
    }),
    { numRuns: 40000 },
  );
  process.stdout.write(
    [...bad]
      .toSorted((a, b) => a[0].length - b[0].length)
      .slice(0, 14)
      .map((x) => x.join(' => '))
      .join('\n') + `\n${bad.size}\n`,
  );
}, 200000);
