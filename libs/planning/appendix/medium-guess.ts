import type { Medium } from '../medium.js';

/** Where a piece goes on air or online, said outright: this decides before what kind of event is spoken of. */
const CHANNELS: readonly (readonly [Medium, RegExp])[] = [
  ['loudspeaker', /(?:trên|sóng|hệ thống|qua) (?:sóng |hệ thống |đài |loa )*truyền thanh|loa phát thanh/],
  ['radio', /(?:trên|sóng|qua) (?:sóng |đài )*phát thanh/],
  ['television', /(?:trên|sóng|qua) (?:sóng |đài )*truyền hình/],
];

/** What the words of a task or a product speak of; of several, the one named first decides. */
const WORDS: readonly (readonly [Medium, RegExp])[] = [
  ['document', /hợp đồng|biên bản|kế hoạch|báo cáo|công văn|văn bản|sơ kết|tổng kết|ấn phẩm|tờ rơi|tờ gấp|pa ?nô|áp phích|sổ tay|sản phẩm truyền thông/],
  ['training', /lớp|tập huấn|bồi dưỡng|cuộc thi|hội thi|thi tìm hiểu|thi trực tuyến/],
  ['forum', /diễn đàn|đối thoại|tiếp xúc|hội nghị|hội thảo|tọa đàm|toạ đàm|họp mặt|buổi/],
  ['loudspeaker', /truyền thanh|loa/],
  ['radio', /phát thanh/],
  ['television', /truyền hình|video|clip|phim/],
  [
    'newspaper',
    /báo(?! cáo)|tạp chí|tin,? bài|(?<!phỏng vấn )bài viết|trang thông tin|cổng thông tin|trang web|website|fanpage|facebook|zalo|mạng xã hội|chuyên trang/,
  ],
];

/**
 * Guesses where a task's deliverables appear from its name and its product: the channel it names, else a product that is
 * plainly a document, an event or an article, else what its name speaks of. What says nothing is a document.
 */
export function guessMedium(name: string, product: string): Medium {
  const [task, whole] = [plain(name), plain(product)];
  const kind = whole.replace(/\([^)]*\)?/g, ' ');
  const channel = CHANNELS.find(([, pattern]) => pattern.test(task))?.[0];
  const owed = firstNamed(kind);
  if (channel !== undefined && owed !== 'document') return channel;
  if (owed !== undefined && owed !== 'newspaper') return owed;
  const told = firstNamed(task);
  if (owed === 'newspaper') return told === 'television' || told === 'radio' || told === 'loudspeaker' ? told : 'newspaper';
  return told ?? firstNamed(whole) ?? 'document';
}

/** A broadcaster's name speaks of both its media and decides neither. */
function plain(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/đài phát thanh (?:và|-|–|&) truyền hình/g, 'đài');
}

function firstNamed(text: string): Medium | undefined {
  let first: { medium: Medium; at: number } | undefined;
  for (const [medium, pattern] of WORDS) {
    const at = text.search(new RegExp(`(?<!\\p{L})(?:${pattern.source})(?!\\p{L})`, 'u'));
    if (at >= 0 && (first === undefined || at < first.at)) first = { medium, at };
  }
  return first?.medium;
}
