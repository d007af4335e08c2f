import { ClassLegend } from '../../../kit/class-legend.tsx';
import { useWords } from '../../../kit/words.ts';
import { EXCESS_TOKEN } from '../../../view/tinted-solid.ts';

/** What the colours mean. */
export function HeightLegend() {
  const { t } = useWords();
  const entries = [
    { token: EXCESS_TOKEN, label: t('heights.legendExcess') },
    { token: 'accent', label: t('heights.legendEdge'), isLine: true },
  ];
  return <ClassLegend title={t('heights.legend')} entries={entries} />;
}
