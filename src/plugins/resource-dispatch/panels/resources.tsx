import { useState } from 'react';
import type { Resources, Vehicle } from '../../../../model/resources/resources.ts';
import {
  CAPABILITIES,
  CAPABILITY_LABELS,
  type Capability,
  type VehicleKind,
  vehicleKind,
} from '../../../../model/resources/vehicle-kinds.ts';
import type { VehicleClass } from '../../../../model/roads/vehicles.ts';
import type { Text } from '../../../../model/text/text.ts';
import { MS_PER_MIN } from '../../../../model/time.ts';
import type { ForcesUsed } from '../../../../workers/road-routes/given-forces.ts';
import { useApp, useController, useQuery, useTwin } from '../../../kit/app-context.tsx';
import { EmptyState, ErrorNotice, Quantity } from '../../../kit/controls.tsx';
import { ChoiceField, TextField } from '../../../kit/form-fields.tsx';
import { formatNumber, formatUnit } from '../../../kit/format.ts';
import { InferredFact } from '../../../kit/inferred-fact.tsx';
import { RoadEnd } from '../../../kit/road-end.tsx';
import { useWords } from '../../../kit/words.ts';
import { resourceDispatchController } from '../controller.ts';
import { PlaceRow } from './reach.tsx';

const FLIGHT_RADIUS_M = 120;

/** What can be looked for beside capabilities. */
type Kind = 'all' | 'teams' | 'stores' | 'shelters' | 'hospitals';
const KINDS: readonly Kind[] = ['all', 'teams', 'shelters', 'stores', 'hospitals'];

interface Row {
  id: string;
  kind: Exclude<Kind, 'all'>;
  name: Text;
  at: readonly [eastM: number, northM: number];
  vehicle: VehicleClass['id'];
  isAway: boolean;
  vehicles: readonly Vehicle[];
  note: string;
}

/** Everything that can be sent or gone to, with its state and its minutes to the picked place. */
export function ResourceList() {
  const { t } = useWords();
  const controller = useController(resourceDispatchController);
  const roles = useTwin(({ layerRoles }) => layerRoles);
  const resources = useQuery(`resources ${JSON.stringify(roles)}`, () => controller.resources());
  if (resources.kind === 'failed') return <ErrorNotice what={t('analysis.failed')} reason={resources.reason} />;
  if (resources.kind !== 'answered') return null;
  if (resources.answer.all === null) return <EmptyState icon="truck">{t('dispatch.noResources')}</EmptyState>;
  return <Listed resources={resources.answer.all} forces={resources.answer.forces} />;
}

function Listed({ resources, forces }: { resources: Resources; forces: ForcesUsed | null }) {
  const { t, of } = useWords();
  const controller = useController(resourceDispatchController);
  const [kind, setKind] = useState<Kind>('all');
  const [text, setText] = useState('');
  const capability = useTwin(({ dispatchCapability }) => dispatchCapability);
  const set = useTwin(({ setDispatch }) => setDispatch);
  const place = useTwin(({ dispatchPlace }) => dispatchPlace);
  const roads = useTwin(({ roadSerial }) => roadSerial);
  const rowsOf = useRows();
  const rows = rowsOf(resources);
  const times = useQuery(place ? `times to ${place.join(' ')} ${roads}` : null, () =>
    controller.arrivals(
      place ?? [0, 0],
      rows.map(({ at, vehicle, isAway }) => ({ at, vehicle, isAway })),
    ),
  );
  const minutes = new Map(
    rows.map(({ id }, i) => [id, place && times.kind === 'answered' ? (times.answer[i]?.ms ?? null) : undefined]),
  );
  const shown = rows
    .filter((row) => kind === 'all' || row.kind === kind)
    .filter((row) => capability === null || row.vehicles.some((one) => capabilitiesOf(one).includes(capability)))
    .filter(
      (row) =>
        text.trim() === '' ||
        `${row.name.zh} ${row.name.en} ${row.note}`.toLowerCase().includes(text.trim().toLowerCase()),
    )
    .sort((a, b) => (minutes.get(a.id) ?? Number.MAX_VALUE) - (minutes.get(b.id) ?? Number.MAX_VALUE));
  return (
    <section className="part">
      <PlaceRow />
      <TextField label={t('dispatch.search')} value={text} onChange={setText} />
      <ChoiceField
        label={t('dispatch.kind')}
        value={kind}
        options={KINDS.map((value) => ({ value, label: t(`dispatch.kinds.${value}`) }))}
        onChange={setKind}
      />
      <ChoiceField
        label={t('dispatch.capability')}
        value={capability ?? 'any'}
        options={[
          { value: 'any' as const, label: t('dispatch.any') },
          ...CAPABILITIES.map((value) => ({ value, label: of(CAPABILITY_LABELS[value]) })),
        ]}
        onChange={(value) => set({ dispatchCapability: value === 'any' ? null : value })}
      />
      <p className="note" role="status">
        {t('dispatch.found', { count: shown.length })}
      </p>
      {place && times.kind === 'answered' && <RoadEnd offM={times.answer.flatMap((one) => one?.offM.place ?? [])} />}
      <ul className="resource-list">
        {shown.map((row) => (
          <ResourceRow key={row.id} row={row} ms={minutes.get(row.id)} />
        ))}
      </ul>
      {kind === 'stores' && resources.stores.length === 0 && <p className="note">{t('dispatch.noStores')}</p>}
      {forces && (
        <p className="note" data-used="forces">
          {t('dispatch.forcesUsed', { layers: forces.labels.map(of).join(' + '), stations: forces.stations })}{' '}
          {forces.replaces && t('dispatch.forcesReplace')}{' '}
          {forces.supposed > 0 && t('dispatch.forcesSupposed', { supposed: forces.supposed })}{' '}
          {forces.unknown > 0 && t('dispatch.forcesUnknown', { unknown: forces.unknown })}
        </p>
      )}
      {!forces?.replaces && <InferredFact fact="resources" />}
      <p className="note">{t('dispatch.assumedNote')}</p>
    </section>
  );
}

/** What a vehicle can do, by its city or by its kind. */
const capabilitiesOf = ({ kind, capabilities }: Vehicle): readonly Capability[] =>
  capabilities ?? vehicleKind(kind)?.capabilities ?? [];

/** Rows of all lists in the words of the page. */
function useRows(): (resources: Resources) => Row[] {
  const { t } = useWords();
  const stockOf = (stock: Record<string, number>) =>
    Object.entries(stock)
      .map(([what, amount]) => `${what} ${formatNumber(amount)}`)
      .join(' · ');
  return ({ teams, vehicles, stores, shelters, hospitals }) => [
    ...teams.map((team): Row => {
      const own = vehicles.filter((one) => one.team === team.id);
      const people = team.people === null ? [] : [t('dispatch.people', { count: team.people })];
      const vehicle = own.map(({ kind }) => vehicleKind(kind)?.vehicle).find((id) => id !== undefined) ?? 'car';
      return {
        ...team,
        kind: 'teams',
        vehicle,
        isAway: false,
        vehicles: own,
        note: [...people, stockOf(team.stock)].filter(Boolean).join(' · '),
      };
    }),
    ...shelters.map(
      ({ id, name, at, capacity, staysDry }): Row => ({
        id,
        name,
        at,
        kind: 'shelters',
        vehicle: 'foot',
        isAway: true,
        vehicles: [],
        note: [t('dispatch.places', { count: formatNumber(capacity) }), staysDry === false ? t('dispatch.notDry') : '']
          .filter(Boolean)
          .join(' · '),
      }),
    ),
    ...stores.map(
      ({ id, name, at, stock }): Row => ({
        id,
        name,
        at,
        kind: 'stores',
        vehicle: 'truck',
        isAway: false,
        vehicles: [],
        note: stockOf(stock),
      }),
    ),
    ...hospitals.map(
      ({ id, name, at, beds }): Row => ({
        id,
        name,
        at,
        kind: 'hospitals',
        vehicle: 'ambulance',
        isAway: true,
        vehicles: [],
        note: beds === null ? t('dispatch.bedsUnknown') : t('dispatch.beds', { count: formatNumber(beds) }),
      }),
    ),
  ];
}

function ResourceRow({ row, ms }: { row: Row; ms: number | null | undefined }) {
  const { t, of } = useWords();
  const { twin, view, catalogue } = useApp();
  const orders = useTwin(({ givenOrders }) => givenOrders);
  const sent = new Set(orders.map(({ unit }) => unit));
  const go = () => {
    const [eastM, northM] = row.at;
    view.flyToPlace({ eastM, northM, upM: 0, radiusM: FLIGHT_RADIUS_M });
    const layer = twin.city.layers.find(({ id, count }) => id === 'resources' && count > 0);
    if (layer) twin.getState().showLayer(layer.id, true);
    void catalogue.gidOf(row.id).then((gid) => gid !== null && twin.getState().select(gid));
  };
  const controller = useController(resourceDispatchController);
  const ordersOf = row.vehicles.flatMap(({ id }) => controller.busy(id) ?? []);
  const busy = row.vehicles.filter(
    ({ id, state }) => state !== 'free' || sent.has(id) || controller.busy(id) !== null,
  ).length;
  const vehicleText = useVehicleText();
  const kinds = [...new Set(row.vehicles.map(({ kind }) => kind))].flatMap((id) => vehicleKind(id) ?? []);
  return (
    <li data-id={row.id}>
      <button type="button" className="link" onClick={go}>
        {of(row.name) || row.id}
      </button>
      {ms !== undefined && (
        <b>
          {ms === null ? (
            t('dispatch.noWay')
          ) : (
            <Quantity value={formatNumber(Math.max(1, Math.ceil(ms / MS_PER_MIN)))} unit="min" />
          )}
        </b>
      )}
      <span className="note">{row.note}</span>
      {ordersOf.map(({ name, task, incident }) => (
        <span key={`${name} ${task}`} className="note">
          {name} · {t('dispatch.busyWith', { task, incident })}
        </span>
      ))}
      {row.vehicles.length > 0 && (
        <span className="note">
          {kinds.map((kind) => vehicleText(kind, row.vehicles)).join(' · ')}
          {' — '}
          {t('dispatch.freeOf', { free: row.vehicles.length - busy, all: row.vehicles.length })}
        </span>
      )}
    </li>
  );
}

/** "4 × fire engine 8 t"; those of a station that tells no vehicles are said to be supposed. */
function useVehicleText(): (kind: VehicleKind, vehicles: readonly Vehicle[]) => string {
  const { t, of } = useWords();
  return (kind, vehicles) => {
    const own = vehicles.filter((one) => one.kind === kind.id);
    const ratings = [...new Set(own.flatMap(({ rating }) => rating ?? []))];
    const rating =
      ratings.length > 0 && kind.ratingUnit
        ? ` ${ratings.map((one) => formatNumber(one)).join('/')} ${formatUnit(kind.ratingUnit)}`
        : '';
    const what = `${own.length} × ${of(kind.label)}${rating}`;
    return own.some(({ supposed }) => supposed) ? t('dispatch.supposed', { what }) : what;
  };
}
