import * as v from 'valibot';
import { between, Id, Metres, many, Point, Text, told } from './schema-words.ts';

/** What a case may say beside its schedule: scenarios as differences, and the site with its neighbours. */

const Name = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const Day = v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\d$/, 'a date like 2026-06-07'));
const Times = told(
  'Begin and end within a day: "08:00-12:00", up to "24:00"',
  v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'times like 08:00-12:00')),
);
const Weekday = v.picklist(['Su', 'Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa'], 'Su, Mo, Tu, We, Th, Fr or Sa');
const Money = between(-1e12, 1e12);

export const Scenario = v.strictObject({
  id: Id,
  title: v.optional(Text),
  crews: v.optional(
    told(
      'Resources by name or id: how many at once, what an hour costs',
      many(
        v.strictObject({
          resource: Name,
          capacity: v.optional(between(0, 1e6)),
          costPerH: v.optional(between(0, 1e9)),
        }),
      ),
    ),
  ),
  shifts: v.optional(
    told(
      'Other working times on some weekdays of a calendar; each hour costs so much more',
      many(
        v.strictObject({
          calendar: Name,
          weekdays: many(Weekday, 1, 7),
          shifts: many(Times, 0, 24),
          costRatio: v.optional(between(0, 100), 1),
        }),
      ),
    ),
  ),
  rates: v.optional(
    told(
      'Tasks whose code begins so go on at so much of the usual rate, with so much of the usual crew',
      many(
        v.strictObject({
          codes: v.pipe(v.string(), v.maxLength(200)),
          rate: between(0.01, 100),
          crewRatio: v.optional(between(0, 100), 1),
        }),
      ),
    ),
  ),
  noGo: v.optional(
    told(
      'No work anywhere: nights, school hours, exam days',
      many(v.strictObject({ from: Day, to: Day, weekdays: v.optional(many(Weekday, 1, 7)), times: Times })),
    ),
  ),
  links: v.optional(
    told(
      'Logic that is added, with a lag in working hours',
      many(
        v.strictObject({
          from: Name,
          to: Name,
          kind: v.picklist(['FS', 'SS', 'FF', 'SF'], 'FS, SS, FF or SF'),
          lagH: v.optional(between(-1e5, 1e5), 0),
        }),
      ),
    ),
  ),
  sources: v.optional(
    told(
      'Machines of the site whose id begins so: at other hours, so many decibels quieter',
      many(
        v.strictObject({
          ids: v.pipe(v.string(), v.maxLength(200)),
          times: v.optional(many(Times, 1, 24)),
          quieterDb: v.optional(between(0, 100), 0),
        }),
      ),
    ),
  ),
  cost: v.optional(v.strictObject({ once: v.optional(Money), perDay: v.optional(Money) })),
});
export type Scenario = v.InferOutput<typeof Scenario>;

const Place = { eastM: Metres, northM: Metres, heightM: between(-500, 2000) };

export const SiteCase = v.strictObject({
  pits: v.optional(
    told(
      'Dug in level lifts while the task is at work; slope is horizontal by vertical',
      many(
        v.strictObject({
          id: Id,
          task: Name,
          westM: Metres,
          southM: Metres,
          lengthM: between(1, 2000),
          widthM: between(1, 2000),
          floorElevationM: between(-1000, 9000),
          groundElevationM: between(-1000, 9000),
          slope: between(0, 10),
          swellRatio: between(0, 2),
          truckM3: between(0.1, 200),
        }),
        0,
        100,
      ),
    ),
    [],
  ),
  closures: v.optional(
    told(
      'Closed from the begin of the first task to the end of the last; residents whose way it is; ring: the ground that it takes',
      many(
        v.strictObject({
          id: Id,
          tasks: many(Name, 1),
          street: Name,
          lanes: between(0, 20),
          footway: v.boolean(),
          residents: between(0, 1e7),
          ring: v.optional(many(Point, 3)),
        }),
      ),
    ),
    [],
  ),
  sources: v.optional(
    told(
      'Machines: sound power level in dB(A), and the part of the working time in which they run. until: to the end of that task; times: at these hours of each day that has work, whatever the calendar says',
      many(
        v.strictObject({
          ...{ id: Id, task: Name, until: v.optional(Name), times: v.optional(many(Times, 1, 24)), ...Place },
          ...{ soundPowerDb: between(0, 200), runningRatio: between(0, 1) },
        }),
        0,
        1000,
      ),
    ),
    [],
  ),
  facades: v.optional(
    told(
      'Middles of façades and who lives behind them',
      many(v.strictObject({ id: Id, ...Place, residents: between(0, 1e6) }), 0, 20_000),
    ),
    [],
  ),
  groundwaterM: v.optional(told('Elevation of the water table that the pits are drained below', between(-1000, 9000))),
  limits: told(
    'At façades, dB(A), and the clause they are from. verified: false is 待核, and gives numbers but no verdict',
    v.strictObject({ dayDb: between(0, 200), nightDb: between(0, 200), clause: Name, verified: v.boolean() }),
  ),
});
export type SiteCase = v.InferOutput<typeof SiteCase>;
