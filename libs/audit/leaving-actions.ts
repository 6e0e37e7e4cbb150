/** What leaves the system: files that are downloaded, lists that are exported, a person's data, letters that hold links. */
export const LEAVING_ACTIONS = [
  'account.data-exported',
  'backup.made',
  'contract.exported',
  'evidence.downloaded',
  'evidence.snapshot-opened',
  'letter.opened',
  'paper.downloaded',
  'trail.exported',
] as const;

export type LeavingAction = (typeof LEAVING_ACTIONS)[number];

/** A permission that the person has nowhere; or a thing that belongs to others, of which they are told nothing. */
export const REFUSED_ACTIONS = ['account.refused', 'account.out-of-reach'] as const;

export type RefusedAction = (typeof REFUSED_ACTIONS)[number];

/** The trail keeps them; the history of the thing that they are about does not, for it is as it was. */
export const UNCHANGING_ACTIONS: readonly string[] = [...LEAVING_ACTIONS, ...REFUSED_ACTIONS];
