import { useController, useTwin } from '../../../kit/app-context.tsx';
import { ClassLegend } from '../../../kit/class-legend.tsx';
import { bandsOf } from '../../../kit/minute-bands.ts';
import { useWords } from '../../../kit/words.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import { SITE_SELECTION, siteSelectionController } from '../controller.ts';
import { byText, limitText, shownMinutes } from '../outcome.ts';

/** What the colours mean. */
export function SitingLegend() {
  const { t } = useWords();
  useTwin((state) => doneSerial(state, SITE_SELECTION));
  const result = useController(siteSelectionController).result();
  if (!result) return null;
  const entries = bandsOf(shownMinutes(result)).map(({ token, from, to }) => ({
    token,
    label: `${limitText(from)}–${limitText(to)}`,
  }));
  return (
    <ClassLegend
      title={t('siting.legend', { by: byText(t, result) })}
      entries={[...entries, { token: 'accent', label: t('siting.site'), isLine: true }]}
    />
  );
}
