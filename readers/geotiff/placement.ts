import type { GeoTIFFImage } from 'geotiff';
import { readerMessage } from '../shared/messages.ts';
import { ReadError } from '../shared/problems.ts';

/** How an image lies in its system: the value in its north-western corner, and which way its columns and rows run from value to value. */
export interface Placement {
  x0: number;
  y0: number;
  /** East and south from value to value, in the system's units. */
  stepX: number;
  stepY: number;
  /** Columns run westwards. */
  isMirrored: boolean;
  /** Rows run northwards. */
  isSouthUp: boolean;
}

/** The place of a value: x = a · column + b · row + c, y = d · column + e · row + f. */
type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** Greatest shift from one edge of an image to the other, in cells: what rounding leaves of a turn by 0°. */
const MAX_TURN_CELLS = 0.01;
/** GTRasterTypeGeoKey: the tie point is a value's place; else it is the corner of a cell. */
const IS_POINT = 2;

/**
 * The place of an image by its scale and tie point, its matrix (OGC 19-008r4, annex B.6), or the world file beside it. Rows and columns may run
 * either way; an image that is turned or sheared against its system is refused.
 */
export function placementOf(image: GeoTIFFImage, file: string, world: string | null): Placement {
  const [a, b, c, d, e, f] = affineOf(image, file, world);
  const columns = image.getWidth();
  const rows = image.getHeight();
  if (![a, b, c, d, e, f].every(Number.isFinite) || Math.hypot(a, d) === 0 || Math.hypot(b, e) === 0)
    throw new ReadError(readerMessage('tiff-rows', { file, stepX: a, stepY: e }));
  if (Math.max((Math.abs(b) * rows) / Math.abs(a), (Math.abs(d) * columns) / Math.abs(e)) > MAX_TURN_CELLS)
    throw new ReadError(
      readerMessage('tiff-turned', { file, turnDeg: Math.round((10 * Math.atan2(d, a) * 180) / Math.PI) / 10 }),
    );
  const isMirrored = a < 0;
  const isSouthUp = e > 0;
  return {
    x0: c + (isMirrored ? (columns - 1) * a : 0) + (b * (rows - 1)) / 2,
    y0: f + (isSouthUp ? (rows - 1) * e : 0) + (d * (columns - 1)) / 2,
    stepX: Math.abs(a),
    stepY: Math.abs(e),
    isMirrored,
    isSouthUp,
  };
}

function affineOf(image: GeoTIFFImage, file: string, world: string | null): Affine {
  const { fileDirectory } = image;
  const scale = fileDirectory.getValue('ModelPixelScale');
  const tie = fileDirectory.getValue('ModelTiepoint');
  const matrix = fileDirectory.getValue('ModelTransformation');
  const half = image.getGeoKeys()?.GTRasterTypeGeoKey === IS_POINT ? 0 : 0.5;
  if (scale && tie && tie.length >= 6) {
    const [column, row, , x, y] = tie;
    return [scale[0], 0, x + (half - column) * scale[0], 0, -scale[1], y - (half - row) * scale[1]];
  }
  if (matrix && matrix.length >= 8) {
    const [a, b, , c, d, e, , f] = matrix;
    return [a, b, c + half * (a + b), d, e, f + half * (d + e)];
  }
  const [a, d, b, e, c, f] = (world ?? '').trim().split(/\s+/).map(Number);
  if (f !== undefined) return [a, b, c, d, e, f];
  throw new ReadError(readerMessage('tiff-place', { file, got: (tie?.length ?? 0) / 6 }));
}

/** Values of an image turned so that the first is the north-western one. */
export function northWestFirst<T extends Float32Array | Uint8Array>(
  values: T,
  columns: number,
  { isMirrored, isSouthUp }: Pick<Placement, 'isMirrored' | 'isSouthUp'>,
  perCell = 1,
): T {
  if (!isMirrored && !isSouthUp) return values;
  const turned = values.slice() as T;
  const rows = values.length / (columns * perCell);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const from =
        perCell * ((isSouthUp ? rows - 1 - row : row) * columns + (isMirrored ? columns - 1 - column : column));
      const to = perCell * (row * columns + column);
      for (let k = 0; k < perCell; k++) turned[to + k] = values[from + k];
    }
  return turned;
}
