import { useMemo } from 'react';
import type { EnuSphere, Near } from '../../../../model/city/catalogue.ts';
import { forceTravel } from '../../../../model/resources/force-travel.ts';
import type { Text } from '../../../../model/text/text.ts';
import { MS_PER_MIN } from '../../../../model/time.ts';
import type { Arrival, Cut, Journey } from '../../../../workers/road-routes/engine-types.ts';
import { useApp, useController, useOffered, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { languageOf, nameOrKind, showValue } from '../../../kit/attribute-text.ts';
import { useCardSubject } from '../../../kit/card-subject.tsx';
import { EmptyState, Panel, Quantity } from '../../../kit/controls.tsx';
import { formatDistance, formatNumber } from '../../../kit/format.ts';
import { Icon } from '../../../kit/icons.tsx';
import { LoginButton } from '../../../kit/login-button.tsx';
import { RoadEnd } from '../../../kit/road-end.tsx';
import { useSituation } from '../../../kit/use-situation.ts';
import { useWords } from '../../../kit/words.ts';
import { CAMERA_WALL } from '../../../twin/camera-wall.ts';
import { needsLogin } from '../../../twin/login-panel.ts';
import type { SituationOrder } from '../../../twin/situation.ts';
import { type Fleet, incidentResponseController } from '../controller.ts';
import { type Incident, incidentOf } from '../incident.ts';
import { nearestByKind } from '../nearest-by-kind.ts';
import { IncidentSteps } from './incident-steps.tsx';

/** Layers of what can be sent and of what sees, as bakers name them. */
const FORCES = 'resources';
const CAMERAS = 'cameras';
/** Listed forces of each kind at most, and cameras. */
const FORCES_OF_KIND = 2;
const NEAREST_CAMERAS = 4;
/** All forces are asked for, since the nearest of each kind are wanted: a city has some dozens. */
const MAX_FORCES = 500;
/** Named closures that cut a way, at most. */
const CUTS_NAMED = 3;

/** The incident that the desk is about at the shown time; the same object while it says the same. */
export function useIncident(): Incident | null {
  const { twin } = useApp();
  const cases = useTwin((state) => state.cases);
  const caseId = useTwin((state) => state.caseId);
  const alarms = useTwin((state) => state.alarms);
  const sensors = useTwin((state) => state.sensors);
  const { incident: open, mode } = useSituation();
  const isRecorded = useTwin(({ replay }) => replay !== null);
  const isFeedShown = mode !== 'replay' || isRecorded;
  return useMemo(
    () => incidentOf({ cases, caseId, alarms, sensors, open, isFeedShown }, twin.city.origin),
    [cases, caseId, alarms, sensors, open, isFeedShown, twin],
  );
}

/** An incident in few words: what, and where. */
function useTitleOf(): (incident: Incident) => string {
  const { t, of } = useWords();
  return (incident) => {
    if (incident.kind === 'case') return incident.one.title;
    if (incident.kind === 'alarm') return of(incident.sensor.name);
    const { title, isExercise } = incident.open;
    return isExercise ? t('incident.exercise', { title }) : title;
  };
}

/** While the hub is not heard, that there is no incident is not known. */
const useIsUnknown = (): boolean => useTwin(({ feed }) => feed.kind === 'cut' || feed.kind === 'connecting');

/** In the top bar: what the right column is about. */
export function IncidentLine() {
  const { t, of } = useWords();
  const { twin, view } = useApp();
  const incident = useIncident();
  const titleOf = useTitleOf();
  const isUnknown = useIsUnknown();
  const isForLogin = useTwin(needsLogin);
  if (!incident && isForLogin) return <LoginButton className="incident">{t('incident.needsLogin')}</LoginButton>;
  if (!incident) return <NoIncident isUnknown={isUnknown} />;
  const show = () => {
    if (incident.kind === 'case') twin.getState().openCase(incident.one.id);
    if (incident.place) view.flyToPlace({ ...incident.place, radiusM: SHOWN_RADIUS_M });
  };
  const what = incident.kind === 'alarm' ? ` · ${of(incident.alarm.meaning.title)}` : '';
  const line = `${titleOf(incident)}${what}`;
  return (
    <button type="button" className="incident" title={`${line}\n${t('incident.about')}`} onClick={show}>
      {line}
    </button>
  );
}

/** At another time than the present nobody needs the hub to know that there was none. */
function NoIncident({ isUnknown }: { isUnknown: boolean }) {
  const { t } = useWords();
  const { mode, name } = useSituation();
  if (mode !== 'live' && name !== null) return <p className="incident">{name}</p>;
  if (mode !== 'live') return <p className="incident">{t('incident.noneThen')}</p>;
  return <p className="incident">{t(isUnknown ? 'incident.unknown' : 'incident.none')}</p>;
}

const SHOWN_RADIUS_M = 60;

/** 预案: what is to be done now, and by when. */
export function ResponsePlan() {
  const { t } = useWords();
  const incident = useIncident();
  const isUnknown = useIsUnknown();
  const isForLogin = useTwin(needsLogin);
  return (
    <Panel title={t('incident.plan')} className="dock incident-steps">
      {incident ? (
        <IncidentSteps incident={incident} />
      ) : (
        <EmptyState icon="list">
          {isForLogin ? (
            <LoginButton className="link">{t('incident.needsLogin')}</LoginButton>
          ) : (
            t(isUnknown ? 'incident.unknown' : 'incident.planEmpty')
          )}
        </EmptyState>
      )}
    </Panel>
  );
}

/** 力量: who is near, of each kind the nearest. */
export function Forces() {
  const { t } = useWords();
  const incident = useIncident();
  const titleOf = useTitleOf();
  return (
    <Panel title={t('incident.forces')} className="dock incident-near" note={incident ? titleOf(incident) : undefined}>
      {incident?.place ? (
        <NearForces key={incident.key} id={incident.key} place={incident.place} />
      ) : (
        <EmptyState icon="truck">{t(incident ? 'incident.noPlace' : 'incident.forcesIdle')}</EmptyState>
      )}
    </Panel>
  );
}

/** 视频: which cameras stand there, and their pictures. */
export function Video() {
  const { t } = useWords();
  const incident = useIncident();
  return (
    <Panel
      title={t('incident.video')}
      className="dock incident-near"
      actions={incident?.place && <WallButton place={incident.place} />}
    >
      {incident?.place ? (
        <NearCameras key={incident.key} id={incident.key} place={incident.place} />
      ) : (
        <EmptyState icon="camera">{t(incident ? 'incident.noPlace' : 'incident.videoIdle')}</EmptyState>
      )}
    </Panel>
  );
}

/** In the card of the selected object: the same two questions about it. */
export function NearOfObject() {
  const { t } = useWords();
  const { twin } = useApp();
  const { id, place } = useCardSubject().description;
  const isAnswered = twin.city.layers.some((layer) => layer.count > 0 && [FORCES, CAMERAS].includes(layer.id));
  if (!isAnswered) return null;
  return (
    <>
      <section className="incident-near">
        <h3 className="minor">{t('incident.forces')}</h3>
        <NearForces id={id} place={place} />
      </section>
      <section className="incident-near">
        <h3 className="minor">{t('incident.video')}</h3>
        <WallButton place={place} />
        <NearCameras id={id} place={place} />
      </section>
    </>
  );
}

const NO_ORDERS: readonly SituationOrder[] = [];

interface Around {
  /** Id of what lies in the middle: it is looked up once. */
  id: string;
  place: EnuSphere;
}

function NearForces({ id, place }: Around) {
  const { t, of, language } = useWords();
  const { twin, catalogue } = useApp();
  const routes = useController(incidentResponseController);
  const layer = twin.city.layers.find((one) => one.id === FORCES && one.count > 0);
  const roads = useTwin(({ roadSerial }) => roadSerial);
  const hasClosed = useTwin(({ roadState }) => roadState.water.length + roadState.closed.length > 0);
  const orders = useSituation().incident?.orders ?? NO_ORDERS;
  const queryState = useQuery(layer ? `forces near ${id} ${roads}` : null, async () => {
    const near = await catalogue.nearest(place, [FORCES], MAX_FORCES);
    const { origin } = await routes.facts();
    if (!origin) return { origin, forces: near };
    const at: Journey['at'] = [place.eastM, place.northM];
    const fleet = await routes.fleet();
    const ways = near.map((one) => ({ one, travel: travelOf(one, fleet) }));
    const journeys = ways.map(({ one, travel }) => journeyOf(one, travel));
    const arrivals = await routes.arrivals(at, journeys);
    const cutOff = ways.flatMap((_, i) => (arrivals[i] === null ? [i] : []));
    const cuts = await routes.cuts(
      at,
      cutOff.map((i) => journeys[i]),
    );
    return {
      origin,
      forces: ways.map(
        ({ one, travel }, i): NearForce => ({
          ...one,
          by: travel.label,
          arrival: arrivals[i],
          cuts: cuts[cutOff.indexOf(i)] ?? [],
        }),
      ),
    };
  });
  if (!layer) return <EmptyState icon="truck">{t('incident.forcesEmpty')}</EmptyState>;
  if (queryState.kind === 'failed') return <EmptyState icon="truck">{of(queryState.reason)}</EmptyState>;
  if (queryState.kind !== 'answered') return null;
  const { origin, forces } = queryState.answer;
  const orderOf = (force: string) => orders.find(({ resource }) => resource === force) ?? null;
  const near = nearestByKind(forces, id, FORCES_OF_KIND, origin ? arrivalMs : undefined);
  return (
    <>
      <ul className="near-list">
        {near.map((one) => {
          const values = valuesOf(one);
          const shownValues = layer.attributes
            .filter(({ name }) => ['kind', 'people', 'capacity'].includes(name) && (values.get(name) ?? 0) !== 0)
            .map((attribute) => ({ attribute, ...showValue(attribute, values.get(attribute.name) ?? null, language) }))
            .map(({ attribute, text }) =>
              attribute.name === 'kind'
                ? text
                : t(attribute.name === 'people' ? 'incident.people' : 'incident.places', { count: text }),
            );
          const { by }: NearForce = one;
          const note = [...shownValues, ...(by ? [t('incident.asVehicle', { vehicle: of(by) })] : [])].join(' · ');
          return (
            <NearRow
              key={one.object.gid}
              near={one}
              icon={iconOf(values.get('kind'))}
              note={note}
              order={orderOf(one.object.id)}
            />
          );
        })}
      </ul>
      <RoadEnd offM={near.flatMap(({ arrival }: NearForce) => arrival?.offM.place ?? [])} />
      <p className="note more">
        {t(origin ? (origin.state === 'given' ? 'incident.byRoad' : 'incident.byRoadInferred') : 'incident.straight')}
        {origin && t(hasClosed ? 'incident.underClosures' : 'incident.noClosures')}
      </p>
    </>
  );
}

/** A force with its way to the place, or to it; null: there is none. */
interface NearForce extends Near {
  arrival?: Arrival | null;
  /** The vehicle whose time it is, in words; absent: no road says a time. */
  by?: Text;
  /** Without a way: the closures that cut it off. */
  cuts?: readonly Cut[];
}

/** Returns when a force arrives; one that has no way comes last. */
const arrivalMs = ({ arrival }: NearForce): number => arrival?.ms ?? Number.MAX_SAFE_INTEGER;

/** How a force travels: with the vehicles that it has where the city lists them, else as its kind does. */
function travelOf(one: Near, fleet: Fleet): ReturnType<typeof forceTravel> {
  const own = fleet.filter(({ team }) => team === one.object.id);
  return forceTravel(
    valuesOf(one).get('kind'),
    own.map(({ kind }) => kind),
  );
}

function journeyOf({ object: { place } }: Near, { vehicle, isAway }: ReturnType<typeof forceTravel>): Journey {
  return { at: [place.eastM, place.northM], vehicle: vehicle.id, isAway };
}

/** Forces that come, and places that one goes to or takes from. */
const iconOf = (kind: unknown): 'truck' | 'home' => (forceTravel(kind).isAway || kind === 'store' ? 'home' : 'truck');

/** Pictures of the cameras that see the place, where somebody draws them. */
function WallButton({ place }: Pick<Around, 'place'>) {
  const { t } = useWords();
  const wall = useOffered(CAMERA_WALL);
  const { twin } = useApp();
  if (!wall || !twin.city.facts?.cameras) return null;
  return (
    <button type="button" className="btn small" onClick={() => wall.show([place.eastM, place.northM])}>
      {t('incident.pictures')}
    </button>
  );
}

function NearCameras({ id, place }: Around) {
  const { t } = useWords();
  const { twin, catalogue } = useApp();
  const hasCameras = twin.city.layers.some((layer) => layer.id === CAMERAS && layer.count > 0);
  const queryState = useQuery(hasCameras ? `cameras near ${id}` : null, () =>
    catalogue.nearest(place, [CAMERAS], NEAREST_CAMERAS),
  );
  if (!hasCameras) return <EmptyState icon="camera">{t('incident.videoEmpty')}</EmptyState>;
  if (queryState.kind !== 'answered') return null;
  return (
    <ul className="near-list">
      {queryState.answer
        .filter(({ object }) => object.id !== id)
        .map((one) => {
          const headingDeg = valuesOf(one).get('heading');
          const note =
            typeof headingDeg === 'number' ? t('incident.heading', { deg: formatNumber(headingDeg) }) : one.object.id;
          return <NearRow key={one.object.gid} near={one} icon="camera" note={note} />;
        })}
    </ul>
  );
}

/** One object and how far it is, by road where that is known; a click selects it, shows its way and goes there. */
function NearRow({
  near: { object, distanceM, arrival, cuts },
  icon,
  note,
  order = null,
}: {
  near: NearForce;
  icon: 'truck' | 'home' | 'camera';
  note: string;
  /** The order that it is on at the shown time. */
  order?: SituationOrder | null;
}) {
  const { t, of, language } = useWords();
  const { twin, view } = useApp();
  const cutBy = cuts && [...new Set(cuts.map((cut) => of(cut.name) || cut.id))].slice(0, CUTS_NAMED).join('、');
  const attributes = twin.city.layers.find(({ id }) => id === object.layerId)?.attributes ?? [];
  const name = nameOrKind(valuesOf({ object, distanceM }), attributes, language) ?? object.id;
  const state = order && t(`incident.order_${order.state}`);
  const under = [state, cutBy ? t('incident.cutBy', { roads: cutBy }) : note].filter(Boolean).join(' · ');
  const { value, unit } = formatDistance(10 * Math.round((arrival?.lengthM ?? distanceM) / 10));
  const show = () => {
    twin.getState().showLayer(object.layerId, true);
    twin.getState().select(object.gid);
    twin.getState().showRoute(arrival ? { ...arrival, of: object.id } : null);
    view.flyToPlace(arrival ? sphereAround(arrival.line) : object.place);
  };
  return (
    <li>
      <button type="button" onClick={show}>
        <Icon name={icon} />
        <span className="near-name" title={name} lang={languageOf(name)}>
          {name}
        </span>
        <b>
          {arrival && (
            <>
              <Quantity value={formatMinutes(arrival.ms)} unit="min" />{' '}
            </>
          )}
          {arrival === null ? t('incident.noWay') : <Quantity value={value} unit={unit} />}
        </b>
        <span className="note" title={under}>
          {under}
        </span>
      </button>
    </li>
  );
}

/** Rounded up: nobody is told to be there sooner than they can. */
const formatMinutes = (ms: number): string => formatNumber(Math.max(1, Math.ceil(ms / MS_PER_MIN)));

/** A sphere about a way; points are above the ground by nothing that matters at its size. */
function sphereAround(line: Arrival['line']): EnuSphere {
  const middle = (values: readonly number[]) => (Math.min(...values) + Math.max(...values)) / 2;
  const eastM = middle(line.map(([x]) => x));
  const northM = middle(line.map(([, y]) => y));
  const radiusM = Math.max(...line.map(([x, y]) => Math.hypot(x - eastM, y - northM)));
  return { eastM, northM, upM: 0, radiusM: Math.max(SHOWN_RADIUS_M, radiusM) };
}

function valuesOf({ object }: Near): ReadonlyMap<string, string | number | null> {
  return new Map(object.values.map(({ name, value }) => [name, value]));
}
