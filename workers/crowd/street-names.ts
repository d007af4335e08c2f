import { openRows, type ReadFile } from '../../model/city/layer-rows.ts';
import type { Manifest, Text } from '../../model/city/manifest.ts';

/** The name of the street whose ground an area is, null where it has none. */
export type StreetOf = (area: string) => Text | null;

/** A street's walkable ribbon bears the road's own number: `wk-A2-001` is the ground of `seg-A2-001`. */
const numberOf = (id: string): string => id.slice(id.indexOf('-') + 1);

/** Of the city's road layer; nobody has a name in a city without one. */
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

/** A street is left on one side of a box or the other: which one, by where in it a place lies (−1 to 1, east and north of its middle). */
export function onSide({ zh, en }: Text, east: number, north: number): Text {
  const side =
    Math.abs(east) > Math.abs(north) ? SIDES[east > 0 ? 'east' : 'west'] : SIDES[north > 0 ? 'north' : 'south'];
  return { zh: `${zh}（${side.zh}）`, en: `${en} (${side.en})` };
}
