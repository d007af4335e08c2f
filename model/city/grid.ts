import * as v from 'valibot';
import { MessageError } from '../text/message.ts';
import { checked, faultMessages } from '../text/schema-faults.ts';
import { cityMessage } from './city-messages.ts';

/**
 * What the numerical workers compute on: `grid/grid.json` with its rasters, `drain-network.json` and `walkable.json` of
 * a baked city; levees, inflows and gauges are in `flood-works.ts`. Written by `tiles/grid` and by recipes, parsed at the workers' doors and in tests.
 *
 * One frame for all: east and north are ENU metres of the city's origin (the manifest's), elevations are metres above
 * the vertical datum, and a raster's cell (column, row) covers west + column·cell … + cell, south + row·cell … + cell.
 * Rasters are plain little-endian arrays, row-major from the south-west.
 */
const Metres = v.pipe(v.number(), v.finite());
const Ratio = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const NotNegative = v.pipe(v.number(), v.finite(), v.minValue(0));
const Count = v.pipe(v.number(), v.integer(), v.minValue(1));
const Text = v.object({ zh: v.string(), en: v.string() });
const Id = v.pipe(v.string(), v.minLength(1));
/** East, north. */
const Point = v.tuple([Metres, Metres]);

/**
 * How fast bare soil of a class drinks, by its least rate fc: the four hydrologic soil groups of USDA TR-55 (1986),
 * A > 7.6 mm/h ≥ B > 3.8 ≥ C > 1.3 ≥ D; `sealed` takes nothing.
 */
const INFILTRATION_CLASSES = ['A', 'B', 'C', 'D', 'sealed'] as const;

const GridClass = v.object({
  id: Id,
  label: Text,
  /** s/m^(1/3). */
  manningN: v.pipe(v.number(), v.minValue(0.001), v.maxValue(1)),
  imperviousRatio: Ratio,
  infiltration: v.picklist(INFILTRATION_CLASSES),
  /** Horton (1940): f(t) = fc + (f0 − fc)·e^(−kt), of the part that is not sealed. */
  horton: v.object({ f0MmPerH: NotNegative, fcMmPerH: NotNegative, kPerH: NotNegative }),
  depressionMm: NotNegative,
});

/** The schema of `grid/grid.json`: the frame of the rasters that the engines compute on, and their classes. */
export const Grid = v.object({
  format: v.literal(1),
  datum: v.object({ vertical: v.string(), geoidUndulationM: Metres }),
  origin: v.object({ lonDeg: v.number(), latDeg: v.number(), heightM: Metres }),
  westM: Metres,
  southM: Metres,
  cellM: v.pipe(v.number(), v.minValue(0.1)),
  columns: Count,
  rows: Count,
  /** Float32, elevation of the bare ground: the mean over the cell. */
  bed: v.object({ file: v.string(), minM: Metres, maxM: Metres }),
  /** Nobody measured the ground: it is taken for flat, and every run says so. */
  flat: v.optional(v.boolean()),
  /** Uint8: 1 where a building stands on at least half of the cell and leaves no passage of 2.5 m under it, else 0. */
  buildingMask: v.object({ file: v.string(), cells: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
  /**
   * What those buildings leave of each cell, of its east and of its north edge: three planes of Uint8, 255 for all of it
   * (`cut-cells.ts`). Cities baked before it have none.
   */
  buildingCuts: v.optional(v.object({ file: v.string() })),
  /** Uint8: index into `classes`, 255 unknown; null where the city has no land cover. */
  landCover: v.nullable(v.object({ file: v.string(), unknown: v.literal(255) })),
  classes: v.array(GridClass),
});

const Node = v.object({
  id: Id,
  at: Point,
  invertM: Metres,
  /** Elevation of the cover or kerb: water above it is on the street. */
  rimM: Metres,
});

/** Circular by diameter, rectangular by width and height: inside measures. */
const Section = v.variant('shape', [
  v.object({ shape: v.literal('circular'), diameterM: v.pipe(v.number(), v.minValue(0.01)) }),
  v.object({
    shape: v.literal('rectangular'),
    widthM: v.pipe(v.number(), v.minValue(0.01)),
    heightM: v.pipe(v.number(), v.minValue(0.01)),
  }),
]);

/** The storm drains under the streets. Every `node` named is a manhole, a sump or an outfall of the same file. */
export const DrainNetwork = v.object({
  format: v.literal(1),
  /** Grates in the kerb: surface water enters here and goes to a node. */
  inlets: v.array(
    v.object({
      id: Id,
      at: Point,
      rimM: Metres,
      node: Id,
      /** Area of the grate's clear opening, and its perimeter. */
      areaM2: NotNegative,
      perimeterM: NotNegative,
    }),
  ),
  manholes: v.array(
    v.object({
      ...Node.entries,
      areaM2: NotNegative,
      /** Tight covers hold pressure and do not spill. */
      sealed: v.boolean(),
      /** Streets and roofs that drain straight into the pipes here, beside what the inlets catch. */
      catchmentHa: v.optional(NotNegative),
    }),
  ),
  /** Wet wells of pumping stations, of lift stations in streets, and of underpasses. */
  sumps: v.array(
    v.object({
      ...Node.entries,
      areaM2: NotNegative,
      storageM3: NotNegative,
      /** As a manhole's: a lift station in a street is its net's lowest manhole too. */
      catchmentHa: v.optional(NotNegative),
    }),
  ),
  outfalls: v.array(
    v.object({
      id: Id,
      at: Point,
      invertM: Metres,
      /** A flap gate lets nothing back. */
      flapGate: v.boolean(),
      /** What it meets: a river's level is read from the surface grid at `at` unless a fixed one is given. */
      tailwaterM: v.nullable(Metres),
      catchmentHa: v.optional(NotNegative),
      /** Its pipe goes on where nobody told: what comes out leaves the model and does not come onto the ground. */
      leaves: v.optional(v.boolean()),
    }),
  ),
  conduits: v.array(
    v.object({
      id: Id,
      from: Id,
      to: Id,
      lengthM: v.pipe(v.number(), v.minValue(0.1)),
      fromInvertM: Metres,
      toInvertM: Metres,
      section: Section,
      barrels: Count,
      manningN: v.pipe(v.number(), v.minValue(0.001), v.maxValue(1)),
    }),
  ),
  pumps: v.array(
    v.object({
      id: Id,
      from: Id,
      to: Id,
      rateM3ps: NotNegative,
      /** Water level of the sump at which it starts and stops. */
      startM: Metres,
      stopM: Metres,
      /** Id of the pump's supply, a substation; null = its own. */
      supply: v.nullable(Id),
    }),
  ),
});

/** Rings are not closed; the outer runs anticlockwise, holes (walls, columns, water) clockwise. */
const Ring = v.pipe(v.array(Point), v.minLength(3));

/**
 * Where people can walk: level polygons joined by doors (on one level) and stairs, ramps, escalators and lifts
 * (between two). What is in no polygon cannot be walked.
 */
export const Walkable = v.object({
  format: v.literal(1),
  levels: v.array(
    v.object({
      id: Id,
      label: Text,
      /** Null: the ground itself, elevation from the bed. */
      elevationM: v.nullable(Metres),
    }),
  ),
  areas: v.array(
    v.object({
      id: Id,
      level: Id,
      kind: v.picklist(['footway', 'plaza', 'street', 'crossing', 'room', 'platform', 'seats', 'bridge', 'underpass']),
      outer: Ring,
      holes: v.array(Ring),
      label: v.optional(Text),
      /** Most persons allowed at once; absent = no limit known. */
      capacity: v.optional(Count),
    }),
  ),
  /** A passage of `widthM` through the wall between two areas; `exit` leads out of the model (null on that side). */
  doors: v.array(
    v.object({
      id: Id,
      from: Id,
      to: v.nullable(Id),
      a: Point,
      b: Point,
      widthM: v.pipe(v.number(), v.minValue(0.3)),
      kind: v.picklist(['opening', 'door', 'gate', 'turnstile', 'exit', 'shelter']),
      /** Clear level of the threshold: water below it stays out. */
      sillM: v.optional(Metres),
      oneWay: v.optional(v.boolean()),
      label: v.optional(Text),
    }),
  ),
  /** A strip from the middle of its foot to the middle of its head. */
  stairs: v.array(
    v.object({
      id: Id,
      kind: v.picklist(['stair', 'ramp', 'escalator', 'lift']),
      from: Id,
      to: Id,
      foot: v.tuple([Metres, Metres, Metres]),
      head: v.tuple([Metres, Metres, Metres]),
      widthM: v.pipe(v.number(), v.minValue(0.3)),
      /** Escalators: the way they run and how fast. Lifts: persons a trip and seconds a round. */
      direction: v.optional(v.picklist(['up', 'down', 'both'])),
      speedMps: v.optional(NotNegative),
      persons: v.optional(Count),
      roundS: v.optional(NotNegative),
      /** Wheelchairs can use it. */
      stepFree: v.boolean(),
    }),
  ),
});

/** The head of a city's rasters after the schema has passed it; rasters are row-major from the south-west. */
export type Grid = v.InferOutput<typeof Grid>;
/** A land-cover class with its roughness and infiltration. */
export type GridClass = v.InferOutput<typeof GridClass>;
/** A hydrologic soil group, or sealed ground. */
export type InfiltrationClass = (typeof INFILTRATION_CLASSES)[number];
/** The storm drains of a city, once the schema has passed them; every node named is in the same file. */
export type DrainNetwork = v.InferOutput<typeof DrainNetwork>;
/** Where people can walk, once the schema has passed it: polygons by level, doors, stairs and lifts. */
export type Walkable = v.InferOutput<typeof Walkable>;

/** A city grid that cannot be read; its message names the file and the field. */
export class GridError extends MessageError {
  override name = 'GridError';
}

/** A file of the workers by its schema; the error names file, place, what was expected and what came. */
export function parseAs<T>(schema: v.GenericSchema<unknown, T>, json: unknown, file: string): T {
  const result = checked(schema, json);
  if (result.success) return result.output;
  throw new GridError(...faultMessages(result.issues, file));
}

/** Reads the grid's head; an error names the file and the field that is wrong. */
export const parseGrid = (json: unknown, file = 'grid/grid.json'): Grid => parseAs(Grid, json, file);

/** Also refuses a conduit, pump or inlet that names a node the file does not have, and an id used twice. */
export function parseDrainNetwork(json: unknown, file = 'drain-network.json'): DrainNetwork {
  const network = parseAs(DrainNetwork, json, file);
  const nodes = new Set<string>();
  for (const [list, things] of [
    ['manholes', network.manholes],
    ['sumps', network.sumps],
    ['outfalls', network.outfalls],
  ] as const)
    for (const [i, { id }] of things.entries()) {
      if (nodes.has(id)) throw new GridError(cityMessage('id-twice', { file, list, i, id }));
      nodes.add(id);
    }
  const need = (place: string, id: string) => {
    if (!nodes.has(id)) throw new GridError(cityMessage('unknown-node', { file, place, id }));
  };
  for (const [i, inlet] of network.inlets.entries()) need(`inlets.${i}.node`, inlet.node);
  for (const [list, links] of [
    ['conduits', network.conduits],
    ['pumps', network.pumps],
  ] as const)
    for (const [i, link] of links.entries()) {
      need(`${list}.${i}.from`, link.from);
      need(`${list}.${i}.to`, link.to);
    }
  return network;
}

/** Also refuses an area, door or stair that names a level or an area the file does not have, and an id used twice. */
export function parseWalkable(json: unknown, file = 'walkable.json'): Walkable {
  const walkable = parseAs(Walkable, json, file);
  const levels = new Set(walkable.levels.map((level) => level.id));
  const areas = new Set<string>();
  for (const [i, { id, level }] of walkable.areas.entries()) {
    if (!levels.has(level)) throw new GridError(cityMessage('unknown-level', { file, i, level }));
    if (areas.has(id)) throw new GridError(cityMessage('area-twice', { file, i, id }));
    areas.add(id);
  }
  for (const [list, links] of [
    ['doors', walkable.doors],
    ['stairs', walkable.stairs],
  ] as const)
    for (const [i, { from, to }] of links.entries())
      for (const [end, id] of [
        ['from', from],
        ['to', to],
      ] as const)
        if (id !== null && !areas.has(id)) throw new GridError(cityMessage('unknown-area', { file, list, i, end, id }));
  return walkable;
}
