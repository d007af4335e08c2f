import { buildChengchuan } from '../../demo/chengchuan.ts';
import { lightSource } from '../../tiles/grid/light/light-source.ts';
import { lightPngs } from '../../tiles/grid/light/light-thread.ts';
import { groundOf } from '../../tiles/shape/ground.ts';
import { filledElevation } from '../../tiles/shape/terrain.ts';

/** Prints the CPU-seconds and bytes of the demo city's baked light, from the layers to its pictures, in a process of its own. */
const city = buildChengchuan();
const contents = city.contents();
const elevation = city.elevation && filledElevation(city.elevation);
const ground = groundOf({ ...city.origin }, city.datum.geoidUndulationM, elevation);
const before = process.cpuUsage();
const { layers, files } = contents;
const source = lightSource({ ...city, elevation, layers, files }, ground);
const { day, night } = lightPngs({ source, former: null });
const { user, system } = process.cpuUsage(before);
process.stdout.write(`${JSON.stringify({ cpuS: (user + system) / 1e6, bytes: day.png.length + night.png.length })}\n`);
