import { Reading } from '../../../../model/questions/air.ts';
import { useTwin } from '../../../kit/app-context.tsx';
import { FieldControl } from '../../../kit/fields/fields.tsx';
import { FormSection } from '../../../kit/form-fields.tsx';
import { useWords } from '../../../kit/words.ts';
import type { AirForm } from '../slice.ts';
import { AirPickField } from './air-pick.tsx';

/** Readings at places: each is picked, then typed; 0 where nothing was noticed. */
export function Readings({ form: { readings } }: { form: AirForm }) {
  const { t } = useWords();
  const set = useTwin(({ setAirForm }) => setAirForm);
  const change = (at: number, mgPerM3: number) =>
    set({ readings: readings.map((one, i) => (i === at ? { ...one, mgPerM3 } : one)) });
  const drop = (at: number) => set({ readings: readings.filter((_, i) => i !== at) });
  return (
    <FormSection title={t('air.readings')}>
      <AirPickField what="reading" isPicked={readings.length > 0} />
      <ul className="readings">
        {readings.map(({ atM: [eastM, northM], mgPerM3 }, i) => (
          <li key={i}>
            <FieldControl
              of={Reading.entries.mgPerM3}
              label={t('air.readingAt', { number: i + 1, east: Math.round(eastM), north: Math.round(northM) })}
              value={mgPerM3}
              onChange={(typed) => change(i, typed)}
            />
            <button type="button" className="link" onClick={() => drop(i)}>
              {t('air.dropReading', { number: i + 1 })}
            </button>
          </li>
        ))}
      </ul>
    </FormSection>
  );
}
