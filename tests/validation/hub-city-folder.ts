import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyCity } from '../../cli/city/pack.ts';
import { serve } from '../../hub/serve.ts';
import { exactly, type ValidationCase, type Verdict } from './verdict.ts';

const SECRET = 'what nobody may read';
const DATA = ['manifest.json', 'grid/bed.bin', 'tiles/0.glb', 'ground/0.png', 'plans/a.geojson', 'terrain/0.terrain'];
const HOSTILE = ['evil.html', 'evil.js', 'evil.svg', 'evil.xhtml', '.env', '.git/config.json', 'run.sh', 'page.php'];
const LINKS = ['link.txt', 'link.json', 'folder', 'grid/link.bin', 'grid/bed.bin.gz'];
const PATHS = [
  ...[...HOSTILE, 'link.txt', 'link.json', 'folder/secret.txt', 'grid/link.bin', 'hub/kept.json', ''],
  ...['../secret.txt', '%2e%2e/secret.txt', '..%2fsecret.txt', '..%5csecret.txt', '%252e%252e/secret.txt'],
  ...['../beside.json', '../no-city/a.json', '../link-to-outside/secret.json', 'grid/bed.bin.gz', 'hub/commands.key'],
];

/** A city folder as somebody else may send it: data beside pages, scripts, hidden files, links and, by mistake, a hub's own data. */
async function plant(place: string): Promise<{ cities: string; hub: string }> {
  const cities = join(place, 'cities');
  const city = join(cities, 'a');
  const write = async (path: string, text: string) => {
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, text);
  };
  for (const path of DATA)
    await write(join(city, path), path.endsWith('json') ? '{"name":{"zh":"甲","en":"A"}}' : 'data');
  for (const path of [...HOSTILE, 'hub/kept.json', 'hub/commands.key']) await write(join(city, path), SECRET);
  for (const path of ['beside.json', 'no-city/a.json', 'secret.txt']) await write(join(cities, path), SECRET);
  const outside = join(place, 'outside');
  for (const path of ['secret.txt', 'secret.json']) await write(join(outside, path), SECRET);
  for (const path of LINKS) await symlink(path === 'folder' ? outside : join(outside, 'secret.txt'), join(city, path));
  await symlink(outside, join(cities, 'link-to-outside'));
  return { cities, hub: join(city, 'hub') };
}

/** Of a hostile city folder its data alone are served, sandboxed, and packed. A linked packed twin takes its file with it. */
async function cityFolder(): Promise<Verdict[]> {
  const place = await mkdtemp(join(tmpdir(), 'shapan-city-folder-'));
  const { cities, hub } = await plant(place);
  const appFolder = join(place, 'app');
  await mkdir(appFolder);
  const { server, url } = await serve({ appFolder, cityFolder: cities, hidden: [hub], host: '127.0.0.1', port: 0 });
  try {
    const ask = (path: string) => fetch(`${url}/city/a/${path}`, { headers: { 'Accept-Encoding': 'gzip' } });
    let leaks = 0;
    for (const path of PATHS) {
      const answer = await ask(path);
      if (answer.ok || (await answer.text()).includes(SECRET)) leaks++;
    }
    let served = 0;
    let sandboxed = 0;
    for (const path of DATA) {
      const { ok, headers } = await ask(path);
      if (ok) served++;
      const isNosniff = headers.get('x-content-type-options') === 'nosniff';
      if (ok && isNosniff && headers.get('content-security-policy') === "sandbox; default-src 'none'") sandboxed++;
    }
    const packed = join(place, 'packed');
    const leftOut = await copyCity(cities, 'a', packed, new AbortController().signal);
    const files = (await readdir(packed, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    const ownFiles = files.filter(({ name }) => !DATA.some((path) => path.endsWith(name)) && name !== 'kept.json');
    return [
      exactly('hub.cityFolder: what is no data, served', leaks, 0),
      exactly('hub.cityFolder: data served', served, DATA.length - 1),
      exactly('hub.cityFolder: data served in a sandbox', sandboxed, served),
      exactly('hub.cityFolder: what is no data, packed', ownFiles.length, 0),
      exactly('hub.cityFolder: named as left out', leftOut.length, HOSTILE.length + LINKS.length + 2),
    ];
  } finally {
    await server.close();
    await rm(place, { recursive: true, force: true });
  }
}

export const CASES: ValidationCase[] = [{ name: 'hub.cityFolder', quick: true, run: cityFolder }];
