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
