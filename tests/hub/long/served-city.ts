import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { processRunner } from '../../../cli/process-runner.ts';
import { serve } from '../../../hub/serve.ts';

const ROOT = resolve(import.meta.dirname, '../../..');

/** Where `npm start` and `npm run bake` put cities. */
export const CITIES = join(ROOT, 'public/city');

/** What these tests need that a fresh checkout lacks; null: it is all there. */
export function missingFor(city: string, cities = CITIES): string | null {
  if (!existsSync(join(cities, city, 'manifest.json'))) return `${city} is not baked`;
  if (!existsSync(join(ROOT, 'build/node/cli/shapan.js'))) return 'the program is not compiled (npm run check)';
  return null;
}

/** Serves baked cities with every door, engines included. */
export async function serveCities(cities = CITIES): Promise<{ url: string; close(): Promise<void> }> {
  const app = await mkdtemp(join(tmpdir(), 'shapan-doors-'));
  await mkdir(app, { recursive: true });
  await writeFile(join(app, 'index.html'), '<!doctype html>');
  const runner = processRunner(cities);
  const { server, url } = await serve({ appFolder: app, cityFolder: cities, host: '127.0.0.1', port: 0, runner });
  return {
    url,
    async close() {
      await server.close();
      await rm(app, { recursive: true });
    },
  };
}
