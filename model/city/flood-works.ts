import * as v from 'valibot';
import { cityMessage } from './city-messages.ts';
import { GridError, parseAs } from './grid.ts';

/**
 * What a flood run asks of a city beside its rasters: `flood-works.json`, written by a recipe that knows it. Frame and
 * units as in `grid.ts`: east and north in metres of the city's origin, elevations above the vertical datum.
 */
const Metres = v.pipe(v.number(), v.finite());
const NotNegative = v.pipe(v.number(), v.finite(), v.minValue(0));
const Id = v.pipe(v.string(), v.minLength(1));
const Point = v.tuple([Metres, Metres]);
const Text = v.object({ zh: v.string(), en: v.string() });
const Named = v.object({ id: Id, label: Text });

/** Discharge over time; linear between. */
const Hydrograph = v.object({
  returnYears: NotNegative,
  timeH: v.array(Metres),
  dischargeM3ps: v.array(NotNegative),
});

/** The schema of `flood-works.json`: a city's defences, waters and what flows in and out. */
export const FloodWorks = v.object({
  format: v.literal(1),
  /** Crests finer than the grid: a face between two cells that the line passes is as high as the line there. */
  defences: v.array(
    v.object({
      ...Named.entries,
      kind: v.picklist(['levee', 'wall', 'dam', 'rim']),
      /** East, north, crest. */
      line: v.pipe(v.array(v.tuple([Metres, Metres, Metres])), v.minLength(2)),
    }),
  ),
  /** A river enters the map across this line, from its left bank to its right. */
  inflows: v.array(v.object({ ...Named.entries, from: Point, to: Point, hydrographs: v.array(Hydrograph) })),
  /** A river leaves across this line at its uniform depth, by bed slope and Manning n. */
  outflows: v.array(
    v.object({ ...Named.entries, from: Point, to: Point, bedM: Metres, slope: NotNegative, manningN: NotNegative }),
  ),
  /** What stands in rivers and lakes before a run: rings with the level of every corner, a river's falls along it. */
  waters: v.array(
    v.object({ ...Named.entries, ring: v.pipe(v.array(Point), v.minLength(3)), levelM: v.array(Metres) }),
  ),
  gauges: v.array(v.object({ ...Named.entries, at: Point, chainageM: Metres, warnM: Metres, guaranteeM: Metres })),
  /** Planned breaches: width grows from start to end, the sill is what is left of the defence. */
  breaches: v.array(
    v.object({
      ...Named.entries,
      at: Point,
      defence: Id,
      chainageM: Metres,
      beginH: NotNegative,
      returnYears: NotNegative,
      widthStartM: NotNegative,
      widthEndM: NotNegative,
      growH: NotNegative,
      sillM: Metres,
    }),
  ),
  /** Ways underground: water over the sill falls into a room of so many m³. */
  openings: v.array(
    v.object({
      ...Named.entries,
      at: Point,
      sillM: Metres,
      widthM: NotNegative,
      into: Id,
      roomM3: v.nullable(NotNegative),
    }),
  ),
  /** q = a·(1 + c·lg P) / (t + b)^n in L/(s·ha); Chicago pattern with its peak at the share r. */
  storm: v.object({
    a: NotNegative,
    b: NotNegative,
    c: NotNegative,
    n: NotNegative,
    r: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
    validMin: v.tuple([NotNegative, NotNegative]),
    /** Years → hours → depth. */
    depthMm: v.record(v.string(), v.record(v.string(), NotNegative)),
    /** Return periods that it is known for; absent: those that design storms are usually asked for. */
    years: v.optional(v.pipe(v.array(v.pipe(v.number(), v.gtValue(0))), v.minLength(1))),
  }),
});

/** Flood works of a city that the schema has passed: frames and units are those of the grid. */
export type FloodWorks = v.InferOutput<typeof FloodWorks>;

/** Also refuses a breach in a defence that the file does not have. */
export function parseFloodWorks(json: unknown, file = 'flood-works.json'): FloodWorks {
  const works = parseAs(FloodWorks, json, file);
  const defences = new Set(works.defences.map(({ id }) => id));
  for (const [i, { defence }] of works.breaches.entries())
    if (!defences.has(defence)) throw new GridError(cityMessage('breach-defence', { file, i, defence }));
  return works;
}

/** Half of a levee's foot: 4 m of crest and sides of 1 : 3 to 8 m below it. */
export const LEVEE_FOOT_M = 28;
