import { Migration20261123223000_plan_readings } from '../20261123223000-plan-readings.js';
import { Migration20261124031900_audit_chain } from '../20261124031900-audit-chain.js';
import { Migration20261124075500_earlier_reminders } from '../20261124075500-earlier-reminders.js';
import { Migration20261128190000_signatures } from '../20261128190000-signatures.js';
import { Migration20261130160000_no_addresses_in_the_trail } from '../20261130160000-no-addresses-in-the-trail.js';
import { Migration20261123191947_initial } from './20261123191947-initial.js';
import { Migration20261123222718_any_plan } from './20261123222718-any-plan.js';
import { Migration20261124031824_contracts } from './20261124031824-contracts.js';
import { Migration20261124075446_reminders } from './20261124075446-reminders.js';
import { Migration20261124122821_answered_requests } from './20261124122821-answered-requests.js';
import { Migration20261124124008_access } from './20261124124008-access.js';
import { Migration20261124125808_openid } from './20261124125808-openid.js';
import { Migration20261124131758_feeds } from './20261124131758-feeds.js';
import { Migration20261130161501_entry_origin } from './20261130161501-entry-origin.js';
import { Migration20261130165510_letter_address } from './20261130165510-letter-address.js';

/** In the order in which they run. */
export const SQLITE_MIGRATIONS = [
  Migration20261123191947_initial,
  Migration20261123222718_any_plan,
  Migration20261123223000_plan_readings,
  Migration20261124031824_contracts,
  Migration20261124031900_audit_chain,
  Migration20261124075446_reminders,
  Migration20261124075500_earlier_reminders,
  Migration20261124122821_answered_requests,
  Migration20261124124008_access,
  Migration20261124125808_openid,
  Migration20261124131758_feeds,
  Migration20261128190000_signatures,
  Migration20261130160000_no_addresses_in_the_trail,
  Migration20261130161501_entry_origin,
  Migration20261130165510_letter_address,
];
