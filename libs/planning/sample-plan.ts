import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { plainDate } from '#kernel/plain-date.js';
import { PROJECT_ROOT } from '#kernel/project-root.js';
import { type PlanDocument, planDocumentSchema } from './plan-document.js';

const SAMPLE_FILE = join(PROJECT_ROOT, 'libs/planning/plans/105-KH-UBND.json');

/** The plan that ships with the product, as it was issued: Kế hoạch 105/KH-UBND of Bến Tre for 2021. */
export function issuedSamplePlan(): PlanDocument {
  return planDocumentSchema.parse(JSON.parse(readFileSync(SAMPLE_FILE, 'utf8')));
}

/** The sample moved to another year: its dates, and the years that its own words name, shift alike. */
export function samplePlanFor(year: number): PlanDocument {
  const issued = issuedSamplePlan();
  const shift = year - issued.year;
  if (shift === 0) return issued;
  const moveDate = (date: string) => plainDate(date).add({ years: shift }).toString();
  const moveText = (text: string) => text.replace(/\b20\d{2}\b/g, (found) => String(Number(found) + shift));
  return {
    ...issued,
    year,
    title: moveText(issued.title),
    issuedOn: moveDate(issued.issuedOn),
    topics: issued.topics.map(moveText),
    duties: issued.duties.map(({ section, party, items }) => ({ section, party: moveText(party), items: items.map(moveText) })),
    tasks: issued.tasks.map((task) => ({
      ...task,
      name: moveText(task.name),
      product: moveText(task.product),
      quantity: { ...task.quantity, source: moveText(task.quantity.source) },
      time: {
        ...task.time,
        from: task.time.from && moveDate(task.time.from),
        to: task.time.to && moveDate(task.time.to),
        dates: task.time.dates.map(moveDate),
        source: moveText(task.time.source),
      },
      doubts: task.doubts.map((doubt) => ({ ...doubt, message: moveText(doubt.message), source: moveText(doubt.source) })),
    })),
  };
}
