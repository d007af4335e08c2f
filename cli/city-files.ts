import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseManifest } from '../model/city/manifest.ts';
import type { CityFiles } from '../workers/shared/engine.ts';

/** A baked city's folder as an engine reads it. */
export function cityFilesIn(folder: string): CityFiles {
  const json = (path: string): unknown => JSON.parse(readFileSync(join(folder, path), 'utf8'));
  return {
    manifest: parseManifest(json('manifest.json'), join(folder, 'manifest.json')),
    read: async (path) => new Uint8Array(readFileSync(join(folder, path))),
    readJson: async (path) => json(path),
    findJson: async (path) => (existsSync(join(folder, path)) ? json(path) : null),
  };
}
