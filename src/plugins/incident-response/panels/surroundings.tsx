import { useState } from 'react';
import type { EnuSphere, Surroundings, VulnerablePlace } from '../../../../model/city/catalogue.ts';
import { isPressure, type PipeSystem } from '../../../../model/city/pipe-system.ts';
import { VULNERABLE_KINDS, type VulnerableKind } from '../../../../model/city/vulnerable-kind.ts';
import { FIRST_CAPABILITY } from '../../../../model/incidents/first-capability.ts';
import { RADIUS_M } from '../../../../model/incidents/response-plan.ts';
import { CAPABILITIES, CAPABILITY_LABELS, type Capability } from '../../../../model/resources/vehicle-kinds.ts';
import type { ValvesToClose } from '../../../../model/tables/pipe-network.ts';
import { useApp, useOffered, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { EmptyState, ErrorNotice, Panel } from '../../../kit/controls.tsx';
import { ChoiceField } from '../../../kit/form-fields.tsx';
import { formatDistance, formatLength, formatNumber, NO_VALUE_MARK, THIN_SPACE } from '../../../kit/format.ts';
import { InferredFact } from '../../../kit/inferred-fact.tsx';
import { useWords } from '../../../kit/words.ts';
import { ORDER_BOOK } from '../../../twin/order-book.ts';
import { PIPES_NEAR } from '../../../twin/pipes-near.ts';
import { READINESS, READINESS_LIMITS_MIN } from '../../../twin/readiness.ts';
import type { SituationOrder } from '../../../twin/situation.ts';
import { useIncident } from './incident-panels.tsx';

/** Vulnerable places and valves that are listed at once. */
const MAX_PLACES = 6;
const MAX_VALVES = 8;
/** How much around a valve is looked at. */
const VALVE_RADIUS_M = 60;
const DEFAULT_LIMIT_MIN = 8;

/** What closing a valve asks of whoever does it, by what the pipe carries; all others take a repair crew. */
const VALVE_CAPABILITY: Partial<Record<PipeSystem, Capability>> = { gas: 'gas', power: 'power' };

/** 周边情况: who lives around the incident, who cannot leave alone, what lies below, and how soon help is there. */
export function SurroundingsPanel() {
  const { t } = useWords();
  const incident = useIncident();
  if (!incident?.place)
    return (
      <Panel title={t('incident.around')} className="dock incident-around">
        <EmptyState icon="pin">{t('incident.aroundIdle')}</EmptyState>
      </Panel>
    );
  const open = incident.kind === 'incident' ? incident.open : { radiusM: RADIUS_M.other, hazard: 'other' as const };
  const around = { id: incident.key, place: incident.place, radiusM: open.radiusM };
  return (
    <Panel title={t('incident.around')} className="dock incident-around" note={radiusText(open.radiusM)}>
      <People {...around} />
      <Underground {...around} />
      <ReadinessPart key={open.hazard} first={FIRST_CAPABILITY[open.hazard]} />
    </Panel>
  );
}

interface Around {
  /** Id of what lies in the middle. */
  id: string;
  place: EnuSphere;
  radiusM: number;
}

const keyOf = ({ id, place, radiusM }: Around): string => `${id} ${place.eastM} ${place.northM} ${radiusM}`;

function radiusText(radiusM: number): string {
  const { value, unit } = formatDistance(radiusM);
  return `${value}${THIN_SPACE}${unit}`;
}

function People(around: Around) {
  const { t } = useWords();
  const { twin, catalogue } = useApp();
  const query = useQuery(`around ${keyOf(around)}`, () => catalogue.around(around.place, around.radiusM));
  if (query.kind === 'failed') return <ErrorNotice what={t('incident.around')} reason={query.reason} />;
  if (query.kind !== 'answered') return null;
  return (
    <PeopleFound
      found={query.answer}
      radiusM={around.radiusM}
      isInferred={twin.city.facts?.population?.state === 'inferred'}
    />
  );
}

/** Counts of what lives around a place, each with whether the data state it. */
export function PeopleFound({
  found: { buildings, dwellings, residents, vulnerable, known },
  radiusM,
  isInferred,
}: {
  found: Surroundings;
  radiusM: number;
  isInferred: boolean;
}) {
  const { t } = useWords();
  const countOf = (kind: VulnerableKind) => vulnerable.filter((one) => one.kind === kind).length;
  const places = known
    .filter((kind) => countOf(kind) > 0)
    .map((kind) =>
      t('incident.vulnerableCount', { kind: t(`incident.vulnerable_${kind}`), count: formatNumber(countOf(kind)) }),
    );
  const kindNames = (kinds: readonly VulnerableKind[]) =>
    kinds.map((kind) => t(`incident.vulnerable_${kind}`)).join(t('incident.and'));
  const noneText =
    known.length > 0 ? t('incident.noneOf', { kinds: kindNames(known) }) : t('incident.vulnerableNotKnown');
  const unknown = VULNERABLE_KINDS.filter((kind) => !known.includes(kind));
  const rows = [
    ['residents', residents, isInferred],
    ['dwellings', dwellings, false],
    ['buildings', buildings, false],
  ] as const;
  const numberText = (count: number | null) => (count === null ? NO_VALUE_MARK : formatNumber(count));
  return (
    <section className="part">
      <p>
        <b>
          {t('incident.aroundSaid', {
            radius: radiusText(radiusM),
            residents: numberText(residents),
            dwellings: numberText(dwellings),
            places: places.length > 0 ? places.join(t('incident.and')) : noneText,
          })}
        </b>
      </p>
      <dl className="around-figures">
        {rows.map(([name, count, isGuessed]) => (
          <div key={name} data-count={name}>
            <dt>{t(`incident.${name}`)}</dt>
            <dd>
              <b>{numberText(count)}</b>
              <span className={`tag ${isGuessed ? 'unsure' : ''}`}>
                {count === null ? t('incident.notStated') : t(isGuessed ? 'common.inferred' : 'incident.stated')}
              </span>
            </dd>
          </div>
        ))}
      </dl>
      <Vulnerable places={vulnerable} />
      {known.length > 0 && unknown.length > 0 && (
        <p className="note">{t('incident.vulnerableUnknown', { kinds: kindNames(unknown) })}</p>
      )}
      {isInferred && <InferredFact fact="population" />}
    </section>
  );
}

function Vulnerable({ places }: { places: readonly VulnerablePlace[] }) {
  const { t, of } = useWords();
  const { twin, view } = useApp();
  const [isWhole, setWhole] = useState(false);
  const listed = isWhole ? places : places.slice(0, MAX_PLACES);
  const show = ({ layerId, gid, place }: VulnerablePlace) => {
    twin.getState().showLayer(layerId, true);
    twin.getState().select(gid);
    view.flyToPlace(place);
  };
  if (places.length === 0) return null;
  return (
    <>
      <ul className="around-rows">
        {listed.map((place) => (
          <li key={place.gid}>
            <button type="button" onClick={() => show(place)}>
              <span className="near-name">{of(place.name)}</span>
              <span className="note">{t(`incident.vulnerable_${place.kind}`)}</span>
              <b>{radiusText(place.distanceM)}</b>
            </button>
          </li>
        ))}
      </ul>
      {places.length > listed.length && (
        <button type="button" className="link" onClick={() => setWhole(true)}>
          {t('incident.allPlaces', { count: formatNumber(places.length) })}
        </button>
      )}
    </>
  );
}

/** Pipes and valves within the radius, and for those under pressure which valves close them off at the place. */
function Underground(around: Around) {
  const { t } = useWords();
  const { twin } = useApp();
  const pipes = useOffered(PIPES_NEAR);
  const hasPipes = pipes !== null && Boolean(twin.city.facts?.pipes);
  const { eastM, northM } = around.place;
  const query = useQuery(
    hasPipes ? `pipes near ${keyOf(around)}` : null,
    async () => (await pipes?.near([eastM, northM], around.radiusM)) ?? [],
  );
  return (
    <section className="part">
      <h3>{t('incident.underground')}</h3>
      {!hasPipes && <p className="note">{t('incident.noPipeData')}</p>}
      {query.kind === 'failed' && <ErrorNotice what={t('incident.underground')} reason={query.reason} />}
      {query.kind === 'answered' && query.answer.length === 0 && <p className="note">{t('incident.noPipes')}</p>}
      {query.kind === 'answered' && (
        <ul className="around-rows">
          {query.answer.map(({ system, pipes, lengthM, valves }) => {
            const { value, unit } = formatLength(lengthM);
            return (
              <li key={system}>
                <p className="row-head">
                  <b>{system ? t(`pipeSystem.${system}`) : t('incident.unknownSystem')}</b>
                  <span className="note">
                    {t('incident.pipeLine', {
                      pipes: formatNumber(pipes),
                      length: `${value}${THIN_SPACE}${unit}`,
                      valves: formatNumber(valves),
                    })}
                  </span>
                </p>
                {system && isPressure(system) && <Valves key={keyOf(around)} system={system} at={[eastM, northM]} />}
              </li>
            );
          })}
        </ul>
      )}
      <InferredFact fact="pipes" />
    </section>
  );
}

/** The way to the valves of a system, which are looked for once they are asked for. */
export function Valves({ system, at: [eastM, northM] }: { system: PipeSystem; at: readonly [number, number] }) {
  const { t } = useWords();
  const pipes = useOffered(PIPES_NEAR);
  const [isOpen, setOpen] = useState(false);
  const query = useQuery(
    isOpen ? `valves ${system} ${eastM} ${northM}` : null,
    async () => (await pipes?.valvesToClose([eastM, northM], system)) ?? null,
  );
  if (!isOpen)
    return (
      <button
        type="button"
        className="link"
        aria-label={`${t('incident.whichValves')} · ${t(`pipeSystem.${system}`)}`}
        onClick={() => setOpen(true)}
      >
        {t('incident.whichValves')}
      </button>
    );
  if (query.kind === 'failed') return <ErrorNotice what={t('incident.whichValves')} reason={query.reason} />;
  if (query.kind !== 'answered' || !query.answer) return null;
  return <ValvesFound system={system} found={query.answer} />;
}

/** The valves to close, nearest first, each with the order to close it. */
export function ValvesFound({ system, found }: { system: PipeSystem; found: ValvesToClose }) {
  const { t, of } = useWords();
  const { twin, view } = useApp();
  const book = useOffered(ORDER_BOOK);
  const { start, isIsolated, close, residents, areSourcesAssumed } = found;
  const nameOf = (id: string | null, i: number) => id ?? `${i + 1}`;
  return (
    <>
      <p>
        {isIsolated
          ? t('incident.valvesClose', {
              count: formatNumber(close.length),
              pipe: of(start.name),
              residents: formatNumber(residents),
            })
          : t('incident.valvesNot', { pipe: of(start.name) })}
      </p>
      {areSourcesAssumed && <p className="note">{t('incident.valvesSources')}</p>}
      {close.slice(0, MAX_VALVES).map(({ id, gid, atM: [east, north, up] }, i) => {
        const name = nameOf(id, i);
        const show = () => {
          if (gid !== null) twin.getState().select(gid);
          view.flyToPlace({ eastM: east, northM: north, upM: up, radiusM: VALVE_RADIUS_M });
        };
        return (
          <p key={name} className="row-head">
            <button type="button" className="link" onClick={show}>
              {t('incident.valve', { id: name })}
            </button>
            <span className="space" />
            {book?.incident() != null && (
              <button
                type="button"
                className="btn small"
                onClick={() =>
                  book.prepare([
                    {
                      task: t('incident.closeValve', { id: name, system: t(`pipeSystem.${system}`) }),
                      at: [east, north],
                      capability: VALVE_CAPABILITY[system] ?? 'repair',
                    },
                  ])
                }
              >
                {t('incident.orderValve')}
              </button>
            )}
          </p>
        );
      })}
    </>
  );
}

/** Ids of those that are on an order of the incident at the shown time, a line each. */
const busyText = (orders: readonly SituationOrder[]): string =>
  orders
    .filter(({ state }) => !OVER.includes(state))
    .map(({ resource }) => resource)
    .join('\n');
const OVER: readonly SituationOrder['state'][] = ['done', 'refused', 'recalled'];

/** Says how many residents help reaches in time: with all units before the event, and with those that are free on the roads as they are. */
function ReadinessPart({ first }: { first: Capability }) {
  const { t, of } = useWords();
  const readinessOf = useOffered(READINESS);
  const roads = useTwin(({ roadSerial }) => roadSerial);
  const [capability, setCapability] = useState(first);
  const [limitMin, setLimitMin] = useState<(typeof READINESS_LIMITS_MIN)[number]>(DEFAULT_LIMIT_MIN);
  const busy = useTwin(({ situationIncident }) => busyText(situationIncident?.orders ?? []));
  const query = useQuery(
    `readiness ${capability} ${roads} ${busy}`,
    async () => (await readinessOf?.(capability, new Set(busy.split('\n')))) ?? null,
  );
  const found = query.kind === 'answered' ? query.answer : null;
  const at = READINESS_LIMITS_MIN.indexOf(limitMin);
  const share = (value: number | null | undefined) =>
    value == null ? NO_VALUE_MARK : `${formatNumber(100 * value)}${THIN_SPACE}%`;
  const label = of(CAPABILITY_LABELS[capability]);
  return (
    <section className="part">
      <h3>{t('incident.readiness')}</h3>
      {query.kind === 'failed' && <ErrorNotice what={t('incident.readiness')} reason={query.reason} />}
      {query.kind === 'answered' && !found && (
        <p className="note">{t('incident.readinessNone', { capability: label })}</p>
      )}
      {found && (
        <>
          <p>
            <b>
              {t('incident.readinessSaid', {
                limit: limitMin,
                before: share(found.before[at]),
                now: share(found.now[at]),
              })}
            </b>
          </p>
          <p className="note">
            {t('incident.readinessUnits', {
              capability: label,
              units: formatNumber(found.units),
              free: formatNumber(found.free),
            })}
            {found.supposed > 0 && ` ${t('incident.readinessSupposed', { count: formatNumber(found.supposed) })}`}
          </p>
        </>
      )}
      <ChoiceField
        label={t('incident.capability')}
        value={capability}
        options={CAPABILITIES.map((value) => ({ value, label: of(CAPABILITY_LABELS[value]) }))}
        onChange={setCapability}
      />
      <ChoiceField
        label={t('incident.limit')}
        value={limitMin}
        options={READINESS_LIMITS_MIN.map((value) => ({ value, label: `${value}${THIN_SPACE}min` }))}
        onChange={setLimitMin}
      />
    </section>
  );
}
