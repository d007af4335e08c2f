import * as v from 'valibot';
import { arrayOf, File, Id, Metres, numberBetween, Point, Text, withDescription } from '../model/questions/parts.ts';
import { caseMessage } from '../model/text/case-messages.ts';
import { messageTable } from '../model/text/message.ts';
import { checked, faultMessages } from '../model/text/schema-faults.ts';
import type { Work } from '../workers/flood/works/works.ts';
import { ScenarioError } from './faults.ts';

/**
 * A what-if as data: `<id>/scenario.json`, with `expected.json` (results and tolerances) beside it. `flood.schema.json` says the same
 * to editors and other programs; `shapan sim flood --schema` writes it from here.
 *
 * East and north are metres: of the city's origin, or of the DEM's own system. Hours count from the run's start. Elevations are above
 * the ground's vertical datum. A number's unit ends its name.
 */
const MAX_CORNERS = 20_000;
const MAX_VALUES = 100_000;
/** A week of a radar that looks every five minutes. */
const MAX_GRIDS = 2_016;

const oneOf = <T extends readonly string[]>(...words: T) =>
  v.picklist(words, words.map((word) => `"${word}"`).join(' or '));

const ElevationM = numberBetween(-12_000, 9_000);
const Hours = numberBetween(0, 10_000);
const WidthM = numberBetween(0.01, 10_000);
const ManningN = numberBetween(0.001, 1);
const ChezyC = numberBetween(1, 1_000);
const DischargeM3ps = numberBetween(0, 1e6);
const DischargeM2ps = numberBetween(0, 1e4);
const SpeedMps = numberBetween(-50, 50);

/** Values over time: straight between the points, level before the first and after the last. */
const series = <T extends v.GenericSchema<number>>(value: T) =>
  v.strictObject({ timesH: arrayOf(Hours, 1, MAX_VALUES), values: arrayOf(value, 1, MAX_VALUES) });

export const Formula = withDescription(
  'Storm intensity formula q = a·(1 + c·lg P)/(t + b)^n in L/(s·ha), t in minutes; a is 167·A1. The city’s own where none is given',
  v.strictObject({
    a: numberBetween(0.1, 1e6),
    c: numberBetween(0, 100),
    bMin: numberBetween(0, 1_000),
    n: numberBetween(0.01, 5),
  }),
);

const StormHours = numberBetween(0.1, 72);
const PeakRatio = v.optional(
  withDescription('Part of the storm before its peak (Chicago pattern)', numberBetween(0, 1)),
);

const Rain = v.variant('kind', [
  v.strictObject({ kind: v.literal('none') }),
  v.strictObject({ kind: v.literal('uniform'), rateMmPerH: numberBetween(0, 500), hours: StormHours }),
  v.strictObject({
    kind: v.literal('series'),
    stepMin: numberBetween(0.1, 1440),
    ratesMmPerH: arrayOf(numberBetween(0, 2_000), 1, MAX_VALUES),
  }),
  withDescription(
    'A round storm whose middle goes straight from one place to another; its rain falls off as exp(−(r/radius)²)',
    v.strictObject({
      kind: v.literal('moving'),
      from: Point,
      to: Point,
      hours: StormHours,
      radiusM: numberBetween(10, 1e6),
      peakMmPerH: numberBetween(0, 2_000),
    }),
  ),
  withDescription(
    'Of a radar: grids of mm/h beside the scenario (GeoTIFF or ESRI ASCII, in the ground’s metres), straight in time between them',
    v.strictObject({
      kind: v.literal('grids'),
      grids: arrayOf(v.strictObject({ atH: Hours, file: File }), 2, MAX_GRIDS),
    }),
  ),
  v.strictObject({
    kind: v.literal('design'),
    years: numberBetween(0.5, 10_000),
    hours: StormHours,
    peakRatio: PeakRatio,
    formula: v.optional(Formula),
  }),
  v.strictObject({
    kind: v.literal('depth'),
    depthMm: withDescription('So much water, in the pattern of a design storm', numberBetween(0, 5_000)),
    hours: StormHours,
    peakRatio: PeakRatio,
    formula: v.optional(Formula),
  }),
]);

const Drains = v.strictObject({
  blocked: v.optional(
    withDescription(
      'Part of each inlet that is covered, by id; * for all others',
      v.record(v.string(), numberBetween(0, 1)),
    ),
    {},
  ),
  failed: v.optional(withDescription('Supplies that failed: their pumps stand still', arrayOf(Id)), []),
});

const RaisedM = withDescription(
  'Buildings are ground that is so much higher, in place of walls that keep the water out: 0.3 m as a threshold that water may pass, 5 m as in test 8B of the UK Environment Agency',
  numberBetween(0.05, 50),
);

const City = v.strictObject({
  kind: v.literal('city'),
  id: withDescription('Of a baked city: its folder below public/city', Id),
  boxM: v.optional(
    withDescription(
      'West, south, east, north; the whole city where it is left out',
      v.strictTuple([Metres, Metres, Metres, Metres]),
    ),
  ),
  cellM: withDescription('A multiple of the city’s own cell', numberBetween(0.1, 1_000)),
  raisedBuildingsM: v.optional(RaisedM),
  rivers: v.optional(
    withDescription(
      'Return years of the rivers’ flood (null: they stay as they stand) and its hour at which the run starts',
      v.strictObject({ years: v.nullable(numberBetween(1, 10_000)), fromH: Hours }),
    ),
  ),
  drains: v.optional(withDescription('Its storm drains; not in the run where nothing is said', Drains)),
});

const Soil = v.variant('kind', [
  v.strictObject({ kind: v.literal('constant'), openRatio: numberBetween(0, 1), rateMmPerH: numberBetween(0, 1_000) }),
  v.strictObject({
    kind: v.literal('horton'),
    openRatio: numberBetween(0, 1),
    f0MmPerH: numberBetween(0, 2_000),
    fcMmPerH: numberBetween(0, 2_000),
    kPerH: numberBetween(0, 1_000),
  }),
  v.strictObject({
    kind: v.literal('greenAmpt'),
    openRatio: numberBetween(0, 1),
    conductivityMmPerH: numberBetween(0, 1_000),
    suctionMm: numberBetween(0, 5_000),
    deficitRatio: numberBetween(0, 1),
  }),
  v.strictObject({ kind: v.literal('curveNumber'), curveNumber: numberBetween(1, 100) }),
]);

const Water = v.variant('kind', [
  withDescription(
    'Within a ring water stands to a level (nothing where the ground is higher), at rest or moving',
    v.strictObject({
      kind: v.literal('level'),
      ring: arrayOf(Point, 3, MAX_CORNERS),
      levelM: ElevationM,
      velocityMps: v.optional(withDescription('East, north', v.strictTuple([SpeedMps, SpeedMps]))),
    }),
  ),
  withDescription(
    'A grid of depths of the DEM’s size, m, and where the water moves its unit discharges, m²/s; cells without a value are dry and at rest',
    v.strictObject({
      kind: v.literal('grid'),
      depth: File,
      flowEast: v.optional(File),
      flowNorth: v.optional(File),
    }),
  ),
]);

const Dem = v.strictObject({
  kind: v.literal('dem'),
  file: withDescription(
    'GeoTIFF or ESRI ASCII grid beside the scenario: square cells in metres. Cells without a value are outside, if they reach the rim',
    File,
  ),
  crs: v.optional(
    withDescription(
      'As EPSG:4547; where the file names none. Without one there are no isolines: nobody knows where on Earth they lie',
      v.pipe(v.string(), v.maxLength(500)),
    ),
  ),
  manningN: v.optional(
    withDescription(
      'Friction by Manning: one n for all, or a grid of the DEM’s size. Either this or chezyC',
      v.union([ManningN, v.strictObject({ file: File })], 'a Manning n of 0.001 to 1 or {"file": …}'),
    ),
  ),
  chezyC: v.optional(
    withDescription(
      'Friction by Chezy, m^(1/2)/s: one C for all, or a grid of the DEM’s size; not in the fast scheme',
      v.union([ChezyC, v.strictObject({ file: File })], 'a Chezy C of 1 to 1000 or {"file": …}'),
    ),
  ),
  buildings: v.optional(
    withDescription(
      'Outlines as GeoJSON (.geojson) in the DEM’s own metres: walls then run through cells, and roofs’ rain drips from the eaves; or a grid of the DEM’s size: what is not 0 stands in the water’s way',
      v.strictObject({ file: File, raisedM: v.optional(RaisedM) }),
    ),
  ),
  levelM: v.optional(
    withDescription('Where the ground is below it, water stands to this level at the start', ElevationM),
  ),
  water: v.optional(
    withDescription(
      'What stands or runs at the start beside levelM; later ones stand over earlier ones',
      arrayOf(Water),
    ),
    [],
  ),
  soil: v.optional(Soil),
});

const Edge = v.variant('kind', [
  v.strictObject({ kind: v.literal('wall') }),
  v.strictObject({ kind: v.literal('free') }),
  v.strictObject({
    kind: v.literal('stage'),
    levelM: withDescription(
      'Held at the edge itself; water enters at its own wave’s speed at most',
      v.union([ElevationM, series(ElevationM)], 'a level or a series'),
    ),
  }),
  withDescription(
    'So much comes in over each metre of the edge. Without a depth it is as deep as the water inside, but at least critical; with one, it is swifter than its wave',
    v.strictObject({
      kind: v.literal('inflow'),
      dischargeM2ps: v.union([DischargeM2ps, series(DischargeM2ps)], 'a unit discharge or a series'),
      depthM: v.optional(numberBetween(0.001, 1_000)),
    }),
  ),
]);

const Breach = v.variant('kind', [
  v.strictObject({ kind: v.literal('planned'), id: Id, beginH: Hours }),
  v.strictObject({
    kind: v.literal('placed'),
    id: Id,
    at: Point,
    beginH: Hours,
    growH: numberBetween(0, 100),
    widthM: numberBetween(1, 2_000),
    sillM: v.optional(ElevationM),
  }),
]);

const Wall = v.strictObject({
  id: Id,
  line: arrayOf(Point, 2, MAX_CORNERS),
  heightM: numberBetween(0.05, 20),
  fromH: Hours,
});

const Line = { from: Point, to: Point };
/** What is built into the water's way, or brings it and takes it. */
export const Device = v.variant('kind', [
  v.strictObject({
    kind: v.literal('crest'),
    id: Id,
    line: arrayOf(v.strictTuple([Metres, Metres, ElevationM]), 2, MAX_CORNERS),
    fromH: v.optional(Hours),
  }),
  v.strictObject({ kind: v.literal('inflow'), id: Id, ...Line, dischargeM3ps: series(DischargeM3ps) }),
  v.strictObject({ kind: v.literal('outflow'), id: Id, ...Line, slope: numberBetween(1e-6, 1), manningN: ManningN }),
  v.strictObject({
    kind: v.literal('rating'),
    id: Id,
    ...Line,
    levelM: arrayOf(ElevationM, 1, MAX_VALUES),
    dischargeM3ps: arrayOf(DischargeM3ps, 1, MAX_VALUES),
  }),
  v.strictObject({
    kind: v.literal('pump'),
    id: Id,
    from: Point,
    to: v.nullable(Point),
    rateM3ps: DischargeM3ps,
    startM: ElevationM,
    stopM: ElevationM,
    offH: v.optional(withDescription('When it stands still: from and to', arrayOf(v.strictTuple([Hours, Hours])))),
  }),
  v.strictObject({
    kind: v.literal('culvert'),
    id: Id,
    ...Line,
    fromInvertM: ElevationM,
    toInvertM: ElevationM,
    widthM: WidthM,
    heightM: WidthM,
    manningN: ManningN,
    flap: v.boolean(),
  }),
  v.strictObject({
    kind: v.literal('gate'),
    id: Id,
    ...Line,
    sillM: ElevationM,
    widthM: WidthM,
    openRatio: series(numberBetween(0, 1)),
  }),
  v.strictObject({
    kind: v.literal('opening'),
    id: Id,
    at: Point,
    sillM: ElevationM,
    widthM: WidthM,
    into: Id,
    roomM3: v.nullable(numberBetween(0, 1e9)),
  }),
]);

export const FloodScenario = v.strictObject({
  format: v.literal(1),
  kind: v.literal('flood'),
  id: Id,
  title: Text,
  about: v.optional(Text),
  ground: v.variant('kind', [City, Dem]),
  rain: v.optional(Rain, { kind: 'none' }),
  edges: v.optional(
    withDescription(
      'Of a DEM; a city knows its own. Walls where nothing is said',
      v.strictObject({
        west: v.optional(Edge),
        east: v.optional(Edge),
        south: v.optional(Edge),
        north: v.optional(Edge),
      }),
    ),
  ),
  breaches: v.optional(arrayOf(Breach), []),
  walls: v.optional(arrayOf(Wall), []),
  works: v.optional(arrayOf(Device), []),
  gauges: v.optional(arrayOf(v.strictObject({ id: Id, at: Point })), []),
  scheme: v.optional(
    withDescription(
      'Order of the full shallow-water equations; fast is local inertial: no shocks, so no breaches',
      oneOf('second', 'first', 'fast'),
    ),
    'second',
  ),
  endH: numberBetween(0.001, 1_000),
  frameEveryMin: numberBetween(0.1, 10_000),
  maximaEveryS: v.optional(
    withDescription(
      'Between two looks at the worst (depth, speed, hazard, arrival, duration) and at the gauges; 0: at every step. Where nothing is said every 20th step, and every 10 s. A look waits for the end of a step and shortens none',
      numberBetween(0, 3_600),
    ),
  ),
});

export type FloodScenario = v.InferOutput<typeof FloodScenario>;
export type DemGround = v.InferOutput<typeof Dem>;
export type ScenarioWork = v.InferOutput<typeof Device>;
export type CityGround = v.InferOutput<typeof City>;
export type ScenarioRain = FloodScenario['rain'];
export type ScenarioEdge = v.InferOutput<typeof Edge>;

/** The JSON of a file that a person chose; ScenarioError says what it is instead. */
export function readJson(text: string, file: string, mostCharacters = Infinity): unknown {
  if (text.length > mostCharacters)
    throw new ScenarioError(caseMessage('file-long', { file, most: mostCharacters, got: text.length }));
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ScenarioError(
      caseMessage('not-json', { file, reason: error instanceof Error ? error.message : String(error) }),
    );
  }
}

const scenarioMessage = messageTable({
  'series-lengths': {
    zh: '{file}：{place}：值与时刻的个数应相同，现为 {values} 个值、{times} 个时刻',
    en: '{file}: {place}: expected as many values as times, got {values} and {times}',
  },
  'series-order': {
    zh: '{file}：{place}：应大于前一个 {before}，现为 {got}',
    en: '{file}: {place}: expected more than {before}, got {got}',
  },
  friction: {
    zh: '{file}：ground：manningN 与 chezyC 应给出其中一个，现为{got}',
    en: '{file}: ground: expected either manningN or chezyC, got {got}',
  },
  'pump-switch': {
    zh: '{file}：{place}：启泵水位不应低于停泵水位 {stopM} m，现为 {got} m',
    en: '{file}: {place}: expected stopM ({stopM} m) or more, got {got}',
  },
  'fast-only': {
    zh: '{file}：{place}：“fast” 格式没有这一项，请用 "second" 或 "first"',
    en: '{file}: {place}: expected "second" or "first" as scheme, for "fast" has not this, got "fast"',
  },
  'scheme-shock': {
    zh: '{file}：scheme：溃口会产生激波，“fast”格式算不出，应为 "second" 或 "first"',
    en: '{file}: scheme: expected "second" or "first", for a breach sends a shock that "fast" has not, got "fast"',
  },
});

/** A scenario by its schema; the error names file, place, what was expected and what came. */
export function parseScenario(json: unknown, file = 'scenario.json'): FloodScenario {
  const result = checked(FloodScenario, json);
  if (!result.success) throw new ScenarioError(...faultMessages(result.issues, file));
  const scenario = result.output;
  for (const { place, times, values } of seriesOf(scenario)) {
    if (times.length !== values.length)
      throw new ScenarioError(
        scenarioMessage('series-lengths', { file, place, values: values.length, times: times.length }),
      );
    for (let i = 1; i < times.length; i++)
      if (times[i] <= times[i - 1])
        throw new ScenarioError(
          scenarioMessage('series-order', { file, place: `${place}.${i}`, before: times[i - 1], got: times[i] }),
        );
  }
  if (scenario.scheme === 'fast' && scenario.breaches.length > 0)
    throw new ScenarioError(scenarioMessage('scheme-shock', { file }));
  checkGround(scenario, file);
  checkEdges(scenario, file);
  for (const [i, work] of scenario.works.entries())
    if (work.kind === 'pump' && work.startM < work.stopM)
      throw new ScenarioError(
        scenarioMessage('pump-switch', { file, place: `works.${i}.startM`, stopM: work.stopM, got: work.startM }),
      );
  return scenario;
}

function checkGround({ ground, scheme }: FloodScenario, file: string): void {
  if (ground.kind !== 'dem') return;
  const { manningN, chezyC } = ground;
  if ((manningN === undefined) === (chezyC === undefined))
    throw new ScenarioError(
      scenarioMessage('friction', {
        file,
        got: manningN === undefined ? { zh: '都没有', en: 'neither' } : { zh: '两个都有', en: 'both' },
      }),
    );
  if (chezyC !== undefined && scheme === 'fast')
    throw new ScenarioError(scenarioMessage('fast-only', { file, place: 'ground.chezyC' }));
}

/** The fast scheme knows no momentum that a swift inflow could bring. */
function checkEdges({ edges, scheme }: FloodScenario, file: string): void {
  for (const [side, edge] of Object.entries(edges ?? {}))
    if (scheme === 'fast' && edge?.kind === 'inflow' && edge.depthM !== undefined)
      throw new ScenarioError(scenarioMessage('fast-only', { file, place: `edges.${side}.depthM` }));
}

function seriesOf({ works, edges, rain }: FloodScenario): { place: string; times: number[]; values: number[] }[] {
  const found: { place: string; times: number[]; values: number[] }[] = [];
  for (const [i, work] of works.entries()) {
    const place = `works.${i}`;
    if (work.kind === 'rating')
      found.push({ place: `${place}.levelM`, times: work.levelM, values: work.dischargeM3ps });
    if (work.kind === 'inflow') found.push({ place: `${place}.dischargeM3ps.timesH`, ...timed(work.dischargeM3ps) });
    if (work.kind === 'gate') found.push({ place: `${place}.openRatio.timesH`, ...timed(work.openRatio) });
  }
  if (rain.kind === 'grids') {
    const timesH = rain.grids.map(({ atH }) => atH);
    found.push({ place: 'rain.grids', times: timesH, values: timesH });
  }
  for (const [side, edge] of Object.entries(edges ?? {}))
    if (edge?.kind === 'stage' && typeof edge.levelM !== 'number')
      found.push({ place: `edges.${side}.levelM.timesH`, ...timed(edge.levelM) });
    else if (edge?.kind === 'inflow' && typeof edge.dischargeM2ps !== 'number')
      found.push({ place: `edges.${side}.dischargeM2ps.timesH`, ...timed(edge.dischargeM2ps) });
  return found;
}

const timed = ({ timesH, values }: { timesH: number[]; values: number[] }) => ({ times: timesH, values });

/** Works of a case as a run takes them: seconds in place of hours. */
export function worksOf({ works }: Pick<FloodScenario, 'works'>): Work[] {
  return works.map((work): Work => {
    switch (work.kind) {
      case 'crest': {
        const { fromH, ...crest } = work;
        return { ...crest, ...(fromH ? { fromS: fromH * 3600 } : {}) };
      }
      case 'inflow':
        return { ...work, dischargeM3ps: seconds(work.dischargeM3ps) };
      case 'gate':
        return { ...work, openRatio: seconds(work.openRatio) };
      case 'pump': {
        const { offH, ...pump } = work;
        return { ...pump, ...(offH ? { offS: offH.map(([from, to]) => [from * 3600, to * 3600] as const) } : {}) };
      }
      default:
        return work;
    }
  });
}

/** The same of a series. */
export const seconds = ({ timesH, values }: { timesH: number[]; values: number[] }) => ({
  timesS: timesH.map((hour) => hour * 3600),
  values,
});
