import type { RasterPlace } from '../../model/city/raster.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { isInRing } from '../../model/geo/plane/ring.ts';
import type { DistrictsRequest } from '../../model/questions/districts.ts';
import { MessageError } from '../../model/text/message.ts';
import { mapPlace } from '../shared/city-solids.ts';
import { facilitiesOf } from '../shared/facilities.ts';
import type { WalkedCity } from '../shared/walked-city.ts';
import { districtsMessage } from './messages.ts';

/** Squares at most: a search of a few seconds reaches all of them often enough. */
const MAX_SQUARES = 20_000;

/** The squares that are divided: those of the largest part of the ground that hangs together. */
export interface GroundSquares {
  place: RasterPlace;
  /** Number of each cell of the raster among the squares; −1: it is none of them. */
  squareOf: Int32Array;
  first: Int32Array;
  next: Int32Array;
  eastM: Float64Array;
  northM: Float64Array;
  load: Float64Array;
  /** Load that lies on no square. */
  offLoad: number;
}

/** Lays squares over a city, or over a part of it, with those who live or stand on each. */
export async function groundSquares(city: WalkedCity, request: DistrictsRequest): Promise<GroundSquares> {
  const { cellM, within } = request;
  const place = mapPlace(city.files.manifest.extentM, cellM);
  const { columns, rows } = place;
  const isOn = Uint8Array.from({ length: columns * rows }, (_, cell) =>
    Number(!within || isInRing(within, ...middleOf(place, cell))),
  );
  const kept = largestPart(place, isOn);
  if (kept.length > MAX_SQUARES)
    throw new MessageError(
      districtsMessage('too-many', { squares: kept.length, cellM: place.cellM, most: MAX_SQUARES }),
    );
  if (kept.length < 2) throw new MessageError(districtsMessage('no-ground', { cellM: place.cellM }));
  const squareOf = new Int32Array(columns * rows).fill(-1);
  for (const [square, cell] of kept.entries()) squareOf[cell] = square;
  const load = new Float64Array(kept.length);
  let offLoad = 0;
  for (const { atM, count } of await countedOf(city, request)) {
    const square = squareAt({ place, squareOf }, atM);
    if (square < 0) offLoad += count;
    else load[square] += count;
  }
  if (load.every((one) => one === 0)) throw new MessageError(districtsMessage('no-load', {}));
  const middles = kept.map((cell) => middleOf(place, cell));
  return {
    place,
    squareOf,
    ...neighbours(place, kept, squareOf),
    eastM: Float64Array.from(middles, ([east]) => east),
    northM: Float64Array.from(middles, ([, north]) => north),
    load,
    offLoad,
  };
}

/** Number of the square at a place; −1: none. */
export function squareAt({ place, squareOf }: Pick<GroundSquares, 'place' | 'squareOf'>, [x, y]: Point): number {
  const column = Math.floor((x - place.westM) / place.cellM);
  const row = Math.floor((y - place.southM) / place.cellM);
  const isOn = column >= 0 && column < place.columns && row >= 0 && row < place.rows;
  return isOn ? squareOf[row * place.columns + column] : -1;
}

async function countedOf(
  city: WalkedCity,
  { load }: DistrictsRequest,
): Promise<{ atM: readonly [number, number]; count: number }[]> {
  if (load.by === 'things') return (await facilitiesOf(city.known, load.of)).map(({ atM }) => ({ atM, count: 1 }));
  const { homes } = await city.population();
  return homes.flatMap(({ atM, residents }) => (residents > 0 ? [{ atM, count: residents }] : []));
}

const middleOf = ({ westM, southM, cellM, columns }: RasterPlace, cell: number): [number, number] => [
  westM + ((cell % columns) + 0.5) * cellM,
  southM + (Math.floor(cell / columns) + 0.5) * cellM,
];

function besideOf({ columns, rows }: RasterPlace, cell: number): number[] {
  const column = cell % columns;
  return [
    ...(cell >= columns ? [cell - columns] : []),
    ...(column > 0 ? [cell - 1] : []),
    ...(column < columns - 1 ? [cell + 1] : []),
    ...(cell < (rows - 1) * columns ? [cell + columns] : []),
  ];
}

/** Cells of the largest part that hangs together, in their order; the first of those as large. */
function largestPart(place: RasterPlace, isOn: Uint8Array): number[] {
  const isSeen = new Uint8Array(isOn.length);
  let largest: number[] = [];
  for (let start = 0; start < isOn.length; start++) {
    if (isOn[start] === 0 || isSeen[start] === 1) continue;
    const part = [start];
    isSeen[start] = 1;
    for (const cell of part)
      for (const near of besideOf(place, cell)) {
        if (isOn[near] === 0 || isSeen[near] === 1) continue;
        isSeen[near] = 1;
        part.push(near);
      }
    if (part.length > largest.length) largest = part;
  }
  return largest.sort((a, b) => a - b);
}

function neighbours(place: RasterPlace, kept: readonly number[], squareOf: Int32Array) {
  const first = new Int32Array(kept.length + 1);
  const next: number[] = [];
  for (const [square, cell] of kept.entries()) {
    for (const near of besideOf(place, cell)) if (squareOf[near] >= 0) next.push(squareOf[near]);
    first[square + 1] = next.length;
  }
  return { first, next: Int32Array.from(next) };
}
