import { createStore, type StoreApi } from 'zustand/vanilla';
import { type District, districtAt } from '../../../model/city/districts.ts';
import type { Manifest, Text } from '../../../model/city/manifest.ts';
import type { CitySensor } from '../../../model/sensors/sensors.ts';
import type { App } from '../../kit/plugin.ts';
import type { LiveValues } from '../../twin/live/live-values.ts';
import { readDistricts } from '../../twin/read-districts.ts';
import { lacksPlace, NAMED_LAYERS, placeNear, sharedNames, withPlace } from './sensor-place.ts';

/** Pieces of a street are short: so many hold those of a crossing. */
const NEAR_COUNT = 12;

/** Where sensors are, in words: what a name lacks that is an id or shared by several. */
export interface SensorPlaces {
  /** Grows when places or districts came, so that rows are drawn with them. */
  readonly version: StoreApi<number>;
  /** Where a sensor is whose name does not say it; null: its name says it, or nothing is known. `asks`: what is not known yet is asked for. */
  placeOf(sensor: CitySensor, asks: boolean): Text | null;
  /** The name with its place before it where it lacks one. */
  nameOf(sensor: CitySensor, asks: boolean): Text;
  /** Returns the districts of the city, in its order; none where it names none. */
  districts(): readonly District[];
  /** Id of the district that a sensor stands in; null: in none. */
  districtOf(sensor: CitySensor): string | null;
}

interface Sources extends Pick<App, 'twin' | 'cityUrl'> {
  catalogue: Pick<App['catalogue'], 'nearest'>;
}

/** Asks the catalogue for one place after the other, as rows that show them are drawn, and keeps them; the city's file for its districts, once. */
export function openSensorPlaces(
  { twin, catalogue, cityUrl }: Sources,
  live: () => LiveValues | null,
  report: (reason: unknown) => void,
): SensorPlaces {
  const version = createStore(() => 0);
  const layers = NAMED_LAYERS.filter((id) => twin.city.layers.some((layer) => layer.id === id));
  const places = new Map<string, Text | null>();
  let queue: Promise<unknown> = Promise.resolve();
  let known: { of: LiveValues | null; shared: ReadonlySet<string> } = { of: null, shared: new Set() };
  const changed = () => version.setState(version.getState() + 1, true);

  function shared(): ReadonlySet<string> {
    const values = live();
    if (values !== known.of) known = { of: values, shared: sharedNames(values?.sensors ?? []) };
    return known.shared;
  }

  function ask({ id, at: [eastM, northM] }: CitySensor): void {
    places.set(id, null);
    queue = queue
      .then(() => catalogue.nearest({ eastM, northM, upM: 0, radiusM: 0 }, layers, NEAR_COUNT))
      .then((near) => {
        places.set(id, placeNear(near));
        changed();
      })
      .catch(report);
  }

  const homes = openDistricts(twin.city, cityUrl, changed, report);

  return {
    version,
    placeOf,
    nameOf: (sensor, asks) => withPlace(sensor.name, placeOf(sensor, asks)),
    ...homes,
  };

  function placeOf(sensor: CitySensor, asks: boolean): Text | null {
    if (!lacksPlace(sensor, shared())) return null;
    if (asks && layers.length > 0 && !places.has(sensor.id)) ask(sensor);
    return places.get(sensor.id) ?? districtName(homes, sensor);
  }
}

type Districts = Pick<SensorPlaces, 'districts' | 'districtOf'>;

/** Read once, of a city that has residents; a sensor stays where it stands. */
function openDistricts(
  { facts }: Manifest,
  cityUrl: string,
  changed: () => void,
  report: (reason: unknown) => void,
): Districts {
  const homes = new Map<string, string | null>();
  let districts: readonly District[] = [];
  if (facts?.population)
    readDistricts(cityUrl).then((read) => {
      districts = read;
      changed();
    }, report);
  return {
    districts: () => districts,
    districtOf({ id, at: [eastM, northM] }) {
      if (districts.length === 0) return null;
      if (!homes.has(id)) homes.set(id, districtAt(districts, eastM, northM));
      return homes.get(id) ?? null;
    },
  };
}

function districtName({ districts, districtOf }: Districts, sensor: CitySensor): Text | null {
  const id = districtOf(sensor);
  const district = districts().find((one) => one.id === id);
  return district ? { zh: district.nameZh, en: district.nameEn } : null;
}
