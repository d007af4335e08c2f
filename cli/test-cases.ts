import { existsSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './root.ts';

/** The compiled command line lies three folders below the root, in `build/node/cli`. */
const COMPILED = resolve(import.meta.dirname, '..');

/**
 * Which files of a folder of tests hold cases: `manifest.json` there maps a name to a file beside it. Benches and validations are found
 * so, at run time, because the program itself imports nothing from tests/: an installed one has no such folder.
 */
export function readCaseManifest(folder: string): Record<string, string> {
  const path = join(ROOT, folder, 'manifest.json');
  if (!existsSync(path))
    throw new Error(`${folder}: expected its manifest.json, got none: only a checkout of the sources has these cases`);
  const manifest: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (!isManifest(manifest))
    throw new Error(`${folder}/manifest.json: expected names with files in that folder, got something else`);
  return manifest;
}

/** Loads one file of a manifest as `npm run cases` compiled it; what it exports is the caller's contract with the folder. */
export async function loadCases<Module>(folder: string, file: string): Promise<Module> {
  const path = join(COMPILED, folder, file.replace(/\.ts$/, '.js'));
  if (!existsSync(path)) throw new Error(`${folder}/${file}: expected it compiled (npm run cases), got no ${path}`);
  return (await import(pathToFileURL(path).href)) as Module;
}

/** Files of the folder itself only: a path would reach others. */
function isManifest(value: unknown): value is Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every(
    (file) => typeof file === 'string' && file.endsWith('.ts') && basename(file) === file,
  );
}
