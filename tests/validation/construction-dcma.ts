import { type Activity, NO_LAG, plainActivity, plainSchedule, type Schedule } from '../../model/schedule/schedule.ts';
import { defaultWeek } from '../../readers/mspdi/mspdi.ts';
import { analyse } from '../../workers/construction/cpm.ts';
import { assess, type DcmaFinding } from '../../workers/construction/dcma.ts';
import type { DcmaId } from '../../workers/construction/dcma-rules.ts';
import { compileNetwork } from '../../workers/construction/network.ts';
import { exactly, type ValidationCase } from './verdict.ts';

const MONDAY = Date.UTC(2026, 0, 5) / 60_000;
const WEEK_MIN = 7 * 1440;
const TASKS = 40;
/** Of them are done as planned. */
const DONE = 10;
const FRIDAY_17 = 4 * 1440 + 17 * 60;

/** Forty tasks of a week each in a row, ten of them done, milestones at both ends: nothing that any point could find. */
function clean(): Schedule {
  const tasks = Array.from({ length: TASKS }, (_, i): Activity => {
    const dates = { startMin: MONDAY + i * WEEK_MIN + 480, finishMin: MONDAY + i * WEEK_MIN + FRIDAY_17 };
    return plainActivity(`T${i}`, 2400, {
      stored: dates,
      baseline: dates,
      progress: i < DONE ? { status: 'done', ...dates } : { status: 'planned' },
    });
  });
  const begin = plainActivity('begin', 0, {
    kind: 'startMilestone',
    progress: { status: 'done', startMin: MONDAY + 480, finishMin: MONDAY + 480 },
  });
  const end = plainActivity('end', 0, { kind: 'finishMilestone' });
  const pairs = [[TASKS, 0], ...Array.from({ length: TASKS - 1 }, (_, i) => [i, i + 1]), [TASKS - 1, TASKS + 1]];
  return plainSchedule('clean', MONDAY + 480, {
    calendars: [defaultWeek()],
    activities: [...tasks, begin, end],
    links: pairs.map(([from, to]) => ({ from, to, kind: 'FS', lag: NO_LAG })),
    resources: [{ id: 'crew', name: 'crew', kind: 'labour', capacity: 1, costPerH: 0 }],
    assignments: tasks.map((_, activity) => ({ activity, resource: 0, units: 1, workMin: 2400, cost: 0 })),
    dataDateMin: MONDAY + DONE * WEEK_MIN,
    mustFinishMin: MONDAY + (TASKS - 1) * WEEK_MIN + FRIDAY_17,
  });
}

/** What was put in, and what the point has to name: activities, links, and the figure itself where it is one. */
interface Planted {
  point: DcmaId;
  plant(schedule: Schedule): void;
  activities?: number[];
  links?: number[];
  figure?: (value: number) => boolean;
}

/** Link i leads into task i. */
const PLANTED: readonly Planted[] = [
  { point: 'logic', plant: ({ links }) => links.splice(20, 1), activities: [19, 20] },
  {
    point: 'leads',
    plant: ({ links }) => Object.assign(links[22], { lag: { kind: 'working', min: -480 } }),
    links: [22],
  },
  { point: 'lags', plant: ({ links }) => Object.assign(links[23], { lag: { kind: 'percent', pct: 20 } }), links: [23] },
  {
    point: 'relations',
    plant: ({ links }) => {
      Object.assign(links[14], { kind: 'SS' });
      Object.assign(links[24], { kind: 'FF' });
    },
    links: [14, 24],
  },
  {
    point: 'hardConstraints',
    plant: ({ activities }) => {
      activities[25].constraints = [{ kind: 'mustStart', atMin: MONDAY + 25 * WEEK_MIN + 480 }];
      activities[26].constraints = [{ kind: 'finishNoLater', atMin: MONDAY + 30 * WEEK_MIN }];
      activities[27].constraints = [{ kind: 'startNoEarlier', atMin: MONDAY }];
    },
    activities: [25, 26],
  },
  {
    point: 'highFloat',
    plant: (schedule) => {
      const side = schedule.activities.push(plainActivity('side', 2400), plainActivity('late side', 2400)) - 2;
      const link = (from: number, to: number) => schedule.links.push({ from, to, kind: 'FS', lag: NO_LAG });
      link(15, side);
      link(side, TASKS + 1);
      link(35, side + 1);
      link(side + 1, TASKS + 1);
    },
    activities: [TASKS + 2],
  },
  {
    point: 'negativeFloat',
    plant: (schedule) => {
      schedule.mustFinishMin = (schedule.mustFinishMin ?? 0) - 1440;
    },
    activities: Array.from({ length: TASKS - DONE }, (_, i) => DONE + i),
  },
  {
    point: 'highDuration',
    plant: ({ activities }) => Object.assign(activities[30], { durationMin: 45 * 480 }),
    activities: [30],
  },
  {
    point: 'invalidDates',
    plant: ({ activities }) => {
      activities[3].progress = { status: 'done', startMin: MONDAY, finishMin: MONDAY + 20 * WEEK_MIN };
      activities[12].stored = { startMin: MONDAY, finishMin: MONDAY + 1 };
    },
    activities: [3, 12],
  },
  {
    point: 'resources',
    plant: (schedule) => {
      schedule.assignments = schedule.assignments.filter(({ activity }) => activity !== 33);
    },
    activities: [33],
  },
  {
    point: 'missed',
    plant: ({ activities }) => {
      const { progress } = activities[7];
      if (progress.status === 'done') activities[7].progress = { ...progress, finishMin: progress.finishMin + 60 };
    },
    activities: [7],
  },
  {
    point: 'criticalPath',
    plant: ({ activities }) => {
      activities[28].constraints = [{ kind: 'mustStart', atMin: MONDAY + 28 * WEEK_MIN + 480 }];
    },
    activities: [28],
    figure: (value) => value === 1,
  },
  {
    point: 'cpli',
    plant: (schedule) => {
      schedule.mustFinishMin = (schedule.mustFinishMin ?? 0) - 3 * WEEK_MIN;
    },
    figure: (value) => Math.abs(value - 27 / 30) < 1e-9,
  },
  {
    point: 'bei',
    plant: ({ activities }) => {
      activities[8].progress = { status: 'planned' };
      activities[9].progress = { status: 'planned' };
    },
    activities: [8, 9],
    figure: (value) => value === 0.8,
  },
];

function findings(schedule: Schedule): DcmaFinding[] {
  const compiled = compileNetwork(schedule);
  if (compiled.status === 'cyclic') throw new Error(compiled.why.text.en);
  return assess(schedule, compiled.network, analyse(schedule, compiled.network));
}

const named = ({ activities, links }: { activities?: readonly number[]; links?: readonly number[] }): string[] => [
  ...(activities ?? []).map((i) => `activity ${i}`),
  ...(links ?? []).map((i) => `link ${i}`),
];

export const DCMA: ValidationCase = {
  name: 'construction.dcma',
  quick: true,
  run: async () => {
    const atRest = findings(clean()).filter((one) => one.verdict !== 'pass' || named(one).length > 0);
    let [hits, extra, lost, figures] = [0, 0, 0, 0];
    for (const planted of PLANTED) {
      const schedule = clean();
      planted.plant(schedule);
      const found = findings(schedule).find(({ rule }) => rule.id === planted.point);
      const [got, wanted] = [found ? named(found) : [], named(planted)];
      hits += wanted.filter((one) => got.includes(one)).length;
      lost += wanted.filter((one) => !got.includes(one)).length;
      extra += got.filter((one) => !wanted.includes(one)).length;
      if (planted.figure && !planted.figure(found?.value ?? Number.NaN)) figures++;
    }
    return [
      exactly('construction.dcma.points', new Set(PLANTED.map(({ point }) => point)).size, 14),
      exactly('construction.dcma.foundInCleanSchedule', atRest.length, 0),
      exactly('construction.dcma.recall', hits / (hits + lost), 1),
      exactly('construction.dcma.precision', hits / (hits + extra), 1),
      exactly('construction.dcma.wrongFigures', figures, 0),
    ];
  },
};
