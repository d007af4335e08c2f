import type { TargetBand } from '../../../../model/sensors/target-band.ts';
import type { SpanPoint } from '../stream-span.ts';

const WIDTH = 240;
const HEIGHT = 44;
const EDGE = 2;

interface TrendChartProps {
  points: readonly SpanPoint[];
  /** The figure should lie within this; null: nobody said. */
  target: TargetBand | null;
  label: string;
}

/** A trend without axes: its line, and the band in which it should lie. */
export function TrendChart({ points, target, label }: TrendChartProps) {
  const values = points.map(({ value }) => value);
  const edges = [target?.from, target?.to].filter((edge) => edge !== undefined);
  const low = Math.min(...values, ...edges);
  const high = Math.max(...values, ...edges);
  const fromMs = points[0].timeMs;
  const toMs = points[points.length - 1].timeMs;
  const x = (timeMs: number) => (toMs > fromMs ? (WIDTH * (timeMs - fromMs)) / (toMs - fromMs) : WIDTH / 2);
  const y = (value: number) =>
    high > low ? EDGE + (HEIGHT - 2 * EDGE) * (1 - (value - low) / (high - low)) : HEIGHT / 2;
  const top = target?.to === undefined ? 0 : y(target.to);
  const foot = target?.from === undefined ? HEIGHT : y(target.from);
  const line = points.map(({ timeMs, value }) => `${x(timeMs).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
  return (
    <svg className="trend" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
      {edges.length > 0 && <rect className="band" x={0} y={top} width={WIDTH} height={Math.max(1, foot - top)} />}
      <polyline points={line} />
    </svg>
  );
}
