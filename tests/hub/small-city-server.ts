import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { serve } from '../../hub/serve.ts';
import { smallCity } from '../model/city/small-city.ts';

interface SmallCityServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the small city with its files and those of `more`, by their paths below the folder of the cities. */
export async function serveSmallCity(
  more: ReadonlyMap<string, string | Uint8Array> = new Map(),
  options: Pick<Parameters<typeof serve>[0], 'runner'> = {},
): Promise<SmallCityServer> {
  const folder = await mkdtemp(join(tmpdir(), 'shapan-small-city-'));
  const put = async (path: string, bytes: string | Uint8Array) => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  };
  const { city, files } = smallCity();
  await put('app/index.html', '<!doctype html>');
  await put('city/small/manifest.json', JSON.stringify({ ...city, id: 'small' }));
  for (const [path, bytes] of files) await put(`city/small/${path}`, bytes);
  for (const [path, bytes] of more) await put(`city/${path}`, bytes);
  const folders = { appFolder: join(folder, 'app'), cityFolder: join(folder, 'city') };
  const { server, url } = await serve({ ...folders, host: '127.0.0.1', port: 0, ...options });
  return {
    url,
    async close() {
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
}
