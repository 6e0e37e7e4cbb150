/**
 * Coordinators of the releases before administrators were told apart did their work too: they stay administrators until one
 * of them says otherwise. The same on both engines.
 */
export const EARLIER_COORDINATORS = `insert into further_role (user_id, organisation_id, role, created_at)
  select id, organisation_id, 'administrator', created_at from user_account where role = 'coordinator' and is_active on conflict do nothing`;

/** Who only looked is a leader, who produced leads the work of an organisation. */
export const RENAME_ROLES = `update user_account set role = case role when 'viewer' then 'leader' when 'producer' then 'producer-lead' else role end`;
