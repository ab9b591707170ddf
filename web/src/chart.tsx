import { scaleLinear } from 'd3-scale';
import type { Bar, ColumnBars } from './api';
import { count, shown } from './values';

const WIDTH = 360;
const HEIGHT = 112;
const LEFT = 8;
const RIGHT = 8;
const TOP = 18;
const BOTTOM = 22;

/** A column's numbers over the library, and where one value lies among them. */
export function DistributionChart({ numbers, value, percentile }: { numbers: ColumnBars; value: number; percentile: number | null }) {
  const isPerValue = numbers.bars.every(bar => bar.from === bar.to);
  const low = Math.min(numbers.min, value);
  const high = Math.max(numbers.max, value);
  const room = isPerValue || low === high ? gap(numbers.bars, high - low) : 0;
  const x = scaleLinear([low - room, high + room], [LEFT, WIDTH - RIGHT]);
  const y = scaleLinear([0, Math.max(...numbers.bars.map(bar => bar.count))], [HEIGHT - BOTTOM, TOP]);
  const at = x(value);
  const said = `${count(numbers.count)} library molecules from ${shown(numbers.min, undefined)} to ${shown(numbers.max, undefined)}, median ${shown(numbers.median, undefined)}; this value: ${shown(value, undefined)}${percentile === null ? '' : `, above ${percentile} % of them`}`;
  return (
    <svg class="chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={said}>
      {numbers.bars.map(bar => {
        const from = x(isPerValue ? bar.from - room * 0.8 : bar.from);
        const to = x(isPerValue ? bar.to + room * 0.8 : bar.to);
        return <rect key={bar.from} class={bar.to <= value ? 'below' : 'above'} x={from} y={y(bar.count)} width={Math.max(1, to - from - 1)} height={HEIGHT - BOTTOM - y(bar.count)} />;
      })}
      <line class="axis" x1={LEFT} x2={WIDTH - RIGHT} y1={HEIGHT - BOTTOM} y2={HEIGHT - BOTTOM} />
      {x.ticks(5).map(tick => (
        <g key={tick} transform={`translate(${x(tick)} ${HEIGHT - BOTTOM})`}>
          <line class="axis" y2="4" />
          <text y="16">{shown(tick, undefined)}</text>
        </g>
      ))}
      <line class="here" x1={at} x2={at} y1={TOP - 4} y2={HEIGHT - BOTTOM} />
      <path class="here" d={`M${at - 5} ${TOP - 10}h10l-5 7z`} />
    </svg>
  );
}

/** Half of the least distance between values, so that bars of single values do not overlap. */
function gap(bars: readonly Bar[], whole: number): number {
  const distances = bars.slice(1).map((bar, i) => bar.from - bars[i]!.from);
  return distances.length === 0 ? whole / 2 || 0.5 : Math.min(...distances) / 2;
}
