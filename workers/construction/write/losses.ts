import { type Activity, hasLag, type Schedule } from '../schedule.ts';
import { lagRuns } from './ifc-lag.ts';

export type ScheduleFormat = 'mspdi' | 'xer' | 'xer1252' | 'p6xml' | 'csv' | 'ifc';

type Count = (schedule: Schedule) => number;

const activities =
  (is: (activity: Activity) => boolean): Count =>
  ({ activities }) =>
    activities.filter(is).length;

const OWN_LAG_CALENDAR: Count = ({ links }) =>
  links.filter(({ lag }) => hasLag(lag) && lag.kind === 'working' && lag.calendar !== undefined).length;
const OTHER_LAG_CALENDAR: Count = (schedule) =>
  schedule.links.filter((link) => hasLag(link.lag) && lagRuns(schedule, link) === 'elsewhere').length;
const P6_LAG: Count = (schedule) =>
  OWN_LAG_CALENDAR(schedule) +
  (schedule.lagCalendar === 'elapsed'
    ? 0
    : schedule.links.filter(({ lag }) => hasLag(lag) && lag.kind === 'elapsed').length);
const bounds = ({ constraints, deadlineMin }: Activity) => constraints.length + (deadlineMin === null ? 0 : 1);
const isOn = ({ constraints: [first] }: Activity) => first?.kind === 'startOn' || first?.kind === 'finishOn';

const ESTIMATES = { words: 'three-point estimates', count: activities(({ estimate }) => estimate !== null) };
const COSTS = { words: 'costs of activities', count: activities(({ cost }) => cost !== 0) };
const WBS = { words: 'nodes of the work breakdown', count: ({ wbs }: Schedule) => wbs.length };
const P6 = [
  { words: 'lags with a calendar of their own, written on the usual one', count: P6_LAG },
  {
    words: 'activities with more than two constraints; the others are left out',
    count: activities((one) => bounds(one) > 2),
  },
  ESTIMATES,
  COSTS,
];

/** What a format has no place for. Dates and floats of all else come back as they were: `construction.roundTrip` proves it. */
const LOSSES: Readonly<Record<ScheduleFormat, readonly { words: string; count: Count }[]>> = {
  mspdi: [
    { words: 'lags with another calendar than Project takes', count: OTHER_LAG_CALENDAR },
    {
      words: 'activities with more than one constraint; the first is kept',
      count: activities(({ constraints }) => constraints.length > 1),
    },
    { words: 'starts and finishes on a date, written as musts, which hold against logic', count: activities(isOn) },
    {
      words: 'milestones of a start, written as such of a finish',
      count: activities(({ kind }) => kind === 'startMilestone'),
    },
    { words: 'levels of effort, written as tasks', count: activities(({ kind }) => kind === 'levelOfEffort') },
    { words: "the contract's date", count: ({ mustFinishMin }) => (mustFinishMin === null ? 0 : 1) },
    WBS,
    ESTIMATES,
  ],
  xer: P6,
  xer1252: P6,
  p6xml: P6,
  csv: [
    { words: 'lags with a calendar of their own', count: OWN_LAG_CALENDAR },
    { words: 'resources', count: ({ resources }) => resources.length },
    { words: 'baseline dates', count: activities(({ baseline }) => baseline !== null) },
    WBS,
  ],
  ifc: [
    { words: "lags on another calendar than their predecessor's, written on that", count: OTHER_LAG_CALENDAR },
    ESTIMATES,
  ],
};

/** In words, with how many. */
export const lossesOf = (format: ScheduleFormat, schedule: Schedule): string[] =>
  LOSSES[format].flatMap(({ words, count }) => {
    const lost = count(schedule);
    return lost === 0 ? [] : [`${lost} ${words}`];
  });
