import { SqlEntityManager } from '@mikro-orm/sql';
import { Injectable } from '@nestjs/common';
import { formatDate, plainDate } from '#kernel/plain-date.js';
import { chunksOf, placesFor, rowsOf } from '#kernel/sql.js';
import type { MediaType } from '#storage/stored-file.entity.js';
import type { EvidenceKind } from './evidence.entity.js';

/** One proof of an item, whether the item tells it itself or it was added. */
export interface ProofOfItem {
  /** Null for what the item tells itself. */
  readonly id: number | null;
  readonly origin: 'item' | 'added';
  readonly kind: EvidenceKind;
  /** In words: `Số báo 5012, trang 3`, `THBT, 19:45 ngày 05/3/2021`, an address or a file's name. */
  readonly label: string;
  readonly note: string | null;
  readonly url: string | null;
  readonly file: { readonly sha256: string; readonly mediaType: MediaType; readonly size: number; readonly hasThumbnail: boolean } | null;
  /** Of a link, the last time its page was kept. */
  readonly snapshot: { readonly id: number; readonly takenAt: string; readonly title: string | null; readonly sha256: string } | null;
}

interface ItemRow {
  id: number;
  url: string | null;
  issueNumber: string | null;
  page: string | null;
  channel: string | null;
  airedAt: string | null;
  occursOn: string;
}

interface AddedRow {
  id: number;
  itemId: number;
  kind: EvidenceKind;
  fileName: string | null;
  url: string | null;
  issueNumber: string | null;
  page: string | null;
  channel: string | null;
  airedOn: string | null;
  airedAt: string | null;
  note: string | null;
  sha256: string | null;
  mediaType: MediaType | null;
  size: number | string | null;
  hasThumbnail: boolean | number | null;
}

interface SnapshotRow {
  id: number;
  itemId: number;
  url: string;
  title: string | null;
  takenAt: string;
  sha256: string;
}

/** As many ids as one statement is given. */
const IDS_A_QUERY = 500;

/** What proves items. */
@Injectable()
export class EvidenceQuery {
  constructor(private readonly em: SqlEntityManager) {}

  /** Of each item, what it tells itself first, then what was added, in order. Three queries for each 500 items. */
  async ofItems(ids: readonly number[]): Promise<Map<number, ProofOfItem[]>> {
    const proofs = new Map<number, ProofOfItem[]>(ids.map((id) => [id, []]));
    for (const part of chunksOf(ids, IDS_A_QUERY)) {
      const among = `(${placesFor(part)})`;
      const snapshots = await this.snapshots(among, part);
      for (const item of await this.items(among, part)) proofs.get(item.id)!.push(...ownProofs(item, snapshots));
      for (const row of await this.added(among, part)) proofs.get(row.itemId)!.push(addedProof(row, snapshots));
    }
    return proofs;
  }

  private async items(among: string, ids: readonly number[]): Promise<ItemRow[]> {
    return rowsOf(
      this.em,
      `select id as "id", url as "url", issue_number as "issueNumber", page as "page", channel as "channel", aired_at as "airedAt", occurs_on as "occursOn"
       from deliverable where id in ${among} order by id`,
      ids,
    );
  }

  private async added(among: string, ids: readonly number[]): Promise<AddedRow[]> {
    return rowsOf(
      this.em,
      `select e.id as "id", e.deliverable_id as "itemId", e.kind as "kind", e.file_name as "fileName", e.url as "url", e.issue_number as "issueNumber",
         e.page as "page", e.channel as "channel", e.aired_on as "airedOn", e.aired_at as "airedAt", e.note as "note",
         f.sha256 as "sha256", f.media_type as "mediaType", f.size as "size", f.has_thumbnail as "hasThumbnail"
       from evidence e left join stored_file f on f.id = e.file_id where e.deliverable_id in ${among} and e.removed_at is null order by e.id`,
      ids,
    );
  }

  /** The last of each item's addresses, by both. */
  private async snapshots(among: string, ids: readonly number[]): Promise<Map<string, SnapshotRow>> {
    const rows = await rowsOf<SnapshotRow>(
      this.em,
      `select id as "id", deliverable_id as "itemId", url as "url", title as "title", taken_at as "takenAt", sha256 as "sha256"
       from link_snapshot where deliverable_id in ${among} order by id`,
      ids,
    );
    return new Map(rows.map((row) => [keyOf(row.itemId, row.url), row]));
  }
}

function keyOf(itemId: number, url: string): string {
  return `${itemId} ${url}`;
}

function snapshotAt(snapshots: ReadonlyMap<string, SnapshotRow>, itemId: number, url: string | null): ProofOfItem['snapshot'] {
  const found = url === null ? undefined : snapshots.get(keyOf(itemId, url));
  return found ? { id: found.id, takenAt: found.takenAt, title: found.title, sha256: found.sha256 } : null;
}

const NOTHING_MORE = { note: null, url: null, file: null, snapshot: null } as const;

function ownProofs({ id, url, issueNumber, page, channel, airedAt, occursOn }: ItemRow, snapshots: ReadonlyMap<string, SnapshotRow>): ProofOfItem[] {
  const own = { ...NOTHING_MORE, id: null, origin: 'item' as const };
  return [
    ...(url ? [{ ...own, kind: 'link' as const, label: url, url, snapshot: snapshotAt(snapshots, id, url) }] : []),
    ...(issueNumber && page ? [{ ...own, kind: 'print' as const, label: printWords(issueNumber, page) }] : []),
    ...(channel && airedAt ? [{ ...own, kind: 'air' as const, label: airWords(channel, occursOn, airedAt) }] : []),
  ];
}

function addedProof(row: AddedRow, snapshots: ReadonlyMap<string, SnapshotRow>): ProofOfItem {
  const { id, itemId, kind, note, url, sha256, mediaType, size, hasThumbnail } = row;
  return {
    id,
    origin: 'added',
    kind,
    label: labelOf(row),
    note,
    url,
    file: kind === 'file' && sha256 && mediaType ? { sha256, mediaType, size: Number(size), hasThumbnail: Boolean(hasThumbnail) } : null,
    snapshot: snapshotAt(snapshots, itemId, url),
  };
}

function labelOf({ kind, fileName, url, issueNumber, page, channel, airedOn, airedAt }: AddedRow): string {
  if (kind === 'file') return fileName ?? 'tệp';
  if (kind === 'link') return url ?? '';
  if (kind === 'print') return printWords(issueNumber ?? '', page ?? '');
  return airWords(channel ?? '', airedOn, airedAt);
}

function printWords(issueNumber: string, page: string): string {
  return `Số báo ${issueNumber}, trang ${page}`;
}

function airWords(channel: string, on: string | null, at: string | null): string {
  return [channel, [at, on ? `ngày ${formatDate(plainDate(on))}` : null].filter(Boolean).join(' ')].filter(Boolean).join(', ');
}
