import { expect, test } from '@jest/globals';
import { systemFailure } from './system-failure.js';

const failure = (code: string, more: object = {}) => Object.assign(new Error('words of the machine'), { code, ...more });

test.each([
  [failure('EADDRINUSE', { address: '127.0.0.1', port: 3000 }), /^Cổng 3000 của 127\.0\.0\.1 đang có chương trình khác dùng; /],
  [failure('EACCES', { syscall: 'listen', port: 80 }), /^Không được phép mở cổng 80; /],
  [failure('EACCES', { path: '/luu/a.gz' }), /^Không được phép đọc hoặc ghi \/luu\/a\.gz\.$/],
  [failure('ENOENT', { path: '/luu/a.gz' }), /^Không có tệp \/luu\/a\.gz$/],
  [failure('EISDIR'), /^Đường dẫn này là một thư mục/],
  [failure('SQLITE_NOTADB'), /^Tệp cơ sở dữ liệu .* không phải của SQLite/],
  [failure('ECONNREFUSED'), /^Không kết nối được máy chủ \(ECONNREFUSED\); hãy kiểm tra DATABASE_URL/],
])('%s is told in one sentence', (error, words) => {
  expect(systemFailure(error)).toMatch(words);
});

test('a slip of the program is none of the machine', () => {
  expect([systemFailure(new TypeError('x')), systemFailure(failure('ERR_INVALID_ARG_TYPE')), systemFailure(undefined)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
