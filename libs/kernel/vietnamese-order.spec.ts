import { expect, it } from '@jest/globals';
import { byName, compareNames } from './vietnamese-order.js';

it('names stand as a Vietnamese reader looks them up: Đ after D, marks only where the letters are the same', () => {
  const names = ['Ủy ban nhân dân', 'Đài Truyền hình', 'Trung tâm', 'Dân tộc', 'UBND xã', 'Sở Y tế', 'Báo Đồng Khởi', 'Ban Dân vận', 'Sở Xây dựng'];
  const inOrder = ['Ban Dân vận', 'Báo Đồng Khởi', 'Dân tộc', 'Đài Truyền hình', 'Sở Xây dựng', 'Sở Y tế', 'Trung tâm', 'UBND xã', 'Ủy ban nhân dân'];
  expect(names.toSorted(compareNames)).toEqual(inOrder);
  expect(names.map((name) => ({ name })).toSorted(byName)).toEqual(inOrder.map((name) => ({ name })));
});
