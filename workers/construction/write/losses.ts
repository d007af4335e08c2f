import type { Text } from '../../../model/city/manifest.ts';
import { type Activity, hasLag, isElapsedLag, type Schedule } from '../../../model/schedule/schedule.ts';
import { unusedCalendars } from './csv.ts';
import { lagRuns } from './ifc-lag.ts';
import { heldConstraints } from './p6-form.ts';

export type ScheduleFormat = 'mspdi' | 'xer' | 'xer1252' | 'p6xml' | 'csv' | 'ifc';

/** What stands after the number. */
export interface Loss {
  count: number;
  words: Text;
}

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
    : schedule.links.filter(({ lag }) => hasLag(lag) && isElapsedLag(lag)).length);
const bounds = (one: Activity) => heldConstraints(one).length + (one.deadlineMin === null ? 0 : 1);
const isOn = ({ constraints: [first] }: Activity) => first?.kind === 'startOn' || first?.kind === 'finishOn';

const ESTIMATES = {
  words: { zh: '三点估算', en: 'three-point estimates' },
  count: activities(({ estimate }) => estimate !== null),
};
/** What assignments cost comes back with them; an activity's own cost beside theirs does not. */
const COSTS = {
  words: { zh: '项任务自身的费用', en: 'costs of activities beyond those of their resources' },
  count: ({ activities, assignments }: Schedule) => {
    const ofResources = new Float64Array(activities.length);
    for (const { activity, cost } of assignments) ofResources[activity] += cost;
    return activities.filter(({ cost }, i) => Math.abs(cost - ofResources[i]) > MIN_COST).length;
  },
};
/** Sums of hundredths, rounded. */
const MIN_COST = 0.005;
const MANUAL = {
  words: {
    zh: '项手动排程的任务写成“必须开始于”和“必须完成于”，不再有时差',
    en: 'tasks scheduled by hand, written with mandatory dates, which leave them no float',
  },
  count: activities(({ manual }) => manual !== undefined),
};
const SUMMARIES = {
  words: { zh: '个汇总任务写成工作分解节点', en: 'summaries, written as nodes of the work breakdown' },
  count: activities(({ kind }) => kind === 'summary'),
};
const DEADLINES = {
  words: {
    zh: '个最后期限写成“不晚于完成”约束',
    en: 'deadlines, written as constraints to finish no later',
  },
  count: activities(({ deadlineMin }) => deadlineMin !== null),
};
const RESUMES = {
  words: { zh: '项任务恢复施工的日期', en: 'dates on which interrupted work resumes' },
  count: activities(({ progress }) => progress.status === 'started' && progress.resumeMin !== undefined),
};
const WBS = {
  words: { zh: '个工作分解节点', en: 'nodes of the work breakdown' },
  count: ({ wbs }: Schedule) => wbs.length,
};
const P6 = [
  {
    words: {
      zh: '个时距用自己的日历，按通用日历写出',
      en: 'lags with a calendar of their own, written on the usual one',
    },
    count: P6_LAG,
  },
  {
    words: {
      zh: '项任务的限制多于两个，其余略去',
      en: 'activities with more than two constraints; the others are left out',
    },
    count: activities((one) => bounds(one) > 2),
  },
  DEADLINES,
  MANUAL,
  SUMMARIES,
  ESTIMATES,
  COSTS,
];

/** What a format has no place for. Dates and floats of all else come back as they were: `construction.roundTrip` proves it. */
const LOSSES: Readonly<Record<ScheduleFormat, readonly { words: Text; count: Count }[]>> = {
  mspdi: [
    {
      words: { zh: '个时距的日历与 Project 所用不同', en: 'lags with another calendar than Project takes' },
      count: OTHER_LAG_CALENDAR,
    },
    {
      words: {
        zh: '项任务的限制多于一个，保留第一个',
        en: 'activities with more than one constraint; the first is kept',
      },
      count: activities(({ constraints }) => constraints.length > 1),
    },
    {
      words: {
        zh: '个“定于某日”写成“必须定于”，会压过逻辑',
        en: 'starts and finishes on a date, written as musts, which hold against logic',
      },
      count: activities(isOn),
    },
    {
      words: { zh: '个开始里程碑写成完成里程碑', en: 'milestones of a start, written as such of a finish' },
      count: activities(({ kind }) => kind === 'startMilestone'),
    },
    {
      words: { zh: '项伴随工作写成普通任务', en: 'levels of effort, written as tasks' },
      count: activities(({ kind }) => kind === 'levelOfEffort'),
    },
    {
      words: { zh: '个合同日期', en: "the contract's date" },
      count: ({ mustFinishMin }) => (mustFinishMin === null ? 0 : 1),
    },
    WBS,
    ESTIMATES,
  ],
  xer: P6,
  xer1252: P6,
  p6xml: P6,
  csv: [
    { words: { zh: '个时距用自己的日历', en: 'lags with a calendar of their own' }, count: OWN_LAG_CALENDAR },
    { words: { zh: '种资源', en: 'resources' }, count: ({ resources }) => resources.length },
    {
      words: { zh: '个没有任务使用的日历', en: 'calendars that no activity uses' },
      count: (schedule) => Math.max(0, unusedCalendars(schedule).length - schedule.activities.length),
    },
    { words: { zh: '项基准日期', en: 'baseline dates' }, count: activities(({ baseline }) => baseline !== null) },
    WBS,
  ],
  ifc: [
    {
      words: {
        zh: '个时距的日历与紧前任务不同，按紧前任务的写出',
        en: "lags on another calendar than their predecessor's, written on that",
      },
      count: OTHER_LAG_CALENDAR,
    },
    {
      words: { zh: '个工作分解节点写成汇总任务', en: 'nodes of the work breakdown, written as summaries' },
      count: ({ wbs }) => wbs.length,
    },
    MANUAL,
    RESUMES,
    ESTIMATES,
  ],
};

export const lossesOf = (format: ScheduleFormat, schedule: Schedule): Loss[] =>
  LOSSES[format].flatMap(({ words, count }) => {
    const lost = count(schedule);
    return lost === 0 ? [] : [{ count: lost, words }];
  });
