import { useController, useTwin } from '../../../kit/app-context.tsx';
import { ClassLegend } from '../../../kit/class-legend.tsx';
import { useWords } from '../../../kit/words.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import { EXCESS_TOKEN } from '../../../view/tinted-solid.ts';
import { SEEN_STOPS } from '../colours.ts';
import { VIEW_ANALYSIS, viewAnalysisController } from '../controller.ts';

/** What the colours of the analysis that is shown mean. */
export function ViewLegend() {
  const { t } = useWords();
  const controller = useController(viewAnalysisController);
  useTwin((state) => doneSerial(state, VIEW_ANALYSIS));
  const kind = controller.result()?.kind;
  if (kind === 'viewshed' || kind === 'landmark') {
    const [hidden, seen] = SEEN_STOPS.map(({ token }) => token ?? '');
    const entries = [
      { token: seen, label: t('views.seen') },
      { token: hidden, label: t('views.hidden') },
    ];
    return (
      <ClassLegend title={t(kind === 'viewshed' ? 'views.legendViewshed' : 'views.legendLandmark')} entries={entries} />
    );
  }
  if (kind === 'sight') {
    const entries = [
      { token: 'ok', label: t('views.legendFree'), isLine: true },
      { token: 'danger', label: t('views.legendBlocked'), isLine: true },
    ];
    return <ClassLegend title={t('views.legendSight')} entries={entries} />;
  }
  if (kind !== 'corridor') return null;
  const entries = [
    { token: 'accent', label: t('views.legendBeneath'), isLine: true },
    { token: EXCESS_TOKEN, label: t('views.legendExcess') },
  ];
  return <ClassLegend title={t('views.corridor')} entries={entries} />;
}
