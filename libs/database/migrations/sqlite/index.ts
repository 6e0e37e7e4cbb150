import { Migration20261123191947_initial } from './20261123191947-initial.js';

/** In the order in which they run. */
export const SQLITE_MIGRATIONS = [Migration20261123191947_initial];
