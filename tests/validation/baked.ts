import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type Column, decodeColumn } from '../../model/city/column.ts';
import { type LayerInfo, type Manifest, parseManifest } from '../../model/city/manifest.ts';

/** The compiled tree lies in build/node. */
const ROOT = resolve(import.meta.dirname, '../../../..');
const SHAPAN = join(ROOT, 'build/node/cli/shapan.js');

export const RECIPES = join(ROOT, 'tests/recipes');
export const DATA = resolve(ROOT, '../shared/data');

/** Bakes as a user would, in a process of its own; its folder. */
export async function bakeInto(out: string, source: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [SHAPAN, 'bake', source, '--out', out, '--json'], {
    maxBuffer: 1 << 26,
  });
  return (JSON.parse(stdout) as { folder: string }).folder;
}

export async function readManifestOf(folder: string): Promise<Manifest> {
  return parseManifest(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')));
}

export async function readColumn(folder: string, layer: LayerInfo, name: string): Promise<Column> {
  const attribute = layer.attributes.find((each) => each.name === name);
  if (!attribute) throw new Error(`${layer.id}: expected an attribute ${name}, got none`);
  return decodeColumn(await readFile(join(folder, attribute.file)), attribute.file);
}

export function sumOf(column: Column): number {
  if (column.type === 'string') throw new Error('a column of text has no sum');
  let sum = 0;
  for (const value of column.values) if (!Number.isNaN(value) && value !== 0xffffffff) sum += value;
  return sum;
}
