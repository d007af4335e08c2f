import Flatbush from 'flatbush';
import type { FactOrigin } from '../../model/city/facts.ts';
import {
  DIRECTION_BASES,
  encodePipeNetwork,
  NO_MATERIAL,
  PIPE_DIRECTIONS,
  PIPE_NETWORK_FILE,
  type PipeNetwork,
} from '../../model/city/pipe-network.ts';
import { isGravity, isPressure, type PipeSystem, pipeSystemOf, systemOfWords } from '../../model/city/pipe-system.ts';
import { enuFromLonLat } from '../../model/geo/enu.ts';
import type { LonLat } from '../../model/geo/lon-lat.ts';
import { type Line, lineOf, nearestOn, pointAt } from '../../model/geo/plane/line.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { texts } from '../infer/street-net.ts';
import type { LayerInput } from '../model.ts';
import type { SweptTubes } from './tubes.ts';

const FILE = 'pipe-network.bin';
/** Ends so near in plan are one node; the two pipes of a heating line lie farther apart. */
const TOLERANCE_M = 0.3;
/** An end joins a pipe that it meets on its way unless it lies so far above or below it. */
const TEE_DROP_M = 3;
/** A valve is on the pipe that is so near. */
const VALVE_TOLERANCE_M = 1;
/** Shorter pieces are the survey's noise. */
const MIN_PIECE_M = 0.01;
/** Vertices so near in plan stand over each other. */
const SAME_PLACE_M = 1e-4;
/** A pipe that falls less is level: which way it runs is not told by its levels. */
const MIN_FALL_M = 0.001;

const MATERIAL = ['material', 'pipe_material', 'am_materia', 'am_mater00', 'mat', '管材', '材质'];
const PRESSURE = ['pressure', 'design_pressure', '压力', '设计压力'];
const KIND = ['kind', 'type', 'fitting', 'class', 'subtype', '类型', '类别', '附属物', '附属物类型'];
const SYSTEM = ['system', 'network', '系统', '管线类型'];
const VALVE = /valve|stopcock|阀/i;

/** A valve before it is on a pipe. */
interface LooseValve {
  at: Point;
  /** Null: the data does not tell. */
  system: PipeSystem | null;
  layer: number;
  row: number;
}

/** A tube that is part of the network. */
interface Main {
  tube: number;
  layer: number;
  /** What may be joined: pipes of one system, or of one layer where nothing tells its system. */
  group: string;
  line: Line;
  /** Up at each vertex of the line. */
  upM: number[];
  cuts: { atM: number; node: number }[];
}

interface Node {
  at: Point;
  upM: number;
  group: string;
}

/** Counts of what was joined and what was not, for the manifest: the network's health. */
type Counts = Record<
  | 'pieces'
  | 'nodes'
  | 'snapped'
  | 'tees'
  | 'ends'
  | 'apart'
  | 'unknownDirections'
  | 'valves'
  | 'valvesOff'
  | 'valvesAtJunctions'
  | 'toleranceM'
  | 'valveToleranceM',
  number
>;

/** The typed network of a city's pipes that there are, joined by their ends; nothing where no layer has pipes. */
export function bakePipeNetwork(
  layers: readonly LayerInput[],
  tubes: SweptTubes | null,
  origin: LonLat,
): { facts: Partial<Record<'pipes', FactOrigin>>; files: Record<string, string | Uint8Array> } {
  const maker = tubes && new NetworkMaker(layers, tubes);
  if (!maker || maker.mains.length === 0) return { facts: {}, files: {} };
  const { network, counts } = maker.make(origin);
  const { head, bytes } = encodePipeNetwork(network, FILE);
  const pipes: FactOrigin = { state: 'inferred', code: 'pipes-of-lines', values: counts };
  return { facts: { pipes }, files: { [PIPE_NETWORK_FILE]: head, [FILE]: bytes } };
}

class NetworkMaker {
  readonly mains: Main[];
  private readonly layers: readonly LayerInput[];
  private readonly tubes: SweptTubes;
  /** Layers of the network. */
  private readonly own: LayerInput[];
  private readonly nodes: Node[] = [];
  private index: Flatbush | null = null;
  private readonly cells = new Map<string, number[]>();

  constructor(layers: readonly LayerInput[], swept: SweptTubes) {
    const byId = new Map(layers.map((layer) => [layer.id, layer]));
    const { tubes } = swept;
    this.layers = layers;
    this.tubes = swept;
    const ofTubes = tubes.layers.map((id) => byId.get(id));
    this.own = ofTubes.filter(
      (layer) => layer !== undefined && layer.kind === 'pipe' && layer.state === 'existing',
    ) as LayerInput[];
    this.mains = Array.from({ length: tubes.count }, (_, tube) => tube).flatMap((tube) => {
      const layer = this.own.findIndex(({ id }) => id === tubes.layers[tubes.layer[tube]]);
      const main = layer < 0 ? null : mainOf(swept, tube, layer, pipeSystemOf(this.own[layer]) ?? this.own[layer].id);
      return main ? [main] : [];
    });
  }

  make(origin: LonLat): { network: PipeNetwork; counts: Counts } {
    const snapped = this.joinEnds();
    const tees = this.joinTees();
    const { found, valveLayers } = this.looseValves(origin);
    const valves = found.flatMap((valve) => {
      const node = this.nodeOfValve(valve);
      return node === null ? [] : [{ ...valve, node }];
    });
    const pieces = this.pieces();
    const degree = new Uint32Array(this.nodes.length);
    for (const { from, to } of pieces) {
      degree[from]++;
      degree[to]++;
    }
    const materials = this.materials(pieces);
    const ways = pieces.map(({ main }) => this.directionOf(main));
    const network: PipeNetwork = {
      nodes: this.nodes.length,
      pieces: pieces.length,
      valves: valves.length,
      toleranceM: TOLERANCE_M,
      valveToleranceM: VALVE_TOLERANCE_M,
      layers: this.own.map((layer) => ({ id: layer.id, system: pipeSystemOf(layer) })),
      valveLayers,
      materials: materials.names,
      nodeM: Float32Array.from(this.nodes.flatMap(({ at: [x, y], upM }) => [x, y, upM])),
      tube: Uint32Array.from(pieces, ({ main }) => main.tube),
      layer: Uint32Array.from(pieces, ({ main }) => main.layer),
      startNode: Uint32Array.from(pieces, ({ from }) => from),
      endNode: Uint32Array.from(pieces, ({ to }) => to),
      startM: Float32Array.from(pieces, ({ startM }) => startM),
      endM: Float32Array.from(pieces, ({ endM }) => endM),
      direction: Uint32Array.from(ways, ([direction]) => PIPE_DIRECTIONS.indexOf(direction)),
      basis: Uint32Array.from(ways, ([, basis]) => DIRECTION_BASES.indexOf(basis)),
      material: materials.ofPiece,
      valveNode: Uint32Array.from(valves, ({ node }) => node),
      valveLayer: Uint32Array.from(valves, ({ layer }) => layer),
      valveRow: Uint32Array.from(valves, ({ row }) => row),
    };
    const counts: Counts = {
      pieces: pieces.length,
      nodes: this.nodes.length,
      snapped,
      tees,
      ends: degree.filter((joined) => joined === 1).length,
      apart: this.apart(pieces),
      unknownDirections: ways.filter(([, basis]) => basis === 'drawn').length,
      valves: valves.length,
      valvesOff: found.length - valves.length,
      valvesAtJunctions: valves.filter(({ node }) => degree[node] > 2).length,
      toleranceM: TOLERANCE_M,
      valveToleranceM: VALVE_TOLERANCE_M,
    };
    return { network, counts };
  }

  /** Both ends of every tube become nodes; how many of them lay off the node that they are of. */
  private joinEnds(): number {
    let snapped = 0;
    for (const main of this.mains) {
      const { line, upM } = main;
      const last = line.points.length - 1;
      for (const [i, atM] of [
        [0, 0],
        [last, line.lengthM],
      ] as const) {
        const known = this.nodeNear(line.points[i], main.group);
        const node = known?.node ?? this.addNode(line.points[i], upM[i], main.group);
        if (known && known.awayM > MIN_PIECE_M) snapped++;
        this.nodes[node].upM = Math.min(this.nodes[node].upM, upM[i]);
        main.cuts.push({ atM, node });
      }
    }
    return snapped;
  }

  private nodeNear([x, y]: Point, group: string): { node: number; awayM: number } | null {
    let best: { node: number; awayM: number } | null = null;
    const column = Math.floor(x / TOLERANCE_M);
    const row = Math.floor(y / TOLERANCE_M);
    for (let i = column - 1; i <= column + 1; i++)
      for (let j = row - 1; j <= row + 1; j++)
        for (const node of this.cells.get(`${group} ${i} ${j}`) ?? []) {
          const { at } = this.nodes[node];
          const awayM = Math.hypot(at[0] - x, at[1] - y);
          if (awayM <= TOLERANCE_M && (!best || awayM < best.awayM)) best = { node, awayM };
        }
    return best;
  }

  private addNode(at: Point, upM: number, group: string): number {
    const node = this.nodes.push({ at, upM, group }) - 1;
    const key = `${group} ${Math.floor(at[0] / TOLERANCE_M)} ${Math.floor(at[1] / TOLERANCE_M)}`;
    this.cells.set(key, [...(this.cells.get(key) ?? []), node]);
    return node;
  }

  /** A node that lies on the way of another pipe of its group joins it there. */
  private joinTees(): number {
    let tees = 0;
    for (const [node, { at, upM, group }] of this.nodes.entries())
      for (const main of this.near(at, TOLERANCE_M)) {
        if (main.group !== group || main.cuts.some((cut) => cut.node === node)) continue;
        const { chainageM, offsetM } = nearestOn(main.line, at[0], at[1]);
        const isOnWay = chainageM > TOLERANCE_M && chainageM < main.line.lengthM - TOLERANCE_M;
        if (!isOnWay || Math.abs(offsetM) > TOLERANCE_M || Math.abs(upAt(main, chainageM) - upM) > TEE_DROP_M) continue;
        main.cuts.push({ atM: chainageM, node });
        tees++;
      }
    return tees;
  }

  /** Which mains have a box within reach of a place, in their order. */
  private near([x, y]: Point, reachM: number): Main[] {
    return (this.index ?? this.indexed())
      .search(x - reachM, y - reachM, x + reachM, y + reachM)
      .sort((a, b) => a - b)
      .map((i) => this.mains[i]);
  }

  private indexed(): Flatbush {
    const index = new Flatbush(this.mains.length);
    for (const { line } of this.mains) {
      const xs = line.points.map(([x]) => x);
      const ys = line.points.map(([, y]) => y);
      index.add(Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys));
    }
    index.finish();
    this.index = index;
    return index;
  }

  /** Points of the city's layers that are valves: by what their kind says, or by the layer's name. */
  private looseValves(origin: LonLat): { found: LooseValve[]; valveLayers: string[] } {
    const found: LooseValve[] = [];
    const valveLayers: string[] = [];
    for (const { id, label, state, features, attributes } of this.layers) {
      const { geometry, columns, count } = features;
      if (geometry.kind !== 'point' || state !== 'existing') continue;
      const isAllValves = VALVE.test(`${id} ${label.zh} ${label.en}`);
      const kindOf = texts(columns, KIND);
      const systemOf = texts(columns, SYSTEM);
      const words = attributes.find(({ name }) => SYSTEM.includes(name.toLowerCase()));
      const labels = words && 'values' in words ? words.values : undefined;
      const before = found.length;
      for (let row = 0; row < count; row++) {
        const kind = kindOf(row);
        if (kind === '' ? !isAllValves : !VALVE.test(kind)) continue;
        const value = systemOf(row);
        const system = systemOfWords(`${value} ${labels?.[value]?.zh ?? ''} ${labels?.[value]?.en ?? ''}`);
        const [lonDeg, latDeg] = geometry.lonLatDeg.subarray(2 * row, 2 * row + 2);
        const [x, y] = enuFromLonLat(origin, { lonDeg, latDeg, heightM: origin.heightM });
        found.push({ at: [x, y], system, layer: valveLayers.length, row });
      }
      if (found.length > before) valveLayers.push(id);
    }
    return { found, valveLayers };
  }

  /** The node that a valve is, cut into its pipe where it is none yet; null: no pipe under pressure is near. */
  private nodeOfValve({ at, system }: LooseValve): number | null {
    let best: { main: Main; chainageM: number; awayM: number } | null = null;
    for (const main of this.near(at, VALVE_TOLERANCE_M)) {
      const carried = pipeSystemOf(this.own[main.layer]);
      if (system === null ? !isPressure(carried) : carried !== system) continue;
      const { chainageM, offsetM } = nearestOn(main.line, at[0], at[1]);
      const awayM = Math.abs(offsetM);
      if (awayM <= VALVE_TOLERANCE_M && (!best || awayM < best.awayM)) best = { main, chainageM, awayM };
    }
    if (!best) return null;
    const { main, chainageM } = best;
    const cut = main.cuts.find(({ atM }) => Math.abs(atM - chainageM) <= TOLERANCE_M);
    if (cut) return cut.node;
    const [x, y] = pointAt(main.line, chainageM);
    const node = this.addNode([x, y], upAt(main, chainageM), main.group);
    main.cuts.push({ atM: chainageM, node });
    return node;
  }

  /** Each main from cut to cut. */
  private pieces(): { main: Main; from: number; to: number; startM: number; endM: number }[] {
    return this.mains.flatMap((main) => {
      const cuts = main.cuts.toSorted((a, b) => a.atM - b.atM);
      return cuts.slice(1).flatMap(({ atM, node }, i) => {
        const { atM: startM, node: from } = cuts[i];
        return atM - startM < MIN_PIECE_M ? [] : [{ main, from, to: node, startM, endM: atM }];
      });
    });
  }

  private directionOf({ tube, layer, upM }: Main) {
    const system = pipeSystemOf(this.own[layer]);
    if (!isGravity(system)) return ['unknown', 'none'] as const;
    const { tubes, isAssumed } = this.tubes;
    if (Number(texts(this.own[layer].features.columns, PRESSURE)(tubes.row[tube])) > 0)
      return ['along', 'pumped'] as const;
    const fallM = upM[0] - upM[upM.length - 1];
    if (isAssumed[tube] || Math.abs(fallM) < MIN_FALL_M) return ['along', 'drawn'] as const;
    return [fallM > 0 ? 'along' : 'against', 'levels'] as const;
  }

  private materials(pieces: readonly { main: Main }[]): { names: string[]; ofPiece: Uint32Array } {
    const names: string[] = [];
    const known = new Map<string, number>();
    const readers = this.own.map(({ features }) => texts(features.columns, MATERIAL));
    const ofPiece = Uint32Array.from(pieces, ({ main }) => {
      const name = readers[main.layer](this.tubes.tubes.row[main.tube]);
      if (name === '') return NO_MATERIAL;
      const at = known.get(name) ?? names.push(name) - 1;
      known.set(name, at);
      return at;
    });
    return { names, ofPiece };
  }

  /** Pieces that do not hang together with the largest part of their group. */
  private apart(pieces: readonly { main: Main; from: number; to: number }[]): number {
    const root = this.nodes.map((_, i) => i);
    const find = (i: number): number => {
      let at = i;
      while (root[at] !== at) {
        root[at] = root[root[at]];
        at = root[at];
      }
      return at;
    };
    for (const { from, to } of pieces) root[find(from)] = find(to);
    const sizes = new Map<string, Map<number, number>>();
    for (const { main, from } of pieces) {
      const parts = sizes.get(main.group) ?? new Map<number, number>();
      parts.set(find(from), (parts.get(find(from)) ?? 0) + 1);
      sizes.set(main.group, parts);
    }
    const joined = [...sizes.values()].reduce((sum, parts) => sum + Math.max(...parts.values()), 0);
    return pieces.length - joined;
  }
}

/** Null: a pipe that stands upright, whose ends are one place in plan. */
function mainOf({ tubes }: SweptTubes, tube: number, layer: number, group: string): Main | null {
  const { vertexOf, axisM } = tubes;
  const points: Point[] = [];
  const upM: number[] = [];
  for (let v = vertexOf[tube]; v < vertexOf[tube + 1]; v++) {
    const at: Point = [axisM[3 * v], axisM[3 * v + 1]];
    const last = points.at(-1);
    if (last && Math.hypot(at[0] - last[0], at[1] - last[1]) < SAME_PLACE_M) continue;
    points.push(at);
    upM.push(axisM[3 * v + 2]);
  }
  if (points.length < 2) return null;
  return { tube, layer, group, line: lineOf(points), upM, cuts: [] };
}

function upAt({ line, upM }: Main, chainageM: number): number {
  const { chainageM: at } = line;
  const i = Math.max(
    1,
    at.findIndex((each) => each >= chainageM),
  );
  const part = at[i] > at[i - 1] ? (chainageM - at[i - 1]) / (at[i] - at[i - 1]) : 0;
  return upM[i - 1] + part * (upM[i] - upM[i - 1]);
}
