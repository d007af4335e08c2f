import type { Text } from '../../model/city/manifest.ts';
import type { LayerInput } from '../../tiles/model.ts';
import type { DemoCity } from '../demo-city.ts';
import { lonLatOfPlan, nameFields, type PointRow, pointLayer, text, whole } from '../emit.ts';
import { CODE_LABEL, componentCode } from '../names/codes.ts';
import { PLACES, type SensorPlace, type Sources, STREAMS } from './sensor-places.ts';

const WORDS_EN: Readonly<Record<string, string>> = {
  rain: 'rain gauge',
  river: 'river stage',
  'pipe-level': 'sewer level',
  'pipe-flow': 'sewer flow',
  pond: 'street ponding',
  pump: 'pumping station',
  gate: 'flap gate',
  'water-p': 'water pressure',
  'gas-p': 'gas pressure',
  'gas-leak': 'methane',
  heat: 'heating',
  power: 'power supply',
  cover: 'manhole cover',
  lamp: 'street lamp',
  traffic: 'traffic flow',
  crowd: 'people count',
  air: 'air quality',
  noise: 'noise',
  slope: 'slope movement',
  levee: 'levee seepage',
  bridge: 'bridge health',
  metro: 'metro station',
  site: 'pit monitoring',
  parking: 'car park',
  building: 'structural health',
};

export interface Sensor extends PointRow {
  kind: string;
  name: Text;
  of: string;
  unit: string;
  cadenceS: number;
  code: string;
  place: SensorPlace;
}

/** The plan's 3,542 sensors, `sn-<kind>-<4 digits>`. */
export function sensorsOf(sources: Sources): Sensor[] {
  const { kinds, explicit, total } = sources.city.plan.sensors;
  const out: Sensor[] = [];
  for (const [kind, , count, unit, cadence] of kinds) {
    const places = PLACES[kind]?.(sources, count);
    if (!places || places.length !== count)
      throw new Error(`sensors: ${kind}: expected ${count} places, found ${places?.length ?? 'no rule'}`);
    for (const [i, place] of places.entries()) {
      const id = kind === 'river' ? explicit[i].id : `sn-${kind}-${String(i + 1).padStart(4, '0')}`;
      out.push({
        id,
        at: [Math.round(place.at[0] * 100) / 100, Math.round(place.at[1] * 100) / 100],
        ...(place.elevationM === undefined ? {} : { elevationM: place.elevationM }),
        kind,
        name: place.name,
        of: place.of,
        unit: STREAMS[kind]?.[place.stream ?? 0]?.unit ?? String(unit),
        cadenceS: Number(cadence),
        code: componentCode('sensor', out.length + 1),
        place,
      });
    }
  }
  if (out.length !== total) throw new Error(`sensors: expected ${total}, made ${out.length}`);
  return out;
}

export function sensorLayer(city: DemoCity, sensors: readonly Sensor[]): LayerInput {
  const values = Object.fromEntries(
    city.plan.sensors.kinds.map(([kind, zh]) => [kind, { zh, en: WORDS_EN[kind] ?? kind }]),
  );
  return pointLayer(
    {
      id: 'sensors',
      kind: 'point',
      group: 'facility',
      label: { zh: '监测设备', en: 'Sensors' },
      cimLevel: 5,
      colour: { token: 'info' },
    },
    ['sensor'],
    sensors,
    [
      ...nameFields<Sensor>(),
      { name: 'kind', type: 'code', label: { zh: '类别', en: 'Kind' }, values, of: (row) => row.kind },
      { name: 'unit', type: 'code', label: { zh: '单位 (UCUM)', en: 'Unit (UCUM)' }, of: (row) => row.unit },
      whole('cadence', 's', { zh: '采样间隔', en: 'Cadence' }, (row) => row.cadenceS),
      text('of', { zh: '所属对象', en: 'Belongs to' }, (row) => row.of),
      text('code', CODE_LABEL, (row) => row.code),
    ],
  );
}

/** sensors.json: things and their datastreams, in the words of the SensorThings model; places in degrees and plan metres. */
export function sensorsFile(city: DemoCity, sensors: readonly Sensor[]) {
  const degrees = lonLatOfPlan(sensors.map((sensor) => sensor.at));
  const round = (v: number) => Math.round(v * 1e7) / 1e7;
  return {
    things: sensors.map((sensor, i) => {
      const { kind, place } = sensor;
      const list = kind === 'pump' ? STREAMS.pump : [STREAMS[kind]?.[place.stream ?? 0]];
      const word = city.plan.sensors.kinds.find(([k]) => k === kind)?.[1] ?? kind;
      return {
        id: sensor.id,
        kind,
        name: sensor.name,
        lonLat: [round(degrees[2 * i]), round(degrees[2 * i + 1])],
        at: sensor.at,
        ...(sensor.elevationM === undefined ? {} : { elevationM: Math.round(sensor.elevationM * 100) / 100 }),
        of: sensor.of,
        datastreams: list.map((stream, k) => ({
          id: `${sensor.id}/${k + 1}`,
          name: { zh: stream?.zh ?? word, en: stream?.en ?? WORDS_EN[kind] ?? kind },
          unit: stream?.unit ?? sensor.unit,
          cadenceS: sensor.cadenceS,
          ...(place.warn === undefined ? {} : { warn: place.warn }),
          ...(place.alarm === undefined ? {} : { alarm: place.alarm }),
        })),
      };
    }),
  };
}
