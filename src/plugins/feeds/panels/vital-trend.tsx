import type { TargetBand } from '../../../../model/sensors/target-band.ts';
import { MS_PER_H } from '../../../../model/time.ts';
import { formatSigned } from '../../../kit/format.ts';
import { TrendLine } from '../../../kit/trend-line.tsx';
import { useWords } from '../../../kit/words.ts';

/** A figure at an instant, as the desk showed it. */
export interface VitalPoint {
  timeMs: number;
  value: number;
}

/** A trend is taken over so long, and not before a third of it is known. */
const TREND_MS = 900_000;
/** After a jump of the shown time, as a recording makes it, what was kept is of another hour. */
const JUMP_MS = 600_000;

const vitalHistory = new WeakMap<object, Map<string, VitalPoint[]>>();

/** Keeps what a vital showed in the last hour: since the page was opened, or since a jump of its time. */
export function recordVital(feeds: object, vital: string, { timeMs, value }: VitalPoint): readonly VitalPoint[] {
  const all = vitalHistory.get(feeds) ?? new Map<string, VitalPoint[]>();
  vitalHistory.set(feeds, all);
  const known = all.get(vital) ?? [];
  const last = known.at(-1);
  if (last?.timeMs === timeMs) return known;
  const isJump = last !== undefined && (timeMs < last.timeMs || timeMs - last.timeMs > JUMP_MS);
  const points = [...(isJump ? [] : known.filter((point) => timeMs - point.timeMs <= MS_PER_H)), { timeMs, value }];
  all.set(vital, points);
  return points;
}

/** Least-squares slope over the last quarter of an hour, per hour; null while too little is known. */
export function trendPerH(points: readonly VitalPoint[]): number | null {
  const last = points.at(-1);
  const recent = points.filter(({ timeMs }) => last !== undefined && last.timeMs - timeMs <= TREND_MS);
  if (!last || recent.length < 3 || last.timeMs - recent[0].timeMs < TREND_MS / 3) return null;
  const hours = recent.map(({ timeMs }) => (timeMs - last.timeMs) / MS_PER_H);
  const [meanH, mean] = [hours, recent.map(({ value }) => value)].map(
    (all) => all.reduce((a, b) => a + b) / all.length,
  );
  const top = recent.reduce((sum, { value }, i) => sum + (hours[i] - meanH) * (value - mean), 0);
  return top / hours.reduce((sum, hour) => sum + (hour - meanH) ** 2, 0);
}

/** Rising, steady or falling, with the slope in words for who asks; below `steady` an hour it is no trend. */
export function TrendMark({ points, unit, steady }: { points: readonly VitalPoint[]; unit: string; steady: number }) {
  const { t } = useWords();
  const perH = trendPerH(points);
  if (perH === null) return null;
  const word = Math.abs(perH) < steady ? 'steady' : perH > 0 ? 'rising' : 'falling';
  const trendText = t(`vitals.${word}`, { slope: `${formatSigned(perH, 2)} ${unit}` });
  return (
    <svg className={`trend ${word}`} viewBox="0 0 12 12" role="img" aria-label={trendText}>
      <title>{trendText}</title>
      <path d={ARROWS[word]} />
    </svg>
  );
}

const ARROWS = {
  rising: 'M2.5 9.5 9.5 2.5M4.5 2.5h5v5',
  falling: 'M2.5 2.5 9.5 9.5M9.5 4.5v5h-5',
  steady: 'M1.5 6h9M7 2.5 10.5 6 7 9.5',
};

/** The last hour without axes; the band is where the figure should be, open at a side that nobody named. */
export function Sparkline({ points, target }: { points: readonly VitalPoint[]; target: TargetBand | null }) {
  const toMs = points.at(-1)?.timeMs ?? 0;
  const size = { width: 100, height: 16, edge: 1 };
  return <TrendLine className="spark" points={points} target={target} fromMs={toMs - MS_PER_H} toMs={toMs} {...size} />;
}
