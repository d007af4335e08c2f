import type { ListedCity } from '../../model/city/listed-city.ts';
import { M_PER_DEG } from '../../model/geo/earth.ts';

/** More places than this are not fetched for a picture of a hand's breadth: 4 MB. */
const MAX_PLACES = 250_000;
/** Tiles of the ground at most, along the longer side. */
const MAX_TILES = 5;

interface Frame {
  context: CanvasRenderingContext2D;
  /** Metres of the city's origin → points of the canvas. */
  x(eastM: number): number;
  y(northM: number): number;
  pxPerM: number;
}

/** A plan of the city, north up: the ground's own picture, and a spot for each building. */
export async function drawMiniature(
  canvas: HTMLCanvasElement,
  city: ListedCity,
  isDark: boolean,
  signal: AbortSignal,
): Promise<void> {
  const context = canvas.getContext('2d');
  const { extentM, ground, origin, footprints } = city;
  if (!context || !extentM) return;
  const [west, south, east, north] = extentM;
  const pxPerM = Math.max(canvas.width / (east - west), canvas.height / (north - south));
  const frame: Frame = {
    context,
    x: (eastM) => canvas.width / 2 + (eastM - (west + east) / 2) * pxPerM,
    y: (northM) => canvas.height / 2 - (northM - (south + north) / 2) * pxPerM,
    pxPerM,
  };
  const base = new URL(`/city/${encodeURIComponent(city.id)}/`, location.href).href;
  if (ground && origin) {
    const folder = isDark ? ground.command : ground.plan;
    await drawGround(frame, tilesOf({ ...ground, folder }, origin, extentM), base, origin, signal);
  }
  if (footprints && footprints.count <= MAX_PLACES) await drawBuildings(frame, below(base, footprints.file), signal);
}

/** A manifest may be anybody's: a file that is not the city's own is not asked for. */
function below(base: string, path: string): string {
  const { href } = new URL(path, base);
  if (!href.startsWith(base)) throw new Error(`${path}: expected a file of the city`);
  return href;
}

interface Tile {
  path: string;
  westDeg: number;
  northDeg: number;
  sizeDeg: number;
}

/** Tiles of the geographic scheme over the extent, rows from the south. */
function tilesOf(
  { folder, minLevel, maxLevel }: { folder: string; minLevel: number; maxLevel: number },
  origin: { lonDeg: number; latDeg: number },
  [westM, southM, eastM, northM]: readonly [number, number, number, number],
): Tile[] {
  const perLon = M_PER_DEG * Math.cos((origin.latDeg * Math.PI) / 180);
  const box = [
    origin.lonDeg + westM / perLon,
    origin.latDeg + southM / M_PER_DEG,
    origin.lonDeg + eastM / perLon,
    origin.latDeg + northM / M_PER_DEG,
  ];
  const spanDeg = Math.max(box[2] - box[0], box[3] - box[1]);
  let level = minLevel;
  while (level < maxLevel && spanDeg / (180 / 2 ** (level + 1)) <= MAX_TILES - 1) level++;
  const sizeDeg = 180 / 2 ** level;
  const tiles: Tile[] = [];
  for (let x = Math.floor((box[0] + 180) / sizeDeg); x * sizeDeg - 180 < box[2]; x++)
    for (let y = Math.floor((box[1] + 90) / sizeDeg); y * sizeDeg - 90 < box[3]; y++)
      tiles.push({
        path: `${folder.replace(/\/$/, '')}/${level}/${x}/${y}.png`,
        westDeg: x * sizeDeg - 180,
        northDeg: (y + 1) * sizeDeg - 90,
        sizeDeg,
      });
  return tiles.slice(0, (MAX_TILES + 1) ** 2);
}

async function drawGround(
  { context, x, y, pxPerM }: Frame,
  tiles: readonly Tile[],
  base: string,
  origin: { lonDeg: number; latDeg: number },
  signal: AbortSignal,
): Promise<void> {
  const perLon = M_PER_DEG * Math.cos((origin.latDeg * Math.PI) / 180);
  await Promise.all(
    tiles.map(async ({ path, westDeg, northDeg, sizeDeg }) => {
      const response = await fetch(below(base, path), { signal });
      if (!response.ok) return;
      const picture = await createImageBitmap(await response.blob());
      const left = x((westDeg - origin.lonDeg) * perLon);
      const top = y((northDeg - origin.latDeg) * M_PER_DEG);
      context.drawImage(picture, left, top, sizeDeg * perLon * pxPerM + 1, sizeDeg * M_PER_DEG * pxPerM + 1);
    }),
  );
}

/** East, north, up and radius of each. */
async function drawBuildings({ context, x, y, pxPerM }: Frame, url: string, signal: AbortSignal): Promise<void> {
  const response = await fetch(url, { signal });
  if (!response.ok) return;
  const places = new Float32Array(await response.arrayBuffer());
  context.fillStyle = getComputedStyle(context.canvas).getPropertyValue('--ink-2').trim();
  context.globalAlpha = 0.55;
  for (let i = 0; i + 3 < places.length; i += 4) {
    // A square of the footprint's size: of a circle about a house a third is its yard.
    const size = Math.max(1.2, 1.2 * places[i + 3] * pxPerM);
    context.fillRect(x(places[i]) - size / 2, y(places[i + 1]) - size / 2, size, size);
  }
  context.globalAlpha = 1;
}
