import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CityCamera, parseCameras } from '../../model/city/cameras.ts';
import { CITY_FACTS } from '../../model/city/facts.ts';
import { GridError } from '../../model/city/grid.ts';
import type { Manifest } from '../../model/city/manifest.ts';
import { decodePrisms, type Prisms, parsePrismHead } from '../../model/city/prisms.ts';
import { EARTH_RADIUS_M } from '../../model/geo/earth.ts';
import { isInRing } from '../../model/geo/plane/ring.ts';
import type { Findings } from './findings.ts';
import { standingGround } from './standing.ts';

/** A camera inside a building sees nothing, and every map of coverage would be wrong about it: each is named with its building. */
export function checkCameras(folder: string, manifest: Manifest, findings: Findings): void {
  const { file } = CITY_FACTS.cameras;
  if (!manifest.facts?.cameras || !existsSync(join(folder, file))) return;
  const cameras = readCameras(folder, manifest, findings);
  const prisms = readPrisms(folder, manifest);
  const ground = standingGround(folder, manifest);
  if (!cameras || !prisms || !ground) return;
  const boxes = boxesOf(prisms);
  for (const { id, at, groundM, aboveGroundM } of cameras) {
    const [x, y] = at;
    const elevationM = (groundM ?? ground.elevationAt(x, y)) + aboveGroundM;
    const originM = manifest.origin.heightM - manifest.datum.geoidUndulationM;
    const up = elevationM - originM - (x * x + y * y) / (2 * EARTH_RADIUS_M);
    const p = prismAround(prisms, boxes, x, y, up);
    if (p === null) continue;
    const layer = prisms.layers[prisms.layer[p]].id;
    findings.add('camera-inside', file, id, 'a place outside buildings', `row ${prisms.row[p]} of layer ${layer}`);
  }
}

function readCameras(folder: string, { origin }: Manifest, findings: Findings): CityCamera[] | null {
  const { file } = CITY_FACTS.cameras;
  try {
    return parseCameras(JSON.parse(readFileSync(join(folder, file), 'utf8')), origin, file);
  } catch (error) {
    if (!(error instanceof GridError || error instanceof SyntaxError)) throw error;
    findings.add('cameras', file, '', 'a list of cameras', error.message);
    return null;
  }
}

/** Null where the city has none; that they are as their head says is asked elsewhere. */
function readPrisms(folder: string, manifest: Manifest): Prisms | null {
  const path = join(folder, CITY_FACTS.prisms.file);
  if (!manifest.facts?.prisms || !existsSync(path)) return null;
  try {
    const head = parsePrismHead(JSON.parse(readFileSync(path, 'utf8')));
    return decodePrisms(head, Uint8Array.from(readFileSync(join(folder, head.file))));
  } catch (error) {
    if (error instanceof GridError || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** West, south, east, north of each prism. */
function boxesOf({ count, ringOf, vertexOf, eastNorthM }: Prisms): Float64Array {
  const boxes = new Float64Array(4 * count);
  for (let p = 0; p < count; p++) {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (let i = vertexOf[ringOf[p]]; i < vertexOf[ringOf[p + 1]]; i++)
      for (const axis of [0, 1]) {
        box[axis] = Math.min(box[axis], eastNorthM[2 * i + axis]);
        box[axis + 2] = Math.max(box[axis + 2], eastNorthM[2 * i + axis]);
      }
    boxes.set(box, 4 * p);
  }
  return boxes;
}

/** The first existing prism around a place in space; holes are no part of it. */
function prismAround(prisms: Prisms, boxes: Float64Array, x: number, y: number, up: number): number | null {
  const { count, layers, layer, footM, topM, ringOf, vertexOf, eastNorthM } = prisms;
  for (let p = 0; p < count; p++) {
    const isNear = x >= boxes[4 * p] && y >= boxes[4 * p + 1] && x <= boxes[4 * p + 2] && y <= boxes[4 * p + 3];
    if (!isNear || up < footM[p] || up >= topM[p] || layers[layer[p]].state !== 'existing') continue;
    let isIn = false;
    for (let ring = ringOf[p]; ring < ringOf[p + 1]; ring++) {
      const corners: [number, number][] = [];
      for (let i = vertexOf[ring]; i < vertexOf[ring + 1]; i++)
        corners.push([eastNorthM[2 * i], eastNorthM[2 * i + 1]]);
      if (isInRing(corners, x, y)) isIn = !isIn;
    }
    if (isIn) return p;
  }
  return null;
}
