import { STRESS_CLASSES } from '../../../../model/tables/heat.ts';
import { useController, useTwin } from '../../../kit/app-context.tsx';
import { ClassLegend } from '../../../kit/class-legend.tsx';
import { useWords } from '../../../kit/words.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import { heatColours, rangeText } from '../colours.ts';
import { HEAT_MAP, heatController } from '../controller.ts';
import { shownHour, shownKind } from '../shown.ts';

/** What the colours mean. */
export function HeatLegend() {
  const { t } = useWords();
  useTwin((state) => doneSerial(state, HEAT_MAP));
  const shows = useTwin(({ heatForm }) => heatForm.shows);
  const hour = useTwin(({ heatForm }) => heatForm.hour);
  const result = useController(heatController).result();
  if (!result) return null;
  const kind = shownKind(result, shows);
  const shown = result.hours[shownHour(result, hour)].hour;
  const named = (i: number, range: string) =>
    kind === 'utci' ? `${t(`heat.stress_${STRESS_CLASSES[i].id}`)} ${range}` : range;
  return (
    <ClassLegend
      title={t(`heat.legend_${kind}`, { hour: String(shown) })}
      entries={heatColours(kind).map(({ token, ...range }, i) => ({ token, label: named(i, rangeText(range)) }))}
    />
  );
}
