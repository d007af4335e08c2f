import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { ROOT } from '../../cli/root.ts';
import { cityFilesIn } from '../../cli/sim/engine-machine.ts';
import { type LightHead, parseLight } from '../../model/city/light.ts';
import { isInRing } from '../../model/geo/plane/ring.ts';
import { CitySolids, readCitySolids, upOfElevation } from '../../workers/shared/city-solids.ts';
import { seeded } from '../../workers/shared/random.ts';
import { atLeast, atMost, exactly, type ValidationCase, type Verdict } from './verdict.ts';

const CITIES = join(ROOT, 'public/city');
const CITY = 'chengchuan';
const POINTS = 1000;
const RAYS = 256;
/** Nothing farther than this lifts the horizon of a street: a tower of 200 m is 5° there. */
const FAR_M = 2400;
const RELIEF_STEP_M = 8;
const BUCKET_M = 64;
const NEAR_M = 1.5;
const AWAY_M = 10;
const WALLS = 300;

type Point = readonly [number, number];

/** The raster as a page has it, decoded by its own few lines: eight bits, four channels, filter 1. */
function readLight(folder: string): { head: LightHead; sky(x: number, y: number): number } {
  const head = parseLight(JSON.parse(readFileSync(join(folder, 'light.json'), 'utf8')));
  const png = readFileSync(join(folder, head.file));
  const parts: Buffer[] = [];
  for (let p = 8; p < png.length; p += 12 + png.readUInt32BE(p))
    if (png.toString('latin1', p + 4, p + 8) === 'IDAT') parts.push(png.subarray(p + 8, p + 8 + png.readUInt32BE(p)));
  const rows = inflateSync(Buffer.concat(parts));
  const { columns, westM, southM, cellM } = head;
  const stride = 1 + 4 * columns;
  const red = new Uint8Array(columns * head.rows);
  for (let y = 0; y < head.rows; y++) {
    if (rows[y * stride] !== 1) throw new Error(`light: expected filter 1, got ${rows[y * stride]}`);
    for (let x = 0, left = 0; x < columns; x++) {
      left = (left + rows[y * stride + 1 + 4 * x]) & 255;
      red[y * columns + x] = left;
    }
  }
  const at = (column: number, row: number) =>
    red[Math.min(head.rows - 1, Math.max(0, row)) * columns + Math.min(columns - 1, Math.max(0, column))] / 255;
  return {
    head,
    sky(x, y) {
      const u = (x - westM) / cellM - 0.5;
      const v = (y - southM) / cellM - 0.5;
      const [c, r] = [Math.floor(u), Math.floor(v)];
      const south = at(c, r) + (u - c) * (at(c + 1, r) - at(c, r));
      const north = at(c, r + 1) + (u - c) * (at(c + 1, r + 1) - at(c, r + 1));
      return south + (v - r) * (north - south);
    },
  };
}

interface Wall {
  from: Point;
  to: Point;
  topM: number;
}

/** The city's solids as its prisms have them, and rays through them: every edge in its place, nothing rastered. */
async function exactCity() {
  const files = cityFilesIn(CITY, CITIES);
  const { city, ground } = await readCitySolids(files);
  if (!city || !ground) throw new Error('light: expected a city with volumes and ground');
  const { count, ringOf, vertexOf, eastNorthM, topM, footM, layer, layers } = city.prisms;
  const buckets = new Map<string, Wall[]>();
  const solids: { rings: Point[][]; box: number[]; heightM: number }[] = [];
  const keysOf = (ax: number, ay: number, bx: number, by: number) => {
    const keys: string[] = [];
    for (let c = Math.floor(Math.min(ax, bx) / BUCKET_M); c <= Math.floor(Math.max(ax, bx) / BUCKET_M); c++)
      for (let r = Math.floor(Math.min(ay, by) / BUCKET_M); r <= Math.floor(Math.max(ay, by) / BUCKET_M); r++)
        keys.push(`${c} ${r}`);
    return keys;
  };
  for (let p = 0; p < count; p++) {
    if (layers[layer[p]].state === 'planned') continue;
    const rings: Point[][] = [];
    for (let ring = ringOf[p]; ring < ringOf[p + 1]; ring++)
      rings.push(
        Array.from({ length: vertexOf[ring + 1] - vertexOf[ring] }, (_, i): Point => {
          const at = 2 * (vertexOf[ring] + i);
          return [eastNorthM[at], eastNorthM[at + 1]];
        }),
      );
    for (const ring of rings)
      for (const [i, from] of ring.entries()) {
        const wall = { from, to: ring[(i + 1) % ring.length], topM: topM[p] };
        for (const key of keysOf(...from, ...wall.to)) buckets.set(key, [...(buckets.get(key) ?? []), wall]);
      }
    const [xs, ys] = [rings[0].map(([x]) => x), rings[0].map(([, y]) => y)];
    const box = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
    solids.push({ rings, box, heightM: topM[p] - footM[p] });
  }
  const originM = new CitySolids(files, city, ground).originElevationM;
  const { westM, southM, cellM, columns, rows } = ground.grid;
  const upAt = (x: number, y: number) => {
    const u = Math.min(columns - 1.001, Math.max(0, (x - westM) / cellM - 0.5));
    const v = Math.min(rows - 1.001, Math.max(0, (y - southM) / cellM - 0.5));
    const [c, r] = [Math.floor(u), Math.floor(v)];
    const z = (i: number, j: number) => ground.elevationM[(r + j) * columns + c + i];
    const south = z(0, 0) + (u - c) * (z(1, 0) - z(0, 0));
    const north = z(0, 1) + (u - c) * (z(1, 1) - z(0, 1));
    return upOfElevation(south + (v - r) * (north - south), originM, x, y);
  };
  const isBuilt = (x: number, y: number) =>
    solids.some(
      ({ rings, box: [west, south, east, north] }) =>
        x >= west &&
        x <= east &&
        y >= south &&
        y <= north &&
        rings.filter((ring) => isInRing(ring, x, y)).length % 2 === 1,
    );
  return {
    buckets,
    solids,
    upAt,
    isBuilt,
    extent: { westM, southM, eastM: westM + columns * cellM, northM: southM + rows * cellM },
  };
}

type City = Awaited<ReturnType<typeof exactCity>>;

/** Tangent of the horizon along a ray: over every wall that it meets, and over the relief. */
function horizon({ buckets, upAt }: City, x: number, y: number, azimuth: number): number {
  const [dx, dy] = [Math.sin(azimuth), Math.cos(azimuth)];
  const z = upAt(x, y);
  let tangent = 0;
  for (let s = RELIEF_STEP_M; s < FAR_M; s += RELIEF_STEP_M)
    tangent = Math.max(tangent, (upAt(x + dx * s, y + dy * s) - z) / s);
  const seen = new Set<string>();
  for (let s = 0; s < FAR_M; s += BUCKET_M / 8) {
    const key = `${Math.floor((x + dx * s) / BUCKET_M)} ${Math.floor((y + dy * s) / BUCKET_M)}`;
    if (seen.has(key)) continue;
    seen.add(key);
    for (const { from, to, topM } of buckets.get(key) ?? []) {
      const [ex, ey] = [to[0] - from[0], to[1] - from[1]];
      const cross = dx * ey - dy * ex;
      if (Math.abs(cross) < 1e-9) continue;
      const [px, py] = [from[0] - x, from[1] - y];
      const distance = (px * ey - py * ex) / cross;
      const share = (px * dy - py * dx) / cross;
      if (distance > 1e-6 && share >= 0 && share <= 1) tangent = Math.max(tangent, (topM - z) / distance);
    }
  }
  return tangent;
}

/** Places of crowns that the raster knows and the prisms do not: points under them are not asked. */
function crownsOf(folder: string): (x: number, y: number) => boolean {
  const { layers } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as {
    layers: { kind: string; places: string }[];
  };
  const near = new Set<string>();
  for (const { kind, places } of layers) {
    if (kind !== 'tree') continue;
    const bytes = readFileSync(join(folder, places));
    for (let i = 0; i + 16 <= bytes.length; i += 16) {
      const [c, r] = [bytes.readFloatLE(i), bytes.readFloatLE(i + 4)].map((m) => Math.floor(m / 8));
      for (const [dc, dr] of [-1, 0, 1].flatMap((a) => [-1, 0, 1].map((b) => [a, b]))) near.add(`${c + dc} ${r + dr}`);
    }
  }
  return (x, y) => near.has(`${Math.floor(x / 8)} ${Math.floor(y / 8)}`);
}

/** Share of the sky over a place of the ground, by rays. */
function exactSky(city: City, x: number, y: number): number {
  let sum = 0;
  for (let k = 0; k < RAYS; k++) sum += 1 / (1 + horizon(city, x, y, (2 * Math.PI * (k + 0.5)) / RAYS) ** 2);
  return sum / RAYS;
}

async function skyAgainstRays(): Promise<Verdict[]> {
  const folder = join(CITIES, CITY);
  const light = readLight(folder);
  const city = await exactCity();
  const isUnderTree = crownsOf(folder);
  const random = seeded(25);
  const { westM, southM, eastM, northM } = city.extent;
  let squares = 0;
  let sum = 0;
  for (let points = 0; points < POINTS; ) {
    const x = westM + random() * (eastM - westM);
    const y = southM + random() * (northM - southM);
    if (city.isBuilt(x, y) || isUnderTree(x, y)) continue;
    points++;
    const off = light.sky(x, y) - exactSky(city, x, y);
    squares += off * off;
    sum += off;
  }
  return [
    exactly('light.sky: points', POINTS, 1000),
    atMost('light.sky: RMSE against rays through the prisms, share of the full sky', Math.sqrt(squares / POINTS), 0.05),
    // The prisms of pitched roofs reach up to their ridges, in the raster to half their rise: the reference is the darker by that.
    atMost('light.sky: bias, share of the full sky', Math.abs(sum / POINTS), 0.03),
  ];
}

async function feetOfWalls(): Promise<Verdict[]> {
  const folder = join(CITIES, CITY);
  const light = readLight(folder);
  const city = await exactCity();
  const isUnderTree = crownsOf(folder);
  const random = seeded(26);
  let walls = 0;
  let darker = 0;
  for (let tries = 0; tries < 400_000 && walls < WALLS; tries++) {
    const { rings, heightM } = city.solids[Math.floor(random() * city.solids.length)];
    const ring = rings[0];
    const i = Math.floor(random() * ring.length);
    const [from, to] = [ring[i], ring[(i + 1) % ring.length]];
    const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
    if (heightM < 6 || length < 10) continue;
    const [nx, ny] = [(to[1] - from[1]) / length, -(to[0] - from[0]) / length];
    const off = (m: number): Point => [(from[0] + to[0]) / 2 + nx * m, (from[1] + to[1]) / 2 + ny * m];
    // Free ground for twice the way, or the far point stands at another wall's foot.
    const isFree = [0.5, 3, 6, 9, 12, 15, 18, 21].every((m) => !city.isBuilt(...off(m)) && !isUnderTree(...off(m)));
    if (!isFree) continue;
    // What stands across a narrow court may darken its middle more than its edge: only where the rays say so is it asked.
    if (exactSky(city, ...off(NEAR_M)) >= exactSky(city, ...off(AWAY_M)) - 0.02) continue;
    walls++;
    if (light.sky(...off(NEAR_M)) < light.sky(...off(AWAY_M))) darker++;
  }
  return [
    atLeast('light.feet: walls whose foot is darker by the rays', walls, WALLS),
    atLeast('light.feet: of them darker than 10 m away in the raster, share', darker / walls, 0.98),
  ];
}

const missing = () => (existsSync(join(CITIES, CITY, 'light.json')) ? null : `no baked ${CITY} with light`);

/** The baked sky view against exact rays, and whether walls stand on dark ground. */
export const CASES: ValidationCase[] = [
  { name: 'light.sky', quick: false, missing, run: skyAgainstRays },
  { name: 'light.feet', quick: false, missing, run: feetOfWalls },
];
