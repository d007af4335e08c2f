import type { SightProfile, ViewResult } from '../../../../workers/view-analysis/engine-types.ts';
import { formatNumber } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';

const WIDTH = 320;
const HEIGHT = 130;
const LEFT = 34;
const BOTTOM = 30;
const TOP = 8;

/** Places of a chart's values on its paper. */
function scaleOf(fromX: number, toX: number, fromY: number, toY: number) {
  const spanX = Math.max(toX - fromX, 1e-9);
  const spanY = Math.max(toY - fromY, 1e-9);
  return {
    x: (value: number) => LEFT + ((value - fromX) / spanX) * (WIDTH - LEFT - 4),
    y: (value: number) => HEIGHT - BOTTOM - ((value - fromY) / spanY) * (HEIGHT - BOTTOM - TOP),
  };
}

/** Limits of both axes and what they measure. */
function Axes({ x, y, xs, ys }: { x: string; y: string; xs: [number, number]; ys: [number, number] }) {
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

/** The section along a sight: ground, what stands on it, and the sight over both. */
export function ProfileChart({ profile }: { profile: SightProfile }) {
  const { t } = useWords();
  const { distanceM, groundM, topM, sightM } = profile;
  const tops = topM.map((top, i) => top ?? groundM[i]);
  const low = groundM.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY);
  const high = [...tops, ...sightM].reduce((most, one) => Math.max(most, one), Number.NEGATIVE_INFINITY);
  const lengthM = distanceM[distanceM.length - 1] ?? 0;
  const { x, y } = scaleOf(0, lengthM, low, high);
  const line = (values: readonly number[]) => values.map((value, i) => `${x(distanceM[i])},${y(value)}`).join(' ');
  const area = (values: readonly number[]) => `${x(0)},${y(low)} ${line(values)} ${x(lengthM)},${y(low)}`;
  return (
    <svg className="view-chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t('views.profileChart')}>
      <polygon className="standing" points={area(tops)} />
      <polygon className="ground" points={area(groundM)} />
      <polyline className="sight" points={line(sightM)} />
      <Axes x={t('views.distance')} y={t('views.elevation')} xs={[0, lengthM]} ys={[low, high]} />
    </svg>
  );
}

/** The line between city and sky, unrolled over the bearings. */
export function SkylineChart({ result }: { result: Extract<ViewResult, { kind: 'skyline' }> }) {
  const { t } = useWords();
  const { points, request } = result;
  if (request.kind !== 'skyline') return null;
  const last = points.length - 1;
  const high = Math.max(5, result.openness.highestDeg);
  const { x, y } = scaleOf(0, last, 0, high);
  const line = points.map(({ angleDeg }, i) => `${x(i)},${y(Math.max(0, angleDeg))}`).join(' ');
  return (
    <svg className="view-chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t('views.skylineChart')}>
      <polygon className="skyline" points={`${x(0)},${y(0)} ${line} ${x(last)},${y(0)}`} />
      <Axes x={t('views.bearing')} y={t('views.angle')} xs={[request.fromDeg, request.toDeg]} ys={[0, high]} />
    </svg>
  );
}
