import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './house.ts';

/** A folder with the demo city, all of whose files are those that were baked but for its list of cameras, in which some differ; by their id. */
export function changedCameras(folder: string, changes: Readonly<Record<string, object>>): string {
  const from = join(ROOT, 'public/city/chengchuan');
  const city = join(folder, 'cities/chengchuan');
  mkdirSync(city, { recursive: true });
  for (const name of readdirSync(from))
    if (!name.startsWith('cameras.json')) symlinkSync(join(from, name), join(city, name));
  const list = JSON.parse(readFileSync(join(from, 'cameras.json'), 'utf8')) as { cameras: { id: string }[] };
  const cameras = list.cameras.map((one) => ({ ...one, ...changes[one.id] }));
  writeFileSync(join(city, 'cameras.json'), JSON.stringify({ ...list, cameras }));
  return join(folder, 'cities');
}
