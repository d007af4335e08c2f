import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import * as v from 'valibot';
import { cityFilesIn, nodeMachine } from '../../cli/sim/engine-machine.ts';
import { OutdoorHeatRequest } from '../../model/questions/outdoor-heat.ts';
import { engine } from '../../workers/outdoor-heat/engine.ts';
import type { Parts, Report } from './parts.ts';

const CITIES = resolve(import.meta.dirname, '../../../../public/city');
/** Two kilometres square over the old town and what lies round it. */
const RING = [
  [0, -400],
  [2000, -400],
  [2000, 1600],
  [0, 1600],
];

const isThere = existsSync(resolve(CITIES, 'chengchuan/manifest.json'));

/** A day of 24 hours over 2 × 2 km in cells of 2 m, by one thread. */
async function heat(report: Report): Promise<void> {
  const machine = nodeMachine(engine.id, 0, false);
  const questions = engine.questions(await engine.open(cityFilesIn('chengchuan', CITIES), machine));
  const request = v.parse(OutdoorHeatRequest, { ringM: RING, cellM: 2, fromHour: 0, toHour: 23 });
  const since = process.cpuUsage();
  const result = await questions.analyse(request, () => {});
  const { user, system } = process.cpuUsage(since);
  await machine.close();
  report({ name: 'heat.day.cpuS', value: (user + system) / 1e6, unit: 's' });
  report({ name: 'heat.day.cells', value: (result?.raster.columns ?? 0) * (result?.raster.rows ?? 0), unit: '1' });
  report({ name: 'heat.day.rssMiB', value: process.memoryUsage().rss / 2 ** 20, unit: 'MiB' });
}

/** Outdoor heat in the demo city; where it is not baked nothing is measured. */
export const PARTS: Parts = isThere ? { heat: (_, report) => heat(report) } : {};
