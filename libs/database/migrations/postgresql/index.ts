import { Migration20261123191948_initial } from './20261123191948-initial.js';

/** In the order in which they run. */
export const POSTGRESQL_MIGRATIONS = [Migration20261123191948_initial];
