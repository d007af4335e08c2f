import * as v from 'valibot';
import { requirement } from '../text/requirements.ts';
import { choice, flag, quantity, share } from './field.ts';
import { arrayOf, File, Id, MAX_CORNERS, Metres, Name, numberBetween, Point, Text, withDescription } from './parts.ts';
import { defineQuestion } from './question.ts';

/**
 * What a flood can be asked. `FloodScenario` is the question as a file, `<id>/scenario.json`, on a baked city or a DEM; `FloodQuestion` is
 * the same on an open city: the state of the page's form, what its link carries and what the engine plays. Both are made of the same
 * fields. `flood.schema.json` says the file's part to editors and other programs; `shapan sim flood --schema` writes it from here.
 *
 * East and north are metres: of the city's origin, or of the DEM's own system. Hours count from the run's start. Elevations are above
 * the ground's vertical datum. A number's unit ends its name.
 */
const MAX_VALUES = 100_000;
/** A week of a radar that looks every five minutes. */
const MAX_GRIDS = 2_016;

const ElevationM = numberBetween(-12_000, 9_000);
/** An hour of the run; the form has it in quarters. */
export const Hours = quantity({ unit: 'h', min: 0, max: 10_000, step: 0.25 });
const WidthM = numberBetween(0.01, 10_000);
const ManningN = numberBetween(0.001, 1);
const ChezyC = numberBetween(1, 1_000);
const DischargeM3ps = numberBetween(0, 1e6);
const DischargeM2ps = numberBetween(0, 1e4);
const SpeedMps = numberBetween(-50, 50);
/** What a box must be. */
const Place = v.pipe(Point, v.readonly());

/** A level that the form can change, in steps of a decimetre. */
const levelM = (word: string) => quantity({ unit: 'm', min: -12_000, max: 9_000, step: 0.1, word });
/** Width or height of an opening. */
const sideM = (word: string, mostShown: number) =>
  quantity({ unit: 'm', min: 0.01, max: 10_000, shown: [0.1, mostShown], step: 0.1, word });

/** Values over time: straight between the points, level before the first and after the last. */
const series = <T extends v.GenericSchema<number>>(value: T) =>
  v.strictObject({ timesH: arrayOf(Hours, 1, MAX_VALUES), values: arrayOf(value, 1, MAX_VALUES) });

/** A series that is handed on and never changed. */
const fixed = <T extends v.GenericSchema>(item: T) => v.pipe(arrayOf(item, 0, MAX_VALUES), v.readonly());

export const Formula = withDescription(
  'Storm intensity formula q = a·(1 + c·lg P)/(t + b)^n in L/(s·ha), t in minutes; a is 167·A1. The city’s own where none is given',
  v.strictObject({
    a: quantity({ min: 0.1, max: 1e6, shown: [1, 100_000], step: 1, word: 'flood.formula.a' }),
    c: quantity({ min: 0, max: 100, step: 0.001, word: 'flood.formula.c' }),
    bMin: quantity({ unit: 'min', min: 0, max: 1_000, step: 0.1, word: 'flood.formula.bMin' }),
    n: quantity({ min: 0.01, max: 5, step: 0.001, word: 'flood.formula.n' }),
  }),
);

const StormHours = quantity({ unit: 'h', min: 0.1, max: 72, shown: [0.25, 72], step: 0.25, word: 'flood.hours' });
const pattern = {
  hours: StormHours,
  peakRatio: v.optional(withDescription('Part of the storm before its peak (Chicago pattern)', numberBetween(0, 1))),
  formula: v.optional(Formula),
};
const RateMmPerH = numberBetween(0, 2_000);

const NoRain = v.strictObject({ kind: v.literal('none') });
export const UniformRain = v.strictObject({
  kind: v.literal('uniform'),
  rateMmPerH: quantity({ unit: 'mm/h', min: 0, max: 500, word: 'flood.rate' }),
  hours: StormHours,
});
const SeriesRain = v.strictObject({
  kind: v.literal('series'),
  stepMin: numberBetween(0.1, 1440),
  ratesMmPerH: arrayOf(RateMmPerH, 1, MAX_VALUES),
});
const PEAK_MM_PER_H = { unit: 'mm/h', min: 0, max: 2_000, shown: [1, 500], step: 5, word: 'flood.storm.peak' } as const;
export const MovingRain = withDescription(
  'A round storm whose middle goes straight from one place to another; its rain falls off as exp(−(r/radius)²)',
  v.strictObject({
    kind: v.literal('moving'),
    from: Place,
    to: Place,
    hours: StormHours,
    radiusM: numberBetween(10, 1e6),
    peakMmPerH: quantity(PEAK_MM_PER_H),
  }),
);
/** A storm as the form describes it; its usual values are a slow cell of heavy rain: some 80 mm under its middle as it passes. */
export const StormCell = v.strictObject({
  headingDeg: quantity({ unit: '°', min: 0, max: 360, usual: 45 }),
  radiusKm: quantity({ unit: 'km', min: 0.2, max: 50, step: 0.5, usual: 3, word: 'flood.storm.radius' }),
  peakMmPerH: quantity({ ...PEAK_MM_PER_H, usual: 150 }),
  speedKmPerH: quantity({ unit: 'km/h', min: 1, max: 120, usual: 10, word: 'flood.storm.speed' }),
});
export const DesignRain = v.strictObject({
  kind: v.literal('design'),
  years: quantity({ min: 0.5, max: 10_000, offers: [1, 2, 3, 5, 10, 20, 30, 50, 100], word: 'flood.years' }),
  ...pattern,
});
export const DepthRain = v.strictObject({
  kind: v.literal('depth'),
  depthMm: withDescription(
    'An amount of water, in the pattern of a design storm',
    quantity({ unit: 'mm', min: 0, max: 5_000, shown: [1, 1000], word: 'flood.depthMm' }),
  ),
  ...pattern,
});

const Rain = v.variant('kind', [
  NoRain,
  UniformRain,
  SeriesRain,
  MovingRain,
  withDescription(
    'A radar’s rain: grids of mm/h beside the scenario (GeoTIFF or ESRI ASCII, in the ground’s metres), straight in time between them',
    v.strictObject({
      kind: v.literal('grids'),
      grids: arrayOf(v.strictObject({ atH: Hours, file: File }), 2, MAX_GRIDS),
    }),
  ),
  DesignRain,
  DepthRain,
]);

const BlockedRatio = share({ word: 'flood.blockedPart' });
/** One of the inlets that are covered one by one, as its row of the form shows it. */
export const OneInlet = v.strictObject({ blockedRatio: BlockedRatio });

const Drains = v.strictObject({
  blocked: v.optional(
    withDescription('Part of each inlet that is covered, by id; * for all others', v.record(v.string(), BlockedRatio)),
    {},
  ),
  failed: v.optional(withDescription('Supplies that failed: their pumps stand still', arrayOf(Name)), []),
});

const CellM = withDescription(
  'A multiple of the city’s own cell',
  quantity({ unit: 'm', min: 0.1, max: 1_000, word: 'flood.cell' }),
);
const RaisedM = withDescription(
  'Buildings are ground that is so much higher, in place of walls that keep the water out: 0.3 m as a threshold that water may pass, 5 m as in test 8B of the UK Environment Agency',
  quantity({
    unit: 'm',
    min: 0.05,
    max: 50,
    // A step at the door, a plinth, and what no water of a street climbs.
    offers: [0.15, 0.3, 0.6, 1, 5],
    word: 'flood.buildings',
    none: 'flood.buildingWalls',
  }),
);
const RiverYears = quantity({ min: 1, max: 10_000, offers: [], word: 'flood.riverFlood', none: 'flood.riverStill' });
const RiverFromH = quantity({ unit: 'h', min: 0, max: 10_000, step: 0.5, as: 'slider', word: 'flood.riverFrom' });

const City = v.strictObject({
  kind: v.literal('city'),
  id: withDescription('A baked city: its folder below public/city', Id),
  boxM: v.optional(
    withDescription(
      'West, south, east, north; the whole city where it is left out',
      v.pipe(
        v.strictTuple([Metres, Metres, Metres, Metres]),
        v.check(([west, south, east, north]) => west < east && south < north, requirement('box')),
      ),
    ),
  ),
  cellM: CellM,
  raisedBuildingsM: v.optional(RaisedM),
  rivers: v.optional(
    withDescription(
      'Return years of the rivers’ flood (null: they stay as they stand) and its hour at which the run starts',
      v.strictObject({ years: v.nullable(RiverYears), fromH: RiverFromH }),
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
      v.union([ManningN, v.strictObject({ file: File })], requirement('manningN')),
    ),
  ),
  chezyC: v.optional(
    withDescription(
      'Friction by Chezy, m^(1/2)/s: one C for all, or a grid of the DEM’s size; not in the fast scheme',
      v.union([ChezyC, v.strictObject({ file: File })], requirement('chezyC')),
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
  withDescription(
    'A wall: nothing passes, and what runs against it is thrown back',
    v.strictObject({ kind: v.literal('wall') }),
  ),
  withDescription(
    'A brink: water falls over it and nothing enters. It is no wave that leaves: water at rest beside it pours out at once, down to the bed; to keep a level, hold it by a stage',
    v.strictObject({ kind: v.literal('free') }),
  ),
  v.strictObject({
    kind: v.literal('stage'),
    levelM: withDescription(
      'Held at the edge itself; water enters at its own wave’s speed at most',
      v.union([ElevationM, series(ElevationM)], requirement('level')),
    ),
  }),
  withDescription(
    'Water comes in over each metre of the edge. Without a depth it is as deep as the water inside, but at least critical; with one, it is swifter than its wave',
    v.strictObject({
      kind: v.literal('inflow'),
      dischargeM2ps: v.union([DischargeM2ps, series(DischargeM2ps)], requirement('unitDischarge')),
      depthM: v.optional(numberBetween(0.001, 1_000)),
    }),
  ),
]);

export const PlacedBreach = v.strictObject({
  kind: v.literal('placed'),
  id: Id,
  at: Place,
  beginH: Hours,
  growH: numberBetween(0, 100),
  widthM: quantity({ unit: 'm', min: 1, max: 2_000, shown: [5, 500], step: 5, word: 'flood.width' }),
  sillM: v.optional(ElevationM),
});
/** A levee that gives way: as planned in the city's works, or where a commander points. */
const Breach = v.variant('kind', [
  v.strictObject({ kind: v.literal('planned'), id: Name, beginH: Hours }),
  PlacedBreach,
]);

/** Sandbags or boards, that stand from an hour on. */
export const Wall = v.strictObject({
  id: Id,
  line: arrayOf(Place, 2, MAX_CORNERS),
  heightM: quantity({ unit: 'm', min: 0.05, max: 20, shown: [0.1, 5], step: 0.1, word: 'flood.height' }),
  fromH: Hours,
});

const Line = { from: Point, to: Point };
export const Pump = v.strictObject({
  kind: v.literal('pump'),
  id: Id,
  from: Point,
  to: v.nullable(Point),
  rateM3ps: quantity({ unit: 'm³/s', min: 0, max: 1e6, shown: [0.01, 200], step: 0.1, word: 'flood.pumpRate' }),
  startM: levelM('flood.pumpStart'),
  stopM: levelM('flood.pumpStop'),
  offH: v.optional(withDescription('When it stands still: from and to', arrayOf(v.strictTuple([Hours, Hours])))),
});
export const Culvert = v.strictObject({
  kind: v.literal('culvert'),
  id: Id,
  ...Line,
  fromInvertM: levelM('flood.fromInvert'),
  toInvertM: levelM('flood.toInvert'),
  widthM: sideM('flood.workWidth', 100),
  heightM: sideM('flood.workHeight', 20),
  manningN: ManningN,
  flap: flag({ word: 'flood.flap' }),
});
/** How far a gate is open. */
export const OpenRatio = share({});
export const Gate = v.strictObject({
  kind: v.literal('gate'),
  id: Id,
  ...Line,
  sillM: levelM('flood.sill'),
  widthM: sideM('flood.workWidth', 100),
  openRatio: series(OpenRatio),
});
/** What is built into the water's way, or brings it and takes it. */
const Device = v.variant('kind', [
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
  Pump,
  Culvert,
  Gate,
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

const Scheme = withDescription(
  'Order of the full shallow-water equations; fast is local inertial: no shocks, so no breaches, no dam that is gone at the start and no water in motion there; what rises at once is noted',
  choice(
    { second: 'flood.second', first: 'flood.first', fast: 'flood.fast' },
    { as: 'segments', word: 'flood.scheme' },
  ),
);
const EndH = quantity({ unit: 'h', min: 0.001, max: 1_000, offers: [1, 2, 3, 6, 12, 24], word: 'flood.end' });
const FrameEveryMin = quantity({
  unit: 'min',
  min: 0.1,
  max: 10_000,
  offers: [1, 2, 5, 10, 15, 30],
  word: 'flood.every',
});

/** What cases and the page's form ask alike. */
const common = {
  breaches: v.optional(v.pipe(arrayOf(Breach), v.readonly()), []),
  walls: v.optional(v.pipe(arrayOf(Wall), v.readonly()), []),
  works: v.optional(v.pipe(arrayOf(Device), v.readonly()), []),
  gauges: v.optional(v.pipe(arrayOf(v.strictObject({ id: Id, at: Place })), v.readonly()), []),
  scheme: v.optional(Scheme, 'second'),
  maximaEveryS: v.optional(
    withDescription(
      'Between two looks at the worst (depth, speed, hazard, arrival, duration) and at the gauges; 0: at every step. Where nothing is said every 20th step, and every 10 s. A look waits for the end of a step and shortens none',
      numberBetween(0, 3_600),
    ),
  ),
};
const head = { id: Id, title: Text, about: v.optional(Text) };

export const FloodScenario = v.strictObject({
  format: v.literal(1),
  kind: v.literal('flood'),
  ...head,
  ground: v.variant('kind', [City, Dem]),
  rain: v.optional(Rain, { kind: 'none' }),
  edges: v.optional(
    withDescription(
      'What lies at the edges of a DEM; a city knows its own. Walls where nothing is said',
      v.strictObject({
        west: v.optional(Edge),
        east: v.optional(Edge),
        south: v.optional(Edge),
        north: v.optional(Edge),
      }),
    ),
  ),
  ...common,
  endH: EndH,
  frameEveryMin: FrameEveryMin,
});

export type FloodScenario = v.InferOutput<typeof FloodScenario>;
export type DemGround = v.InferOutput<typeof Dem>;
export type CityGround = v.InferOutput<typeof City>;
export type ScenarioWork = v.InferOutput<typeof Device>;
export type ScenarioRain = FloodScenario['rain'];
export type ScenarioEdge = v.InferOutput<typeof Edge>;

/** Seconds of a reading. */
const Seconds = numberBetween(0, 1e7);
const Instant = v.pipe(numberBetween(0, 8.64e15), v.integer());
const Count = v.pipe(numberBetween(0, 1e6), v.integer());
const Holes = fixed(v.pipe(v.strictTuple([Seconds, Seconds]), v.readonly()));

/** What was observed at one gauge in the hours that a run takes; times in seconds of the reading. */
const observed = {
  /** Id of the sensor. */
  gauge: Name,
  /** Id of the datastream. */
  stream: Name,
  /** Values that came, and as many as come of a gauge that misses none. */
  values: Count,
  whole: Count,
  holes: Holes,
};
export type GaugeObservations = Readonly<v.InferOutput<v.StrictObjectSchema<typeof observed, undefined>>>;

/** A river gauge's levels in means of a step, m above the city's vertical datum. */
const StageObservations = v.pipe(
  v.strictObject({ ...observed, river: Name, at: Place, timesS: fixed(Seconds), levelsM: fixed(ElevationM) }),
  v.check(({ timesS, levelsM }) => timesS.length === levelsM.length, requirement('levelOfEachTime')),
);
export type StageObservations = Readonly<v.InferOutput<typeof StageObservations>>;

/**
 * The city's own rain and rivers as they were read at one moment: all that a run takes of them, so that the run can be repeated when the
 * feed is gone. It stands in the run's form, and with it in its link.
 */
const LiveReading = v.pipe(
  v.strictObject({
    readMs: Instant,
    /** The run's second 0, on a whole minute. */
    fromMs: Instant,
    hours: Hours,
    /** The mean of the gauges in the box; where it holds none, the one nearest to its middle. */
    taken: v.picklist(['mean', 'nearest']),
    rain: fixed(v.strictObject(observed)),
    stepS: numberBetween(1, 86_400),
    /** 0 in `holes`. */
    ratesMmPerH: fixed(RateMmPerH),
    /** When no gauge sent enough: no rain falls in the run there. */
    holes: Holes,
    /** Levels of each river's uppermost gauge that sent any. */
    stages: fixed(StageObservations),
  }),
  v.readonly(),
);
export type LiveReading = v.InferOutput<typeof LiveReading>;

/** What a form says of grids of rain that were read: the grids themselves stay with the worker. Metres of the city's origin. */
const RainGrids = v.strictObject({
  id: Name,
  /** In the order of time, by name. */
  files: fixed(v.string()),
  columns: Count,
  rows: Count,
  cellM: v.number(),
  westM: v.number(),
  southM: v.number(),
  mostMmPerH: v.number(),
});
export type RainGrids = v.InferOutput<typeof RainGrids>;

/** Grids of a radar that this window has read, so many minutes from one to the next. */
export const GridsRain = v.strictObject({
  kind: v.literal('grids'),
  grids: RainGrids,
  stepMin: quantity({ unit: 'min', min: 0.5, max: 1440, step: 0.5, word: 'flood.grids.step' }),
});

const QuestionRain = v.variant('kind', [
  NoRain,
  UniformRain,
  SeriesRain,
  MovingRain,
  DesignRain,
  DepthRain,
  GridsRain,
  /** What the city's gauges told: the run begins when the reading does. `ahead`: it rains on like this after it. */
  v.strictObject({
    kind: v.literal('live'),
    hours: Hours,
    reading: LiveReading,
    ahead: v.optional(v.strictObject({ hours: Hours, rateMmPerH: RateMmPerH })),
  }),
]);

const Area = v.pipe(
  v.strictObject({ westM: Metres, southM: Metres, eastM: Metres, northM: Metres }),
  v.check(({ westM, southM, eastM, northM }) => westM < eastM && southM < northM, requirement('box')),
);

/** A what-if on the open city, before it is run. */
export const FloodQuestion = v.strictObject({
  ...common,
  area: Area,
  cellM: CellM,
  /** Null: the walls of buildings keep the water out. */
  raisedBuildingsM: v.optional(v.nullable(RaisedM), null),
  rain: QuestionRain,
  /** Null: the rivers stay as they stand. */
  riverYears: v.optional(v.nullable(RiverYears), null),
  /** Hour of the river's flood at which the run starts. */
  riverFromH: v.optional(RiverFromH, 0),
  /** Live rain only: the rivers' uppermost gauges drive their inflows. */
  riverByGauge: flag({ word: 'flood.live.river', usual: false }),
  /** Storm drains are in the run. */
  drains: flag({ word: 'flood.hasDrains' }),
  /** All pumps stand still. */
  pumpsOff: flag({ word: 'flood.pumpsOff', usual: false }),
  /** Supplies that failed, where not all did. */
  failedSupplies: v.optional(v.pipe(arrayOf(Name), v.readonly()), []),
  /** Covered part of all inlets but those below. */
  blockedInletsRatio: share({ word: 'flood.blocked', usual: 0 }),
  /** Part of single inlets that is covered, by id. */
  blockedInlets: v.optional(v.pipe(v.record(Name, BlockedRatio), v.readonly()), {}),
  endH: v.optional(EndH, 3),
  frameEveryMin: v.optional(FrameEveryMin, 5),
  /** The open excavation that lies in the ground, by its field's source; null: the ground is as it was baked. */
  pit: v.optional(v.nullable(Name), null),
  /** The head of the case that was opened: it goes back into the file. */
  opened: v.optional(v.nullable(v.strictObject(head)), null),
});
export type FloodQuestion = v.InferOutput<typeof FloodQuestion>;
export type FloodArea = v.InferOutput<typeof Area>;
export type FloodRain = FloodQuestion['rain'];
export type FloodBreach = v.InferOutput<typeof Breach>;
export type FloodWall = v.InferOutput<typeof Wall>;

/** A gauge stands on the bank; what it tells is the level of the water before it, under this name in a run's levels. */
export const waterAt = (gauge: string): string => `${gauge}/water`;

export const floodQuestion = defineQuestion({ id: 'flood', schema: FloodQuestion });
