import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as v from 'valibot';
import { OutdoorHeatRequest } from '../../model/questions/outdoor-heat.ts';
import { MS_PER_H } from '../../model/time.ts';
import { readGeoTiff } from '../../readers/geotiff/geotiff.ts';
import type { RasterTile } from '../../readers/shared/raster-tile.ts';
import { playDay } from '../../workers/outdoor-heat/heat-day.ts';
import { heatGround } from '../../workers/outdoor-heat/heat-ground.ts';
import { emptyScene, type HeatScene, TRUNK_RATIO } from '../../workers/outdoor-heat/heat-scene.ts';
import { heatHours } from '../../workers/outdoor-heat/heat-weather.ts';
import { radiantOfTaken } from '../../workers/outdoor-heat/radiant.ts';
import { surfaceNumber } from '../../workers/outdoor-heat/surfaces.ts';
import { DATA } from './baked.ts';
import { atMost, type Verdict } from './verdict.ts';

const FOLDER = resolve(DATA, 'environment/heat-goteborg');
/** The squares of Göteborg; their clock is one hour ahead of UTC all year. */
const PLACE = { lonDeg: 11.97, latDeg: 57.7, elevationM: 5 };
const AHEAD_H = 1;
const NO_WIND_MPS = 2;
/** Built where the surface is so much above the ground. */
const BUILT_M = 2;
const TREE_M = 1;
/** Land cover of the rasters (UMEP) as surfaces. */
const COVER: Readonly<Record<number, number>> = {
  5: surfaceNumber('grass'),
  6: surfaceNumber('soil'),
  7: surfaceNumber('water'),
};

export const missing = (): string | null => (existsSync(FOLDER) ? null : `${FOLDER} is not there`);

/** A square: its rasters, the mast and the days on which it was measured. */
interface Square {
  folder: string;
  crs: string;
  surface: string;
  ground: string;
  cover: string;
  crowns: (folder: string, like: RasterTile) => Promise<Float32Array>;
  mastM: readonly [number, number];
  measured: string;
  days: readonly { date: readonly [number, number, number]; file: string; day: string | null }[];
}

const tiff = (folder: string, file: string, crs: string): Promise<RasterTile> =>
  readGeoTiff(readFileSync(resolve(FOLDER, folder, file)), file, crs);

const GUSTAV_ADOLFS: Square = {
  folder: 'gustav_adolfs',
  crs: 'EPSG:3006',
  surface: 'DSM_GA.tif',
  ground: 'DEM_GA.tif',
  cover: 'LC_GA.tif',
  crowns: async (folder) => (await tiff(folder, 'CDSM_GA.tif', 'EPSG:3006')).values,
  mastM: [319289.3393, 6400139.3737],
  measured: 'measurements_ga.csv',
  days: [
    { date: [2005, 10, 11], file: 'MetFile_20051011.txt', day: '20051011' },
    { date: [2006, 7, 26], file: 'MetFile_20060726.txt', day: '20060726' },
    { date: [2006, 8, 1], file: 'MetFile_20060801.txt', day: '20060801' },
  ],
};

const KRONENHUSET: Square = {
  folder: 'kronenhuset',
  crs: 'EPSG:3007',
  surface: 'DSM_KR.tif',
  ground: 'DEM_KR.tif',
  cover: 'landcover_KR.tif',
  crowns: async (folder) =>
    Float32Array.from(
      readFileSync(resolve(FOLDER, folder, 'CDSM_KR.asc'), 'utf8')
        .split('\n')
        .slice(6)
        .join(' ')
        .trim()
        .split(/\s+/),
      Number,
    ),
  mastM: [147837.67318124877, 6398728.29605625],
  measured: 'measurements_kr.csv',
  days: [{ date: [2005, 10, 7], file: 'MetFile_Prepared.txt', day: null }],
};

/** The square as a scene: rows from the south, crowns over trunks. */
async function sceneOf(square: Square): Promise<{ scene: HeatScene; mast: number }> {
  const { folder, crs } = square;
  const top = await tiff(folder, square.surface, crs);
  const ground = await tiff(folder, square.ground, crs);
  const cover = await tiff(folder, square.cover, crs);
  const crowns = await square.crowns(folder, top);
  const { columns, rows, stepX } = top;
  const cellM = Math.abs(stepX);
  const westM = top.x0 - cellM / 2;
  const southM = top.y0 - (rows - 0.5) * cellM;
  const scene = emptyScene({ westM, southM, cellM, columns, rows }, surfaceNumber('paving'));
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const from = row * columns + column;
      const cell = (rows - 1 - row) * columns + column;
      const groundM = Number.isNaN(ground.values[from]) ? 0 : ground.values[from];
      const topM = Number.isNaN(top.values[from]) ? groundM : top.values[from];
      const isBuilt = topM - groundM > BUILT_M;
      scene.groundM[cell] = groundM;
      scene.topM[cell] = isBuilt ? topM : groundM;
      scene.isBuilt[cell] = isBuilt ? 1 : 0;
      scene.surface[cell] = COVER[cover.values[from]] ?? surfaceNumber('paving');
      const crownM = crowns[from];
      if (isBuilt || !(crownM > TREE_M)) continue;
      scene.crownTopM[cell] = groundM + crownM;
      scene.crownFootM[cell] = groundM + TRUNK_RATIO * crownM;
    }
  const [x, y] = square.mastM;
  return { scene, mast: Math.floor((y - southM) / cellM) * columns + Math.floor((x - westM) / cellM) };
}

type Row = Record<string, number>;

/** A table of numbers with a heading line. */
function tableIn(path: string, split: RegExp): Row[] {
  const [head, ...lines] = readFileSync(path, 'utf8').trim().split('\n');
  const names = head.replace('%', '').trim().split(split);
  return lines.map((line) =>
    Object.fromEntries(
      line
        .trim()
        .split(split)
        .map((value, i) => [names[i], value === '' ? Number.NaN : Number(value)]),
    ),
  );
}

const RING = [
  [0, 0],
  [1, 0],
  [0, 1],
];

/** Weather of a file as hours of a day: an hour of it begins at its number. */
function hoursOf(rows: readonly Row[], date: readonly [number, number, number]) {
  const weather = [...rows]
    .sort((a, b) => a.it - b.it)
    .map((row) => ({
      airC: row.Td,
      humidityPct: row.RH,
      windMps: row.Wind > 0 ? row.Wind : NO_WIND_MPS,
      globalWPerM2: row.Kdn,
      diffuseWPerM2: row.Kdiff,
    }));
  const request = v.parse(OutdoorHeatRequest, { ringM: RING, weather });
  const startMs = Date.UTC(date[0], date[1] - 1, date[2]) - AHEAD_H * MS_PER_H;
  return heatHours(request, { ...PLACE, startMs });
}

/** An hour as computed and as measured; an hour of the measurements ends at its number, one later than that of the weather (found by their air temperatures and sunlight). */
interface Pair {
  mine: { sunDown: number; sunUp: number; warmthDown: number; warmthUp: number; radiantC: number };
  row: Row;
}

async function pairsOf(square: Square): Promise<Pair[]> {
  const { scene, mast } = await sceneOf(square);
  const measured = tableIn(resolve(FOLDER, square.folder, square.measured), /,/);
  const part = { column: 0, row: 0, columns: scene.columns, rows: scene.rows };
  const pairs: Pair[] = [];
  const go = async () => false;
  for (const { date, file, day } of square.days) {
    const hours = hoursOf(tableIn(resolve(FOLDER, square.folder, file), /\s+/), date);
    const ground = await heatGround(scene, part, hours, go);
    if (!ground) continue;
    const wanted = hours.map(({ hour }) => hour);
    const maps = await playDay(ground, hours, { hours: wanted, relief: false, probes: [mast] }, go);
    if (!maps) continue;
    for (const row of measured) {
      if (day !== null && row.day !== Number(day)) continue;
      const hour = row.hour - 1;
      pairs.push({ mine: maps.probes[hour][0], row });
    }
  }
  return pairs;
}

const rms = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, one) => sum + one * one, 0) / Math.max(1, values.length));
const mean = (values: readonly number[]): number =>
  values.reduce((sum, one) => sum + one, 0) / Math.max(1, values.length);

/** Both squares against what was measured there. */
export async function goteborg(): Promise<Verdict[]> {
  const square = await pairsOf(GUSTAV_ADOLFS);
  const court = await pairsOf(KRONENHUSET);
  const off = square.map(({ mine, row }) => mine.radiantC - radiantOfTaken(row.Sstr));
  const flux = (name: 'sunDown' | 'warmthDown' | 'warmthUp', column: string) =>
    rms(court.map(({ mine, row }) => mine[name] - row[column]));
  return [
    atMost('heat.goteborg: Gustav Adolfs torg, radiant temperature, K RMSE', rms(off), 5.5),
    atMost('heat.goteborg: Gustav Adolfs torg, radiant temperature, K |bias|', Math.abs(mean(off)), 1.5),
    atMost('heat.goteborg: Kronenhuset, sunlight down, W/m² RMSE', flux('sunDown', 'Kdown'), 45),
    atMost('heat.goteborg: Kronenhuset, warmth down, W/m² RMSE', flux('warmthDown', 'Ldown'), 25),
    atMost('heat.goteborg: Kronenhuset, warmth up, W/m² RMSE', flux('warmthUp', 'Lup'), 12),
  ];
}
