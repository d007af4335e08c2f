import { useCallback } from 'react';
import { Stops, Streets } from '../../../../model/questions/rounds.ts';
import { ROAD_CLASS_LABELS } from '../../../../model/roads/road-class-labels.ts';
import type { RoundsFacts } from '../../../../workers/rounds/engine-types.ts';
import { useApp, useTwin } from '../../../kit/app-context.tsx';
import { Switch } from '../../../kit/controls.tsx';
import { FacilityFields } from '../../../kit/facility-fields.tsx';
import { Fields } from '../../../kit/fields/fields.tsx';
import { ChoiceField, FormSection } from '../../../kit/form-fields.tsx';
import { formatNumber, M_PER_KM } from '../../../kit/format.ts';
import { PickedPoints } from '../../../kit/picked-points.tsx';
import { WordChoice } from '../../../kit/word-choice.tsx';
import { useWords } from '../../../kit/words.ts';
import { ROUNDS } from '../controller.ts';
import { NO_COLUMNS, type RoundsForm, type StopColumns } from '../slice.ts';

const PLACES = { things: 'rounds.things', points: 'rounds.points' } as const;
const PICKS = {
  stops: { label: 'rounds.pick', hint: 'rounds.pickHint' },
  depots: { label: 'rounds.pickDepots', hint: 'rounds.pickDepotsHint' },
} as const;

const TASKS = { stops: 'rounds.byStops', streets: 'rounds.byStreets' } as const;

/** Where to go with what is to be done there, and from where. */
export function Choices({ form, facts }: { form: RoundsForm; facts: RoundsFacts }) {
  const { t } = useWords();
  const { layers: codes, streets } = facts;
  const set = useTwin(({ setRoundsForm }) => setRoundsForm);
  return (
    <>
      <FormSection title={t('rounds.what')}>
        <WordChoice label="rounds.task" of={TASKS} value={form.by} onChange={(by) => set({ by })} />
        {form.by === 'stops' ? (
          <>
            <Places field="stops" form={form} codes={codes} />
            <Fields of={Stops} only={['serviceMin', 'demand', 'opensH', 'closesH']} value={form} onChange={set} />
            {form.stops.by === 'things' && form.stops.of.layer !== '' && <ColumnFields form={form} />}
          </>
        ) : (
          <StreetFields form={form} streets={streets} />
        )}
      </FormSection>
      <FormSection title={t('rounds.depots')}>
        <Places field="depots" form={form} codes={codes} />
      </FormSection>
    </>
  );
}

/** Which streets, in which area, how often and how fast. */
function StreetFields({ form, streets }: { form: RoundsForm; streets: RoundsFacts['streets'] }) {
  const { t, of } = useWords();
  const set = useTwin(({ setRoundsForm }) => setRoundsForm);
  const take = useCallback((withinM: RoundsForm['withinM']) => set({ withinM }), [set]);
  const { classes, withinM } = form;
  return (
    <>
      {streets.map(({ road, count, lengthM }) => {
        const label = t('rounds.class', {
          name: of(ROAD_CLASS_LABELS[road]),
          count: formatNumber(count),
          km: formatNumber(lengthM / M_PER_KM),
        });
        const others = classes.filter((one) => one !== road);
        return (
          <div key={road} className="field brings">
            <span>{label}</span>
            <Switch
              label={label}
              on={classes.includes(road)}
              onChange={(on) => set({ classes: on ? [...others, road] : others })}
            />
          </div>
        );
      })}
      <PickedPoints
        owner={ROUNDS}
        kind="area"
        ruler="area"
        label="rounds.draw"
        hint="rounds.drawHint"
        countText={t(withinM.length > 0 ? 'rounds.drawn' : 'rounds.wholeCity')}
        onChange={take}
      />
      {withinM.length > 0 && (
        <button type="button" className="btn small" onClick={() => set({ withinM: [] })}>
          {t('rounds.noArea')}
        </button>
      )}
      <Fields of={Streets} only={['passes', 'inspectKmPerH']} value={form} onChange={set} />
    </>
  );
}

/** Things of a layer, or places that are clicked on the map. */
function Places({ field, form, codes }: { field: 'stops' | 'depots'; form: RoundsForm; codes: RoundsFacts['layers'] }) {
  const { t } = useWords();
  const set = useTwin(({ setRoundsForm }) => setRoundsForm);
  const { twin } = useApp();
  const change = useCallback(
    (part: Partial<RoundsForm['stops']>) => set({ [field]: { ...twin.getState().roundsForm[field], ...part } }),
    [field, set, twin],
  );
  const take = useCallback((pointsM: RoundsForm['stops']['pointsM']) => change({ pointsM }), [change]);
  const { by, of, pointsM } = form[field];
  return (
    <>
      <WordChoice label={`rounds.${field}`} of={PLACES} value={by} onChange={(next) => change({ by: next })} />
      {by === 'things' ? (
        <FacilityFields
          codes={codes}
          value={of}
          onChange={(next) => {
            change({ of: next });
            if (field === 'stops' && next.layer !== of.layer) set({ columns: NO_COLUMNS });
          }}
        />
      ) : (
        <PickedPoints
          owner={ROUNDS}
          kind={field}
          {...PICKS[field]}
          countText={pointsM.length > 0 ? t('rounds.picked', { count: pointsM.length }) : null}
          onChange={take}
        />
      )}
    </>
  );
}

const COLUMNS = Object.keys(NO_COLUMNS) as (keyof StopColumns)[];

/** Columns of the layer that tell of each stop what is typed of all. */
function ColumnFields({ form: { stops, columns } }: { form: RoundsForm }) {
  const { t, of } = useWords();
  const { layers } = useApp().twin.city;
  const set = useTwin(({ setRoundsForm }) => setRoundsForm);
  const attributes = layers.find(({ id }) => id === stops.of.layer)?.attributes ?? [];
  const options = [
    { value: '', label: t('rounds.noColumn') },
    ...attributes.map(({ name, label }) => ({ value: name, label: of(label) })),
  ];
  return (
    <details>
      <summary>{t('rounds.columns')}</summary>
      {COLUMNS.map((column) => (
        <ChoiceField
          key={column}
          label={t(`rounds.column-${column}`)}
          value={columns[column]}
          options={options}
          onChange={(name) => set({ columns: { ...columns, [column]: name } })}
        />
      ))}
    </details>
  );
}
