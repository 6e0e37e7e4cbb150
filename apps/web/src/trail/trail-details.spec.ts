import { expect, it } from '@jest/globals';
import { trailDetails } from './trail-details.js';

it('What an entry keeps is told by its name, what was before from what came after', () => {
  expect(trailDetails(null, '{"network":"203.0.113.0/24","reason":null}')).toEqual(['Mạng: 203.0.113.0/24']);
  expect(trailDetails('{"role":"producer"}', '{"role":"accountant","isCut":true,"roles":["leader","auditor"],"x":{"y":1}}')).toEqual([
    'Trước, Vai trò: Đơn vị thực hiện',
    'Sau, Vai trò: Kế toán',
    'Sau, Bị cắt bớt: có',
    'Sau, Vai trò: Lãnh đạo, Kiểm tra, thanh tra',
    'Sau, x: {"y":1}',
  ]);
  expect(trailDetails(null, null)).toEqual([]);
});
