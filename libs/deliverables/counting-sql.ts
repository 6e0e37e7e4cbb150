/*
 * The counting rules as conditions on a row of `deliverable`, for every query that counts: so that the dashboard, the
 * contract and the minutes cannot count differently. `d` is the alias of the table in the query around.
 */

/** Counts as declared: published, aired or held, no rerun, and not taken back by an adjustment (rules 1, 2, 6 and 8). */
export function isDeclared(d: string): string {
  return `(${d}.status in ('published', 'accepted') and ${d}.rerun_of_id is null and ${d}.id not in (select adjustment.deliverable_id from adjustment))`;
}

/** Is there proof of it: its own link, issue and page, or channel and time; else evidence that was added and not removed. */
export function hasEvidence(d: string): string {
  return `(${d}.url is not null or (${d}.issue_number is not null and ${d}.page is not null) or (${d}.channel is not null and ${d}.aired_at is not null)
    or exists (select 1 from evidence e where e.deliverable_id = ${d}.id and e.removed_at is null))`;
}
