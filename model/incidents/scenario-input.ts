import * as v from 'valibot';
import { CAPABILITIES } from '../resources/vehicle-kinds.ts';
import { VEHICLES } from '../roads/vehicles.ts';
import { requirement } from '../text/requirements.ts';

const Metres = v.pipe(v.number(), v.minValue(-1e7), v.maxValue(1e7));
/** East and north of the city's origin. */
const Place = v.strictTuple([Metres, Metres]);
const Words = v.pipe(v.string(), v.minLength(1), v.maxLength(500));
/** In both languages of the page. */
export const ScenarioText = v.strictObject({ zh: Words, en: Words });
/** Id of a scenario, an input, a demand: a part of file names and of keys in a log. */
export const ScenarioId = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,39}$/, requirement('smallId', { most: 40 })));
const Vehicle = v.picklist(VEHICLES.map(({ id }) => id));
const Radius = v.pipe(v.number(), v.minValue(1), v.maxValue(20_000));
/** Circles whose segments of road are closed to all. */
const Closed = v.pipe(v.array(v.strictObject({ atM: Place, radiusM: Radius })), v.maxLength(50));
const closed = v.optional(Closed, []);
const about = { id: ScenarioId, about: ScenarioText };
const MAX_DEMANDS = 50;
/** The run of a flood begins within a day of its incident. */
const MAX_BEFORE_MIN = 1440;

/** What a scenario computes, each by an engine of the project; places are east and north of the city's origin, metres. */
export const ScenarioInput = v.variant('kind', [
  /** A case of the flood or crowd engine by its folder below `scenarios/`: minutes of computing. */
  v.strictObject({
    ...about,
    kind: v.literal('flood'),
    case: ScenarioId,
    /** Minutes from the opening of the incident to the start of the run; absent: its run is of no hour. */
    beginMin: v.optional(v.pipe(v.number(), v.integer(), v.minValue(-MAX_BEFORE_MIN), v.maxValue(MAX_BEFORE_MIN))),
  }),
  v.strictObject({
    ...about,
    kind: v.literal('crowd'),
    case: ScenarioId,
    /** The flood input whose water it needs. */
    water: v.optional(ScenarioId),
  }),
  /** The valves around a pipe that burst, and who is cut off. */
  v.strictObject({
    ...about,
    kind: v.literal('burst'),
    atM: Place,
    system: v.picklist(['gas', 'water', 'heat']),
    /** Where the network is fed from. */
    sourcesM: v.optional(v.pipe(v.array(Place), v.maxLength(50)), []),
  }),
  /** Vehicles for demands: free ones of the city's `resources.json`, the nearest by road under closures. */
  v.strictObject({
    ...about,
    kind: v.literal('dispatch'),
    demands: v.pipe(
      v.array(
        v.strictObject({
          id: ScenarioId,
          atM: Place,
          capability: v.picklist(CAPABILITIES),
          count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(50)),
        }),
      ),
      v.minLength(1),
      v.maxLength(MAX_DEMANDS),
    ),
    closed,
  }),
  /** The way from one place to another, as usual and round what is closed. */
  v.strictObject({ ...about, kind: v.literal('detour'), fromM: Place, toM: Place, vehicle: Vehicle, closed: Closed }),
  /** Residents within a circle. */
  v.strictObject({ ...about, kind: v.literal('residents'), atM: Place, radiusM: Radius }),
  /** How far somebody comes on foot. */
  v.strictObject({
    ...about,
    kind: v.literal('walking'),
    fromM: Place,
    minutes: v.pipe(v.array(v.pipe(v.number(), v.minValue(1), v.maxValue(120))), v.minLength(1), v.maxLength(6)),
  }),
  /** Which cameras see a place 1.5 m above its ground, and what no camera sees around it. */
  v.strictObject({ ...about, kind: v.literal('cameras'), atM: Place, radiusM: v.optional(Radius, 200) }),
]);
/** What a scenario computes. */
export type ScenarioInput = v.InferOutput<typeof ScenarioInput>;
/** One kind of input. */
export type InputOf<Kind extends ScenarioInput['kind']> = Extract<ScenarioInput, { kind: Kind }>;

/** A number, a name, a list of names, or nothing: a vehicle that could not come, a sill that stayed dry. */
const Figure = v.nullable(v.union([v.number(), v.string(), v.array(v.string())]));
/** One figure of an input or of the log. */
export type ScenarioFigure = v.InferOutput<typeof Figure>;
/** The figures of an input or of the log by name. */
export const ScenarioFigures = v.record(v.string(), Figure);
/** Figures by name. */
export type ScenarioFigures = v.InferOutput<typeof ScenarioFigures>;

/** The input whose figures are those of the log itself: scores and counts. */
export const LOG_INPUT = 'log';

/** What a figure should come to. */
export const ScenarioExpectation = v.strictObject({
  /** `log`: the folded log. */
  input: ScenarioId,
  figure: Words,
  value: Figure,
  /** In the figure's own unit; of lists and names none. */
  tolerance: v.optional(v.pipe(v.number(), v.minValue(0)), 0),
  unit: v.optional(v.string(), ''),
  /** Where the value and the tolerance are from. */
  source: v.pipe(v.string(), v.minLength(1), v.maxLength(1000)),
});
/** What a figure should come to. */
export type ScenarioExpectation = v.InferOutput<typeof ScenarioExpectation>;

/** An expectation beside what came. */
export interface ExpectationVerdict extends ScenarioExpectation {
  got: ScenarioFigure;
  isMet: boolean;
}

/** Holds figures by input against what was expected. */
export function verdictsOn(
  expected: readonly ScenarioExpectation[],
  figuresBy: ReadonlyMap<string, ScenarioFigures>,
): ExpectationVerdict[] {
  return expected.map((each) => {
    const got = figuresBy.get(each.input)?.[each.figure] ?? null;
    return { ...each, got, isMet: isNear(each.value, got, each.tolerance) };
  });
}

function isNear(wanted: ScenarioFigure, got: ScenarioFigure, tolerance: number): boolean {
  if (typeof wanted === 'number' && typeof got === 'number') return Math.abs(wanted - got) <= tolerance;
  if (!Array.isArray(wanted) || !Array.isArray(got)) return wanted === got;
  const sorted = (list: readonly string[]) => [...list].sort().join(' ');
  return sorted(wanted) === sorted(got);
}
