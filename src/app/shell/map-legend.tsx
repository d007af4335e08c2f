import { SlotPanels, useSlot } from '../../kit/slots.tsx';
import { useWords } from '../../kit/words.ts';

/** At the bottom left of the map while it wears colours that want words. */
export function MapLegend() {
  const { t } = useWords();
  const isShown = useSlot('legend').length > 0;
  if (!isShown) return null;
  return (
    <section className="furniture legend" aria-label={t('tools.legend')}>
      <SlotPanels slot="legend" />
    </section>
  );
}
