import { AsyncLocalStorage } from 'node:async_hooks';

/** How whoever acts has come, where it is not by signing in to the pages. */
export type EntryOrigin = 'command-line' | 'mail-link' | `api-token:${number}`;

interface Way {
  origin: EntryOrigin | null;
}

/** Around a request or a command, like MikroORM's request context: whoever writes an entry need not know. */
const ways = new AsyncLocalStorage<Way>();

/** Runs a request, a command or a step of one; what it writes into the trail says by what way it came. */
export function comingBy<T>(origin: EntryOrigin | null, step: () => T): T {
  return ways.run({ origin }, step);
}

/** For a request that has begun already, once it is known who asks. */
export function cameBy(origin: EntryOrigin): void {
  const way = ways.getStore();
  if (way) way.origin = origin;
}

export function originNow(): EntryOrigin | null {
  return ways.getStore()?.origin ?? null;
}
