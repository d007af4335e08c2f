import { useEffect } from 'react';
import { enuFromLonLat } from '../../../../model/geo/enu.ts';
import type { LonLat } from '../../../../model/geo/lon-lat.ts';
import { type OrderedPump, orderedPumps } from '../../../../model/incidents/look-ahead.ts';
import { WaterLook } from '../../../../model/questions/look-ahead.ts';
import { lookAheadNumbersOf } from '../../../../model/rules/city-rules.ts';
import { S_PER_H } from '../../../../model/time.ts';
import { useApp, useController, useStore, useTwin } from '../../../kit/app-context.tsx';
import { ErrorNotice } from '../../../kit/controls.tsx';
import { FieldControl, Fields } from '../../../kit/fields/fields.tsx';
import { ChoiceField } from '../../../kit/form-fields.tsx';
import { formatNumber } from '../../../kit/format.ts';
import { InferredFact } from '../../../kit/inferred-fact.tsx';
import { SiteWorks } from '../../../kit/site-works.tsx';
import { useSituation } from '../../../kit/use-situation.ts';
import { useWords } from '../../../kit/words.ts';
import type { WaterOutlookOffer, WaterRecord, WaterSituation, WaterVariant } from '../../../twin/look-ahead.ts';
import { worksThatCount } from '../../../twin/roads.ts';
import { DEFAULT_DRAFT } from '../ahead-draft.ts';
import { incidentLogController } from '../controller.ts';
import { givenOrders } from '../given-orders.ts';
import { Choice } from './ahead-choice.tsx';
import { PeopleFields, peopleRequest } from './ahead-people.tsx';
import type { ShownIncident } from './shown.ts';
import { useWaterRecord } from './use-water-record.ts';

interface AheadFormParts {
  shown: ShownIncident;
  offer: WaterOutlookOffer;
  place: LonLat;
}

/** The situation that is looked ahead from, and which variants of it. */
export function AheadForm({ shown, offer, place }: AheadFormParts) {
  const { t, of } = useWords();
  const { twin } = useApp();
  const { ahead } = useController(incidentLogController);
  const { isLooking, failure, pumps: ratings } = useStore(ahead.state, (state) => state);
  const { water: form, people } = useStore(ahead.state, ({ drafts }) => drafts[shown.id] ?? DEFAULT_DRAFT);
  const set = (fields: Partial<WaterLook>) => ahead.fill(shown.id, 'water', fields);
  const record = useWaterRecord(shown);
  const { incident } = useSituation();
  const isPast = shown.isReplayed || shown.branch !== null;
  // No gauge measured a moment that was written for a drill.
  const whyNotLive = isPast && incident?.isMeasured === false ? 'unmeasured' : offer.whyNotLive;
  const rainKinds = [
    ...(record ? (['record'] as const) : []),
    ...(whyNotLive === null ? (['live'] as const) : []),
    'design' as const,
  ];
  const rain = rainKinds.find((kind) => kind === form.rain) ?? rainKinds[0];
  const { persistMin } = useTwin(({ ruleRecords }) => lookAheadNumbersOf(ruleRecords));
  useEffect(() => ahead.readPumps(), [ahead]);
  const [eastM, northM] = enuFromLonLat(twin.city.origin, place);
  const isNear = ({ at }: WaterOutlookOffer['breaches'][number]) =>
    Math.max(Math.abs(at[0] - eastM), Math.abs(at[1] - northM)) < form.reachM;
  const breaches = offer.breaches.filter(isNear);
  const breach = breaches.find(({ id }) => id === form.breach) ?? null;
  const pumps =
    ratings.kind === 'read'
      ? orderedPumps(givenOrders(shown.facts.orders, twin.city.origin), ratings.m3PerH, shown.ms)
      : [];
  const situation: WaterSituation = {
    at: [eastM, northM],
    reachM: form.reachM,
    nowMs: shown.ms,
    horizonMin: form.horizonMin,
    rain: rainOf(rain, record, form.depthMm),
    breach: breach && { id: breach.id, inMin: form.breachMin },
  };
  const hasBreach = breach !== null || (rain === 'record' && record?.hasBreach === true);
  const start = () =>
    void ahead.start({
      water: { situation, variants: variantsOf(form, pumps, hasBreach, t) },
      people: peopleRequest(people, situation, worksThatCount(twin.getState()), t),
    });
  return (
    <section className="part">
      <Fields
        of={WaterLook}
        only={['horizonMin', 'reachM']}
        value={form}
        known={{ horizonMin: { textOf: (minutes) => t('lookAhead.minutes', { minutes }) } }}
        onChange={set}
      />
      <ChoiceField
        label={t('lookAhead.rain')}
        value={rain}
        options={[
          ...(record
            ? [{ value: 'record' as const, label: t('lookAhead.rainRecord', { name: of(record.name) }) }]
            : []),
          {
            value: 'live' as const,
            label: t(isPast ? 'lookAhead.rainThen' : 'lookAhead.rainLive', { minutes: persistMin }),
            disabled: whyNotLive !== null,
          },
          { value: 'design' as const, label: t(offer.hasFormula ? 'lookAhead.rainDesign' : 'lookAhead.rainEven') },
        ]}
        onChange={(chosen) => set({ rain: chosen })}
      />
      {whyNotLive && rain !== 'record' && <p className="note">{t(`lookAhead.whyNotLive.${whyNotLive}`)}</p>}
      {rain === 'design' && (
        <FieldControl
          of={WaterLook.entries.depthMm}
          label={t('lookAhead.depth', { minutes: form.horizonMin })}
          value={form.depthMm}
          onChange={(depthMm) => set({ depthMm })}
        />
      )}
      {breaches.length > 0 && (
        <ChoiceField
          label={t('lookAhead.breach')}
          value={breach?.id ?? ''}
          options={[
            { value: '', label: t('lookAhead.noBreach') },
            ...breaches.map(({ id, label }) => ({ value: id, label: of(label) })),
          ]}
          onChange={(id) => set({ breach: id })}
        />
      )}
      {breach && (
        <Fields
          of={WaterLook}
          only={['breachMin']}
          value={form}
          known={{ breachMin: { max: form.horizonMin } }}
          onChange={set}
        />
      )}
      <h3>{t('lookAhead.variants')}</h3>
      <p className="row-head">
        <span>{t('lookAhead.noAction')}</span>
        <span className="space" />
        <span className="tag">{t('lookAhead.always')}</span>
      </p>
      <Choice
        label={t('lookAhead.withOrders')}
        on={form.isWithOrders}
        onChange={(isWithOrders) => set({ isWithOrders })}
      />
      {form.isWithOrders && <Pumps pumps={pumps} />}
      <Choice label={t('lookAhead.heavier')} on={form.isHeavier} onChange={(isHeavier) => set({ isHeavier })} />
      {form.isHeavier && <Fields of={WaterLook} only={['factor']} value={form} onChange={set} />}
      {hasBreach && (
        <Choice label={t('lookAhead.closed')} on={form.isClosed} onChange={(isClosed) => set({ isClosed })} />
      )}
      {hasBreach && form.isClosed && (
        <Fields
          of={WaterLook}
          only={['closedMin']}
          value={form}
          known={{ closedMin: { max: form.horizonMin } }}
          onChange={set}
        />
      )}
      <SiteWorks />
      {failure && <ErrorNotice what={t('lookAhead.failed')} reason={failure} />}
      <PeopleFields form={people} onChange={(fields) => ahead.fill(shown.id, 'people', fields)} />
      <p className="row-head">
        <button type="button" className="btn primary" disabled={isLooking} onClick={start}>
          {t(isLooking ? 'lookAhead.reading' : 'lookAhead.start')}
        </button>
      </p>
    </section>
  );
}

function rainOf(
  kind: 'record' | 'live' | 'design',
  record: WaterRecord | null,
  depthMm: number,
): WaterSituation['rain'] {
  if (kind === 'record' && record) return { kind, source: record.source };
  return kind === 'live' ? { kind } : { kind: 'design', depthMm };
}

/** One without action, and those that were chosen and are other than it. */
function variantsOf(
  { factor, closedMin, isWithOrders, isHeavier, isClosed }: WaterLook,
  pumps: readonly OrderedPump[],
  hasBreach: boolean,
  t: ReturnType<typeof useWords>['t'],
): WaterVariant[] {
  const plain = { rainFactor: 1, breachClosedInMin: null, pumps: [] };
  return [
    { ...plain, name: t('lookAhead.noAction'), orders: 'without' },
    ...(isWithOrders && pumps.length > 0
      ? [{ ...plain, name: t('lookAhead.withOrders'), orders: 'with' as const, pumps }]
      : []),
    ...(isHeavier && factor !== 1
      ? [{ ...plain, name: t('lookAhead.heavierBy', { factor: formatNumber(factor, 1) }), rainFactor: factor }]
      : []),
    ...(isClosed && hasBreach
      ? [{ ...plain, name: t('lookAhead.closedAfter', { minutes: closedMin }), breachClosedInMin: closedMin }]
      : []),
  ];
}

/** What of the orders the water meets, or why nothing of them. */
function Pumps({ pumps }: { pumps: readonly OrderedPump[] }) {
  const { t } = useWords();
  const { ahead } = useController(incidentLogController);
  const ratings = useStore(ahead.state, (state) => state.pumps);
  if (ratings.kind === 'failed') return <ErrorNotice what={t('lookAhead.noRatings')} reason={ratings.reason} />;
  if (ratings.kind !== 'read') return <p className="note">{t(`lookAhead.ratings.${ratings.kind}`)}</p>;
  if (ratings.m3PerH.size === 0)
    return (
      <>
        <p className="note">{t('lookAhead.noRated')}</p>
        <InferredFact fact="resources" />
      </>
    );
  if (pumps.length === 0) return <p className="note">{t('lookAhead.noPumps')}</p>;
  return (
    <ul className="note">
      {pumps.map(({ id, name, rateM3ps, fromMin }) => (
        <li key={id}>
          {t('lookAhead.pump', {
            name,
            rate: formatNumber(rateM3ps * S_PER_H),
            minutes: formatNumber(fromMin),
          })}
        </li>
      ))}
    </ul>
  );
}
