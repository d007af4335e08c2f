/** A direction of sight over a camera: its heading and pitch, the tangents of half its opening, and how far its middle is aside. */
interface SkySight {
  readonly headingRad: number;
  readonly pitchRad: number;
  readonly halfTanX: number;
  readonly halfTanY: number;
  readonly rightTan: number;
  readonly upTan: number;
}

/** What the clouds of an hour and a weather are. */
export interface CloudLook {
  /** Share of the sky that they close. */
  readonly coverRatio: number;
  /** sRGB of what the light meets and of what lies in its own shade, 0–255. */
  readonly lit: readonly number[];
  readonly shade: readonly number[];
  /** Opacity of a whole cloud. */
  readonly alphaRatio: number;
  /** How far they have drifted to the east, in heights of their base. */
  readonly drift: number;
}

/** Side of the tile of noise, a power of two, and how many heights of the base it spans before it comes again. */
const TILE_SIDE = 256;
const SPAN = 14;
/** Below this sine of the elevation clouds are lost in the haze. */
const HAZE_SINE = 0.03;
const CLEAR_SINE = 0.16;
/** A cloud is whole where the noise is so much higher than at its rim. */
const EDGE = 0.3;

/**
 * Paints clouds on a sheet of the sky, four bytes a pixel from the upper left: a plane of noise over the city, seen in perspective, with its
 * sunny side (the noise is less towards the light) and its shade. What lies below the horizon stays clear.
 */
export function paintClouds(
  rgba: Uint8ClampedArray,
  width: number,
  height: number,
  sight: SkySight,
  look: CloudLook,
): void {
  const tile = cloudTile();
  const sinPitch = Math.sin(sight.pitchRad);
  const cosPitch = Math.cos(sight.pitchRad);
  const sinHeading = Math.sin(sight.headingRad);
  const cosHeading = Math.cos(sight.headingRad);
  const from = 1 - look.coverRatio - EDGE / 2;
  for (let y = 0, at = 0; y < height; y++) {
    const dy = (1 - (2 * (y + 0.5)) / height) * sight.halfTanY + sight.upTan;
    const up = sinPitch + dy * cosPitch;
    const ahead = cosPitch - dy * sinPitch;
    for (let x = 0; x < width; x++, at += 4) {
      rgba[at + 3] = 0;
      if (up <= 0) continue;
      const right = ((2 * (x + 0.5)) / width - 1) * sight.halfTanX + sight.rightTan;
      const sine = up / Math.hypot(right, ahead, up);
      if (sine < HAZE_SINE) continue;
      const east = (right * cosHeading + ahead * sinHeading) / up - look.drift;
      const north = (ahead * cosHeading - right * sinHeading) / up;
      const density = noiseAt(tile, east, north);
      const whole = smooth((density - from) / EDGE);
      if (whole === 0) continue;
      const towardsLight = noiseAt(tile, east + 0.22, north - 0.26);
      const lit = Math.min(1, Math.max(0, 0.62 + 2.6 * (density - towardsLight) - 0.35 * whole * look.coverRatio));
      for (let c = 0; c < 3; c++) rgba[at + c] = look.shade[c] + (look.lit[c] - look.shade[c]) * lit;
      rgba[at + 3] = 255 * whole * look.alphaRatio * smooth((sine - HAZE_SINE) / (CLEAR_SINE - HAZE_SINE));
    }
  }
}

const smooth = (ratio: number): number => {
  const t = Math.min(1, Math.max(0, ratio));
  return t * t * (3 - 2 * t);
};

/** Two sizes of the tile over one another, 0 to 1. */
function noiseAt(tile: Float32Array, east: number, north: number): number {
  const scale = TILE_SIDE / SPAN;
  return (
    0.74 * tileAt(tile, east * scale, north * scale) +
    0.26 * tileAt(tile, east * scale * 3.7 + 91, north * scale * 3.7 + 47)
  );
}

function tileAt(tile: Float32Array, x: number, y: number): number {
  const column = Math.floor(x);
  const row = Math.floor(y);
  const u = x - column;
  const v = y - row;
  const at = (c: number, r: number) => tile[(r & (TILE_SIDE - 1)) * TILE_SIDE + (c & (TILE_SIDE - 1))];
  const low = at(column, row) + (at(column + 1, row) - at(column, row)) * u;
  const high = at(column, row + 1) + (at(column + 1, row + 1) - at(column, row + 1)) * u;
  return low + (high - low) * v;
}

let made: Float32Array | null = null;

/** Five octaves of value noise that meets itself at its edges, spread evenly over 0 to 1; the same on every machine. */
function cloudTile(): Float32Array {
  if (made) return made;
  const tile = new Float32Array(TILE_SIDE * TILE_SIDE);
  for (let octave = 0; octave < 5; octave++) {
    const cells = 8 << octave;
    for (let y = 0; y < TILE_SIDE; y++)
      for (let x = 0; x < TILE_SIDE; x++) tile[y * TILE_SIDE + x] += latticeNoise(x, y, cells) / 2 ** octave;
  }
  // By rank: each height of the noise then closes the share of the sky that it says.
  const order = [...tile.keys()].sort((a, b) => tile[a] - tile[b]);
  for (const [rank, i] of order.entries()) tile[i] = rank / order.length;
  made = tile;
  return tile;
}

function latticeNoise(x: number, y: number, cells: number): number {
  const step = TILE_SIDE / cells;
  const column = Math.floor(x / step);
  const row = Math.floor(y / step);
  const u = smooth(x / step - column);
  const v = smooth(y / step - row);
  const at = (c: number, r: number) => hash((r % cells) * cells + (c % cells) + 7919 * cells);
  const low = at(column, row) + (at(column + 1, row) - at(column, row)) * u;
  const high = at(column, row + 1) + (at(column + 1, row + 1) - at(column, row + 1)) * u;
  return low + (high - low) * v;
}

/** 0 to 1 of a whole number (after Wang 2007). */
function hash(value: number): number {
  let h = (value ^ 61 ^ (value >>> 16)) >>> 0;
  h = Math.imul(h, 9);
  h ^= h >>> 4;
  h = Math.imul(h, 0x27d4eb2d);
  h ^= h >>> 15;
  return (h >>> 0) / 0xffffffff;
}
