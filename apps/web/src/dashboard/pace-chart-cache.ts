import { Injectable } from '@nestjs/common';
import type { PacePoint } from '#deliverables/progress.js';

/** Draws the pace chart, and keeps the last drawing: it changes when somebody logs, not when somebody looks. */
@Injectable()
export class PaceChartCache {
  #last: { readonly key: string; readonly svg: string } = { key: '', svg: '' };

  async draw(points: readonly PacePoint[]): Promise<string> {
    const key = JSON.stringify(points);
    if (this.#last.key !== key) {
      // The chart library is large; a process that draws nothing does not load it.
      const { paceChart } = await import('#templating/pace-chart.js');
      const svg = paceChart({
        months: points.map(({ month }) => `T${Number(month.slice(5))}`),
        owed: points.map(({ owed }) => owed),
        counted: points.map(({ counted }) => counted),
      });
      this.#last = { key, svg };
    }
    return this.#last.svg;
  }
}
