import Flatbush from 'flatbush';
import { type PipeSystem, pipeSystemOf } from '../../model/city/pipe-system.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { type ClearanceRow, type ClearanceRules, clearanceRow } from '../../model/pipes/clearance-rules.ts';
import type { ClearanceRequest } from '../../model/questions/pipe-network.ts';
import type { ClearanceFinding, PipeItem } from '../../model/tables/pipe-network.ts';
import { MessageError } from '../../model/text/message.ts';
import { cityPlanBasis } from '../shared/city-plan-basis.ts';
import { outerRing } from '../shared/city-volumes.ts';
import type { Pause } from '../shared/engine.ts';
import {
  type CheckedPipe,
  type Found,
  LEVEL_SLACK_M,
  MIN_INSIDE_M,
  PIPES_AT_ONCE,
  pipeGaps,
  toOutline,
} from './clearance.ts';
import type { ClearanceResult, PipeLine } from './engine-types.ts';
import type { AxisPoint } from './graph.ts';
import { pipeMessage } from './messages.ts';
import { ofUses, readParcels } from './parcels.ts';
import type { PipeSite } from './site.ts';
import { underStreets } from './under-streets.ts';

/** What the pipes of a city are held against, and what came of it; null: stopped. */
export async function checkClearance(
  site: PipeSite,
  request: ClearanceRequest,
  pause: Pause,
): Promise<(Omit<ClearanceResult, 'kind'> & { lines: PipeLine[] }) | null> {
  const unknownLayer = request.planned.find((id) => !site.facts.planned.includes(id));
  if (unknownLayer !== undefined)
    throw new MessageError(pipeMessage('unknown-planned', { known: site.facts.planned.join(', '), got: unknownLayer }));
  const rules = request.rules ?? site.facts.rules;
  if (!rules) throw new MessageError(pipeMessage('no-table', {}));
  const { pipes, unknown, exposed } = await checkedPipes(site, request);
  const isWanted = (system: PipeSystem) => request.systems.includes(system);
  const own = pipes.filter(({ system }) => isWanted(system));
  const checks = new Set(request.checks);
  const found: Found[] = [];
  if (checks.has('crossing') || checks.has('beside')) {
    const gaps = await pipeGaps(pipes, site.pipes.tubes, rules, isWanted, checks, (ratio) => pause(ratio / 2));
    if (!gaps) return null;
    for (const { check, one, other, row, needM, gapM, spaceGapM, from, to } of gaps)
      found.push({
        check,
        needM,
        gapM,
        excessM: needM - gapM,
        spaceGapM,
        clause: row.clause,
        status: row.status,
        tube: pipes[one].tube,
        other: { tube: pipes[other].tube },
        atM: middleOf(from, to),
      });
  }
  if (checks.has('building')) {
    const beside = await toBuildings(site, own, { ...request, rules }, (ratio) => pause(0.5 + ratio / 4));
    if (!beside) return null;
    found.push(...beside);
  }
  if (checks.has('cover')) found.push(...covers(site, own, rules));
  if (checks.has('parcel')) {
    const inside = await inParcels(site, own, (ratio) => pause(0.75 + ratio / 4));
    if (!inside) return null;
    found.push(...inside);
  }
  let streets: ClearanceResult['streets'] = null;
  if (checks.has('road')) {
    const under = await underStreets({ files: site.files, rules, tubes: site.pipes.tubes, pause }, own);
    if (!under) return null;
    found.push(...under.found);
    streets = under.streets;
  }
  const findings = await Promise.all(found.map((one) => namedFinding(site, one)));
  findings.sort((a, b) => b.excessM - a.excessM || order(a) - order(b));
  const lines = findings.map(({ atM }): PipeLine => ({ line: [atM, atM], part: 'gap' }));
  return { request, edition: rules.edition, findings, pipes: own.length, unknown, exposed, streets, lines };
}

const middleOf = (a: AxisPoint, b: AxisPoint): AxisPoint => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2];
const order = ({ pipe, other }: ClearanceFinding): number => pipe.gid + (other?.gid ?? 0) / 1e9;

async function namedFinding(site: PipeSite, { tube, other, ...rest }: Found): Promise<ClearanceFinding> {
  const pipe = await site.pipeOfTube(tube);
  if (other === null || !('tube' in other)) return { ...rest, pipe, other };
  const { id, name, gid, layer }: PipeItem = await site.pipeOfTube(other.tube);
  return { ...rest, pipe, other: { id, name, gid, layer } };
}

/** Tubes of pipes whose system is known and that lie in the ground. */
async function checkedPipes(site: PipeSite, { planned }: ClearanceRequest) {
  const { tubes, network } = site.pipes;
  const nodes = new Map<number, Set<number>>();
  for (let piece = 0; piece < network.pieces; piece++) {
    const known = nodes.get(network.tube[piece]) ?? new Set<number>();
    known.add(network.startNode[piece]);
    known.add(network.endNode[piece]);
    nodes.set(network.tube[piece], known);
  }
  const pipes: CheckedPipe[] = [];
  let unknown = 0;
  let exposed = 0;
  const layers = await Promise.all(
    tubes.layers.map(async (id) => {
      const layer = site.layerOf(id);
      const isChecked = layer?.kind === 'pipe' && (layer.state === 'existing' || planned.includes(id));
      return {
        system: layer ? pipeSystemOf(layer) : null,
        isChecked,
        rows: isChecked ? await site.columnsOf(id) : null,
      };
    }),
  );
  for (let tube = 0; tube < tubes.count; tube++) {
    const { system, isChecked, rows } = layers[tubes.layer[tube]];
    if (!isChecked) continue;
    if (!system) unknown++;
    else if (leastCoverM(site, tube).coverM < 0) exposed++;
    else
      pipes.push({
        tube,
        system,
        pipe: tubes.layer[tube] * 2 ** 32 + tubes.row[tube],
        widthM: tubes.widthM[tube],
        heightM: tubes.heightM[tube],
        dnMm:
          rows?.number('dn', tubes.row[tube]) ?? rows?.number('diameter', tubes.row[tube]) ?? 1000 * tubes.widthM[tube],
        pressureMPa: rows?.number('pressure', tubes.row[tube]) ?? null,
        nodes: nodes.get(tube) ?? new Set(),
      });
  }
  return { pipes, unknown, exposed };
}

/** Where a tube's crown lies least deep. */
function leastCoverM(site: PipeSite, tube: number): { coverM: number; atM: AxisPoint } {
  const { vertexOf, axisM, groundM, heightM } = site.pipes.tubes;
  let best = { coverM: Number.POSITIVE_INFINITY, atM: [0, 0, 0] as AxisPoint };
  for (let v = vertexOf[tube]; v < vertexOf[tube + 1]; v++) {
    const coverM = groundM[v] - axisM[3 * v + 2] - heightM[tube] / 2;
    if (coverM < best.coverM) best = { coverM, atM: [axisM[3 * v], axisM[3 * v + 1], axisM[3 * v + 2]] };
  }
  return best;
}

function covers(site: PipeSite, pipes: readonly CheckedPipe[], { cover }: ClearanceRules): Found[] {
  const needs = new Map(cover.map((row) => [row.system, row]));
  return pipes.flatMap(({ tube, system }): Found[] => {
    const row = needs.get(system);
    const { coverM, atM } = leastCoverM(site, tube);
    if (!row || coverM >= row.coverM - LEVEL_SLACK_M) return [];
    return [
      {
        check: 'cover',
        tube,
        other: null,
        needM: row.coverM,
        gapM: coverM,
        excessM: row.coverM - coverM,
        atM,
        spaceGapM: null,
        clause: row.clause,
        status: row.status,
      },
    ];
  });
}

/** Walls nearer to a pipe than the table asks for; each building's worst place with each pipe. */
async function toBuildings(
  site: PipeSite,
  pipes: readonly CheckedPipe[],
  { planned, rules }: Pick<ClearanceRequest, 'planned'> & { rules: ClearanceRules },
  pause: Pause,
): Promise<Found[] | null> {
  const { city } = site;
  if (!city) return [];
  const { prisms } = city;
  const prismsIn: number[] = [];
  for (let p = 0; p < prisms.count; p++) {
    const { id, state } = prisms.layers[prisms.layer[p]];
    if (state === 'existing' || planned.includes(id)) prismsIn.push(p);
  }
  if (prismsIn.length === 0) return [];
  const rings = prismsIn.map((p) => outerRing(city, p));
  const index = ringIndex(rings);
  const found = new Map<string, Found & { b: number }>();
  for (const [i, pipe] of pipes.entries()) {
    if (i % PIPES_AT_ONCE === PIPES_AT_ONCE - 1 && (await pause(i / pipes.length))) return null;
    const row = clearanceRow(rules, pipe, 'building', 'horizontalM');
    if (!row) continue;
    for (const { ring, distanceM, at } of nearRings(site, pipe, rings, index, row)) {
      const gapM = distanceM - pipe.widthM / 2;
      const needM = row.horizontalM ?? 0;
      if (gapM >= needM - LEVEL_SLACK_M) continue;
      const b = city.buildingOf[prismsIn[ring]];
      const key = `${pipe.pipe} ${b}`;
      if ((found.get(key)?.gapM ?? Number.POSITIVE_INFINITY) <= gapM) continue;
      found.set(key, {
        check: 'building',
        tube: pipe.tube,
        other: null,
        b,
        needM,
        gapM,
        excessM: needM - gapM,
        atM: at,
        spaceGapM: null,
        clause: row.clause,
        status: row.status,
      });
    }
  }
  return await Promise.all(
    [...found.values()].map(async ({ b, ...rest }) => {
      const { id, name, gid, layer } = await site.named(city, b);
      return { ...rest, other: { id, name, gid, layer } };
    }),
  );
}

function ringIndex(rings: readonly (readonly Point[])[]): Flatbush {
  const index = new Flatbush(rings.length);
  for (const ring of rings) {
    const xs = ring.map(([x]) => x);
    const ys = ring.map(([, y]) => y);
    index.add(Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys));
  }
  index.finish();
  return index;
}

/** Outlines within reach of a row's figure from any segment of a pipe. */
function nearRings(
  site: PipeSite,
  { tube, widthM }: CheckedPipe,
  rings: readonly (readonly Point[])[],
  index: Flatbush,
  { horizontalM = 0 }: ClearanceRow,
): { ring: number; distanceM: number; at: AxisPoint }[] {
  const { vertexOf, axisM } = site.pipes.tubes;
  const reachM = horizontalM + widthM / 2;
  const out: { ring: number; distanceM: number; at: AxisPoint }[] = [];
  for (let v = vertexOf[tube]; v + 1 < vertexOf[tube + 1]; v++) {
    const [ax, ay, az, bx, by, bz] = axisM.subarray(3 * v, 3 * v + 6);
    const found = index.search(
      Math.min(ax, bx) - reachM,
      Math.min(ay, by) - reachM,
      Math.max(ax, bx) + reachM,
      Math.max(ay, by) + reachM,
    );
    for (const ring of found.sort((p, q) => p - q)) {
      const { distanceM, at } = toOutline([ax, ay, az], [bx, by, bz], rings[ring]);
      if (distanceM < reachM) out.push({ ring, distanceM, at });
    }
  }
  return out;
}

/** Pipes under parcels that are planned to be built on: how much of each lies inside. */
async function inParcels(site: PipeSite, pipes: readonly CheckedPipe[], pause: Pause): Promise<Found[] | null> {
  const { rules } = await cityPlanBasis(site.files);
  const rule = rules.rules.find(({ id, isOff }) => id === 'pipe-parcel' && !isOff);
  const parcels = await readParcels(site.files, ofUses(rule?.b.uses ?? []));
  if (!rule || !parcels) return [];
  const found: Found[] = [];
  for (const [i, { tube }] of pipes.entries()) {
    if (i % PIPES_AT_ONCE === PIPES_AT_ONCE - 1 && (await pause(i / pipes.length))) return null;
    for (const { parcel, insideM, atM } of parcels.crossed(site.pipes.tubes, tube)) {
      if (insideM < MIN_INSIDE_M) continue;
      found.push({
        check: 'parcel',
        tube,
        needM: 0,
        gapM: -insideM,
        excessM: insideM,
        spaceGapM: null,
        atM,
        other: { id: parcel.id, name: parcel.name, gid: null, layer: parcel.plan },
        clause: rule.clause,
        status: rule.status,
      });
    }
  }
  return found;
}
