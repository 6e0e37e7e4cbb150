import { BigIntType } from '@mikro-orm/core';
import { Entity, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import type { Temporal } from 'temporal-polyfill';
import { InstantType } from '#kernel/column-types.js';

/** What a file was found to be by its content. */
export const MEDIA_TYPES = [
  'application/pdf',
  'image/jpeg',
  'image/png',
  'image/webp',
  'audio/mpeg',
  'video/mp4',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
] as const;
export type MediaType = (typeof MEDIA_TYPES)[number];

/** How the names of such files end, the usual one first. */
const ENDINGS: Readonly<Record<MediaType, readonly [string, ...string[]]>> = {
  'application/pdf': ['pdf'],
  'image/jpeg': ['jpg', 'jpeg', 'jpe', 'jfif'],
  'image/png': ['png'],
  'image/webp': ['webp'],
  'audio/mpeg': ['mp3'],
  'video/mp4': ['mp4', 'm4v'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx'],
};

/** A file's name for whoever saves it: one that ends as what it is not, as a page or a program, would be opened as that. */
export function honestFileName(name: string, mediaType: MediaType): string {
  const endings = ENDINGS[mediaType];
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase();
  return ending !== undefined && endings.includes(ending) ? name : `${name}.${endings[0]}`;
}

/** Bytes that were brought, kept once however often they are brought; the file store holds them under their SHA-256. */
@Entity()
export class StoredFile {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  /** 64 hexadecimal digits. */
  @Property({ type: 'string', length: 64 })
  @Unique()
  sha256: string;

  @Property({ type: new BigIntType('number') })
  size: number;

  @Property({ type: 'string', length: 100 })
  mediaType: MediaType;

  /** Whether a small picture of it was made. */
  @Property({ type: 'boolean' })
  hasThumbnail: boolean;

  @Property({ type: InstantType })
  storedAt: Temporal.Instant;

  constructor(sha256: string, size: number, mediaType: MediaType, hasThumbnail: boolean, storedAt: Temporal.Instant) {
    this.sha256 = sha256;
    this.size = size;
    this.mediaType = mediaType;
    this.hasThumbnail = hasThumbnail;
    this.storedAt = storedAt;
  }
}
