import { Quantity } from '../../../kit/controls.tsx';
import { formatNumber, formatTotal } from '../../../kit/format.ts';
import { Vital, VitalList } from '../../../kit/vital.tsx';
import { useWords } from '../../../kit/words.ts';
import { useCrowdNow } from '../crowd-time.ts';
import { CALIBRATED_PER_M2, CROWD_VITALS, crowdVitals } from '../crowd-vitals.ts';

/** Figures over the map of the shown crowd at the shown time. */
export function CrowdVitals() {
  const { t, language } = useWords();
  const now = useCrowdNow();
  if (!now) return null;
  const vitals = crowdVitals(now);
  // Nobody is swept away, or goes up, where there is no water.
  const shown = CROWD_VITALS.filter((vital) => (vital !== 'swept' && vital !== 'upstairs') || vitals[vital] > 0);
  const isDense = vitals.densest > CALIBRATED_PER_M2;
  return (
    <VitalList isRun label={t('figures.label')}>
      {shown.map((vital) => (
        <Vital key={vital} name={t(`crowd.vitals.${vital}`)}>
          <dd className={vital === 'swept' ? 'value danger' : 'value'}>
            {vital === 'densest' ? (
              <Quantity value={formatNumber(vitals.densest, 1)} unit="/m²" />
            ) : (
              <Quantity value={formatTotal(vitals[vital], language)} />
            )}
          </dd>
          <dd className="note">
            {vital === 'densest' && isDense ? (
              <span className="tag warn">{t('crowd.uncalibrated', { limit: formatNumber(CALIBRATED_PER_M2, 1) })}</span>
            ) : (
              <span className="tag run">{t('run.simulated')}</span>
            )}
          </dd>
        </Vital>
      ))}
    </VitalList>
  );
}
