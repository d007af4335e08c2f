import type { Description, Near } from '../../../model/city/catalogue.ts';
import type { Text } from '../../../model/city/manifest.ts';
import type { CitySensor } from '../../../model/sensors/sensors.ts';

/** The layers that a place is named by, where a city has them: its streets, else a building. */
export const NAMED_LAYERS = ['roads', 'buildings'] as const;
/** A sensor stands at a street of which a piece has its middle so near; at a crossing, both streets do. */
const AT_STREET_M = 120;
const AT_CROSSING_M = 45;
const AT_BUILDING_M = 120;

/** What is asked of a name before a place is put to it. */
type NamedSensor = Pick<CitySensor, 'id' | 'of' | 'name'>;

/** Names that several sensors of a city share, in Chinese: none of them tells which one it is. */
export function sharedNames(sensors: readonly NamedSensor[]): ReadonlySet<string> {
  const once = new Set<string>();
  const shared = new Set<string>();
  for (const { name } of sensors) (once.has(name.zh) ? shared : once).add(name.zh);
  return shared;
}

/** Whether a name says nothing of where: it is an id, or has one in it, or is that of others too. */
export function lacksPlace({ id, of, name }: NamedSensor, shared: ReadonlySet<string>): boolean {
  return name.zh.includes(id) || (of !== '' && name.zh.includes(of)) || shared.has(name.zh);
}

/** By the crossing or the street that it stands at, else by a building near; null: nothing with a name is near. */
export function placeNear(near: readonly Near[]): Text | null {
  const streets = named(near, NAMED_LAYERS[0], AT_STREET_M);
  const [first, second] = streets;
  if (first && second && second.distanceM <= AT_CROSSING_M)
    return { zh: `${first.name.zh}与${second.name.zh}路口`, en: `${first.name.en} at ${second.name.en}` };
  if (first) return first.name;
  const [building] = named(near, NAMED_LAYERS[1], AT_BUILDING_M);
  return building ? { zh: `${building.name.zh}旁`, en: `by ${building.name.en}` } : null;
}

/** Returns the names of a layer within a distance, each once, nearest first. */
function named(near: readonly Near[], layerId: string, mostM: number): { name: Text; distanceM: number }[] {
  const known = new Set<string>();
  return near
    .filter(({ object, distanceM }) => object.layerId === layerId && distanceM <= mostM)
    .toSorted((a, b) => a.distanceM - b.distanceM)
    .flatMap(({ object, distanceM }) => {
      const name = nameOf(object);
      if (!name || known.has(name.zh)) return [];
      known.add(name.zh);
      return [{ name, distanceM }];
    });
}

function nameOf({ values }: Description): Text | null {
  const textAt = (wanted: string) => values.find(({ name }) => name === wanted)?.value;
  const zh = textAt('name');
  const en = textAt('nameEn');
  if (typeof zh !== 'string' || zh === '') return null;
  return { zh, en: typeof en === 'string' && en !== '' ? en : zh };
}

/** The place before the name, which stays whole: its number is what a crew says. */
export function withPlace(name: Text, place: Text | null): Text {
  return place ? { zh: `${place.zh} · ${name.zh}`, en: `${place.en} · ${name.en}` } : name;
}
