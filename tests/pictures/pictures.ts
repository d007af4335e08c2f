import { spawnSync } from 'node:child_process';
import { ROOT } from '../e2e/house.ts';
import { measureTones, tonesAsked } from './tones.ts';

/** `npm run pictures`: makes the guide's pictures anew (arguments go to vitest), or with `--tones` measures the tones of the city's picture. */
const args = process.argv.slice(2);
const tones = tonesAsked(args);
if (tones) process.exitCode = (await measureTones(tones)) ? 0 : 1;
else {
  const vitest = ['vitest', 'run', '--project', 'pictures', ...args];
  process.exitCode = spawnSync('npx', vitest, { cwd: ROOT, stdio: 'inherit' }).status ?? 1;
}
