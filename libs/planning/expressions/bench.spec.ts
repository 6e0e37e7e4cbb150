import { it } from '@jest/globals';
import { readTimeSpan } from './time-expression.js';
import { readQuantity } from './quantity-expression.js';
it('x', () => {
  for (let k = 0; k < 3; k += 1) {
  const a = process.cpuUsage(); 
  for (let i = 0; i < 2000; i += 1) readTimeSpan(`Tháng ${(i % 12) + 1}/2021`, 'Thường xuyên trong năm 2021', { year: 2021 });
  const b = process.cpuUsage();
  for (let i = 0; i < 2000; i += 1) readQuantity(`Chuyên mục (Phóng sự, Bài viết, câu chuyện truyền thanh, số lượng ${i})`);
  const c = process.cpuUsage();
  process.stdout.write(`time ${(b.user - a.user) / 1000} quantity ${(c.user - b.user) / 1000}\n`);
  }
});
