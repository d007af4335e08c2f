import { useController, useTwin } from '../../../kit/app-context.tsx';
import { ClassLegend } from '../../../kit/class-legend.tsx';
import { useWords } from '../../../kit/words.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import { DISTRICTING, districtsController } from '../controller.ts';
import { districtToken } from '../outcome.ts';

/** More names than these say no more than the table does. */
const MAX_LISTED = 8;

/** Districts by their colours: those that lie apart may share one. */
export function DistrictsLegend() {
  const { t, of } = useWords();
  useTwin((state) => doneSerial(state, DISTRICTING));
  const result = useController(districtsController).result();
  if (!result) return null;
  const { districts } = result;
  const colours = districts.length > MAX_LISTED ? [] : [...new Set(districts.map(districtToken))].sort();
  const entries = colours.map((token) => ({
    token,
    label: districts
      .filter((one) => districtToken(one) === token)
      .map(({ name }) => of(name))
      .join(t('districts.comma')),
  }));
  return (
    <ClassLegend
      title={t('districts.legend', { count: districts.length })}
      entries={[...entries, { token: 'ink', label: t('districts.middle'), isLine: true }]}
    />
  );
}
