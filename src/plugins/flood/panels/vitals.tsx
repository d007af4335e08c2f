import { useTwin } from '../../../kit/app-context.tsx';
import { Quantity } from '../../../kit/controls.tsx';
import { formatNumber, NO_VALUE_MARK } from '../../../kit/format.ts';
import { Vital, VitalList } from '../../../kit/vital.tsx';
import { useWords } from '../../../kit/words.ts';
import type { Language } from '../../../twin/appearance.ts';
import { type FloodNow, useFloodNow } from '../flood-time.ts';
import { VITALS, vitalOf } from '../flood-vitals.ts';

/** Figures over the map of the shown flood at the shown time. */
export function FloodVitals() {
  const { t } = useWords();
  const now = useFloodNow();
  if (!now) return null;
  return (
    <VitalList isRun label={t('figures.label')}>
      {VITALS.map((vital) => (
        <FloodVital key={vital} vital={vital} now={now} />
      ))}
    </VitalList>
  );
}

function FloodVital({ vital, now }: { vital: (typeof VITALS)[number]; now: FloodNow }) {
  const { t, language, of } = useWords();
  const site = useTwin((state) => state.floodSite);
  const vitalNow = vitalOf(vital, now, site);
  const { name, value, unit } = vitalNow;
  const notes = notesOf(vitalNow, t, language).join(' · ');
  return (
    <Vital name={name ? of(name) : t(`figures.${vital}`)}>
      <dd className="value">{value === null ? NO_VALUE_MARK : <Quantity value={value(language)} unit={unit} />}</dd>
      <dd className="note" title={notes || undefined}>
        <span className="tag run">{t('run.simulated')}</span>
        {notes && ` ${notes}`}
      </dd>
    </Vital>
  );
}

/** What stands under a figure, most telling first: a narrow strip cuts the rest, which whoever points there reads whole. */
function notesOf(
  { note, pumps }: ReturnType<typeof vitalOf>,
  t: ReturnType<typeof useWords>['t'],
  language: Language,
): string[] {
  const rate = (rateM3ps: number) => formatNumber(rateM3ps, 1);
  const notes: string[] = [];
  if (note) notes.push(t(note.word, { value: note.value(language) }));
  if (pumps?.running) {
    const { count, liftedM3ps } = pumps.running;
    notes.push(t('flood.pumpsRunning', { running: count, all: pumps.all, rate: rate(liftedM3ps) }));
  }
  if (pumps)
    notes.push(t('flood.pumpCapacity', { powered: pumps.powered, all: pumps.all, rate: rate(pumps.capacityM3ps) }));
  return notes;
}
