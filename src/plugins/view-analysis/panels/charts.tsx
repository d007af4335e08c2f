import type { SightProfile, ViewResult } from '../../../../workers/view-analysis/engine-types.ts';
import { Axes, CHART, scaleOf } from '../../../kit/line-chart.tsx';
import { useWords } from '../../../kit/words.ts';

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
    <svg
      className="line-chart"
      viewBox={`0 0 ${CHART.widthPx} ${CHART.heightPx}`}
      role="img"
      aria-label={t('views.profileChart')}
    >
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
    <svg
      className="line-chart"
      viewBox={`0 0 ${CHART.widthPx} ${CHART.heightPx}`}
      role="img"
      aria-label={t('views.skylineChart')}
    >
      <polygon className="skyline" points={`${x(0)},${y(0)} ${line} ${x(last)},${y(0)}`} />
      <Axes x={t('views.bearing')} y={t('views.angle')} xs={[request.fromDeg, request.toDeg]} ys={[0, high]} />
    </svg>
  );
}
