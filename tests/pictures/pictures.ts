import { spawnSync } from 'node:child_process';
import { ROOT } from '../e2e/house.ts';
import { drawViews, viewsAsked } from './city-views.ts';
import { measureTones, tonesAsked } from './tones.ts';

/** `npm run pictures`: makes the guide's pictures anew (arguments go to vitest), with `--tones` measures the tones of the city's picture, with `--views` draws each city's nine views. */
const args = process.argv.slice(2);
const tones = tonesAsked(args);
const views = viewsAsked(args);
if (tones) process.exitCode = (await measureTones(tones)) ? 0 : 1;
else if (views) await drawViews(views);
else {
  const vitest = ['vitest', 'run', '--project', 'pictures', ...args];
  process.exitCode = spawnSync('npx', vitest, { cwd: ROOT, stdio: 'inherit' }).status ?? 1;
}
