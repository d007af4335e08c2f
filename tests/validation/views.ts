import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SightScene } from '../../workers/shared/sight-scene.ts';
import { SEEN, viewshedOf } from '../../workers/view-analysis/viewshed.ts';
import { DEM, elevations, PLACE, southFirst } from './terrain-tile.ts';
import { atLeast, atMost, type ValidationCase, type Verdict } from './verdict.ts';

/** Cells of the viewpoints: in the middle, on slopes and near the shore. */
const VIEWPOINTS = [
  [240, 289],
  [100, 100],
  [350, 450],
  [60, 500],
  [420, 60],
] as const;
const EYES_M = [1.6, 10, 30];
const TARGETS_M = [0, 1.6];
const MARK_PCT = 99.5;

/** Cells that GDAL sees, without curvature. */
function seenByGdal(
  folder: string,
  [column, row]: readonly [number, number],
  eyeM: number,
  targetM: number,
): Uint8Array {
  const { westM, southM, cellM } = PLACE;
  const [tif, raw] = [join(folder, 'seen.tif'), join(folder, 'seen.raw')];
  const numbers = {
    ox: westM + (column + 0.5) * cellM,
    oy: southM + (row + 0.5) * cellM,
    oz: eyeM,
    tz: targetM,
    cc: 0,
    md: 100_000,
  };
  const options = Object.entries(numbers).flatMap(([name, value]) => [`-${name}`, String(value)]);
  execFileSync('gdal_viewshed', ['-q', ...options, DEM, tif]);
  execFileSync('gdal_translate', ['-q', '-of', 'ENVI', tif, raw]);
  return southFirst(new Uint8Array(readFileSync(raw)));
}

async function againstGdal(): Promise<Verdict[]> {
  const folder = mkdtempSync(join(tmpdir(), 'shapan-views-'));
  try {
    const ground = { ...PLACE, upM: elevations(folder) };
    const scene: SightScene = { ground, city: null, stands: new Uint8Array(0), index: null, refractionRatio: 0 };
    let cells = 0;
    let same = 0;
    let leastPct = 100;
    for (const [column, row] of VIEWPOINTS)
      for (const eyeM of EYES_M)
        for (const targetM of TARGETS_M) {
          const { westM, southM, cellM, columns } = PLACE;
          const up = ground.upM[row * columns + column] + eyeM;
          const eye = [westM + (column + 0.5) * cellM, southM + (row + 0.5) * cellM, up] as const;
          const request = { eye, radiusM: 100_000, aboveM: targetM, skip: null };
          const ours = await viewshedOf(scene, request, async () => false);
          const theirs = seenByGdal(folder, [column, row], eyeM, targetM);
          const agreed = theirs.reduce(
            (sum, one, i) => sum + ((one === 255) === (ours?.classes[i] === SEEN) ? 1 : 0),
            0,
          );
          cells += theirs.length;
          same += agreed;
          leastPct = Math.min(leastPct, (100 * agreed) / theirs.length);
        }
    return [
      atLeast('views.gdal: cells of 30 viewsheds that agree with gdal_viewshed, %', (100 * same) / cells, MARK_PCT),
      { case: 'views.gdal: least of one viewshed, %', value: leastPct, mark: 'shown', pass: true },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** On a plane every cell is seen; behind an endless wall none is, up to where the line over its crest meets the ground. */
async function wall(): Promise<Verdict[]> {
  const place = { westM: 0, southM: 0, cellM: 5, columns: 201, rows: 201 };
  const level = { ...place, upM: new Float32Array(place.columns * place.rows) };
  const eye = [500, 100, 10] as const;
  const look = async (upM: Float32Array) => {
    const scene: SightScene = {
      ground: { ...level, upM },
      city: null,
      stands: new Uint8Array(0),
      index: null,
      refractionRatio: 0,
    };
    return viewshedOf(scene, { eye, radiusM: 2000, aboveM: 0, skip: null }, async () => false);
  };
  const open = await look(level.upM);
  const hidden = open?.classes.filter((one) => one !== SEEN).length ?? -1;
  // A crest of 5 m in row 40, at 202.5 m: from 10 m at 100 m the line over it falls to the ground at 305 m.
  const crested = level.upM.slice();
  for (let column = 0; column < place.columns; column++) crested[40 * place.columns + column] = 5;
  const seen = await look(crested);
  const wrong = Array.from({ length: place.rows }, (_, row) => row).filter((row) => {
    const northM = (row + 0.5) * place.cellM;
    const isBehind = row > 40 && northM < 305;
    return row !== 40 && (seen?.classes[row * place.columns + 100] === SEEN) === isBehind;
  });
  return [
    atMost('views.wall: cells of a plane that are not seen', hidden, 0),
    atMost('views.wall: rows on the wrong side of the shadow of a crest', wrong.length, 0),
  ];
}

const missingGdal = (): string | null => {
  if (!existsSync(DEM)) return 'no terrain tile';
  return spawnSync('gdal_viewshed', ['--version'], { stdio: 'ignore' }).status === null ? 'no gdal_viewshed' : null;
};

export const CASES: ValidationCase[] = [
  { name: 'views.wall', quick: true, run: wall },
  { name: 'views.gdal', quick: false, missing: missingGdal, run: againstGdal },
];
