import { useController, useTwin } from '../../../kit/app-context.tsx';
import { ClassLegend } from '../../../kit/class-legend.tsx';
import { bandsOf } from '../../../kit/minute-bands.ts';
import { useWords } from '../../../kit/words.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import { SERVICE_AREAS, serviceAreasController } from '../controller.ts';

/** What the colours mean. */
export function ServiceLegend() {
  const { t } = useWords();
  useTwin((state) => doneSerial(state, SERVICE_AREAS));
  const result = useController(serviceAreasController).result();
  if (!result) return null;
  const entries = bandsOf(result.request.minutes).map(({ token, from, to }) => ({ token, label: `${from}–${to}` }));
  return (
    <ClassLegend
      title={t('service.legend')}
      entries={[...entries, { token: 'accent', label: t('facility.kind'), isLine: true }]}
    />
  );
}
