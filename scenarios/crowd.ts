import * as v from 'valibot';
import { type CaseFault, faultsOf, faultsText } from './faults.ts';
import { ScenarioError } from './scenario.ts';
import { between, File, Id, Metres, many, Point, Text, told } from './schema-words.ts';

/**
 * An evacuation as data: a case of `shapan sim crowd`. `crowd.schema.json` says the same to editors and other programs;
 * `shapan sim crowd --schema` writes it from here. Metres east and north of a city's origin or of a plan's own; seconds from the start.
 */
const MOST_CORNERS = 200_000;
const MOST_HOUSES = 100_000;
export const MOST_EXITS = 200;

const Seconds = between(0, 86_400);
const Ratio = between(0, 1);
const Ring = many(Point, 3, MOST_CORNERS);
const Area = v.strictObject({ outer: Ring, holes: v.optional(many(Ring), []) });

const Spread = told(
  'How a quantity is spread over people. Lognormal: mean and deviation of the logarithm',
  v.variant('kind', [
    v.strictObject({ kind: v.literal('constant'), value: between(0, 1e5) }),
    v.strictObject({ kind: v.literal('uniform'), from: between(0, 1e5), to: between(0, 1e5) }),
    v.strictObject({
      kind: v.literal('normal'),
      mean: between(0, 1e5),
      deviation: between(0, 1e5),
      from: between(0, 1e5),
      to: between(0, 1e5),
    }),
    v.strictObject({ kind: v.literal('lognormal'), mean: between(-20, 20), deviation: between(0, 20) }),
    v.strictObject({ kind: v.literal('gamma'), shape: between(0.01, 1e4), scale: between(1e-6, 1e5) }),
    v.strictObject({ kind: v.literal('weibull'), scale: between(1e-6, 1e5), shape: between(0.01, 1e3) }),
  ]),
);

const CellM = told('Of the cells that routes are found on: 0.25 beside doors of 0.6 m, 1 in streets', between(0.1, 5));

const Layers = (words: string, usual: string[]) =>
  v.optional(told(words, many(v.pipe(v.string(), v.minLength(1), v.maxLength(255)), 0, 100)), usual);

/** Names of layers as AutoCAD's (AIA) and Tangent's templates have them. */
const Dxf = v.strictObject({
  areas: Layers('Closed lines to walk on; one within another is a hole', ['AREA', 'A-AREA', 'SPACE', '区域', '房间']),
  walls: Layers('Lines that are walls', ['WALL', 'A-WALL', 'A-GLAZ', 'COLUMN', 'A-COLS', '墙', '墙体', '柱']),
  doors: Layers('Closed lines to walk on, which cut the walls through them', ['DOOR', 'A-DOOR', '门']),
  unit: v.optional(
    told(
      'Of the drawing, in place of what its $INSUNITS says',
      v.picklist(['mm', 'cm', 'm', 'in', 'ft'], '"mm", "cm", "m", "in" or "ft"'),
    ),
  ),
  originM: v.optional(told('Place of the drawing, in metres, that becomes 0, 0', Point), [0, 0]),
});

const Ground = v.variant('kind', [
  v.strictObject({
    kind: v.literal('plan'),
    cellM: CellM,
    floors: many(
      v.strictObject({
        id: Id,
        elevationM: v.optional(between(-500, 9000), 0),
        file: v.optional(
          told(
            'GeoJSON (polygons to walk on, lines as walls) or WKT in metres, or a DXF of text, beside the case',
            File,
          ),
        ),
        dxf: v.optional(told('What of a DXF is what, by the names of its layers, in any case', Dxf), {}),
        areas: v.optional(many(Area), []),
        walls: v.optional(many(many(Point, 2, MOST_CORNERS)), []),
      }),
      1,
      255,
    ),
  }),
  v.strictObject({
    kind: v.literal('city'),
    id: told('Of a baked city: its folder below public/city', Id),
    boxM: told('West, south, east, north', v.strictTuple([Metres, Metres, Metres, Metres])),
    cellM: CellM,
  }),
]);

const Line = { id: Id, floor: Id, from: Point, to: Point };
const Passage = {
  forward: v.optional(
    told('Lets people through from its left to its right, looking from `from` to `to`', v.boolean()),
    true,
  ),
  backward: v.optional(v.boolean(), true),
  everyS: v.optional(told('Seconds between one and the next (turnstiles); 0: no limit', between(0, 600)), 0),
};
const Edge = v.strictObject({ floor: Id, left: Point, right: Point });

const Where = v.variant('kind', [
  v.strictObject({ kind: v.literal('areas'), areas: many(Area, 1) }),
  v.strictObject({ kind: v.literal('walkable'), ids: told('Areas of the city’s walkable.json', many(Id, 1)) }),
  v.strictObject({ kind: v.literal('places'), places: many(Point, 1, MOST_CORNERS) }),
  told(
    'In houses: each comes out when their hesitation and the way down are over. As many in all as `count`',
    v.strictObject({
      kind: v.literal('houses'),
      houses: many(
        v.strictObject({
          id: Id,
          at: told('Where they come out onto the floor', Point),
          people: told('Spread evenly over its storeys', v.pipe(between(1, 1_000_000), v.integer('a whole number'))),
          storeys: v.optional(v.pipe(between(1, 300), v.integer('a whole number')), 1),
          storeyM: v.optional(told('Of one', between(2, 10)), 2.8),
          wayM: v.optional(told('From the foot of its stairs to where they come out', between(0, 1000)), 0),
        }),
        1,
        MOST_HOUSES,
      ),
    }),
  ),
]);

const Population = v.strictObject({
  id: Id,
  profile: v.optional(Id, 'adult'),
  floor: Id,
  count: between(1, 1_000_000),
  where: Where,
  premovementS: v.optional(Spread, { kind: 'constant', value: 0 }),
  appearS: v.optional(
    told('They come in one after another from then to then', v.strictObject({ from: Seconds, to: Seconds })),
  ),
  exits: v.optional(told('That they may use; all where nothing is said', many(Id, 1))),
  familiar: v.optional(told('Exits that they know', many(Id)), []),
  groupSize: v.optional(Spread, { kind: 'constant', value: 1 }),
  via: v.optional(told('First to a waiting area, until then', v.strictObject({ waiting: Id, untilS: Seconds }))),
  assist: v.optional(
    told(
      'They leave only with a team of staff, which makes one after another ready, goes along and walks back: a hospital ward',
      v.strictObject({ teams: between(1, 1000), prepareS: Spread }),
    ),
  ),
});

const Profile = v.strictObject({
  id: Id,
  speedMps: Spread,
  radiusM: v.optional(between(0.1, 0.6)),
  timeGapS: v.optional(between(0.1, 5)),
  steps: v.optional(told('Takes stairs', v.boolean()), true),
  lifts: v.optional(v.boolean(), false),
  body: v.optional(told('Of `bodies`, or adult, frail, small-child', Id), 'adult'),
});

export const CrowdScenario = v.strictObject({
  format: v.literal(1),
  kind: v.literal('crowd'),
  id: Id,
  title: Text,
  about: v.optional(Text),
  ground: Ground,
  preset: v.optional(
    told(
      'Bodies and speeds: prescriptive (1.3 persons/(m·s)), laboratory (1.9), weidmann',
      v.picklist(['prescriptive', 'laboratory', 'weidmann'], '"prescriptive", "laboratory" or "weidmann"'),
    ),
    'prescriptive',
  ),
  model: v.optional(
    told(
      'How people keep clear of each other: collision-free-speed (validated), anticipation-velocity, social-force (for comparison)',
      v.picklist(
        ['collision-free-speed', 'anticipation-velocity', 'social-force'],
        '"collision-free-speed", "anticipation-velocity" or "social-force"',
      ),
    ),
    'collision-free-speed',
  ),
  profiles: v.optional(told('Beside the built-in adult and wheelchair', many(Profile)), []),
  bodies: v.optional(
    told(
      'Who stands up to what depth, speed and depth × speed of water',
      many(
        v.strictObject({ id: Id, depthM: between(0, 10), speedMps: between(0, 20), depthSpeedM2ps: between(0, 20) }),
      ),
    ),
    [],
  ),
  exits: many(
    v.strictObject({ ...Line, label: v.optional(told('What people call it, shown in place of its id', Text)) }),
    1,
    MOST_EXITS,
  ),
  doors: v.optional(many(v.strictObject({ ...Line, ...Passage })), []),
  stairs: v.optional(
    many(
      v.strictObject({
        id: Id,
        foot: told('Lower edge, its ends as one walks up', Edge),
        head: Edge,
        ascentRatio: v.optional(told('Of the free speed, seen in plan (Weidmann 1993)', between(0.05, 2)), 0.46),
        descentRatio: v.optional(between(0.05, 2), 0.52),
        stepFree: v.optional(v.boolean(), false),
        escalator: v.optional(
          told(
            'It runs this way, metres per second seen in plan: people stand on it, and nobody goes against it',
            v.strictObject({ way: v.picklist(['up', 'down'], '"up" or "down"'), mps: between(0.1, 2) }),
          ),
        ),
      }),
    ),
    [],
  ),
  lifts: v.optional(
    many(
      v.strictObject({
        id: Id,
        capacity: between(1, 100),
        stops: many(v.strictObject({ floor: Id, at: Point }), 2, 100),
        travelS: told('From one stop to the next', between(0.1, 600)),
        dwellS: between(0.1, 600),
        stopsAtS: v.optional(Seconds),
      }),
    ),
    [],
  ),
  counters: v.optional(many(v.strictObject(Line)), []),
  waitings: v.optional(many(v.strictObject({ id: Id, floor: Id, area: Area })), []),
  populations: many(Population, 1),
  events: v.optional(many(v.strictObject({ door: Id, atS: Seconds, ...Passage })), []),
  orders: v.optional(
    many(
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
      scaleS: v.optional(between(0.01, 1e4)),
      familiarity: v.optional(between(-100, 100)),
      social: v.optional(between(-100, 100)),
      againEveryS: v.optional(between(0, 3600)),
      betterRatio: v.optional(Ratio),
      congestionEveryS: v.optional(between(0, 3600)),
    }),
    {},
  ),
  flood: v.optional(
    v.strictObject({
      file: told('result.flood of `shapan sim flood`, beside the case', File),
      startsAtS: told('Time of the flood when this run starts', v.optional(between(0, 1e6), 0)),
      floors: told('That its water stands on', many(Id, 1)),
      turbid: v.optional(v.boolean(), true),
    }),
  ),
  smoke: v.optional(
    v.strictObject({
      floors: told('That it fills', many(Id, 1)),
      law: v.optional(
        told(
          'Speed by extinction: nist (TN 1822, 2.5: 1 − 0.5 K, at least 0.24), frantzich (ISO 20414 test 18)',
          v.picklist(['nist', 'frantzich'], '"nist" or "frantzich"'),
        ),
        'frantzich',
      ),
      coPpmPerExtinction: v.optional(
        told('Carbon monoxide at K = 1/m, ppm: its dose incapacitates; 0: not reckoned', between(0, 100_000)),
        0,
      ),
      cellM: v.optional(between(0.1, 20), 1),
      frames: told(
        'What lies there from each time on; the thickest where areas overlap, none beside them',
        many(
          v.strictObject({
            timeS: Seconds,
            clouds: many(v.strictObject({ area: Area, extinctionPerM: told('K, 1/m', between(0, 100)) })),
          }),
          1,
          10_000,
        ),
      ),
    }),
  ),
  seed: v.optional(between(0, 4_294_967_295), 1),
  endS: between(1, 86_400),
  stepS: v.optional(between(0.01, 0.2), 0.05),
  frameEveryS: v.optional(between(0.05, 600), 1),
});

export type CrowdScenario = v.InferOutput<typeof CrowdScenario>;

export function readCrowdScenario(json: unknown): { scenario: CrowdScenario } | { faults: CaseFault[] } {
  const result = v.safeParse(CrowdScenario, json);
  return result.success ? { scenario: result.output } : { faults: faultsOf(result.issues) };
}

/** A case by its schema; the error names file, place, what was expected and what came. */
export function parseCrowdScenario(json: unknown, file = 'case.json'): CrowdScenario {
  const read = readCrowdScenario(json);
  if ('scenario' in read) return read.scenario;
  throw new ScenarioError(faultsText(read.faults, file));
}
