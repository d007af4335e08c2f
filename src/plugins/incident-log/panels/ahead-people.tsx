import { PeopleLook, SIDES } from '../../../../model/questions/look-ahead.ts';
import { useController, useStore } from '../../../kit/app-context.tsx';
import { ErrorNotice } from '../../../kit/controls.tsx';
import { Fields } from '../../../kit/fields/fields.tsx';
import { ChoiceField } from '../../../kit/form-fields.tsx';
import { useWords } from '../../../kit/words.ts';
import type { PeopleSituation, PeopleVariant, WaterSituation } from '../../../twin/look-ahead.ts';
import { incidentLogController } from '../controller.ts';
import type { LookAheadRequest } from '../look-ahead.ts';
import { Choice } from './ahead-choice.tsx';

/** Evacuations of the people around, beside the water's variants. */
export function PeopleFields({
  form,
  onChange: set,
}: {
  form: PeopleLook;
  onChange: (fields: Partial<PeopleLook>) => void;
}) {
  const { t } = useWords();
  const { ahead } = useController(incidentLogController);
  const peopleTool = useStore(ahead.state, (state) => state.peopleTool);
  if (peopleTool === 'unread') return null;
  if (peopleTool === 'none') return <p className="note">{t('lookAhead.people.none')}</p>;
  if (peopleTool !== 'offered') return <ErrorNotice what={t('lookAhead.people.cannot')} reason={peopleTool.failure} />;
  return (
    <>
      <Choice label={t('lookAhead.people.on')} on={form.isOn} onChange={(isOn) => set({ isOn })} />
      {form.isOn && (
        <>
          <Fields of={PeopleLook} only={['reachM', 'perM2', 'seatedPct']} value={form} onChange={set} />
          <Choice label={t('lookAhead.people.now')} on={form.isNow} onChange={(isNow) => set({ isNow })} />
          <Choice label={t('lookAhead.people.later')} on={form.isLater} onChange={(isLater) => set({ isLater })} />
          {form.isLater && <Fields of={PeopleLook} only={['laterMin']} value={form} onChange={set} />}
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
export function peopleRequest(
  form: PeopleLook,
  { at, nowMs, horizonMin }: WaterSituation,
  works: PeopleSituation['works'],
  t: ReturnType<typeof useWords>['t'],
): LookAheadRequest['people'] {
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
  return { situation: { at, reachM, nowMs, horizonMin, perM2, seatedPct, works }, variants };
}
