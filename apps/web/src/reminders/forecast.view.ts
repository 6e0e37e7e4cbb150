import { formatDate } from '#kernel/plain-date.js';
import type { ComingLetters, ForecastDay, ForecastLine, ForecastPerson, ForecastSample } from '#reminders/forecast.js';
import { weekdayName } from '../working-days/working-days.view.js';
import { stageWords } from './stage-words.js';

/** What goes out in the coming days, in words. */
export function forecastView({ days, until, isCut }: ComingLetters) {
  return { days: days.map(dayView), until: formatDate(until), isCut };
}

function dayView({ day, count, peopleCount, people }: ForecastDay) {
  const weekday = weekdayName(day.toString());
  return {
    weekday: `${weekday[0]!.toUpperCase()}${weekday.slice(1)}`,
    on: formatDate(day),
    count,
    peopleCount,
    people: people.map(personView),
    more: peopleCount - people.length,
  };
}

function personView({ person, lines }: ForecastPerson) {
  return {
    name: person.name,
    organisation: person.organisationName,
    lines: lines.map((line) => ({
      stage: stageWords(line.kind, line.stage),
      things: line.samples.map((sample) => thing(sample, line)),
      more: line.count - line.samples.length,
    })),
  };
}

/** A single task is named, of several the numbers are told. */
function thing({ taskId, label, title }: ForecastSample, { kind, count }: ForecastLine) {
  const href = taskId === null ? null : `/tasks/${taskId}`;
  if (!label) return { href, text: title };
  if (kind === 'evidence') return { href, text: `“${title}”` };
  return { href, text: count === 1 ? `nhiệm vụ ${label} · ${title}` : `nhiệm vụ ${label}` };
}
