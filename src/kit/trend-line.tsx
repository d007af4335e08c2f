import type { TargetBand } from '../../model/sensors/target-band.ts';

/** A figure at an instant. */
interface TrendPoint {
  timeMs: number;
  value: number;
}

interface TrendLineProps {
  className: string;
  /** Two at least: where there are fewer, the place stays empty. */
  points: readonly TrendPoint[];
  /** The figure should lie within this, open at a side that nobody named; null: nobody said. */
  target: TargetBand | null;
  /** The instants at both sides. */
  fromMs: number;
  toMs: number;
  width: number;
  height: number;
  /** Room above and below the line. */
  edge: number;
  /** Read out; absent: what stands beside it says it already. */
  label?: string;
}

/** A trend without axes: its line, and the band in which it should lie. */
export function TrendLine({ className, points, target, fromMs, toMs, width, height, edge, label }: TrendLineProps) {
  if (points.length < 2) return <svg className={className} viewBox={`0 0 ${width} ${height}`} aria-hidden="true" />;
  const values = points.map(({ value }) => value);
  const edges = [target?.from, target?.to].filter((limit) => limit !== undefined);
  const low = Math.min(...values, ...edges);
  const high = Math.max(...values, ...edges);
  const x = (timeMs: number) => (toMs > fromMs ? (width * (timeMs - fromMs)) / (toMs - fromMs) : width / 2);
  const y = (value: number) =>
    high > low ? edge + (height - 2 * edge) * (1 - (value - low) / (high - low)) : height / 2;
  const top = target?.to === undefined ? 0 : y(target.to);
  const foot = target?.from === undefined ? height : y(target.from);
  const line = points.map(({ timeMs, value }) => `${x(timeMs).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
  const drawn = (
    <>
      {edges.length > 0 && <rect className="band" x={0} y={top} width={width} height={Math.max(1, foot - top)} />}
      <polyline points={line} />
    </>
  );
  const frame = { className, viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none' };
  return label === undefined ? (
    <svg {...frame} aria-hidden="true">
      {drawn}
    </svg>
  ) : (
    <svg {...frame} role="img" aria-label={label}>
      {drawn}
    </svg>
  );
}
