import { readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import * as v from 'valibot';
import { type ContentJson, isTooDeep, MAX_TILE_DEPTH, type TileJson, Tileset } from '../../model/city/tileset-json.ts';
import type { Box } from './content.ts';
import type { Findings } from './findings.ts';

/** Rounding of JSON numbers and of whole grid steps; a box that is short by more does not hold its content. */
const BOX_TOLERANCE_M = 0.002;

/** A piece of content and the boxes that must hold it, in its own frame. */
export interface TileContent {
  /** Relative to the city's folder. */
  file: string;
  boxes: { place: string; box: readonly number[] }[];
}

interface TilesetFacts {
  contents: TileContent[];
  /** Every file of it, relative to the city's folder. */
  files: string[];
  /** Transform of the root, column-major; null where it has none. */
  transform: readonly number[] | null;
  rootBox: readonly number[] | null;
}

/**
 * Reads a tileset with its external tilesets: errors fall downwards, children lie in their parents, files are there.
 * Files outside the city's folder are not opened.
 */
export function checkTileset(folder: string, file: string, findings: Findings): TilesetFacts {
  const facts: TilesetFacts = { contents: [], files: [], transform: null, rootBox: null };
  const root = readTileset(folder, file, findings);
  if (!root) return facts;
  facts.files.push(file);
  facts.transform = root.root.transform ?? null;
  facts.rootBox = root.root.boundingVolume.box;
  if (root.root.geometricError > root.geometricError)
    findings.add(
      'error-rising',
      file,
      'root.geometricError',
      `at most ${root.geometricError}`,
      root.root.geometricError,
    );
  checkTile(folder, file, 'root', root.root, facts, findings);
  return facts;
}

function readTileset(folder: string, file: string, findings: Findings): v.InferOutput<typeof Tileset> | null {
  const path = join(folder, file);
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) {
    findings.add('file-missing', file, '', 'a tileset', 'no file');
    return null;
  }
  try {
    const json: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (isTooDeep(json)) {
      findings.add('tileset-json', file, 'root', `at most ${MAX_TILE_DEPTH} levels`, 'more');
      return null;
    }
    const result = v.safeParse(Tileset, json, { abortEarly: true });
    if (result.success) return result.output;
    const [issue] = result.issues;
    findings.add('tileset-json', file, v.getDotPath(issue) ?? '(root)', issue.expected ?? issue.type, issue.received);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    findings.add('tileset-json', file, '', 'JSON', error.message);
  }
  return null;
}

function checkTile(
  folder: string,
  file: string,
  place: string,
  tile: TileJson,
  facts: TilesetFacts,
  findings: Findings,
): void {
  const { box } = tile.boundingVolume;
  const children = tile.children ?? [];
  if (tile.content) checkContentOf(folder, file, place, tile, tile.content, facts, findings);
  if (children.length === 0 && tile.geometricError !== 0 && !tile.content?.uri.endsWith('.json'))
    findings.add('error-leaf', file, `${place}.geometricError`, '0 at a leaf', tile.geometricError);
  children.forEach((child, i) => {
    const at = `${place}.children[${i}]`;
    checkBelow(file, at, tile, child, findings);
    if (!holds(box, corners(child.boundingVolume.box, child.transform)))
      findings.add(
        'child-outside',
        file,
        `${at}.boundingVolume`,
        `inside ${place}`,
        describe(child.boundingVolume.box),
      );
    checkTile(folder, file, at, child, facts, findings);
  });
}

function checkBelow(file: string, at: string, tile: TileJson, child: TileJson, findings: Findings): void {
  if (child.geometricError > tile.geometricError)
    findings.add(
      'error-rising',
      file,
      `${at}.geometricError`,
      `at most ${tile.geometricError}, its parent's`,
      child.geometricError,
    );
}

function checkContentOf(
  folder: string,
  file: string,
  place: string,
  tile: TileJson,
  content: ContentJson,
  facts: TilesetFacts,
  findings: Findings,
): void {
  const target = relative(folder, join(folder, dirname(file), content.uri))
    .split(sep)
    .join('/');
  if (target.startsWith('..') || content.uri.includes(':')) {
    findings.add('uri', file, `${place}.content.uri`, "a file in the city's folder", content.uri);
    return;
  }
  const { box } = tile.boundingVolume;
  const own = content.boundingVolume?.box;
  if (own && !holds(box, corners(own)))
    findings.add('content-box', file, `${place}.content.boundingVolume`, `inside ${describe(box)}`, describe(own));
  if (!target.endsWith('.json')) {
    const boxes = [{ place: `${file} ${place}.boundingVolume`, box }];
    if (own) boxes.push({ place: `${file} ${place}.content.boundingVolume`, box: own });
    // An address of nothing, or of a folder, is no content.
    if (!statSync(join(folder, target), { throwIfNoEntry: false })?.isFile())
      findings.add('file-missing', target, `${file} ${place}.content.uri`, 'a file', 'none');
    else facts.contents.push({ file: target, boxes });
    facts.files.push(target);
    return;
  }
  if (facts.files.includes(target)) {
    findings.add('uri', file, `${place}.content.uri`, 'each external tileset once', content.uri);
    return;
  }
  const external = readTileset(folder, target, findings);
  if (!external) return;
  facts.files.push(target);
  checkBelow(target, 'root', tile, external.root, findings);
  if (external.root.geometricError > external.geometricError)
    findings.add(
      'error-rising',
      target,
      'root.geometricError',
      `at most ${external.geometricError}`,
      external.root.geometricError,
    );
  if (!holds(box, corners(external.root.boundingVolume.box, external.root.transform)))
    findings.add(
      'child-outside',
      target,
      'root.boundingVolume',
      `inside ${place} of ${file}`,
      describe(external.root.boundingVolume.box),
    );
  checkTile(folder, target, 'root', external.root, facts, findings);
}

/** The eight corners of a 3D Tiles box, taken through a transform. */
function corners(box: readonly number[], m?: readonly number[]): number[][] {
  return Array.from({ length: 8 }, (_, i) => {
    const a = i & 1 ? 1 : -1;
    const b = i & 2 ? 1 : -1;
    const c = i & 4 ? 1 : -1;
    const [x, y, z] = [0, 1, 2].map((k) => box[k] + a * box[3 + k] + b * box[6 + k] + c * box[9 + k]);
    if (!m) return [x, y, z];
    return [0, 1, 2].map((k) => m[k] * x + m[4 + k] * y + m[8 + k] * z + m[12 + k]);
  });
}

function holds(box: readonly number[], points: readonly (readonly number[])[]): boolean {
  return points.every((point) => outsideM(box, point) <= BOX_TOLERANCE_M);
}

/** How far a point lies outside a box, along its axes. */
function outsideM(box: readonly number[], point: readonly number[]): number {
  let most = -Infinity;
  for (let axis = 3; axis < 12; axis += 3) {
    const half = Math.hypot(box[axis], box[axis + 1], box[axis + 2]);
    if (half === 0) continue;
    let along = 0;
    for (let c = 0; c < 3; c++) along += (point[c] - box[c]) * (box[axis + c] / half);
    most = Math.max(most, Math.abs(along) - half);
  }
  return most;
}

/** Whether a content's box (west, south, low, east, north, high) lies in a tile's box; else how far it sticks out. */
export function excessM(box: readonly number[], [west, south, low, east, north, high]: Box): number {
  let most = 0;
  for (let i = 0; i < 8; i++) {
    const corner = [i & 1 ? east : west, i & 2 ? north : south, i & 4 ? high : low];
    const out = outsideM(box, corner);
    if (out > BOX_TOLERANCE_M) most = Math.max(most, out);
  }
  return most;
}

export function describe(box: readonly number[]): string {
  return `[${box.map((value) => Math.round(value * 1000) / 1000).join(', ')}]`;
}
