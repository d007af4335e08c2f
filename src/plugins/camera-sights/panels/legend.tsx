import { ClassLegend } from '../../../kit/class-legend.tsx';
import { useWords } from '../../../kit/words.ts';
import { COVER_TOKENS } from '../colours.ts';

/** What the colours of the map of coverage mean. */
export function CamerasLegend() {
  const { t } = useWords();
  const labels = [t('cameras.blind'), t('cameras.once'), t('cameras.twice')];
  return (
    <ClassLegend title={t('cameras.legend')} entries={COVER_TOKENS.map((token, i) => ({ token, label: labels[i] }))} />
  );
}
