import { enuFromLonLat } from '../../model/geo/enu.ts';
import type { LonLat } from '../../model/geo/lon-lat.ts';
import { type StationKind, stationOf } from '../../model/resources/stations.ts';
import type { Text } from '../../model/text/text.ts';
import { textAt } from '../columns.ts';
import type { LayerInput } from '../model.ts';
import { namesOf } from './names.ts';
import { texts } from './street-net.ts';

/** Maps draw one station twice at times, as a mark and as its ground. */
const SAME_STATION_M = 50;
/** More room or beds than any place has is a slip of the data, or how a column of whole numbers writes "none". */
const MAX_PLACES = 1_000_000;

const KIND_COLUMNS = ['emergency', 'amenity', 'kind', 'class', '类别', '类型'];
const EMERGENCY_COLUMNS = ['emergency'];
const CAPACITY_COLUMNS = ['capacity', '容量', '可容纳'];
const BEDS_COLUMNS = ['beds', 'capacity:beds', '床位', '床位数'];

interface Station {
  /** Id within its layer alone, until `withOwnIds`. */
  id: string;
  layerId: string;
  is: StationKind;
  name: Text;
  lonLat: [lonDeg: number, latDeg: number];
  atM: [eastM: number, northM: number];
  hasEmergency: boolean;
  places: number | null;
  beds: number | null;
}

interface InferredResources {
  /** As `resources.json` has it. */
  resources: object;
  counts: {
    stations: number;
    engines: number;
    patrols: number;
    ambulances: number;
    hospitals: number;
    bedsUnknown: number;
    shelters: number;
    /** Places to go to that do not tell for how many: left out, since nobody can be told to go there. */
    roomUnknown: number;
    twice: number;
  };
  /** The ids of the layers that hold the stations. */
  layers: ReadonlySet<string>;
}

/**
 * Returns the resources that could be sent from the points that are stations: maps state neither vehicles nor stock. The least that a
 * station is for is supposed: a fire engine, a patrol car, an ambulance of each ambulance station and of each hospital that says it takes
 * emergencies. Nothing is supposed of people, stock, room and beds. Null: no station is known.
 */
export function inferResources(layers: readonly LayerInput[], origin: LonLat): InferredResources | null {
  const found = layers.map((layer) => ({ layer, stations: stationsIn(layer, origin) }));
  const all = found.flatMap(({ stations }) => stations);
  const stations = withOwnIds(all.filter((one, i) => all.findIndex((other) => isSame(one, other)) === i));
  const of = (is: StationKind) => stations.filter((one) => one.is === is);
  const hospitals = of('hospital');
  const shelters = of('shelter').filter(({ places }) => places !== null);
  const taken = stations.length - of('shelter').length + shelters.length;
  if (taken === 0) return null;
  const engines = of('fire').map((one) => withVehicle(one, one.id, 'fire', 'engine'));
  const patrols = of('police').map((one) => withVehicle(one, one.id, 'police', 'patrol'));
  const ambulances = [
    ...of('ambulance').map((one) => withVehicle(one, one.id, 'medical', 'ambulance')),
    ...hospitals
      .filter(({ hasEmergency }) => hasEmergency)
      .map((one) => withVehicle(one, `${one.id}-ambulance`, 'medical', 'ambulance')),
  ];
  const forces = [...engines, ...patrols, ...ambulances];
  return {
    resources: {
      format: 1,
      teams: forces.map(({ team }) => team),
      vehicles: forces.map(({ vehicle }) => vehicle),
      stores: [],
      shelters: shelters.map(({ id, name, lonLat, places }) => ({ id, name, lonLat, capacity: places })),
      hospitals: hospitals.map(({ id, name, lonLat, beds }) => ({ id, name, lonLat, beds })),
    },
    counts: {
      stations: taken,
      engines: engines.length,
      patrols: patrols.length,
      ambulances: ambulances.length,
      hospitals: hospitals.length,
      bedsUnknown: hospitals.filter(({ beds }) => beds === null).length,
      shelters: shelters.length,
      roomUnknown: of('shelter').length - shelters.length,
      twice: all.length - stations.length,
    },
    layers: new Set(found.filter((one) => one.stations.length > 0).map(({ layer }) => layer.id)),
  };
}

/** A team at its base with the one vehicle that is supposed; nobody tells of how many people it is. */
function withVehicle(
  { name, lonLat }: Station,
  id: string,
  kind: 'fire' | 'police' | 'medical',
  vehicle: 'engine' | 'patrol' | 'ambulance',
) {
  return { team: { id, name, kind, lonLat }, vehicle: { id: `${id}-1`, team: id, kind: vehicle, supposed: true } };
}

const isSame = (one: Station, other: Station): boolean =>
  one.is === other.is && Math.hypot(one.atM[0] - other.atM[0], one.atM[1] - other.atM[1]) < SAME_STATION_M;

/** Files of one's own count from 1 each: an id that another layer has too is told with its layer's. */
const withOwnIds = (stations: readonly Station[]): Station[] =>
  stations.map((one) =>
    stations.some((other) => other.id === one.id && other.layerId !== one.layerId)
      ? { ...one, id: `${one.layerId}-${one.id}` }
      : one,
  );

function stationsIn({ id: layerId, state, features }: LayerInput, origin: LonLat): Station[] {
  const { columns, count, geometry, ids } = features;
  if (state !== 'existing' || geometry.kind !== 'point') return [];
  const kinds = KIND_COLUMNS.map((name) => texts(columns, [name]));
  const emergency = texts(columns, EMERGENCY_COLUMNS);
  const capacity = texts(columns, CAPACITY_COLUMNS);
  const beds = texts(columns, BEDS_COLUMNS);
  const nameOf = namesOf(columns);
  const out: Station[] = [];
  for (let row = 0; row < count; row++) {
    const values = kinds.map((read) => read(row));
    const station = stationOf(values);
    if (!station) continue;
    const [lonDeg, latDeg] = geometry.lonLatDeg.subarray(2 * row, 2 * row + 2);
    const [eastM, northM] = enuFromLonLat(origin, { lonDeg, latDeg, heightM: origin.heightM });
    out.push({
      id: textAt(ids, row),
      layerId,
      is: station.is,
      name: nameOf(row) ?? station.name,
      lonLat: [lonDeg, latDeg],
      atM: [eastM, northM],
      hasEmergency: emergency(row) === 'yes',
      places: countOf(capacity(row)),
      beds: countOf(beds(row)),
    });
  }
  return out;
}

function countOf(text: string): number | null {
  const count = Number(text);
  return text !== '' && Number.isInteger(count) && count > 0 && count <= MAX_PLACES ? count : null;
}
