import type { OrganisationKind } from '#organisations/organisation.entity.js';
import type { AppendixRow } from './appendix/appendix-row.js';
import type { Doubt } from './doubt.js';
import type { Medium } from './medium.js';

/** A plan's head as far as it is known; what a document does not say is null until a person fills it in. */
export interface DraftHead {
  number: string | null;
  issuedOn: string | null;
  year: number | null;
  issuer: string | null;
  place: string | null;
  title: string | null;
}

export interface DraftRow {
  /** Stays with the row however rows are moved or renumbered. */
  key: number;
  /** The row as it is to be understood: as read, or as a person has corrected it. */
  row: AppendixRow;
  /** The row as it was read; null for one that a person added. */
  asRead: AppendixRow | null;
  /** What a person chose in place of the guess. */
  medium?: Medium;
  /** Doubts that do not follow from the words, such as a date moved from last year's plan; gone once the words change. */
  flags?: Doubt[];
}

/** What a phrase of the plan stands for, as a person decided: an organisation that is known, or one to be made. */
export type OrganisationChoice = { code: string } | { name: string; shortName: string; kind: OrganisationKind };

/** All of a draft that a person may change, and all decisions taken so far. Stored as JSON. */
export interface DraftContent {
  head: DraftHead;
  /** The code of the organisation that signs, watches and accepts. */
  coordinator: string | null;
  rows: DraftRow[];
  /** By the phrase, as `phraseKey` writes it. */
  organisations: Record<string, OrganisationChoice>;
  /** Who let which doubt stand, by `doubtKey`; `by` is a signature (`signatureOf`). */
  confirmed: Record<string, { by: string; at: string }>;
  topics: string[];
  forms: string[];
  duties: { party: string; items: string[] }[];
  /** What was doubtful about the document as a whole. */
  doubts: Doubt[];
}
