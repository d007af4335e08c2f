import Flatbush from 'flatbush';
import { countryOf } from '../../model/city/country.ts';
import { openRows } from '../../model/city/layer-rows.ts';
import type { LayerInfo } from '../../model/city/manifest.ts';
import { decodePipeNetwork, PIPE_NETWORK_FILE, parsePipeNetworkHead } from '../../model/city/pipe-network.ts';
import { decodeTubes, parseTubeHead, TUBES_FILE } from '../../model/city/tubes.ts';
import { type ClearanceRules, PIPE_RULES_FILE, parseClearanceRules } from '../../model/pipes/clearance-rules.ts';
import type { PipeStart } from '../../model/questions/pipe-network.ts';
import { clearanceRulesOf } from '../../model/rules/city-rules.ts';
import type { PipeItem, ValveItem } from '../../model/tables/pipe-network.ts';
import { MessageError } from '../../model/text/message.ts';
import { CitySolids, MAX_TABLE_BYTES, readCitySolids } from '../shared/city-solids.ts';
import type { CityFiles } from '../shared/engine.ts';
import type { PipeFacts, PipeLayerFacts } from './engine-types.ts';
import {
  type AxisPoint,
  axisOfPiece,
  basisOf,
  materialOf,
  nodesOfPiece,
  type PipeGraph,
  pipeGraph,
  systemOfPiece,
} from './graph.ts';
import { pipeMessage } from './messages.ts';
import { shortestLine } from './segment-distance.ts';

/** A place names the pipe that is so near. */
const PICK_REACH_M = 60;
/** Columns of pipes and buildings that are read beside id and name. */
const COLUMNS = ['dn', 'diameter', 'pressure', 'residents'];

type Rows = Awaited<ReturnType<typeof openRows>>;

/** A city's pipes, volumes and table of clearances. */
export class PipeSite extends CitySolids {
  readonly facts: PipeFacts;
  /** Null: the city has no pipe network. */
  readonly graph: PipeGraph | null;
  private readonly columns = new Map<string, Promise<Rows>>();
  private readonly piecesOfPipe = new Map<string, number[]>();

  constructor(
    files: CityFiles,
    solids: Awaited<ReturnType<typeof readCitySolids>>,
    graph: PipeGraph | null,
    rules: { rules: ClearanceRules | null; hasOwnRules: boolean },
  ) {
    super(files, solids.city, solids.ground);
    this.graph = graph;
    const pipes = files.manifest.layers.filter(({ kind, state }) => kind === 'pipe' && state !== 'existing');
    this.facts = {
      origin: graph && (files.manifest.facts?.pipes ?? null),
      layers: graph ? layerFacts(graph) : [],
      planned: [...pipes.map(({ id }) => id), ...this.planned],
      ...rules,
    };
    for (let piece = 0; piece < (graph?.network.pieces ?? 0); piece++) {
      const key = this.pipeKey(piece);
      const known = this.piecesOfPipe.get(key);
      if (known) known.push(piece);
      else this.piecesOfPipe.set(key, [piece]);
    }
  }

  /** Throws where the city has no network. */
  get pipes(): PipeGraph {
    if (!this.graph) throw new MessageError(pipeMessage('no-network', {}));
    return this.graph;
  }

  layerOf(id: string): LayerInfo | null {
    return this.files.manifest.layers.find((layer) => layer.id === id) ?? null;
  }

  /** The things of a layer with their columns; null: no such layer. */
  async columnsOf(id: string): Promise<Rows | null> {
    const layer = this.layerOf(id);
    if (!layer) return null;
    const rows = this.columns.get(id) ?? openRows(layer, (path) => this.files.read(path, MAX_TABLE_BYTES), COLUMNS);
    this.columns.set(id, rows);
    return await rows;
  }

  /** Which pipe of the city a piece is of. */
  pipeKey(piece: number): string {
    const { network, tubes } = this.pipes;
    return `${network.layers[network.layer[piece]].id} ${tubes.row[network.tube[piece]]}`;
  }

  /** The pieces that a question begins at. */
  async startOf(start: PipeStart): Promise<number[]> {
    if (start.by === 'place') return [this.nearest(start)];
    const row = this.pipes.network.layers.some(({ id }) => id === start.layer)
      ? await this.rowOf(start.layer, start.id)
      : null;
    const pieces = row === null ? undefined : this.piecesOfPipe.get(`${start.layer} ${row}`);
    if (!pieces) throw new MessageError(pipeMessage('no-pipe', { layer: start.layer, id: start.id }));
    return pieces;
  }

  private nearest({ atM, system }: Extract<PipeStart, { by: 'place' }>): number {
    const graph = this.pipes;
    const at: AxisPoint = [...atM, 0];
    let best = { piece: -1, awayM: PICK_REACH_M };
    for (let piece = 0; piece < graph.network.pieces; piece++) {
      if (system && systemOfPiece(graph, piece) !== system) continue;
      const awayM = planDistanceM(axisOfPiece(graph, piece), at);
      if (awayM < best.awayM) best = { piece, awayM };
    }
    if (best.piece < 0)
      throw new MessageError(pipeMessage('no-pipe-near', { reach: PICK_REACH_M, system: system ?? '—' }));
    return best.piece;
  }

  /** Pieces as pipes by their names, in the order in which each first comes. */
  async items(pieces: readonly number[]): Promise<PipeItem[]> {
    const graph = this.pipes;
    const lengths = new Map<string, { piece: number; lengthM: number }>();
    for (const piece of pieces) {
      const key = this.pipeKey(piece);
      const known = lengths.get(key);
      if (known) known.lengthM += graph.lengthM[piece];
      else lengths.set(key, { piece, lengthM: graph.lengthM[piece] });
    }
    return await Promise.all(
      [...lengths.values()].map(async ({ piece, lengthM }) => {
        const axis = axisOfPiece(graph, piece);
        const item = await this.pipeOfTube(graph.network.tube[piece]);
        return { ...item, lengthM, material: materialOf(graph, piece), atM: axis[Math.floor(axis.length / 2)] };
      }),
    );
  }

  /** A tube's pipe; its length is not told. */
  async pipeOfTube(tube: number): Promise<PipeItem> {
    const { tubes, network } = this.pipes;
    const layer = tubes.layers[tubes.layer[tube]];
    const row = tubes.row[tube];
    const thing = (await this.columnsOf(layer))?.thing(row);
    const id = thing?.id ?? String(row);
    const v = tubes.vertexOf[tube];
    return {
      layer,
      gid: (this.layerOf(layer)?.gidBase ?? 0) + row,
      id,
      name: thing?.name ?? { zh: id, en: id },
      system: network.layers.find((one) => one.id === layer)?.system ?? null,
      lengthM: 0,
      widthM: tubes.widthM[tube],
      material: null,
      atM: [tubes.axisM[3 * v], tubes.axisM[3 * v + 1], tubes.axisM[3 * v + 2]],
    };
  }

  nodeM(node: number): AxisPoint {
    const [x, y, up] = this.pipes.network.nodeM.subarray(3 * node, 3 * node + 3);
    return [x, y, up];
  }

  /** A valve of the data. */
  async valveItem(valve: number): Promise<ValveItem> {
    const { valveLayers, valveLayer, valveRow, valveNode } = this.pipes.network;
    const layer = valveLayers[valveLayer[valve]];
    const thing = (await this.columnsOf(layer))?.thing(valveRow[valve]);
    return {
      id: thing?.id ?? String(valveRow[valve]),
      gid: (this.layerOf(layer)?.gidBase ?? 0) + valveRow[valve],
      atM: this.nodeM(valveNode[valve]),
    };
  }
}

/** Reads a city's pipes, volumes and table of clearances. */
export async function openPipeSite(files: CityFiles): Promise<PipeSite> {
  const solids = await readCitySolids(files);
  const [tubesJson, networkJson, rulesJson] = await Promise.all([
    files.findJson(TUBES_FILE),
    files.findJson(PIPE_NETWORK_FILE),
    files.findJson(PIPE_RULES_FILE),
  ]);
  const rules = rulesJson === null ? clearanceRulesOf(countryOf(files.manifest)) : parseClearanceRules(rulesJson);
  let graph: PipeGraph | null = null;
  if (tubesJson !== null && networkJson !== null) {
    const tubeHead = parseTubeHead(tubesJson);
    const head = parsePipeNetworkHead(networkJson);
    const tubes = decodeTubes(tubeHead, await files.read(tubeHead.file, MAX_TABLE_BYTES));
    graph = pipeGraph(decodePipeNetwork(head, await files.read(head.file, MAX_TABLE_BYTES), tubes.count), tubes);
  }
  return new PipeSite(files, solids, graph, { rules, hasOwnRules: rulesJson !== null });
}

/** From a place to a line in plan. */
function planDistanceM(line: readonly AxisPoint[], [x, y]: AxisPoint): number {
  const at: AxisPoint = [x, y, 0];
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i + 1 < line.length; i++) {
    const a = line[i];
    const b = line[i + 1];
    least = Math.min(least, shortestLine(at, at, [a[0], a[1], 0], [b[0], b[1], 0]).distanceM);
  }
  return least;
}

/** How whole each layer's network is. */
function layerFacts(graph: PipeGraph): PipeLayerFacts[] {
  const { network, firstAt, lengthM } = graph;
  const part = partsOf(graph);
  return network.layers.map(({ id, system }, layer) => {
    const pieces = Array.from({ length: network.pieces }, (_, p) => p).filter((p) => network.layer[p] === layer);
    const sizes = new Map<number, number>();
    const nodes = new Set<number>();
    for (const piece of pieces) {
      sizes.set(part[piece], (sizes.get(part[piece]) ?? 0) + 1);
      for (const node of nodesOfPiece(graph, piece)) nodes.add(node);
    }
    return {
      layer: id,
      system,
      pieces: pieces.length,
      lengthM: pieces.reduce((sum, piece) => sum + lengthM[piece], 0),
      parts: sizes.size,
      apart: pieces.length - Math.max(0, ...sizes.values()),
      ends: [...nodes].filter((node) => firstAt[node + 1] - firstAt[node] === 1).length,
      drawn: pieces.filter((piece) => basisOf(graph, piece) === 'drawn').length,
      valves: [...network.valveNode].filter((node) => nodes.has(node)).length,
    };
  });
}

/** The part that each piece hangs together with, by its first piece. */
export function partsOf(graph: PipeGraph): Int32Array {
  const { network, firstAt, pieceAt } = graph;
  const part = new Int32Array(network.pieces).fill(-1);
  for (let first = 0; first < network.pieces; first++) {
    if (part[first] >= 0) continue;
    const todo = [first];
    part[first] = first;
    for (let i = 0; i < todo.length; i++)
      for (const node of nodesOfPiece(graph, todo[i]))
        for (let k = firstAt[node]; k < firstAt[node + 1]; k++) {
          if (part[pieceAt[k]] >= 0) continue;
          part[pieceAt[k]] = first;
          todo.push(pieceAt[k]);
        }
  }
  return part;
}

/** Boxes of pieces in plan. */
export function pieceIndex(graph: PipeGraph, pieces: readonly number[]): Flatbush | null {
  if (pieces.length === 0) return null;
  const index = new Flatbush(pieces.length);
  for (const piece of pieces) {
    const line = axisOfPiece(graph, piece);
    const xs = line.map(([x]) => x);
    const ys = line.map(([, y]) => y);
    index.add(Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys));
  }
  index.finish();
  return index;
}
