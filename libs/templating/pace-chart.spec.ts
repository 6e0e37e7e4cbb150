import { describe, expect, it } from '@jest/globals';
import { paceChart } from './pace-chart.js';

const DATA = { months: ['12', '1', '2', '3'], owed: [0, 3, 6, 9], counted: [0, 2, 5, null] };

describe('The chart of the pace', () => {
  it('is an SVG of the size asked for, with both lines named', () => {
    const svg = paceChart(DATA, { width: 400, height: 200 });
    expect(svg).toMatch(/^<svg width="400" height="200"[\s\S]*<\/svg>$/);
    expect(svg).toContain('Theo kế hoạch');
    expect(svg).toContain('Đã thực hiện');
  });

  it('holds nothing that a strict content security policy forbids', () => {
    expect(paceChart(DATA)).not.toMatch(/<script|\son\w+=|javascript:/);
  });

  it('draws the months still to come for the plan alone', () => {
    const dots = (svg: string) => svg.split('<path').length;
    expect(dots(paceChart({ ...DATA, counted: [0, 2, 5, 8] }))).toBeGreaterThan(dots(paceChart(DATA)));
  });
});
