import type { CrossedPipe } from '../../../../model/tables/terrain-analysis.ts';
import type { Section } from '../../../../workers/terrain-analysis/engine-types.ts';
import { Axes, CHART, scaleOf } from '../../../kit/line-chart.tsx';
import { useWords } from '../../../kit/words.ts';

/** The section: ground, what stands on it, pipes under it. */
export function SectionChart({ section, pipes }: { section: Section; pipes: readonly CrossedPipe[] }) {
  const { t } = useWords();
  const { distanceM, groundM, footM, topM } = section;
  const tops = topM.map((top, i) => top ?? groundM[i]);
  const undersides = footM.map((foot, i) => foot ?? Math.min(groundM[i], tops[i]));
  const axes = pipes.map(({ elevationM }) => elevationM);
  const low = [...groundM, ...axes].reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY);
  const high = tops.reduce((most, one) => Math.max(most, one), Number.NEGATIVE_INFINITY);
  const lengthM = distanceM[distanceM.length - 1] ?? 0;
  const { x, y } = scaleOf(0, lengthM, low, high);
  const points = (values: readonly number[]) => values.map((value, i) => `${x(distanceM[i])},${y(value)}`);
  const line = (values: readonly number[]) => points(values).join(' ');
  const area = (values: readonly number[]) => `${x(0)},${y(low)} ${line(values)} ${x(lengthM)},${y(low)}`;
  return (
    <svg
      className="line-chart"
      viewBox={`0 0 ${CHART.widthPx} ${CHART.heightPx}`}
      role="img"
      aria-label={t('terrain.chart')}
    >
      <polygon className="standing" points={[...points(tops), ...points(undersides).reverse()].join(' ')} />
      <polygon className="ground" points={area(groundM)} />
      {pipes.map(({ layer, id, distanceM: at, elevationM }) => (
        <circle key={`${layer} ${id} ${at}`} className="pipe" cx={x(at)} cy={y(elevationM)} r={2.2} />
      ))}
      <Axes x={t('terrain.at')} y={t('terrain.elevationAxis')} xs={[0, lengthM]} ys={[low, high]} />
    </svg>
  );
}
