import { formatNumber } from './format.ts';

/** Size of a chart on its paper, and the margins of its axes. */
export const CHART = { widthPx: 320, heightPx: 130 };
const WIDTH = CHART.widthPx;
const HEIGHT = CHART.heightPx;
const LEFT = 34;
const BOTTOM = 30;
const TOP = 8;

/** Places of a chart's values on its paper. */
export function scaleOf(fromX: number, toX: number, fromY: number, toY: number) {
  const spanX = Math.max(toX - fromX, 1e-9);
  const spanY = Math.max(toY - fromY, 1e-9);
  return {
    x: (value: number) => LEFT + ((value - fromX) / spanX) * (WIDTH - LEFT - 4),
    y: (value: number) => HEIGHT - BOTTOM - ((value - fromY) / spanY) * (HEIGHT - BOTTOM - TOP),
  };
}

/** Limits of both axes and what they measure. */
export function Axes({ x, y, xs, ys }: { x: string; y: string; xs: [number, number]; ys: [number, number] }) {
  const base = HEIGHT - BOTTOM;
  return (
    <>
      <line className="axis" x1={LEFT} x2={WIDTH - 4} y1={base} y2={base} />
      <line className="axis" x1={LEFT} x2={LEFT} y1={TOP} y2={base} />
      <text x={LEFT - 4} y={TOP + 8} textAnchor="end">
        {formatNumber(ys[1], 0)}
      </text>
      <text x={LEFT - 4} y={base} textAnchor="end">
        {formatNumber(ys[0], 0)}
      </text>
      <text x={LEFT} y={base + 12}>
        {formatNumber(xs[0], 0)}
      </text>
      <text x={WIDTH - 4} y={base + 12} textAnchor="end">
        {formatNumber(xs[1], 0)}
      </text>
      <text x={(WIDTH + LEFT) / 2} y={HEIGHT - 4} textAnchor="middle">
        {`${x} · ${y}`}
      </text>
    </>
  );
}
