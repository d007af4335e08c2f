import { useController, useTwin } from '../../../kit/app-context.tsx';
import { ClassLegend } from '../../../kit/class-legend.tsx';
import { useWords } from '../../../kit/words.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import { DISTRICTING, districtsController } from '../controller.ts';
import { districtToken } from '../outcome.ts';

/** Districts by their colours: those that lie apart may share one. */
export function DistrictsLegend() {
  const { t, of } = useWords();
  useTwin((state) => doneSerial(state, DISTRICTING));
  const result = useController(districtsController).result();
  if (!result) return null;
  const colours = [...new Set(result.districts.map(districtToken))].sort();
  const entries = colours.map((token) => ({
    token,
    label: result.districts
      .filter((one) => districtToken(one) === token)
      .map(({ name }) => of(name))
      .join(t('districts.comma')),
  }));
  return (
    <ClassLegend
      title={t('districts.legend')}
      entries={[...entries, { token: 'ink', label: t('districts.middle'), isLine: true }]}
    />
  );
}
