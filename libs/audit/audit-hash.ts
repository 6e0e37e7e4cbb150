import { hash } from 'node:crypto';

/** What of an entry is sealed besides what was there before and after. `at` is the stored text of the instant. */
export interface SealedHead {
  readonly at: string;
  readonly actorId: number | null;
  readonly action: string;
  readonly subject: string;
  readonly subjectId: number;
  /** Entries of before there was such a thing are sealed without it. */
  readonly via?: string | null;
}

/** All that is sealed of an entry. */
export interface SealedContent extends SealedHead {
  readonly before: object | null;
  readonly after: object | null;
}

/**
 * The hash of an entry: SHA-256 over the hash of the one before it (nothing for the first) and its own content.
 * @returns 64 hexadecimal digits
 */
export function entryHash(previous: string, { before, after, ...head }: SealedContent): string {
  return sealedHash(previous, head, canonicalJson(before), canonicalJson(after));
}

/** As `entryHash`, of what is canonical JSON already; `null` where there is nothing. */
export function sealedHash(previous: string, { at, actorId, action, subject, subjectId, via }: SealedHead, before: string, after: string): string {
  const head = JSON.stringify([at, actorId, action, subject, subjectId, ...(via ? [via] : [])]).slice(1, -1);
  return sha256(`${previous}\n[${head},${before},${after}]`);
}

export function sha256(text: string): string {
  return hash('sha256', text);
}

/** JSON with the names of every object in order, because PostgreSQL keeps them in an order of its own. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
