import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AROUND_THE_CLOCK } from '../../model/schedule/calendar.ts';
import {
  type Calendar,
  type LinkKind,
  plainActivity,
  plainSchedule,
  type Schedule,
} from '../../model/schedule/schedule.ts';
import { readIfc } from '../../readers/ifc/read-ifc.ts';
import { analyse } from '../../workers/construction/cpm.ts';
import { compileNetwork, type Network } from '../../workers/construction/network.ts';
import { simulate } from '../../workers/construction/risk.ts';
import { meetings } from '../../workers/construction/space/sweep.ts';
import { seeded } from '../../workers/shared/random.ts';
import { IFC_FOLDER } from '../validation/construction-ifc.ts';
import { solveSet } from '../validation/construction-rcpsp.ts';
import { tower } from '../validation/construction-space.ts';
import { missingPsplib } from '../validation/psplib.ts';
import { cpuSince, median, yardstickS } from './arithmetic-yardstick.ts';
import type { Report } from './parts.ts';

/** The work and the yardstick by turns; medians. */
function timed(name: string, unit: 's' | 'ms', runs: number, work: () => void, report: Report): void {
  const times: number[] = [];
  const yards: number[] = [];
  for (let run = 0; run < runs; run++) {
    const cpu = process.cpuUsage();
    work();
    times.push(cpuSince(cpu));
    yards.push(yardstickS());
  }
  const seconds = median(times);
  report({ name, value: unit === 'ms' ? seconds * 1000 : seconds, unit });
  report({ name: `${name}.yardstickS`, value: median(yards), unit: 's' });
  report({ name: `${name}.perYardstick`, value: median(times.map((time, i) => time / yards[i])), unit: '1' });
}

const TASKS = 100_000;
const LINKS = 300_000;
const KINDS: readonly LinkKind[] = ['FS', 'FS', 'FS', 'FS', 'FS', 'FS', 'FS', 'SS', 'FF', 'SF'];

/** Random logic forward over at most 2,000 places; four calendars, one link in ten with a lag, seven in ten FS. */
export function bigSchedule(tasks: number, links: number): Schedule {
  const random = seeded(6);
  const below = (most: number) => Math.floor(random() * most);
  const shifts = [
    { fromMin: 480, toMin: 720 },
    { fromMin: 780, toMin: 1020 },
  ];
  const week = (days: number) => Array.from({ length: 7 }, (_, day) => (day >= 1 && day <= days ? shifts : []));
  const holidays = Array.from({ length: 200 }, (_, i) => ({
    fromDay: 20_500 + i * 17,
    toDay: 20_501 + i * 17,
    shifts: [],
  }));
  const calendars: Calendar[] = [
    { id: '5', name: '5 days', week: week(5), exceptions: holidays },
    { id: '6', name: '6 days', week: week(6), exceptions: holidays },
    { id: '5b', name: '5 days, no holidays', week: week(5), exceptions: [] },
    AROUND_THE_CLOCK,
  ];
  return plainSchedule('random', 20_500 * 1440, {
    calendars,
    activities: Array.from({ length: tasks }, (_, i) =>
      plainActivity(`A${i}`, 60 + 60 * below(80), { calendar: below(10) < 7 ? 0 : below(4) }),
    ),
    links: Array.from({ length: links }, () => {
      const to = 1 + below(tasks - 1);
      const from = to - 1 - below(Math.min(to, 2000));
      const min = below(10) === 0 ? 60 * (below(40) - 8) : 0;
      return { from, to, kind: KINDS[below(10)], lag: { kind: 'working', min } as const };
    }),
  });
}

function networkOf(schedule: Schedule): Network {
  const compiled = compileNetwork(schedule);
  if (compiled.status === 'cyclic') throw new Error(compiled.why.text.en);
  return compiled.network;
}

async function benchSet(set: 'j30' | 'j120', report: Report): Promise<void> {
  const missing = missingPsplib();
  if (missing) {
    process.stderr.write(`bench: skipped, ${missing}\n`);
    return;
  }
  const yard = yardstickS();
  const cpu = process.cpuUsage();
  const { instances, overBestPct, overCriticalPathPct, schedules } = solveSet(set, 1);
  const secondsPerInstance = cpuSince(cpu) / instances;
  report({ name: `construction.${set}.secondsPerInstance`, value: secondsPerInstance, unit: 's' });
  report({
    name: `construction.${set}.perYardstick`,
    value: (2 * secondsPerInstance) / (yard + yardstickS()),
    unit: '1',
  });
  report({ name: `construction.${set}.schedulesPerInstance`, value: schedules / instances, unit: '1' });
  report({
    name: `construction.${set}.deviationPct`,
    value: set === 'j30' ? overBestPct : overCriticalPathPct,
    unit: '%',
  });
}

export const PARTS: Record<string, (folder: string, report: Report) => Promise<void>> = {
  /** Both passes, floats and criticality; the flat arrays and the order of the network stand. Warm: V8 compiles both for eight runs. */
  async cpm(_, report) {
    const schedule = bigSchedule(TASKS, LINKS);
    const network = networkOf(schedule);
    for (let warm = 0; warm < 8; warm++) analyse(schedule, network);
    timed('construction.cpm100k.ms', 'ms', 7, () => analyse(schedule, network), report);
    timed('construction.cpm100k.compileMs', 'ms', 5, () => networkOf(schedule), report);
  },

  /** 1,000 activities with estimates, 3,000 links, one calendar, 10,000 runs. */
  async monteCarlo(_, report) {
    const schedule = bigSchedule(1000, 3000);
    for (const activity of schedule.activities) {
      const { durationMin } = activity;
      activity.calendar = 0;
      activity.estimate = { lowMin: durationMin * 0.8, likelyMin: durationMin, highMin: durationMin * 1.6 };
    }
    const network = networkOf(schedule);
    const play = (runs: number) => simulate(schedule, network, { runs, seed: 1, shape: 'triangular' });
    play(500);
    timed('construction.monteCarlo.s', 's', 3, () => play(10_000), report);
  },

  async sweep(_, report) {
    const boxes = tower(50_000);
    meetings(boxes);
    timed('construction.sweep50k.s', 's', 3, () => meetings(boxes), report);
    report({ name: 'construction.sweep50k.pairs', value: meetings(boxes).pairs.length / 2, unit: '1' });
  },

  /** Five models of 0.1 to 2.6 MB, geometry, properties and quantities; one thread, the start of WebAssembly in it. */
  async ifc(_, report) {
    if (!existsSync(IFC_FOLDER)) {
      process.stderr.write(`bench: skipped, ${IFC_FOLDER} is not there\n`);
      return;
    }
    const files = readdirSync(IFC_FOLDER).map((name) => ({ name, bytes: readFileSync(join(IFC_FOLDER, name)) }));
    const megabytes = files.reduce((sum, { bytes }) => sum + bytes.length, 0) / 1e6;
    const rates: number[] = [];
    const yards: number[] = [];
    for (let run = 0; run < 3; run++) {
      const cpu = process.cpuUsage();
      for (const { name, bytes } of files) await readIfc(bytes, name);
      rates.push(megabytes / cpuSince(cpu));
      yards.push(yardstickS());
    }
    report({ name: 'construction.ifc.MBps', value: median(rates), unit: 'MB/s' });
    report({ name: 'construction.ifc.yardstickS', value: median(yards), unit: 's' });
  },

  async scrub(folder, report) {
    await (await import('./scrub.ts')).benchScrub(folder, report);
  },

  /** All 600 instances, 5,000 schedules each; where the bound is met, fewer. */
  async j120(_, report) {
    await benchSet('j120', report);
  },

  async j30(_, report) {
    await benchSet('j30', report);
  },
};
