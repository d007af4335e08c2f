import { openRows, type ReadFile } from '../../../model/city/layer-rows.ts';
import type { Manifest, Text } from '../../../model/city/manifest.ts';

/** The name of the street whose ground an area is, null where it has none. */
export type StreetOf = (area: string) => Text | null;

/** A street's walkable ribbon bears the road's own number: `wk-A2-001` is the ground of `seg-A2-001`. */
const numberOf = (id: string): string => id.slice(id.indexOf('-') + 1);

/** Reads the names of the city's road layer; nobody has a name in a city without one. */
export async function readStreetNames(city: Manifest, read: ReadFile): Promise<StreetOf> {
  const roads = city.layers.find(({ id, count }) => id === 'roads' && count > 0);
  if (!roads) return () => null;
  const rows = await openRows(roads, read, []);
  const names = new Map<string, Text>();
  for (let row = 0; row < roads.count; row++) {
    const { id, name } = rows.thing(row);
    if (name.zh !== id) names.set(numberOf(id), name);
  }
  return (area) => names.get(numberOf(area)) ?? null;
}

const SIDES = {
  east: { zh: '东侧', en: 'east' },
  west: { zh: '西侧', en: 'west' },
  north: { zh: '北侧', en: 'north' },
  south: { zh: '南侧', en: 'south' },
} as const satisfies Record<string, Text>;

/** Where in a box a place lies: −1 to 1, east and north of its middle. */
export type InBox = readonly [east: number, north: number];

/** A street is left on one side of a box or the other: which one. */
export function onSide({ zh, en }: Text, place: InBox): Text {
  const side = SIDES[sideOf(place)];
  return { zh: `${zh}（${side.zh}）`, en: `${en} (${side.en})` };
}

const sideOf = ([east, north]: InBox): keyof typeof SIDES =>
  Math.abs(east) > Math.abs(north) ? (east > 0 ? 'east' : 'west') : north > 0 ? 'north' : 'south';

/**
 * Names for ways out of ground that has none, of open ground without streets: by the side of the box, numbered from north to south or from west to
 * east where that side has several. An id like `wk-0x1f3-2` says nothing to whoever must close one.
 */
export function sideNames(places: readonly InBox[]): Text[] {
  const names: Text[] = [];
  for (const [key, side] of Object.entries(SIDES)) {
    const alongWest = key === 'north' || key === 'south';
    const ofSide = places
      .map((place, i) => ({ i, place }))
      .filter(({ place }) => sideOf(place) === key)
      .sort((a, b) => (alongWest ? a.place[0] - b.place[0] : b.place[1] - a.place[1]) || a.i - b.i);
    for (const [n, { i }] of ofSide.entries()) {
      const number = ofSide.length > 1 ? ` ${n + 1}` : '';
      names[i] = { zh: `${side.zh}出口${number}`, en: `Way out ${side.en}${number}` };
    }
  }
  return names;
}
