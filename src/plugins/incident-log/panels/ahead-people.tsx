import { useController, useStore } from '../../../kit/app-context.tsx';
import { ErrorNotice } from '../../../kit/controls.tsx';
import { ChoiceField, NumberField } from '../../../kit/form-fields.tsx';
import { useWords } from '../../../kit/words.ts';
import { type PeopleVariant, SIDES, type WaterSituation } from '../../../twin/look-ahead.ts';
import type { PeopleDraft } from '../ahead-draft.ts';
import type { AheadWish } from '../look-ahead.ts';
import { incidentLogOpener } from '../open.ts';
import { Choice } from './ahead-choice.tsx';

const MIN_REACH_M = 50;
const MAX_REACH_M = 600;
/** As a stadium at a match or a full train: above 1 person/m² on open ground nobody walks freely. */
const MAX_PER_M2 = 1;

/** Evacuations of the people around, beside the water's variants. */
export function PeopleFields({
  form,
  onChange: set,
}: {
  form: PeopleDraft;
  onChange: (fields: Partial<PeopleDraft>) => void;
}) {
  const { t } = useWords();
  const { ahead } = useController(incidentLogOpener);
  const peopleTool = useStore(ahead.state, (state) => state.peopleTool);
  if (peopleTool === 'unread') return null;
  if (peopleTool === 'none') return <p className="note">{t('lookAhead.people.none')}</p>;
  if (peopleTool !== 'offered') return <ErrorNotice what={t('lookAhead.people.cannot')} reason={peopleTool.failure} />;
  return (
    <>
      <Choice label={t('lookAhead.people.on')} on={form.isOn} onChange={(isOn) => set({ isOn })} />
      {form.isOn && (
        <>
          <NumberField
            label={t('lookAhead.people.reach')}
            unit="m"
            value={form.reachM}
            min={MIN_REACH_M}
            max={MAX_REACH_M}
            step={50}
            onChange={(reachM) => set({ reachM })}
          />
          <NumberField
            label={t('lookAhead.people.density')}
            unit={t('lookAhead.people.densityUnit')}
            value={form.perM2}
            min={0}
            max={MAX_PER_M2}
            step={0.01}
            onChange={(perM2) => set({ perM2 })}
          />
          <NumberField
            label={t('lookAhead.people.seated')}
            unit="%"
            value={form.seatedPct}
            min={0}
            max={100}
            onChange={(seatedPct) => set({ seatedPct })}
          />
          <Choice label={t('lookAhead.people.now')} on={form.isNow} onChange={(isNow) => set({ isNow })} />
          <Choice label={t('lookAhead.people.later')} on={form.isLater} onChange={(isLater) => set({ isLater })} />
          {form.isLater && (
            <NumberField
              label={t('lookAhead.people.laterIn')}
              unit="min"
              value={form.laterMin}
              min={1}
              max={60}
              onChange={(laterMin) => set({ laterMin })}
            />
          )}
          <ChoiceField
            label={t('lookAhead.people.shut')}
            value={form.shut}
            options={[
              { value: 'none' as const, label: t('lookAhead.people.noneShut') },
              ...SIDES.map((value) => ({ value, label: t(`lookAhead.people.sides.${value}`) })),
            ]}
            onChange={(shut) => set({ shut })}
          />
          <p className="note">{t('lookAhead.people.note')}</p>
        </>
      )}
    </>
  );
}

/** What is asked for: nobody told, and the variants that were chosen. */
export function peopleWish(
  form: PeopleDraft,
  { at, nowMs, horizonMin }: WaterSituation,
  t: ReturnType<typeof useWords>['t'],
): AheadWish['people'] {
  const { isOn, reachM, perM2, seatedPct, laterMin, isNow, isLater, shut } = form;
  if (!isOn) return null;
  const variants: PeopleVariant[] = [
    { name: t('lookAhead.people.untold'), orders: 'without', notifiedInMin: null, shut: null },
    ...(isNow ? [{ name: t('lookAhead.people.now'), notifiedInMin: 0, shut: null }] : []),
    ...(isLater
      ? [{ name: t('lookAhead.people.after', { minutes: laterMin }), notifiedInMin: laterMin, shut: null }]
      : []),
    ...(shut === 'none'
      ? []
      : [
          {
            name: t('lookAhead.people.withShut', { side: t(`lookAhead.people.sides.${shut}`) }),
            notifiedInMin: 0,
            shut,
          },
        ]),
  ];
  return { situation: { at, reachM, nowMs, horizonMin, perM2, seatedPct }, variants };
}
