/*
 * The counting rules as conditions on a row of `deliverable`, for every query that counts: so that the dashboard, the
 * contract and the minutes cannot count differently. `d` is the alias of the table in the query around.
 */

/** Published, aired or held, and no rerun (rules 1, 2 and 6). What an adjustment takes back is left out by who asks this. */
function hasAppeared(d: string): string {
  return `${d}.status in ('published', 'accepted') and ${d}.rerun_of_id is null`;
}

/** Counts as declared, as things stand now: it has appeared, and no adjustment takes it back, from whatever day (rule 8). */
export function isDeclared(d: string): string {
  return `(${hasAppeared(d)} and ${d}.id not in (select adjustment.deliverable_id from adjustment))`;
}

/**
 * Counts as declared at the end of a day: what an adjustment takes back still counts before the day it takes effect.
 * Of the items themselves the day says nothing; whoever asks adds `occurs_on <=` it.
 * @param day the day in SQL, `YYYY-MM-DD`: a `?` to bind, once for each time this is written, unless another is given
 */
export function isDeclaredOn(d: string, day = '?'): string {
  return `(${hasAppeared(d)} and ${d}.id not in (select adjustment.deliverable_id from adjustment where adjustment.effective_on <= ${day}))`;
}

/** What an item can tell that proves it: its link; its issue and page; its channel and time. */
function ownProofs(d: string): string[] {
  return [`${d}.url is not null`, `(${d}.issue_number is not null and ${d}.page is not null)`, `(${d}.channel is not null and ${d}.aired_at is not null)`];
}

/** How many proofs there are, told by the item or added: more than none exactly where it `hasEvidence`. */
export function evidenceCount(d: string): string {
  const own = ownProofs(d).map((proof) => `case when ${proof} then 1 else 0 end`);
  return `cast(${own.join(' + ')} + (select count(*) from evidence e where e.deliverable_id = ${d}.id and e.removed_at is null) as integer)`;
}

/**
 * Is there proof of it: its own link, issue and page, or channel and time; else evidence that was added and not removed.
 * The columns of its own come first: most items prove themselves and need no look elsewhere.
 */
export function hasEvidence(d: string): string {
  return `(${ownProofs(d).join(' or ')}
    or ${d}.id in (select evidence.deliverable_id from evidence where evidence.removed_at is null))`;
}

/** The three ledgers (rule 5) of rows that count as declared, as columns of a query that groups them. */
export function ledgersOf(d: string): string {
  return `cast(count(${d}.id) as integer) as "declared",
    cast(sum(case when ${hasEvidence(d)} then 1 else 0 end) as integer) as "evidenced",
    cast(sum(case when ${d}.status = 'accepted' then 1 else 0 end) as integer) as "accepted"`;
}
