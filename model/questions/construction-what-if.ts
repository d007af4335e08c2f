import * as v from 'valibot';
import { requirement } from '../text/requirements.ts';
import { quantity } from './field.ts';
import { arrayOf, Id, Metres, Name, numberBetween, Point, Text, withDescription } from './parts.ts';
import { SiteNoise } from './site-noise.ts';

/** What a case may say beside its schedule: scenarios as differences, and the site with its neighbours. */

const Day = v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\d$/, requirement('date')));
const Times = withDescription(
  'Begin and end within a day: "08:00-12:00", up to "24:00"',
  v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/, requirement('timeSpans'))),
);
const ratio = { unit: '×', min: 0, max: 100, step: 0.1 };
const Weekday = v.picklist(['Su', 'Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa'], 'Su, Mo, Tu, We, Th, Fr or Sa');
export const Money = quantity({
  unit: 'whatIf.form.yuan',
  min: -1e12,
  max: 1e12,
  step: 10_000,
  word: 'whatIf.form.once',
});

export const CrewChange = v.strictObject({
  resource: Name,
  capacity: v.optional(quantity({ min: 0, max: 1e6, word: 'whatIf.form.capacity' })),
  costPerH: v.optional(numberBetween(0, 1e9)),
});
export const ShiftChange = v.strictObject({
  calendar: Name,
  weekdays: arrayOf(Weekday, 1, 7),
  shifts: arrayOf(Times, 0, 24),
  costRatio: quantity({ ...ratio, usual: 1, word: 'whatIf.form.costRatio' }),
});
export const RateChange = v.strictObject({
  codes: v.pipe(v.string(), v.maxLength(200)),
  rate: quantity({ ...ratio, min: 0.01, word: 'whatIf.form.rate' }),
  crewRatio: quantity({ ...ratio, usual: 1, word: 'whatIf.form.crewRatio' }),
});

/** A plan with differences: more people, other hours, other rates, times without work, more logic, other machines; and what that costs. */
export const WhatIf = v.strictObject({
  id: Id,
  title: v.optional(Text),
  crews: v.optional(
    withDescription('Resources by name or id: how many at once, what an hour costs', arrayOf(CrewChange)),
  ),
  shifts: v.optional(
    withDescription(
      'Other working times on some weekdays of a calendar; each hour costs so much more',
      arrayOf(ShiftChange),
    ),
  ),
  rates: v.optional(
    withDescription(
      'Tasks whose code begins so go on at so much of the usual rate, with so much of the usual crew',
      arrayOf(RateChange),
    ),
  ),
  noGo: v.optional(
    withDescription(
      'No work anywhere: nights, school hours, exam days',
      arrayOf(v.strictObject({ from: Day, to: Day, weekdays: v.optional(arrayOf(Weekday, 1, 7)), times: Times })),
    ),
  ),
  links: v.optional(
    withDescription(
      'Logic that is added, with a lag in working hours',
      arrayOf(
        v.strictObject({
          from: Name,
          to: Name,
          kind: v.picklist(['FS', 'SS', 'FF', 'SF'], 'FS, SS, FF or SF'),
          lagH: v.optional(numberBetween(-1e5, 1e5), 0),
        }),
      ),
    ),
  ),
  sources: v.optional(
    withDescription(
      'Machines of the site whose id begins so: at other hours, so many decibels quieter',
      arrayOf(
        v.strictObject({
          ids: v.pipe(v.string(), v.maxLength(200)),
          times: v.optional(arrayOf(Times, 1, 24)),
          quieterDb: v.optional(numberBetween(0, 100), 0),
        }),
      ),
    ),
  ),
  cost: v.optional(v.strictObject({ once: v.optional(Money), perDay: v.optional(Money) })),
});
/** What-ifs of a case. */
export const WhatIfs = arrayOf(WhatIf, 0, 200);
export type WhatIf = v.InferOutput<typeof WhatIf>;

const Place = { eastM: Metres, northM: Metres, heightM: numberBetween(-500, 2000) };

export const SiteCase = v.strictObject({
  pits: v.optional(
    withDescription(
      'Dug in level lifts while the task is at work; slope is horizontal by vertical',
      arrayOf(
        v.strictObject({
          id: Id,
          task: Name,
          westM: Metres,
          southM: Metres,
          lengthM: numberBetween(1, 2000),
          widthM: numberBetween(1, 2000),
          floorElevationM: numberBetween(-1000, 9000),
          groundElevationM: numberBetween(-1000, 9000),
          slope: numberBetween(0, 10),
          swellRatio: numberBetween(0, 2),
          truckM3: numberBetween(0.1, 200),
        }),
        0,
        100,
      ),
    ),
    [],
  ),
  closures: v.optional(
    withDescription(
      'Closed from the begin of the first task to the end of the last; residents whose way it is; ring: the ground that it takes',
      arrayOf(
        v.strictObject({
          id: Id,
          tasks: arrayOf(Name, 1),
          street: Name,
          lanes: numberBetween(0, 20),
          footway: v.boolean(),
          residents: numberBetween(0, 1e7),
          ring: v.optional(arrayOf(Point, 3)),
        }),
      ),
    ),
    [],
  ),
  sources: v.optional(
    withDescription(
      'Machines: sound power level in dB(A), and the part of the working time in which they run. until: to the end of that task; times: at these hours of each day that has work, whatever the calendar says',
      arrayOf(
        v.strictObject({
          id: Id,
          task: Name,
          until: v.optional(Name),
          times: v.optional(arrayOf(Times, 1, 24)),
          ...Place,
          soundPowerDb: numberBetween(0, 200),
          runningRatio: numberBetween(0, 1),
        }),
        0,
        1000,
      ),
    ),
    [],
  ),
  facades: v.optional(
    withDescription(
      'Middles of façades and who lives behind them',
      arrayOf(v.strictObject({ id: Id, ...Place, residents: numberBetween(0, 1e6) }), 0, 20_000),
    ),
    [],
  ),
  groundwaterM: v.optional(
    withDescription('Elevation of the water table that the pits are drained below', numberBetween(-1000, 9000)),
  ),
  limits: withDescription(
    'At façades, dB(A), and the clause they are from. verified: false is 待核, and gives numbers but no verdict',
    v.strictObject({
      ...SiteNoise.entries,
      clause: Name,
      verified: v.boolean(),
    }),
  ),
});
export type SiteCase = v.InferOutput<typeof SiteCase>;
