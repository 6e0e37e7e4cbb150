import type { AuditTrail } from '#audit/audit-trail.js';
import { actionWords } from '#web/http/activity-view.js';
import { wordlessFields } from '#web/trail/trail-details.js';

/** Looks at every entry that is written while the tests run: whatever it keeps must have words for whoever reads the trail. */
export class WordsOfTheTrail {
  readonly #missing = new Set<string>();

  constructor(trail: AuditTrail) {
    const recordAll = trail.recordAll.bind(trail);
    trail.recordAll = async (records) => {
      for (const { action, subject = 'deliverable', before, after } of records) {
        if (actionWords(action) === action) this.#missing.add(action);
        // As it is stored: what JSON leaves out needs no words.
        for (const kept of [before, after]) {
          for (const path of wordlessFields(subject, JSON.parse(JSON.stringify(kept)))) this.#missing.add(`${path} (${action})`);
        }
      }
      await recordAll(records);
    };
  }

  /** @throws where an action or a field has none */
  assertComplete(): void {
    if (this.#missing.size > 0) throw new Error(`The trail has no words for ${[...this.#missing].join(', ')}: see activity-view.ts and trail-fields.ts.`);
  }
}
