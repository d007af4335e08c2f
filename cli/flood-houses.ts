import { basename, resolve } from 'node:path';
import * as v from 'valibot';
import { ScenarioError } from '../scenarios/scenario.ts';
import type { Outline } from '../src/city/cut-cells.ts';
import type { Files } from './flood-grid.ts';

/** In the DEM's metres: a place on Earth in degrees is not told from one 100 m from a frame's origin, so its own check follows. */
const Place = v.pipe(
  v.array(v.pipe(v.number(), v.finite()), 'a place [east, north]'),
  v.minLength(2, 'east and north'),
  v.transform(([eastM, northM]): [number, number] => [eastM, northM]),
);
const Polygon = v.array(v.pipe(v.array(Place), v.minLength(4, 'a ring of four places or more')));
const Geometry = v.variant('type', [
  v.object({ type: v.literal('Polygon'), coordinates: Polygon }),
  v.object({ type: v.literal('MultiPolygon'), coordinates: v.array(Polygon) }),
]);
const Houses = v.object({
  type: v.literal('FeatureCollection'),
  features: v.array(v.object({ type: v.literal('Feature'), geometry: Geometry })),
});

interface Extent {
  westM: number;
  southM: number;
  columns: number;
  rows: number;
  cellM: number;
}

/** Outlines of houses from GeoJSON in the DEM's own system; refused where none of them lies on it, as if it were in degrees. */
export function readHouses(name: string, dem: Extent, files: Files, folder: string): Outline[] {
  const text = files.text(resolve(folder, name));
  const read = v.safeParse(Houses, jsonOf(text, name));
  if (!read.success) {
    const [{ path, expected, received, message }] = read.issues;
    const place = path?.map(({ key }) => key).join('.') ?? '';
    throw new ScenarioError(`${basename(name)}: ${place}: expected ${expected ?? message}, got ${received}`);
  }
  const houses = read.output.features.flatMap(({ geometry }): Outline[] =>
    geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates,
  );
  if (houses.length > 0 && !houses.some((house) => house.flat().some((place) => isOn(dem, place))))
    throw new ScenarioError(
      `${basename(name)}: expected houses on the DEM, in its metres from [${dem.westM}, ${dem.southM}], got none there; the first is at [${houses[0].flat()[0]}]`,
    );
  return houses;
}

const isOn = ({ westM, southM, columns, rows, cellM }: Extent, [eastM, northM]: readonly [number, number]): boolean =>
  eastM >= westM && northM >= southM && eastM <= westM + columns * cellM && northM <= southM + rows * cellM;

function jsonOf(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ScenarioError(
      `${basename(name)}: expected GeoJSON, got ${error instanceof Error ? error.message : error}`,
    );
  }
}
