import { useTwin } from '../../../kit/app-context.tsx';
import { Quantity } from '../../../kit/controls.tsx';
import { formatNumber, NO_VALUE_MARK } from '../../../kit/format.ts';
import { Vital, VitalList } from '../../../kit/vital.tsx';
import { useWords } from '../../../kit/words.ts';
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
  const { name, value, unit, note, pumps } = vitalOf(vital, now, site);
  return (
    <Vital name={name ? of(name) : t(`figures.${vital}`)}>
      <dd className="value">{value === null ? NO_VALUE_MARK : <Quantity value={value(language)} unit={unit} />}</dd>
      <dd className="note">
        <span className="tag run">{t('run.simulated')}</span>
        {note && ` ${t(note.word, { value: note.value(language) })}`}
        {pumps?.running &&
          ` ${t('flood.pumpsRunning', { running: pumps.running.count, all: pumps.all, rate: formatNumber(pumps.running.liftedM3ps, 1) })} ·`}
        {pumps &&
          ` ${t('flood.pumpCapacity', { powered: pumps.powered, all: pumps.all, rate: formatNumber(pumps.capacityM3ps, 1) })}`}
      </dd>
    </Vital>
  );
}
