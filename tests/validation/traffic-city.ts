import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import * as v from 'valibot';
import { cityFilesIn, nodeMachine } from '../../cli/sim/engine-machine.ts';
import { TrafficRequest } from '../../model/questions/traffic.ts';
import { engine } from '../../workers/traffic/engine.ts';
import type { TrafficResult } from '../../workers/traffic/engine-types.ts';
import { atMost, exactly, type ValidationCase, type Verdict } from './verdict.ts';

const CITIES = resolve(import.meta.dirname, '../../../../public/city');
/** The bridge of the axis over the river. */
const BRIDGE = 'seg-B2-042';
const GAP = 1e-3;
/** Residents × trips × part by car × part of the hour / people per car, with the usual values. */
const TRIPS = (400_000 * 2.3 * 0.25 * 0.11) / 1.4;

async function played(): Promise<Verdict[]> {
  const machine = nodeMachine(engine.id, 0, false);
  const questions = engine.questions(await engine.open(cityFilesIn('chengchuan', CITIES), machine));
  const ask = async (closed: readonly string[]): Promise<TrafficResult> => {
    const roads = { closed: closed.map((segment) => ({ segment, by: 'works' })) };
    const result = await questions.analyse(v.parse(TrafficRequest, { roads }), () => {});
    if (!result) throw new Error('expected an answer');
    return result;
  };
  const cpu = process.cpuUsage();
  const shut = await ask([BRIDGE]);
  const { user, system } = process.cpuUsage(cpu);
  const empty = await emptyRoad(ask);
  await machine.close();
  const { demand, before, after, zones } = shut;
  const fromZones = zones.reduce((sum, zone) => sum + zone.trips + zone.stranded, 0);
  return [
    atMost('traffic.city: gap before', before.gapRatio, GAP),
    atMost('traffic.city: gap with a bridge closed', after.gapRatio, GAP),
    atMost(
      'traffic.city: trips off what residents make, as a part',
      Math.abs((demand.trips + demand.within) / TRIPS - 1),
      1e-9,
    ),
    atMost(
      'traffic.city: trips of zones and of the edge off all trips, as a part',
      Math.abs((fromZones + demand.outside / 2) / demand.trips - 1),
      1e-6,
    ),
    exactly('traffic.city: trips without a way', after.stranded, 0),
    exactly('traffic.city: the closed bridge makes nobody sooner on the whole', Number(shut.laterCarHours < 0), 0),
    exactly('traffic.city: roads that differ after a road closes that nobody uses', empty.differ, 0),
    atMost('traffic.city: both searches, CPU-s', (user + system) / 1e6, 20),
  ];
}

/** Closes a road on which nobody drives: no other road may have another car. */
async function emptyRoad(ask: (closed: readonly string[]) => Promise<TrafficResult>): Promise<{ differ: number }> {
  const { segments } = JSON.parse(
    new TextDecoder().decode(await cityFilesIn('chengchuan', CITIES).read('road-network.json')),
  ) as { segments: { id: string }[] };
  const open = await ask([]);
  const used = new Set(open.roads.map(({ id }) => id));
  const unused = segments.find(({ id }) => !used.has(id));
  const again = await ask(unused ? [unused.id] : []);
  const differ = again.roads.filter(
    ({ id, before, after }) => id !== unused?.id && JSON.stringify(before) !== JSON.stringify(after),
  ).length;
  return { differ };
}

/** The morning of the demo city with a bridge closed, and with a road closed that nobody uses. */
export const CITY: ValidationCase = {
  name: 'traffic.city',
  quick: false,
  missing: () => (existsSync(resolve(CITIES, 'chengchuan/manifest.json')) ? null : 'the demo city is not baked'),
  run: played,
};
