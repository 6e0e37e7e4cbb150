import type { RawPublication } from '#deliverables/publication.input.js';
import type { PlanTopic } from '#planning/plan-content.service.js';

/** The plan's topics as boxes to tick. */
export function topicChoices(topics: readonly PlanTopic[], ticked: ReadonlySet<string>) {
  const choices = topics.map(({ id, position, text }) => ({ id, position, text, isTicked: ticked.has(String(id)) }));
  return { choices, tickedCount: choices.filter(({ isTicked }) => isTicked).length };
}

/** Which boxes were ticked in a form as it was sent: boxes of one name come as a text or, if several, as a list. */
export function tickedIn(values: RawPublication): ReadonlySet<string> {
  const sent: unknown = values.topics;
  return new Set((Array.isArray(sent) ? sent : [sent]).filter((id) => typeof id === 'string'));
}
