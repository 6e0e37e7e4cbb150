import type { ProofOfItem } from '#deliverables/evidence/evidence.query.js';
import { momentWords } from '../http/activity-view.js';
import { wordFor } from '../http/query-value.js';

const ICONS = { file: 'paperclip', link: 'link', print: 'news', air: 'broadcast' } as const;

const CLOSED = 'Tệp minh chứng; chỉ đơn vị thực hiện và bên kiểm tra mở được';

/** One proof as pages show it: beside the item, and where it is accepted. */
export function proofView({ id, origin, kind, label, note, url, file, snapshot }: ProofOfItem, mayOpen: boolean) {
  const href = file && id !== null ? (mayOpen ? `/evidence/${id}/file` : null) : url;
  return {
    id,
    kind,
    icon: ICONS[kind],
    // Names and notes of files may name people, as the files do.
    label: file && !mayOpen ? CLOSED : label,
    note: mayOpen ? note : null,
    href,
    isLink: kind === 'link',
    url,
    isOwn: origin === 'item',
    thumbnail: mayOpen && file?.hasThumbnail ? `/evidence/${id}/thumbnail` : null,
    isAudio: mayOpen && file?.mediaType === 'audio/mpeg',
    isVideo: mayOpen && file?.mediaType === 'video/mp4',
    isPdf: mayOpen && file?.mediaType === 'application/pdf',
    size: file && mayOpen ? sizeWords(file.size) : null,
    sha256: file && mayOpen ? file.sha256.slice(0, 12) : null,
    snapshot: mayOpen && snapshot && { href: `/snapshots/${snapshot.id}`, when: momentWords(snapshot.takenAt), title: snapshot.title },
  };
}

/** `830 KB`, `1,4 MB`. */
function sizeWords(bytes: number): string {
  if (bytes < 1024 * 1024) return `${Math.max(1, Math.round(bytes / 1024))} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1).replace('.', ',').replace(/,0$/, '')} MB`;
}

const NOTICES: Readonly<Record<string, string>> = {
  added: 'Đã thêm minh chứng.',
  kept: 'Đã lưu nội dung trang.',
  removed: 'Đã bỏ minh chứng.',
  restored: 'Đã lấy lại minh chứng.',
};

/** What is told after something was done, if anything was. */
export function evidenceNotice(done: string | undefined): string | null {
  return wordFor(NOTICES, done);
}
