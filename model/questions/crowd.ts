import * as v from 'valibot';
import { DAYS } from '../city/population.ts';
import { DXF_LAYERS } from '../scenarios/dxf-layers.ts';
import { requirement } from '../text/requirements.ts';
import { flag, quantity, whole } from './field.ts';
import { arrayOf, File, Id, Metres, Name, numberBetween, Point, Text, withDescription } from './parts.ts';
import { defineQuestion } from './question.ts';

/**
 * What a crowd can be asked. `CrowdScenario` is an evacuation as data, and what the engine plays: a case of `shapan sim crowd`.
 * `crowd.schema.json` says the same to editors and other programs; `shapan sim crowd --schema` writes it from here. Metres east and north of a city's origin or of a plan's own; seconds from the start.
 * `CrowdQuestion` is the page's form, out of which it makes such cases.
 */
const MAX_CASE_CORNERS = 200_000;
const MAX_HOUSES = 100_000;
export const MAX_EXITS = 200;
/** People of one case: with more a browser's memory ends before the run does. */
export const MAX_PEOPLE = 1_000_000;

/** The populations that a case can be of. */
export const CROWD_PRESETS = ['prescriptive', 'laboratory', 'weidmann', 'pupils', 'pressing'] as const;
/** How people keep clear of each other; the first is what the published tests are played with. */
export const CROWD_MODELS = ['collision-free-speed', 'anticipation-velocity', 'social-force'] as const;

const Seconds = numberBetween(0, 86_400);
const Ratio = numberBetween(0, 1);
const Ring = arrayOf(Point, 3, MAX_CASE_CORNERS);
const Area = v.strictObject({ outer: Ring, holes: v.optional(arrayOf(Ring), []) });

const Spread = withDescription(
  'How a quantity is spread over people. Lognormal: mean and deviation of the logarithm',
  v.variant('kind', [
    v.strictObject({ kind: v.literal('constant'), value: numberBetween(0, 1e5) }),
    v.strictObject({ kind: v.literal('uniform'), from: numberBetween(0, 1e5), to: numberBetween(0, 1e5) }),
    v.strictObject({
      kind: v.literal('normal'),
      mean: numberBetween(0, 1e5),
      deviation: numberBetween(0, 1e5),
      from: numberBetween(0, 1e5),
      to: numberBetween(0, 1e5),
    }),
    v.strictObject({ kind: v.literal('lognormal'), mean: numberBetween(-20, 20), deviation: numberBetween(0, 20) }),
    v.strictObject({ kind: v.literal('gamma'), shape: numberBetween(0.01, 1e4), scale: numberBetween(1e-6, 1e5) }),
    v.strictObject({ kind: v.literal('weibull'), scale: numberBetween(1e-6, 1e5), shape: numberBetween(0.01, 1e3) }),
  ]),
);

const CellM = withDescription(
  'Size of the cells that routes are found on: 0.25 beside doors of 0.6 m, 1 in streets',
  numberBetween(0.1, 5),
);

const Layers = (words: string, usual: string[]) =>
  v.optional(withDescription(words, arrayOf(v.pipe(v.string(), v.minLength(1), v.maxLength(255)), 0, 100)), usual);

const Dxf = v.strictObject({
  areas: Layers('Closed lines to walk on; one within another is a hole', DXF_LAYERS.areas),
  walls: Layers('Lines that are walls', DXF_LAYERS.walls),
  doors: Layers('Closed lines to walk on, which cut the walls through them', DXF_LAYERS.doors),
  unit: v.optional(
    withDescription(
      'Unit of the drawing, in place of what its $INSUNITS says',
      v.picklist(['mm', 'cm', 'm', 'in', 'ft'], '"mm", "cm", "m", "in" or "ft"'),
    ),
  ),
  originM: v.optional(withDescription('Place of the drawing, in metres, that becomes 0, 0', Point), [0, 0]),
});

const Ground = v.variant('kind', [
  v.strictObject({
    kind: v.literal('plan'),
    cellM: CellM,
    floors: arrayOf(
      v.strictObject({
        id: Id,
        elevationM: v.optional(numberBetween(-500, 9000), 0),
        file: v.optional(
          withDescription(
            'GeoJSON (polygons to walk on, lines as walls) or WKT in metres, or a DXF of text, beside the case',
            File,
          ),
        ),
        dxf: v.optional(withDescription('What of a DXF is what, by the names of its layers, in any case', Dxf), {}),
        areas: v.optional(arrayOf(Area), []),
        walls: v.optional(arrayOf(arrayOf(Point, 2, MAX_CASE_CORNERS)), []),
      }),
      1,
      255,
    ),
  }),
  v.strictObject({
    kind: v.literal('city'),
    id: withDescription('A baked city: its folder below public/city', Id),
    boxM: withDescription('West, south, east, north', v.strictTuple([Metres, Metres, Metres, Metres])),
    cellM: CellM,
  }),
]);

const Line = { id: Id, floor: Id, from: Point, to: Point };
const Passage = {
  forward: v.optional(
    withDescription('Lets people through from its left to its right, looking from `from` to `to`', v.boolean()),
    true,
  ),
  backward: v.optional(v.boolean(), true),
  everyS: v.optional(
    withDescription('Seconds between one and the next (turnstiles); 0: no limit', numberBetween(0, 600)),
    0,
  ),
};
const Edge = v.strictObject({ floor: Id, left: Point, right: Point });

const Where = v.variant('kind', [
  v.strictObject({ kind: v.literal('areas'), areas: arrayOf(Area, 1) }),
  v.strictObject({
    kind: v.literal('walkable'),
    ids: withDescription('Areas of the city’s walkable.json', arrayOf(Id, 1)),
  }),
  v.strictObject({ kind: v.literal('places'), places: arrayOf(Point, 1, MAX_CASE_CORNERS) }),
  withDescription(
    'In houses: each comes out when their hesitation and the way down are over. As many in all as `count`',
    v.strictObject({
      kind: v.literal('houses'),
      houses: arrayOf(
        v.strictObject({
          id: Id,
          at: withDescription('Where they come out onto the floor', Point),
          people: withDescription('Spread evenly over its storeys', v.pipe(numberBetween(1, MAX_PEOPLE), v.integer())),
          storeys: v.optional(v.pipe(numberBetween(1, 300), v.integer()), 1),
          storeyM: v.optional(withDescription('Height of one storey', numberBetween(2, 10)), 2.8),
          wayM: v.optional(
            withDescription('From the foot of its stairs to where they come out', numberBetween(0, 1000)),
            0,
          ),
        }),
        1,
        MAX_HOUSES,
      ),
    }),
  ),
]);

const Population = v.strictObject({
  id: Id,
  profile: v.optional(Id, 'adult'),
  floor: Id,
  count: numberBetween(1, MAX_PEOPLE),
  where: Where,
  premovementS: v.optional(Spread, { kind: 'constant', value: 0 }),
  toldAtS: v.optional(
    withDescription('They are told to leave then: until then they stay, and their hesitation begins with it', Seconds),
  ),
  appearS: v.optional(
    withDescription('They come in one after another from then to then', v.strictObject({ from: Seconds, to: Seconds })),
  ),
  exits: v.optional(withDescription('That they may use; all where nothing is said', arrayOf(Id, 1))),
  familiar: v.optional(withDescription('Exits that they know', arrayOf(Id)), []),
  groupSize: v.optional(Spread, { kind: 'constant', value: 1 }),
  via: v.optional(
    withDescription('First to a waiting area, until then', v.strictObject({ waiting: Id, untilS: Seconds })),
  ),
  assist: v.optional(
    withDescription(
      'They leave only with a team of staff, which makes one after another ready, goes along and walks back: a hospital ward',
      v.strictObject({ teams: numberBetween(1, 1000), prepareS: Spread }),
    ),
  ),
});

const Profile = v.strictObject({
  id: Id,
  speedMps: Spread,
  radiusM: v.optional(
    withDescription('Half the distance between the middles of two who stand', numberBetween(0.1, 0.6)),
  ),
  timeGapS: v.optional(numberBetween(0.1, 5)),
  stripM: v.optional(
    withDescription('Half width of the strip in which they follow others at full speed', numberBetween(0.05, 1)),
  ),
  steps: v.optional(withDescription('Takes stairs', v.boolean()), true),
  lifts: v.optional(v.boolean(), false),
  body: v.optional(withDescription('A name of `bodies`, or adult, frail, small-child', Id), 'adult'),
});

const Preset = withDescription(
  'Who walks: weidmann (the public, all ages), laboratory (calm young adults), pupils, pressing (young adults urged on), prescriptive (nobody: a cautious design value)',
  v.picklist(CROWD_PRESETS, '"prescriptive", "laboratory", "weidmann", "pupils" or "pressing"'),
);
const Model = withDescription(
  'How people keep clear of each other: collision-free-speed (validated), anticipation-velocity, social-force (for comparison)',
  v.picklist(CROWD_MODELS, '"collision-free-speed", "anticipation-velocity" or "social-force"'),
);
const Seed = quantity({ min: 0, max: 4_294_967_295, isWhole: true, word: 'crowd.seed' });

export const CrowdScenario = v.strictObject({
  format: v.literal(1),
  kind: v.literal('crowd'),
  id: Id,
  title: Text,
  about: v.optional(Text),
  ground: Ground,
  preset: v.optional(Preset, 'prescriptive'),
  model: v.optional(Model, 'collision-free-speed'),
  profiles: v.optional(
    withDescription('Beside the built-in adult, child, elderly and wheelchair', arrayOf(Profile)),
    [],
  ),
  bodies: v.optional(
    withDescription(
      'Depth, speed and depth × speed of water that people of each kind stand up to',
      arrayOf(
        v.strictObject({
          id: Id,
          depthM: numberBetween(0, 10),
          speedMps: numberBetween(0, 20),
          depthSpeedM2ps: numberBetween(0, 20),
        }),
      ),
    ),
    [],
  ),
  exits: arrayOf(
    v.strictObject({
      ...Line,
      label: v.optional(withDescription('What people call it, shown in place of its id', Text)),
    }),
    1,
    MAX_EXITS,
  ),
  doors: v.optional(arrayOf(v.strictObject({ ...Line, ...Passage })), []),
  stairs: v.optional(
    arrayOf(
      v.strictObject({
        id: Id,
        foot: withDescription('Lower edge, its ends as one walks up', Edge),
        head: Edge,
        ascentRatio: v.optional(
          withDescription('Part of the free speed, seen in plan (Weidmann 1993)', numberBetween(0.05, 2)),
          0.46,
        ),
        descentRatio: v.optional(numberBetween(0.05, 2), 0.52),
        stepFree: v.optional(v.boolean(), false),
        escalator: v.optional(
          withDescription(
            'It runs this way, metres per second seen in plan: people stand on it, and nobody goes against it',
            v.strictObject({ way: v.picklist(['up', 'down'], '"up" or "down"'), mps: numberBetween(0.1, 2) }),
          ),
        ),
      }),
    ),
    [],
  ),
  lifts: v.optional(
    arrayOf(
      v.strictObject({
        id: Id,
        capacity: numberBetween(1, 100),
        stops: arrayOf(v.strictObject({ floor: Id, at: Point }), 2, 100),
        travelS: withDescription('From one stop to the next', numberBetween(0.1, 600)),
        dwellS: numberBetween(0.1, 600),
        stopsAtS: v.optional(Seconds),
      }),
    ),
    [],
  ),
  counters: v.optional(arrayOf(v.strictObject(Line)), []),
  waitings: v.optional(arrayOf(v.strictObject({ id: Id, floor: Id, area: Area })), []),
  refuges: v.optional(
    withDescription(
      'Houses with upper floors, by where one enters: who is cut off by water goes up there, and who lives there stays',
      arrayOf(v.strictObject({ id: Id, floor: Id, at: Point }), 0, MAX_HOUSES),
    ),
    [],
  ),
  populations: arrayOf(Population, 1),
  events: v.optional(arrayOf(v.strictObject({ door: Id, atS: Seconds, ...Passage })), []),
  orders: v.optional(
    arrayOf(
      v.strictObject({
        id: Id,
        population: Id,
        exit: Id,
        fromS: v.optional(Seconds, 0),
        toS: v.optional(Seconds, 86_400),
        followRatio: v.optional(Ratio, 1),
      }),
    ),
    [],
  ),
  choice: v.optional(
    v.strictObject({
      scaleS: v.optional(numberBetween(0.01, 1e4)),
      familiarity: v.optional(numberBetween(-100, 100)),
      social: v.optional(numberBetween(-100, 100)),
      againEveryS: v.optional(numberBetween(0, 3600)),
      betterRatio: v.optional(Ratio),
      congestionEveryS: v.optional(numberBetween(0, 3600)),
    }),
    {},
  ),
  flood: v.optional(
    v.strictObject({
      file: withDescription('result.flood of `shapan sim flood`, beside the case', File),
      startsAtS: withDescription('Time of the flood when this run starts', v.optional(numberBetween(0, 1e6), 0)),
      floors: withDescription('That its water stands on', arrayOf(Id, 1)),
      turbid: v.optional(v.boolean(), true),
    }),
  ),
  smoke: v.optional(
    v.strictObject({
      floors: withDescription('That it fills', arrayOf(Id, 1)),
      law: v.optional(
        withDescription(
          'Speed by extinction: nist (TN 1822, 2.5: 1 − 0.5 K, at least 0.24), frantzich (ISO 20414 test 18)',
          v.picklist(['nist', 'frantzich'], '"nist" or "frantzich"'),
        ),
        'frantzich',
      ),
      coPpmPerExtinction: v.optional(
        withDescription(
          'Carbon monoxide at K = 1/m, ppm: its dose incapacitates; 0: not reckoned',
          numberBetween(0, 100_000),
        ),
        0,
      ),
      cellM: v.optional(numberBetween(0.1, 20), 1),
      frames: withDescription(
        'What lies there from each time on; the thickest where areas overlap, none beside them',
        arrayOf(
          v.strictObject({
            timeS: Seconds,
            clouds: arrayOf(
              v.strictObject({ area: Area, extinctionPerM: withDescription('K, 1/m', numberBetween(0, 100)) }),
            ),
          }),
          1,
          10_000,
        ),
      ),
    }),
  ),
  seed: v.optional(Seed, 1),
  endS: numberBetween(1, 86_400),
  stepS: v.optional(numberBetween(0.01, 0.2), 0.05),
  frameEveryS: v.optional(numberBetween(0.05, 600), 1),
});

export type CrowdScenario = v.InferOutput<typeof CrowdScenario>;

/** A case without its water, for whoever plays it in the water of a run at hand, or dry. */
export function withoutWater<S extends CrowdScenario>({ flood: _, ...rest }: S): Omit<S, 'flood'> {
  return rest;
}

const Place = v.pipe(Point, v.readonly());
const names = v.pipe(arrayOf(Name), v.readonly());
/** How many in a hundred. */
const pct = (step: number, word: string) => quantity({ unit: '%', min: 0, max: 100, step, as: 'slider', word });
const LAST_MIN = 1440;
const Minutes = numberBetween(0, LAST_MIN);

/** Trains, buses, a show that ends: people who come in at a platform, a stand or anywhere on the ground, again and again. */
export const Arrival = v.strictObject({
  /** Id of a stand or platform, or `SPREAD_PEOPLE`: the ground of the box. */
  at: Name,
  /** Number of people of each arrival. */
  people: whole({ min: 0, max: MAX_PEOPLE, shown: [1, 5000], word: 'crowd.arrivals.people' }),
  times: whole({ min: 1, max: 50, shown: [1, 20], word: 'crowd.arrivals.times' }),
  firstMin: quantity({ unit: 'min', min: 0, max: LAST_MIN, shown: [0, 120], word: 'crowd.arrivals.first' }),
  everyMin: quantity({ unit: 'min', min: 0, max: LAST_MIN, shown: [0, 120], word: 'crowd.arrivals.every' }),
  /** They come in evenly over so long. */
  overS: quantity({ unit: 's', min: 0, max: 3600, shown: [1, 3600], word: 'crowd.arrivals.over' }),
});

/** Marshals or loudspeakers: that part of these people heads for this way out, from then to then. */
export const MarshalOrder = v.strictObject({
  population: Name,
  exit: Name,
  fromMin: quantity({ unit: 'min', min: 0, max: LAST_MIN, word: 'crowd.marshals.from' }),
  toMin: quantity({ unit: 'min', min: 0, max: LAST_MIN, word: 'crowd.marshals.until' }),
  followPct: pct(5, 'crowd.marshals.follow'),
});

/** Residents are in their houses as many as are at home at an hour of such a day, in the city's zone. */
export const Homes = v.strictObject({
  day: v.picklist(DAYS),
  hour: quantity({ min: 0, max: 24, shown: [0, 23.5], step: 0.5, as: 'slider', word: 'crowd.homes.hour' }),
});

/** Number of people on a stand or a platform; `countedMs`: as its counters reported at that time, UTC. */
export const Stand = v.strictObject({
  id: Name,
  people: whole({ min: 1, max: MAX_PEOPLE, shown: [0, MAX_PEOPLE] }),
  countedMs: v.optional(v.pipe(numberBetween(0, 8.64e15), v.integer())),
});

/** How full all stands of a kind are, in the control that fills them together. */
export const FilledPct = pct(5, '');

/** A line drawn on the ground: a way out, or what nobody passes. */
const DrawnLine = v.strictObject({ id: Name, kind: v.picklist(['exit', 'barrier']), from: Place, to: Place });

/** Shares of the people, per cent; the rest are adults. */
export const Classes = v.pipe(
  v.strictObject({
    childPct: pct(1, 'crowd.mix.childPct'),
    elderlyPct: pct(1, 'crowd.mix.elderlyPct'),
    wheelchairPct: pct(1, 'crowd.mix.wheelchairPct'),
  }),
  v.check(
    ({ childPct, elderlyPct, wheelchairPct }) => childPct + elderlyPct + wheelchairPct <= 100,
    requirement('atMost', { most: 100 }),
  ),
);

const Box = v.pipe(
  v.strictObject({ westM: Metres, southM: Metres, eastM: Metres, northM: Metres }),
  v.check(({ westM, southM, eastM, northM }) => westM < eastM && southM < northM, requirement('box')),
);

const listOf = <T extends v.GenericSchema>(item: T) => v.optional(v.pipe(arrayOf(item), v.readonly()), []);

/** People spread over the ground of a box. */
export const AreaPlace = v.strictObject({
  kind: v.literal('area'),
  area: Box,
  perM2: quantity({ min: 0, max: 6, shown: [0, 2], step: 0.01, as: 'slider', word: 'crowd.density' }),
});
/** People on a floor plan that this window has opened: its middle in the city, and how far it is turned, counter-clockwise. */
export const PlanPlace = v.strictObject({
  kind: v.literal('plan'),
  people: whole({ min: 1, max: MAX_PEOPLE, shown: [1, 100_000], word: 'crowd.plan.people' }),
  eastM: Metres,
  northM: Metres,
  turnDeg: quantity({ unit: '°', min: -360, max: 360, shown: [-180, 180], word: 'crowd.plan.turn' }),
});

/** How many seeds a what-if is played with, one after another: a time that is signed is the median and the 95th percentile of twenty. */
export const CrowdSeeds = v.strictObject({
  seeds: whole({ min: 2, max: 200, usual: 20, word: 'crowd.ensemble.seeds' }),
});

/** A what-if before it is run. */
export const CrowdQuestion = v.strictObject({
  place: v.variant('kind', [
    /** A case as it is written, by its id. */
    v.strictObject({ kind: v.literal('case'), id: Name }),
    AreaPlace,
    PlanPlace,
  ]),
  /** Beside those spread over the ground of a box. */
  stands: listOf(Stand),
  /** Null: nobody comes out of the houses of a box. */
  homes: v.optional(v.nullable(Homes), null),
  arrivals: listOf(Arrival),
  classes: v.optional(Classes, { childPct: 0, elderlyPct: 0, wheelchairPct: 0 }),
  /** Percentage of people who know every way out; the others know the widest one. */
  knowAllPct: v.optional(pct(5, 'crowd.mix.knowAll'), 100),
  /** How many walk together in the mean; 1: everybody alone. */
  groupMean: quantity({ min: 1, max: 4, shown: [1, 3], step: 0.5, usual: 1, as: 'slider', word: 'crowd.mix.groups' }),
  orders: listOf(MarshalOrder),
  /** Exits among those that the box offers, by id; a case has its own. */
  exits: v.optional(names, []),
  lines: listOf(DrawnLine),
  /** Gates of the city that stay shut. */
  shut: v.optional(names, []),
  preset: v.optional(Preset, 'prescriptive'),
  model: v.optional(Model, 'collision-free-speed'),
  /** They start within minutes, as after an announcement; else all at once. */
  hesitate: flag({ word: 'crowd.hesitate', usual: true }),
  /** They are told to leave then, and hesitate from then on; absent: from the start. Who arrives later knows. */
  toldMin: v.optional(Minutes),
  endMin: quantity({
    unit: 'min',
    min: 1,
    max: LAST_MIN,
    offers: [5, 10, 15, 30, 60, 120],
    usual: 15,
    word: 'crowd.end',
  }),
  seed: v.optional(Seed, 1),
  /** The water that they meet, by its field's source in this window; null: dry. */
  waterId: v.optional(v.nullable(Name), null),
  /** People who are cut off by water go up in the houses beside the way. */
  upperFloors: flag({ word: 'crowd.upperFloors', usual: true }),
});
export type CrowdQuestion = v.InferOutput<typeof CrowdQuestion>;
export type CrowdHomes = v.InferOutput<typeof Homes>;
export type CrowdArrival = v.InferOutput<typeof Arrival>;
export type CrowdClasses = v.InferOutput<typeof Classes>;
export type CrowdStand = v.InferOutput<typeof Stand>;
export type CrowdLine = v.InferOutput<typeof DrawnLine>;
export type MarshalOrder = v.InferOutput<typeof MarshalOrder>;

export const crowdQuestion = defineQuestion({ id: 'crowd', schema: CrowdQuestion });
