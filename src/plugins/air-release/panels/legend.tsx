import { useController, useTwin } from '../../../kit/app-context.tsx';
import { ClassLegend } from '../../../kit/class-legend.tsx';
import { useWords } from '../../../kit/words.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import { coloursOf } from '../colours.ts';
import { AIR_RELEASE, airReleaseController } from '../controller.ts';

/** What the colours mean. */
export function AirLegend() {
  const { t } = useWords();
  useTwin((state) => doneSerial(state, AIR_RELEASE));
  const result = useController(airReleaseController).result();
  if (!result) return null;
  const entries = coloursOf(result).flatMap(({ token, label }) => (token === null ? [] : [{ token, label }]));
  if (result.kind === 'trace') return <ClassLegend title={t('air.legend_odds')} entries={entries} />;
  const edge = { token: 'danger', label: t('air.edge'), isLine: true };
  return (
    <ClassLegend
      title={t(`air.legend_${result.request.show}`, { minutes: result.request.shownMin })}
      entries={[...entries, edge]}
    />
  );
}
