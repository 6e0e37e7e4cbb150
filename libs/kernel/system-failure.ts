/** As much as is looked at of what Node, the drivers of the databases and zlib throw. */
interface Failure {
  readonly code?: unknown;
  readonly syscall?: string;
  readonly path?: string;
  readonly address?: string;
  readonly port?: number;
  readonly hostname?: string;
}

type Words = (failure: Failure) => string;

const placeOf = ({ path = '' }: Failure) => path;
const forbidden: Words = (failure) =>
  failure.syscall === 'listen'
    ? `Không được phép mở cổng ${failure.port}; hãy đặt PORT từ 1024 trở lên.`
    : `Không được phép đọc hoặc ghi ${placeOf(failure)}.`.replace(' .', '.');
const unreachable: Words = ({ code }) => `Không kết nối được máy chủ (${String(code)}); hãy kiểm tra DATABASE_URL, SMTP_URL và các máy chủ ấy.`;
const notLetIn: Words = () => 'Cơ sở dữ liệu không nhận tên hoặc mật khẩu trong DATABASE_URL.';
const full: Words = () => 'Ổ đĩa đã đầy nên không ghi được; hãy dọn bớt rồi làm lại.';

const WORDS: Readonly<Record<string, Words>> = {
  EADDRINUSE: ({ port, address = '' }) => `Cổng ${port} của ${address} đang có chương trình khác dùng; hãy dừng chương trình ấy hoặc đặt PORT khác.`,
  EADDRNOTAVAIL: ({ address = '' }) => `Máy này không có địa chỉ ${address}; hãy sửa HOST.`,
  EACCES: forbidden,
  EPERM: forbidden,
  EROFS: forbidden,
  ENOENT: (failure) => `Không có tệp ${placeOf(failure)}`.trim(),
  EISDIR: (failure) => `${placeOf(failure) || 'Đường dẫn này'} là một thư mục, không phải tệp.`,
  ENOTDIR: (failure) => `${placeOf(failure) || 'Đường dẫn này'} đi qua một tệp không phải thư mục.`,
  ENOSPC: full,
  SQLITE_FULL: full,
  SQLITE_NOTADB: () => 'Tệp cơ sở dữ liệu (lich.sqlite) không phải của SQLite hoặc đã hỏng; hãy phục hồi từ bản sao lưu.',
  SQLITE_CORRUPT: () => 'Tệp cơ sở dữ liệu (lich.sqlite) đã hỏng; hãy phục hồi từ bản sao lưu.',
  SQLITE_CANTOPEN: () => 'Không mở được tệp cơ sở dữ liệu (lich.sqlite); hãy kiểm tra DATA_DIR và quyền của thư mục ấy.',
  SQLITE_READONLY: () => 'Tệp cơ sở dữ liệu (lich.sqlite) chỉ đọc được; hãy kiểm tra quyền của thư mục dữ liệu.',
  SQLITE_BUSY: () => 'Cơ sở dữ liệu đang bị một chương trình khác khoá; hãy thử lại sau ít phút.',
  ECONNREFUSED: unreachable,
  ECONNRESET: unreachable,
  ETIMEDOUT: unreachable,
  EHOSTUNREACH: unreachable,
  ENOTFOUND: unreachable,
  EAI_AGAIN: unreachable,
  '28P01': notLetIn,
  '28000': notLetIn,
  '3D000': () => 'Máy chủ PostgreSQL không có cơ sở dữ liệu ghi trong DATABASE_URL.',
};

/** What the machine refused, in a sentence for whoever runs it; undefined where it is not the machine but the program. */
export function systemFailure(error: unknown): string | undefined {
  const failure = (error ?? {}) as Failure;
  return typeof failure.code === 'string' ? WORDS[failure.code]?.(failure) : undefined;
}
