import { useController, useTwin } from '../../../kit/app-context.tsx';
import { ClassLegend } from '../../../kit/class-legend.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { useWords } from '../../../kit/words.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import { TRAFFIC_IMPACT, trafficImpactController } from '../controller.ts';
import { changeMarks, classesOf, isShut, LATE_MIN, laterMin } from '../outcome.ts';

/** What the colours of the roads mean. */
export function ImpactLegend() {
  const { t } = useWords();
  useTwin((state) => doneSerial(state, TRAFFIC_IMPACT));
  const colours = useTwin(({ impactColours }) => impactColours);
  const result = useController(trafficImpactController).result();
  if (!result) return null;
  const [from, strong] = changeMarks(result).map((mark) => formatNumber(mark));
  const words = [
    { token: 'div-1', label: t('impact.moreThan', { cars: strong }) },
    { token: 'div-3', label: t('impact.moreThan', { cars: from }) },
    { token: 'div-5', label: t('impact.fewerThan', { cars: from }) },
    { token: 'div-7', label: t('impact.fewerThan', { cars: strong }) },
  ];
  const ratios = classesOf(result, 'ratio').map(({ token, from: least, to }) => ({
    token,
    label: to === undefined ? `> ${formatNumber(least, 2)}` : `${formatNumber(least, 2)}–${formatNumber(to, 2)}`,
  }));
  const entries = (colours === 'ratio' ? ratios : words).map((entry) => ({ ...entry, isLine: true }));
  const shut = result.roads.some(isShut) ? [{ token: 'danger', label: t('impact.shut'), isLine: true }] : [];
  const late = result.zones.some((zone) => laterMin(zone) >= LATE_MIN)
    ? [{ token: 'warn', label: t('impact.latePlace', { minutes: LATE_MIN }) }]
    : [];
  return (
    <ClassLegend
      title={t(colours === 'ratio' ? 'impact.legendRatio' : 'impact.legendChange')}
      entries={[...entries, ...(colours === 'change' ? [...shut, ...late] : [])]}
    />
  );
}
