import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type LtmInput, type LtmNode, startLtm, stepLtm } from '../../workers/traffic/ltm/ltm.ts';
import { buildNetwork } from '../../workers/traffic/micro/network.ts';
import { advanceTo, isOver } from '../../workers/traffic/micro/run-micro.ts';
import { bytesAVehicle, type MicroRun, startRun, TALLY } from '../../workers/traffic/micro/state.ts';
import { stepRun } from '../../workers/traffic/micro/step.ts';
import { CITY_CAR } from '../../workers/traffic/micro/vehicle-class.ts';
import { ACOSTA_FOLDER, acostaInput, acostaMissing } from '../validation/traffic-flow-acosta.ts';
import { gridNetwork, gridTrips } from '../validation/traffic-flow-grid.ts';
import { triangle } from '../validation/traffic-flow-waves.ts';
import type { Parts, Report } from './parts.ts';

const STEP_S = 0.5;

function cpuS(work: () => void): number {
  const cpu = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(cpu);
  return (user + system) / 1e6;
}

/** Updates of vehicles in a stretch of a run for each second of a processor. */
function pace(run: MicroRun, untilS: number): { perS: number; cpu: number } {
  const before = run.state.tally[TALLY.updates];
  const cpu = cpuS(() => advanceTo(run, untilS));
  return { perS: (run.state.tally[TALLY.updates] - before) / cpu, cpu };
}

/** Bytes that the heap gains in a step, while nothing is collected. */
function garbage(run: MicroRun, steps: number): number {
  const before = process.memoryUsage().heapUsed;
  for (let step = 0; step < steps; step++) stepRun(run);
  return Math.max(0, process.memoryUsage().heapUsed - before) / steps;
}

/** SUMO where this machine has it, on the same files: updates for each second of a processor, its own seconds of steps. */
function sumoPerS(folder: string): number | null {
  if (!existsSync('/usr/bin/sumo')) return null;
  const file = (name: string) => join(ACOSTA_FOLDER, name);
  const routes = `${join(folder, 'acosta.rou.xml')},${file('acosta_busses.rou.xml')}`;
  const more = ['vtypes', 'bus_stops', 'tls'].map((name) => file(`acosta_${name}.add.xml`)).join(',');
  const unpack = `gunzip -c ${file('acosta.rou.xml.gz')} > ${join(folder, 'acosta.rou.xml')}`;
  const play = `sumo -n ${file('acosta_buslanes.net.xml')} -r ${routes} -a ${more} --seed 1 -X never --no-step-log --duration-log.statistics`;
  const { stdout } = spawnSync('bash', ['-c', `${unpack}; ${play}; times`], { encoding: 'utf8' });
  const vehicles = Number(/Inserted: (\d+)/.exec(stdout)?.[1]);
  const durationS = Number(/ Duration: ([\d.]+)\n WaitingTime/.exec(stdout)?.[1]);
  const times = [...stdout.matchAll(/(\d+)m([\d.]+)s (\d+)m([\d.]+)s/g)].pop();
  if (!times) return null;
  const [, userMin, userS, systemMin, systemS] = times.map(Number);
  return (vehicles * durationS) / (60 * (userMin + systemMin) + userS + systemS);
}

function acosta(folder: string, report: Report): void {
  const reason = acostaMissing();
  if (reason) {
    process.stderr.write(`traffic-flow.acosta: skipped, ${reason}\n`);
    return;
  }
  const input = acostaInput(1, STEP_S);
  advanceTo(startRun(input), 600);
  const run = startRun(input);
  const { perS, cpu } = pace(run, 9000);
  report({ name: 'traffic-flow.acosta.updatesPerCpuS', value: perS, unit: '1/s' });
  report({ name: 'traffic-flow.acosta.cpuS', value: cpu, unit: 's' });
  report({ name: 'traffic-flow.acosta.finished', value: Number(isOver(run)), unit: '1' });
  const sumo = sumoPerS(folder);
  if (sumo === null) {
    process.stderr.write(
      'traffic-flow.acosta: SUMO is not installed; the reference cites 194,000 updates a CPU-second\n',
    );
    return;
  }
  report({ name: 'traffic-flow.acosta.sumoUpdatesPerCpuS', value: sumo, unit: '1/s' });
  report({ name: 'traffic-flow.acosta.timesSumo', value: perS / sumo, unit: '1' });
}

/** The grid of the reference: 24 × 24 junctions with signals, 300 m apart, two lanes, 60,000 trips that begin within 443 s. */
function grid(report: Report): void {
  const streets = gridNetwork(24, 300);
  const network = buildNetwork(streets.input);
  const trips = gridTrips(streets, 60_000, 443, 1);
  const run = startRun({ network, classes: [CITY_CAR], trips, seed: 1, stepS: STEP_S });
  advanceTo(run, 300);
  const { perS, cpu } = pace(run, 443);
  report({ name: 'traffic-flow.grid.updatesPerCpuS', value: perS, unit: '1/s' });
  report({ name: 'traffic-flow.grid.running', value: run.state.tally[TALLY.running], unit: '1' });
  report({ name: 'traffic-flow.grid.timesRealTime', value: 143 / cpu, unit: '1' });
  report({ name: 'traffic-flow.grid.bytesAVehicle', value: bytesAVehicle(run), unit: 'B' });
  report({ name: 'traffic-flow.grid.garbageAStep', value: garbage(run, 40), unit: 'B' });
}

/** A grid of links for the transmission model: 20,000 links of 200 m, a signal at each, equal shares of turns. */
function ltmInput(): LtmInput {
  const side = 71;
  const streets = gridNetwork(side, 220);
  const links = streets.input.links.map(({ name }, index) => {
    const offsetS = (index % 9) * 10;
    return triangle(name, 200, {
      queued: 5,
      outflowPerS: (timeS) => ((timeS + offsetS) % 90 < 45 ? 1900 / 3600 : 0),
    });
  });
  const nodes: LtmNode[] = [];
  for (let node = 0; node < side * side; node++) {
    const outLinks = [0, 1, 2, 3].map((arm) => streets.linkFrom[4 * node + arm]).filter((link) => link >= 0);
    const inLinks = streets.input.movements.filter(({ signal }) => signal === node).map(({ fromLink }) => fromLink);
    const distinct = [...new Set(inLinks)];
    nodes.push({ inLinks: distinct, outLinks, shares: distinct.map(() => outLinks.map(() => 1 / outLinks.length)) });
  }
  return { links, nodes, sources: [], stepS: 5 };
}

function ltm(report: Report): void {
  const run = startLtm(ltmInput());
  const hour = cpuS(() => {
    while (run.step < 720) stepLtm(run);
  });
  report({ name: 'traffic-flow.ltm.links', value: run.input.links.length, unit: '1' });
  report({ name: 'traffic-flow.ltm.cpuSAnHour', value: hour, unit: 's' });
  report({ name: 'traffic-flow.ltm.linkUpdatesPerCpuS', value: (720 * run.input.links.length) / hour, unit: '1/s' });
}

/** The morning of a town against SUMO, a grid of 60,000 trips, and an hour of the transmission model. */
export const PARTS: Parts = {
  acosta: async (folder, report) => acosta(resolve(folder), report),
  grid: async (_, report) => grid(report),
  ltm: async (_, report) => ltm(report),
};
