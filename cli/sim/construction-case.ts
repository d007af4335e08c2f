import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import type { ConstructionCase } from '../../model/questions/construction.ts';
import { type Schedule, ScheduleError } from '../../model/schedule/schedule.ts';
import { caseMessage } from '../../model/text/case-messages.ts';
import { within } from '../../model/text/message.ts';
import { endingOf } from '../../readers/listed-readers.ts';
import { readPsplib } from '../../readers/psplib/psplib.ts';
import { psplibReader } from '../../readers/psplib/reader.ts';
import { readSchedule } from '../../readers/schedule/schedule-file.ts';
import { decodeText } from '../../readers/schedule/text.ts';
import { parseConstructionCase } from '../../scenarios/construction.ts';
import { ScenarioError } from '../../scenarios/faults.ts';
import { readJson } from '../../scenarios/scenario.ts';
import { analyse, type CpmOptions, type CpmResult, DEFAULT_CPM, longestPath } from '../../workers/construction/cpm.ts';
import { assess, type DcmaFinding } from '../../workers/construction/dcma.ts';
import { compileNetwork, type Network } from '../../workers/construction/network.ts';
import type { RcpspInstance } from '../../workers/construction/rcpsp/instance.ts';
import { instanceOfProject } from '../../workers/construction/rcpsp/instance.ts';
import { type Best, solve } from '../../workers/construction/rcpsp/solve.ts';
import { poseResources, type RcpspProblem } from '../../workers/construction/resources.ts';
import { type RiskResult, simulate } from '../../workers/construction/risk.ts';
import { cliMessage } from '../messages.ts';
import { whileReading } from '../reader-watch.ts';

const MAX_BYTES = 200e6;
const DEFAULT_SEARCH = { schedules: 5000, seed: 1 };

/** What a file on the command line stands for: a case and its schedule, a schedule alone, or a project of PSPLIB. */
export type ReadConstruction =
  | {
      kind: 'schedule';
      theCase: ConstructionCase;
      schedule: Schedule;
      inputHash: string;
      /** A file that the case names, beside it. */
      readFile: (name: string) => Promise<Uint8Array>;
    }
  | { kind: 'psplib'; name: string; instance: RcpspInstance; order: readonly number[]; inputHash: string };

export async function readConstruction(path: string): Promise<ReadConstruction> {
  const sum = createHash('sha256');
  const bytesOf = (file: string): Buffer => {
    if (!existsSync(file)) throw new ScenarioError(caseMessage('file-missing', { file: basename(file), path: file }));
    if (statSync(file).size > MAX_BYTES)
      throw new ScenarioError(cliMessage('file-large-mb', { file: basename(file), mostMb: MAX_BYTES / 1e6 }));
    const bytes = readFileSync(file);
    sum.update(`${basename(file)} ${bytes.length}\n`).update(bytes);
    return bytes;
  };
  const name = basename(path, extname(path));
  const readFile = async (file: string) => readFileSync(join(dirname(path), file));
  const bytes = bytesOf(path);
  if (endingOf(path, psplibReader.extensions) !== null) {
    const read = instanceOfProject(readPsplib(decodeText(bytes, basename(path)).text, basename(path)));
    return { kind: 'psplib', name, ...read, inputHash: sum.digest('hex') };
  }
  if (extname(path).toLowerCase() !== '.json') {
    const theCase = parseConstructionCase({
      format: 1,
      kind: 'construction',
      id: 'schedule',
      title: { zh: name, en: name },
      schedule: basename(path),
    });
    const schedule = await whileReading(path, () => readSchedule(bytes, basename(path)));
    return { kind: 'schedule', theCase: { ...theCase, id: name }, schedule, inputHash: sum.digest('hex'), readFile };
  }
  const theCase = parseConstructionCase(readJson(bytes.toString('utf8'), basename(path)), basename(path));
  const file = join(dirname(path), theCase.schedule);
  const scheduleBytes = bytesOf(file);
  const schedule = await whileReading(file, () => readSchedule(scheduleBytes, theCase.schedule));
  for (const { file } of theCase.space?.models ?? []) bytesOf(join(dirname(path), file));
  return { kind: 'schedule', theCase, schedule, inputHash: sum.digest('hex'), readFile };
}

export interface AssessedPlan {
  network: Network;
  result: CpmResult;
  path: number[];
  findings: DcmaFinding[];
  resources: { posed: RcpspProblem; best: Best | null } | null;
  risk: RiskResult | null;
}

export const cpmOptionsOf = ({ progress, criticalFloatH }: ConstructionCase): CpmOptions => ({
  ...DEFAULT_CPM,
  progress,
  criticalFloatMin: criticalFloatH * 60,
});

/** `watch` hears how far each part is, and throws to stop. */
export function assessPlan(
  { theCase, schedule }: { theCase: ConstructionCase; schedule: Schedule },
  watch: (what: string, ratio: number) => void,
): AssessedPlan {
  const compiled = compileNetwork(schedule);
  if (compiled.status === 'cyclic') throw new ScheduleError(...within(theCase.schedule, [compiled.why]));
  const { network } = compiled;
  const options = cpmOptionsOf(theCase);
  const result = analyse(schedule, network, options);
  return {
    network,
    result,
    path: longestPath(network, result),
    findings: assess(schedule, network, result, options, theCase.dcma),
    resources: theCase.resources
      ? searched(poseResources(schedule, network, result, options), theCase.resources, watch)
      : null,
    risk: theCase.risk ? drawn(schedule, network, theCase.risk, watch) : null,
  };
}

function searched(
  posed: RcpspProblem,
  options: { schedules: number; seed: number },
  watch: (what: string, ratio: number) => void,
) {
  if (posed.status === 'none') return { posed, best: null };
  return { posed, best: searchSchedule(posed.problem.instance, watch, options) };
}

export function searchSchedule(
  instance: RcpspInstance,
  watch: (what: string, ratio: number) => void,
  { schedules, seed }: { schedules: number; seed: number } = DEFAULT_SEARCH,
): Best {
  const most = Math.round(schedules);
  return solve(instance, { seed, schedules: most, progress: (best) => watch('resources', best.schedules / most) });
}

function drawn(
  schedule: Schedule,
  network: Network,
  { runs, seed, shape, spread }: NonNullable<ConstructionCase['risk']>,
  watch: (what: string, ratio: number) => void,
): RiskResult {
  const activities = schedule.activities.map((activity) => {
    const { estimate, durationMin } = activity;
    if (estimate || !spread || durationMin === 0) return activity;
    const spreadEstimate = {
      lowMin: durationMin * spread.lowRatio,
      likelyMin: durationMin,
      highMin: durationMin * spread.highRatio,
    };
    return { ...activity, estimate: spreadEstimate };
  });
  const progress = (ratio: number) => watch('risk', ratio);
  return simulate({ ...schedule, activities }, network, { runs: Math.round(runs), seed, shape, progress });
}
