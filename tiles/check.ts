import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { meshoptDecoderReady } from '../model/city/gltf.ts';
import { type LayerInfo, type Manifest, ManifestError, parseManifest } from '../model/city/manifest.ts';
import { ecefFromEnuMatrix } from '../model/geo/enu.ts';
import { MessageError } from '../model/text/message.ts';
import { checkCameras } from './check/cameras.ts';
import { checkChecksums } from './check/checksums.ts';
import { checkAttributes, checkIds, checkPlaces, checkSorted, readAreas } from './check/columns.ts';
import { type ContentFacts, checkContent } from './check/content.ts';
import { checkCompressed, listFiles } from './check/files.ts';
import { type Finding, Findings } from './check/findings.ts';
import { gltfProblems } from './check/gltf-validity.ts';
import { checkGrids } from './check/grids.ts';
import { checkLight } from './check/light.ts';
import { checkPicture } from './check/picture.ts';
import { type StandingGround, standingGround } from './check/standing.ts';
import { checkTerrain } from './check/terrain.ts';
import { checkTileset, describe, excessM, type TileContent } from './check/tileset.ts';
import { checkTilesetLayer, isTilesetLayer } from './check/tileset-layer.ts';
import { bakeMessage } from './messages.ts';
import { HANGS_M, MIN_SHARE } from './read/standing-doubts.ts';

export interface CheckReport {
  findings: Finding[];
  /** Number of findings of each code, unreported ones included. */
  counts: Record<string, number>;
  total: number;
  layers: number;
  tiles: number;
  features: number;
  triangles: number;
  /** Solids and models whose area was compared, and how many differ from the source by more than 0.1 %, less than the grid moves edges. */
  areas: number;
  areasBeyond: number;
  terrainTiles: number;
  pictureTiles: number;
  files: number;
}

interface CheckOptions {
  /** Leaves Khronos' validator out: it is a third of the time. */
  skipGltfValidator?: boolean;
  onProgress?: (progress: { stage: string; done: number; total: number }) => void;
}

/** Root transforms are written with 15 digits or more. */
const TRANSFORM_TOLERANCE = 1e-6;

/**
 * How far the middle of a feature's triangles may lie from its place: mitred ends and the curvature of long features move
 * it. Two rows that changed their ids keep every id once, and are found only so.
 */
const PLACE_TOLERANCE_M = 2;
const PLACE_TOLERANCE_RATIO = 0.02;

/**
 * An arm thinner than two steps of the tile's grid falls away and moves the middle further (7.6 m at the most in New York);
 * what is left then lies within the place's circle, which a neighbour with a changed id does not.
 */
const LOST_ARM_M = 8;

/** See `checkArea`. */
const AREA_TOLERANCE_RATIO = 0.001;

/** Reads back everything that was baked into a city's folder. Only what cannot be opened at all throws. */
export async function checkCity(folder: string, options: CheckOptions = {}): Promise<CheckReport> {
  await meshoptDecoderReady;
  const findings = new Findings();
  const report = {
    layers: 0,
    tiles: 0,
    features: 0,
    triangles: 0,
    areas: 0,
    areasBeyond: 0,
    terrainTiles: 0,
    pictureTiles: 0,
    files: 0,
  };
  const manifest = readManifest(folder, findings);
  if (manifest) {
    const known = new Set<string>(['manifest.json']);
    let gid = 0;
    for (const layer of [...manifest.layers, ...(manifest.decorations ?? [])]) {
      if (layer.gidBase !== gid)
        findings.add('gid-base', 'manifest.json', `layers.${layer.id}.gidBase`, gid, layer.gidBase);
      gid += layer.count;
      if (isTilesetLayer(layer)) {
        report.layers++;
        report.tiles += await checkTilesetLayer(folder, layer, known, findings);
        continue;
      }
      const { sums: areas, ...sums } = await checkLayer(folder, manifest, layer, known, findings, options);
      report.tiles += sums.tiles;
      if (layer.decorates === undefined) {
        report.layers++;
        report.features += layer.count;
      }
      report.triangles += sums.triangles;
      report.areas += areas.count;
      report.areasBeyond += areas.beyond;
    }
    if (manifest.terrain) report.terrainTiles = checkTerrain(folder, manifest.terrain, findings);
    if (manifest.ground) report.pictureTiles = checkPicture(folder, manifest.ground, findings);
    checkGrids(folder, manifest, findings);
    checkCameras(folder, manifest, findings);
    checkLight(folder, manifest, findings);
    const files = listFiles(folder);
    report.files = files.length;
    for (const file of files) {
      if (file.startsWith('layers/') && file.endsWith('.glb') && !known.has(file))
        findings.add('file-unreferenced', file, '', 'a tileset that names it', 'none');
    }
    checkCompressed(folder, files, findings);
    checkChecksums(folder, files, findings);
  }
  return { findings: findings.reported, counts: Object.fromEntries(findings.counts), total: findings.total, ...report };
}

function readManifest(folder: string, findings: Findings): Manifest | null {
  const path = join(folder, 'manifest.json');
  if (!existsSync(path)) throw new MessageError(bakeMessage('no-manifest', { path }));
  try {
    return parseManifest(JSON.parse(readFileSync(path, 'utf8')), 'manifest.json');
  } catch (error) {
    if (!(error instanceof ManifestError || error instanceof SyntaxError)) throw error;
    findings.add('manifest', 'manifest.json', '', 'a manifest', error.message);
    return null;
  }
}

async function checkLayer(
  folder: string,
  manifest: Manifest,
  layer: LayerInfo,
  known: Set<string>,
  findings: Findings,
  { skipGltfValidator, onProgress }: CheckOptions,
): Promise<{ tiles: number; triangles: number; sums: AreaSums }> {
  const ids = checkIds(folder, layer, findings);
  if (ids) checkSorted(folder, layer, ids, findings);
  const places = checkPlaces(folder, layer, findings);
  const areas = readAreas(folder, layer, findings);
  checkAttributes(folder, layer, findings);
  const tileset = checkTileset(folder, layer.tileset, findings);
  for (const file of tileset.files) known.add(file);
  const expected = ecefFromEnuMatrix({ ...manifest.origin });
  const { transform, rootBox } = tileset;
  const standing = layer.kind === 'building' ? standingGround(folder, manifest) : null;
  const ground = layer.shape === 'extruded' ? standing : null;
  const hanging: number[] = [];
  checkRoot(rootBox, transform, expected, findings, layer, tileset);

  const seen = new Uint8Array(layer.count);
  const sums: AreaSums = { count: 0, beyond: 0, bakedM2: 0, sourceM2: 0, slackM4: 0 };
  let triangles = 0;
  for (const [i, content] of tileset.contents.entries()) {
    const bytes = readFileSync(join(folder, content.file));
    const facts = checkContent(content.file, bytes, layer, findings, ground);
    triangles += facts.triangles;
    for (const { place, box } of content.boxes) {
      const out = facts.box ? excessM(box, facts.box) : 0;
      if (out > 0)
        findings.add(
          'content-outside',
          content.file,
          place,
          'a box that holds the content',
          `${out.toFixed(3)} m outside`,
        );
    }
    checkRows(content.file, layer, facts, { ids, places, areas, seen, sums }, findings);
    if (layer.kind === 'building') checkHeights(content.file, facts, findings);
    if (standing && layer.shape === 'surface') hanging.push(...hangingM(facts, standing));
    if (!skipGltfValidator) await checkGltf(content, bytes, findings);
    onProgress?.({ stage: layer.id, done: i + 1, total: tileset.contents.length });
  }
  for (let row = 0; row < layer.count; row++) {
    if (seen[row] === 0)
      findings.add('feature-lost', layer.tileset, ids ? ids[row].toString() : `row ${row}`, 'in a tile', 'in none');
  }
  if (hanging.length > MIN_SHARE * layer.count)
    findings.add(
      'model-hangs',
      layer.tileset,
      `${hanging.length} of ${layer.count} buildings`,
      'a base on the ground of the city',
      `${Math.round(hanging.reduce((a, b) => Math.min(a, b)))} to ${Math.round(hanging.reduce((a, b) => Math.max(a, b)))} m above it`,
    );
  const { bakedM2, sourceM2, slackM4 } = sums;
  if (Math.abs(bakedM2 - sourceM2) > AREA_TOLERANCE_RATIO * sourceM2 + Math.sqrt(slackM4))
    findings.add('area', layer.tileset, 'all features', `${sourceM2.toFixed(1)} m²`, bakedM2.toFixed(1));
  return { tiles: tileset.contents.length, triangles, sums };
}

/** Lower than any house, higher than what the grid of a tile makes of a flat plate. */
const MIN_HEIGHT_M = 0.05;

/** A building without height is a plate that nobody sees. */
function checkHeights(file: string, { lowM, highM, idBytes, idOffsets, gid }: ContentFacts, findings: Findings): void {
  for (let row = 0; row < gid.length; row++) {
    const heightM = highM[row] - lowM[row];
    if (!(heightM >= 0 && heightM < MIN_HEIGHT_M)) continue;
    const id = Buffer.from(idBytes.buffer, idBytes.byteOffset + idOffsets[row], idOffsets[row + 1] - idOffsets[row]);
    findings.add('height-zero', file, id.toString(), 'a building with a height', `${heightM.toFixed(2)} m`);
  }
}

/** How far the models of a tile that hang are above the ground. */
function hangingM({ gid, lowM, lowPlan }: ContentFacts, ground: StandingGround): number[] {
  const hanging: number[] = [];
  for (let row = 0; row < gid.length; row++) {
    if (!Number.isFinite(lowM[row])) continue;
    const [eastM, northM] = lowPlan.subarray(2 * row, 2 * row + 2);
    const aboveM = ground.elevationOf(eastM, northM, lowM[row]) - ground.elevationAt(eastM, northM);
    if (aboveM > HANGS_M + ground.reliefAt(eastM, northM)) hanging.push(aboveM);
  }
  return hanging;
}

/** Areas of a layer's features, as baked and in the source. */
interface AreaSums {
  count: number;
  /** Those that differ by more than AREA_TOLERANCE_RATIO, less than the grid moves edges. */
  beyond: number;
  bakedM2: number;
  sourceM2: number;
  /** Sum of the squares of what the grid may change. */
  slackM4: number;
}

/** The root's transform has to be the city's frame, and the manifest's bounds have to lie in its box. */
function checkRoot(
  rootBox: readonly number[] | null,
  transform: readonly number[] | null,
  expected: number[],
  findings: Findings,
  layer: LayerInfo,
  tileset: ReturnType<typeof checkTileset>,
): void {
  if (rootBox && !transform?.every((value, i) => Math.abs(value - expected[i]) <= TRANSFORM_TOLERANCE))
    findings.add(
      'transform',
      layer.tileset,
      'root.transform',
      describe(expected),
      transform ? describe(transform) : 'none',
    );
  if (rootBox && tileset.contents.length > 0 && excessM(rootBox, layer.boundsM) > 0)
    findings.add(
      'bounds',
      'manifest.json',
      `layers.${layer.id}.boundsM`,
      `inside ${describe(rootBox)}`,
      layer.boundsM.join(', '),
    );
}

/**
 * Roofs cover what the source's rings enclose, triangles what a model's surfaces do, within 0.1 % or what rounding to the grid may
 * change: so a model lacks no surface of its source and has none twice, and is as closed as it was there. New York: 66,152 of 113,043
 * roofs lie within 0.1 %, all together within 13 ppm.
 */
function checkArea(
  file: string,
  id: string,
  bakedM2: number,
  sourceM2: number,
  slackM2: number,
  sums: AreaSums,
  findings: Findings,
): void {
  const offM2 = Math.abs(bakedM2 - sourceM2);
  sums.count++;
  if (offM2 > AREA_TOLERANCE_RATIO * sourceM2) sums.beyond++;
  sums.bakedM2 += bakedM2;
  sums.sourceM2 += sourceM2;
  sums.slackM4 += slackM2 * slackM2;
  if (offM2 > AREA_TOLERANCE_RATIO * sourceM2 + slackM2)
    findings.add('area', file, id, `${sourceM2.toFixed(3)} m², as in the source`, `${bakedM2.toFixed(3)} m²`);
}

/**
 * A road is placed by its axis and drawn as wide as it is: where it ends in a bend one side of its box moves out and the other does not. Its
 * middle then moves by no more than the half diagonal of its box grows, and that by no more than half of the widest road.
 */
const WIDEST_HALF_M = 25;

/** The layer's side stores, a row a feature: null where one could not be read. */
interface LayerFacts {
  ids: readonly Buffer[] | null;
  places: Float32Array | null;
  areas: Float32Array | null;
  seen: Uint8Array;
  sums: AreaSums;
}

/** The rows of a tile's table against the layer's columns; marks what was seen. */
function checkRows(
  file: string,
  { gidBase, count, shape }: LayerInfo,
  { gid, idBytes, idOffsets, plan, areaM2, slackM2 }: ContentFacts,
  { ids, places, areas, seen, sums }: LayerFacts,
  findings: Findings,
): void {
  for (let row = 0; row < gid.length; row++) {
    const id = Buffer.from(idBytes.buffer, idBytes.byteOffset + idOffsets[row], idOffsets[row + 1] - idOffsets[row]);
    const at = gid[row] - gidBase;
    if (!(at >= 0 && at < count)) {
      findings.add('gid-range', file, id.toString(), `${gidBase} to ${gidBase + count - 1}`, gid[row]);
      continue;
    }
    if (seen[at]++ > 0) {
      findings.add('feature-twice', file, id.toString(), 'each feature in one tile', `gid ${gid[row]} again`);
      continue;
    }
    if (ids && !ids[at].equals(id)) {
      findings.add('id-differs', file, `row ${row}`, ids[at].toString(), id.toString());
      continue;
    }
    const [west, south, east, north] = plan.subarray(4 * row, 4 * row + 4);
    if (areas && areaM2[row] >= 0 && areas[at] >= 0)
      checkArea(file, id.toString(), areaM2[row], areas[at], slackM2[row], sums, findings);
    if (!places || !(east >= west)) continue;
    const [x, y, , radius] = places.subarray(4 * at, 4 * at + 4);
    const offM = Math.hypot((west + east) / 2 - x, (south + north) / 2 - y);
    const farthestM = Math.hypot(Math.max(x - west, east - x), Math.max(y - south, north - y));
    const grownM = shape === 'draped' ? Math.hypot(east - west, north - south) / 2 - radius : 0;
    const widthM = Math.min(Math.max(grownM, 0), WIDEST_HALF_M);
    const withinM = farthestM <= radius + PLACE_TOLERANCE_M ? LOST_ARM_M : PLACE_TOLERANCE_M;
    if (offM > withinM + widthM + PLACE_TOLERANCE_RATIO * radius)
      findings.add('place-differs', file, id.toString(), `its middle near ${x}, ${y}`, `${offM.toFixed(1)} m off`);
  }
}

async function checkGltf({ file }: TileContent, bytes: Uint8Array, findings: Findings): Promise<void> {
  for (const { code, message, pointer, severity } of await gltfProblems(bytes)) {
    findings.add(
      severity === 0 ? 'gltf-error' : 'gltf-warning',
      file,
      pointer ?? '',
      'valid glTF',
      `${code}: ${message}`,
    );
  }
}
