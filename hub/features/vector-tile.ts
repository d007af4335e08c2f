import { PbfWriter } from 'pbf';
import { TILE_COMMANDS } from '../../model/geo/tile-commands.ts';

/** Side of a tile in its own units, as everybody has it. */
export const TILE_EXTENT = 4096;

/** A feature of a tile: its geometry in whole units of the tile from the north-west, y downwards; rings open, outer ones clockwise on the screen. */
export interface TileThing {
  id: number;
  shape:
    | { type: 'point'; at: readonly [number, number] }
    | { type: 'line'; lines: readonly Run[] }
    | { type: 'polygon'; rings: readonly Run[] };
  values: readonly (readonly [name: string, value: TileValue])[];
}

/** Numbers of a column stay of one type, whole ones among them. */
export type TileValue = { kind: 'text'; value: string } | { kind: 'real' | 'whole'; value: number };

type Run = readonly (readonly [number, number])[];

const { moveTo: MOVE_TO, lineTo: LINE_TO, close: CLOSE } = TILE_COMMANDS;
/** Types of geometry, as the specification numbers them. */
const SHAPE_TYPES = { point: 1, line: 2, polygon: 3 } as const;

const command = (id: number, count: number): number => (count << 3) | id;
const zigzag = (value: number): number => (value << 1) ^ (value >> 31);

/** Packs a layer as a tile (Mapbox Vector Tile 2.1) by `pbf`; `vt-pbf` would bring a second, older copy of that package. */
export function writeVectorTile(name: string, things: readonly TileThing[]): Uint8Array {
  const keys = new Map<string, number>();
  const valueNumbers = new Map<string, number>();
  const values: TileValue[] = [];
  const keyNumber = (key: string): number => {
    const known = keys.get(key) ?? keys.size;
    keys.set(key, known);
    return known;
  };
  const valueNumber = (value: TileValue): number => {
    const text = `${value.kind} ${value.value}`;
    const known = valueNumbers.get(text);
    if (known !== undefined) return known;
    valueNumbers.set(text, values.length);
    return values.push(value) - 1;
  };
  const tile = new PbfWriter();
  const writeLayer = (_: null, pbf: PbfWriter) => {
    pbf.writeVarintField(15, 2);
    pbf.writeStringField(1, name);
    for (const thing of things) {
      const tags = thing.values.flatMap(([key, value]) => [keyNumber(key), valueNumber(value)]);
      pbf.writeMessage(2, writeThing, { thing, tags });
    }
    for (const key of keys.keys()) pbf.writeStringField(3, key);
    for (const value of values) pbf.writeMessage(4, writeValue, value);
    pbf.writeVarintField(5, TILE_EXTENT);
  };
  tile.writeMessage(3, writeLayer, null);
  return tile.finish();
}

function writeThing({ thing, tags }: { thing: TileThing; tags: number[] }, pbf: PbfWriter): void {
  pbf.writeVarintField(1, thing.id);
  pbf.writePackedVarint(2, tags);
  pbf.writeVarintField(3, SHAPE_TYPES[thing.shape.type]);
  pbf.writePackedVarint(4, commandsOf(thing.shape));
}

function commandsOf(shape: TileThing['shape']): number[] {
  if (shape.type === 'point') return [command(MOVE_TO, 1), zigzag(shape.at[0]), zigzag(shape.at[1])];
  const commands: number[] = [];
  let x = 0;
  let y = 0;
  for (const run of shape.type === 'line' ? shape.lines : shape.rings) {
    for (const [i, [toX, toY]] of run.entries()) {
      if (i === 0) commands.push(command(MOVE_TO, 1));
      if (i === 1) commands.push(command(LINE_TO, run.length - 1));
      commands.push(zigzag(toX - x), zigzag(toY - y));
      x = toX;
      y = toY;
    }
    if (shape.type === 'polygon') commands.push(command(CLOSE, 1));
  }
  return commands;
}

function writeValue({ kind, value }: TileValue, pbf: PbfWriter): void {
  if (kind === 'text') pbf.writeStringField(1, value);
  else if (kind === 'real' || !Number.isSafeInteger(value)) pbf.writeDoubleField(3, value);
  else if (value < 0) pbf.writeSVarintField(6, value);
  else pbf.writeVarintField(5, value);
}
