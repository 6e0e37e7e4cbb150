import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { guessMedium } from './medium-guess.js';

interface SampleTask {
  name: string;
  product: string;
  medium: string;
}

const sample = JSON.parse(readFileSync(new URL('../plans/105-KH-UBND.json', import.meta.url), 'utf8')) as { tasks: SampleTask[] };

describe('The medium', () => {
  it('of each task of the plan 105 is the one its shipped reading has', () => {
    expect(sample.tasks.map(({ name, product }) => guessMedium(name, product))).toEqual(sample.tasks.map(({ medium }) => medium));
  });

  it.each([
    ['Chuyên mục CCHC trên sóng truyền thanh huyện', 'Chuyên mục', 'loudspeaker'],
    ['Tin, bài trên Trang thông tin điện tử huyện', 'Tin, bài', 'newspaper'],
    ['Hội thi tìm hiểu CCHC', 'Cuộc', 'training'],
    ['Tập huấn công chức cấp xã', 'Lớp', 'training'],
    ['Tổ chức đối thoại với người dân', 'Cuộc', 'forum'],
    ['Sơ kết, tổng kết', 'Báo cáo', 'document'],
    ['Đối thoại trực tiếp trên sóng truyền hình', 'Chương trình', 'television'],
    ['Phối hợp Đài Phát thanh và Truyền hình xây dựng video clip', 'Video', 'television'],
    ['Báo cáo kết quả tuyên truyền', 'Báo cáo', 'document'],
    ['Phối hợp với Báo Đồng Khởi', 'Hợp đồng', 'document'],
    ['Việc chưa rõ', '', 'document'],
  ])('of “%s” (%s) is %s', (name, product, medium) => expect(guessMedium(name, product)).toBe(medium));
});
