import * as v from 'valibot';
import { Point } from '../../../model/questions/parts.ts';
import { Device, Formula } from '../../../scenarios/scenario.ts';
import type { FloodForm } from './slice.ts';

const Metres = v.pipe(v.number(), v.minValue(-1e6), v.maxValue(1e6));
const Hours = v.pipe(v.number(), v.minValue(0), v.maxValue(1000));
const Years = v.pipe(v.number(), v.minValue(0.1), v.maxValue(100_000));
const Place = v.pipe(v.tuple([Metres, Metres]), v.readonly());
const Id = v.pipe(v.string(), v.minLength(1), v.maxLength(80));
const MAX_ITEMS = 50;

const Seconds = v.pipe(v.number(), v.minValue(0), v.maxValue(1e6));
const Instant = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8.64e15));
const Count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e6));
/** A day in steps of a minute. */
const MAX_STEPS = 1440;
const steps = <T extends v.GenericSchema>(item: T) => v.pipe(v.array(item), v.maxLength(MAX_STEPS));
const Holes = steps(v.pipe(v.tuple([Seconds, Seconds]), v.readonly()));
const observed = { gauge: Id, stream: Id, values: Count, whole: Count, holes: Holes };

/** Of the city's gauges, with their values: whoever opens the link plays the same run. */
const Reading = v.pipe(
  v.strictObject({
    readMs: Instant,
    fromMs: Instant,
    hours: Hours,
    taken: v.picklist(['mean', 'nearest']),
    rain: v.pipe(v.array(v.strictObject(observed)), v.maxLength(MAX_ITEMS)),
    stepS: v.pipe(v.number(), v.minValue(1), v.maxValue(86_400)),
    ratesMmPerH: steps(v.pipe(v.number(), v.minValue(0), v.maxValue(2000))),
    holes: Holes,
    stages: v.pipe(
      v.array(
        v.pipe(
          v.strictObject({ ...observed, river: Id, at: Place, timesS: steps(Seconds), levelsM: steps(Metres) }),
          v.check(({ timesS, levelsM }) => timesS.length === levelsM.length, 'expected as many times as levels'),
        ),
      ),
      v.maxLength(MAX_ITEMS),
    ),
  }),
  v.readonly(),
);

const Rate = v.pipe(v.number(), v.minValue(0), v.maxValue(2000));
const Ratio = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
/** Of an opened case, in place of the city's own. */
const ownPattern = { peakRatio: v.optional(Ratio), formula: v.optional(Formula) };

/** A form as a link carries it: a door, so every number has its bounds; whether the city can play it the worker says. */
const Form = v.strictObject({
  area: v.pipe(
    v.strictObject({ westM: Metres, southM: Metres, eastM: Metres, northM: Metres }),
    v.check(({ westM, southM, eastM, northM }) => westM < eastM && southM < northM, 'expected a box'),
  ),
  cellM: v.pipe(v.number(), v.minValue(0.1), v.maxValue(1000)),
  /** Links from before it have none. */
  raisedBuildingsM: v.optional(v.nullable(v.pipe(v.number(), v.minValue(0.05), v.maxValue(50))), null),
  rain: v.variant('kind', [
    v.strictObject({ kind: v.literal('none') }),
    v.strictObject({ kind: v.literal('design'), years: Years, hours: Hours, ...ownPattern }),
    v.strictObject({
      kind: v.literal('depth'),
      depthMm: v.pipe(v.number(), v.minValue(0), v.maxValue(5000)),
      hours: Hours,
      ...ownPattern,
    }),
    v.strictObject({ kind: v.literal('uniform'), rateMmPerH: Rate, hours: Hours }),
    v.strictObject({
      kind: v.literal('series'),
      stepMin: v.pipe(v.number(), v.minValue(0.1), v.maxValue(1440)),
      ratesMmPerH: steps(Rate),
    }),
    v.strictObject({
      kind: v.literal('moving'),
      from: Place,
      to: Place,
      hours: v.pipe(v.number(), v.minValue(0.001), v.maxValue(1000)),
      radiusM: v.pipe(v.number(), v.minValue(10), v.maxValue(1e6)),
      peakMmPerH: v.pipe(v.number(), v.minValue(0), v.maxValue(2000)),
    }),
    v.strictObject({
      kind: v.literal('live'),
      hours: Hours,
      reading: Reading,
      ahead: v.optional(v.strictObject({ hours: Hours, rateMmPerH: Rate })),
    }),
  ]),
  riverYears: v.nullable(Years),
  riverFromH: Hours,
  /** Links from before it have none. */
  riverByGauge: v.optional(v.boolean(), false),
  breaches: v.pipe(
    v.array(
      v.variant('kind', [
        v.strictObject({ kind: v.literal('planned'), id: Id, beginH: Hours }),
        v.strictObject({
          kind: v.literal('placed'),
          id: Id,
          at: Place,
          beginH: Hours,
          growH: Hours,
          widthM: v.pipe(v.number(), v.minValue(1), v.maxValue(5000)),
          sillM: v.optional(Metres),
        }),
      ]),
    ),
    v.maxLength(MAX_ITEMS),
  ),
  walls: v.pipe(
    v.array(
      v.strictObject({
        id: Id,
        line: v.pipe(v.array(Place), v.minLength(2), v.maxLength(MAX_ITEMS)),
        heightM: v.pipe(v.number(), v.minValue(0.01), v.maxValue(50)),
        fromH: Hours,
      }),
    ),
    v.maxLength(MAX_ITEMS),
  ),
  /** Links from before there were any have none of the five below. */
  works: v.optional(v.pipe(v.array(Device), v.maxLength(MAX_ITEMS)), []),
  gauges: v.optional(v.pipe(v.array(v.strictObject({ id: Id, at: Point })), v.maxLength(MAX_ITEMS)), []),
  /** A case stands in its file: the link has its question and not its head. */
  opened: v.optional(v.null(), null),
  failedSupplies: v.optional(v.pipe(v.array(Id), v.maxLength(MAX_ITEMS)), []),
  blockedInlets: v.optional(v.record(Id, Ratio), {}),
  drains: v.boolean(),
  /** An excavation is open in one window: no link carries it. */
  pit: v.optional(v.null(), null),
  pumpsOff: v.boolean(),
  blockedInletsRatio: Ratio,
  scheme: v.picklist(['second', 'first', 'fast']),
  endH: v.pipe(v.number(), v.minValue(0.1), v.maxValue(1000)),
  frameEveryMin: v.pipe(v.number(), v.minValue(0.1), v.maxValue(1440)),
});

const round = (_: string, value: unknown): unknown =>
  typeof value === 'number' ? Math.round(value * 1000) / 1000 : value;

export const writeFloodLink = ({ pit: _, opened: __, ...form }: FloodForm): string =>
  encodeURIComponent(JSON.stringify(form, round));

/** Null when it is no form. */
export function readFloodLink(text: string): FloodForm | null {
  try {
    const result = v.safeParse(Form, JSON.parse(decodeURIComponent(text)));
    return result.success ? result.output : null;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof URIError) return null;
    throw error;
  }
}
