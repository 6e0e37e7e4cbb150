import { LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use([LineChart, GridComponent, LegendComponent, SVGRenderer]);

export interface PaceChartData {
  /** Short names of the months, first to last. */
  readonly months: readonly string[];
  readonly owed: readonly number[];
  /** Null for months still to come. */
  readonly counted: readonly (number | null)[];
}

const PLAN_COLOUR = '#8a8f98';
const DONE_COLOUR = '#0f7b6c';
const TEXT_COLOUR = '#6b7280';

/** The year's pace as SVG text; colours hold on light and dark paper alike. */
export function paceChart({ months, owed, counted }: PaceChartData, { width = 380, height = 230 } = {}): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: 'inherit', color: TEXT_COLOUR, fontSize: 13 },
      grid: { left: 36, right: 12, top: 36, bottom: 26 },
      legend: { top: 0, left: 0, itemWidth: 22, textStyle: { color: TEXT_COLOUR, fontSize: 13 } },
      xAxis: {
        type: 'category',
        data: [...months],
        axisLine: { lineStyle: { color: PLAN_COLOUR } },
        axisTick: { show: false },
        axisLabel: { color: TEXT_COLOUR, fontSize: 13 },
      },
      yAxis: {
        type: 'value',
        minInterval: 1,
        splitLine: { lineStyle: { color: PLAN_COLOUR, opacity: 0.25 } },
        axisLabel: { color: TEXT_COLOUR, fontSize: 13 },
      },
      series: [
        {
          name: 'Theo kế hoạch',
          type: 'line',
          data: [...owed],
          symbol: 'none',
          lineStyle: { type: 'dashed', color: PLAN_COLOUR, width: 2 },
          itemStyle: { color: PLAN_COLOUR },
        },
        {
          name: 'Đã thực hiện',
          type: 'line',
          data: [...counted],
          symbolSize: 6,
          lineStyle: { color: DONE_COLOUR, width: 3 },
          itemStyle: { color: DONE_COLOUR },
          areaStyle: { color: DONE_COLOUR, opacity: 0.08 },
        },
      ],
    });
    // Its style element serves effects on hovering, which a page's content policy refuses and a letter cannot have.
    return chart.renderToSVGString().replace(/<style[\s\S]*?<\/style>/g, '');
  } finally {
    chart.dispose();
  }
}
