/** What a file may not be called anywhere, and what would need a second look in a list of files. */
const NOT_IN_NAMES = /[\\/:*?"<>|\p{Cc}\s]+/gu;

const LONGEST = 120;

/** The name of a file for people, Vietnamese: `Biên bản nghiệm thu 05-HĐ-TT.docx` of such a title. */
export function fileName(title: string, extension: string): string {
  const name = title.normalize('NFC').replaceAll('/', '-').replace(NOT_IN_NAMES, ' ').trim();
  return `${name.slice(0, LONGEST).trim()}.${extension}`;
}

/** The same in plain letters, for programs that know no others: `bien-ban-nghiem-thu-05-HD-TT.docx`. */
export function plainFileName(title: string, extension: string): string {
  const plain = title
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'D')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return `${plain.slice(0, LONGEST) || 'van-ban'}.${extension}`;
}
