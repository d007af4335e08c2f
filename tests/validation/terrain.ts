import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Point } from '../../model/geo/plane/point.ts';
import type { EarthworkTarget } from '../../model/questions/terrain-analysis.ts';
import { balanceM, earthworkOf, type NodeSurface, piecesOf } from '../../workers/shared/earthwork.ts';
import { aspectDeg, NO_SLOPE, ofGradients, slopeDeg } from '../../workers/terrain-analysis/horn.ts';
import { DEM, elevations, PLACE, southFirst } from './terrain-tile.ts';
import { atMost, exactly, type ValidationCase, type Verdict } from './verdict.ts';

/** GDAL computes in single precision. */
const MARK_DEG = 0.01;
/** Less steep, the single precision of GDAL's sums turns its bearings by more than the mark: a digit of 300 m is 30 µm, of a rise of 0.3 m. */
const LEVEL_DEG = 0.5;

/** Degrees that GDAL gives a cell; its −9999 is no value. */
function byGdal(folder: string, what: 'slope' | 'aspect'): Float32Array {
  const [tif, raw] = [join(folder, `${what}.tif`), join(folder, `${what}.raw`)];
  execFileSync('gdaldem', [what, DEM, tif, '-q', '-alg', 'Horn']);
  execFileSync('gdal_translate', ['-q', '-of', 'ENVI', tif, raw]);
  return southFirst(new Float32Array(new Uint8Array(readFileSync(raw)).buffer));
}

/** Cells that have a value in one alone, and the greatest difference of the others. */
function differenceOf(ours: Float32Array, theirs: Float32Array, slopes: Float32Array | null) {
  let alone = 0;
  let mostDeg = 0;
  let cells = 0;
  for (let i = 0; i < ours.length; i++) {
    const [has, had] = [ours[i] > NO_SLOPE, theirs[i] > -9000];
    if (has !== had) alone++;
    if (!has || !had || (slopes && slopes[i] < LEVEL_DEG)) continue;
    cells++;
    const apart = Math.abs(ours[i] - theirs[i]);
    mostDeg = Math.max(mostDeg, slopes ? Math.min(apart, 360 - apart) : apart);
  }
  return { alone, mostDeg, cells };
}

async function againstGdal(): Promise<Verdict[]> {
  const folder = mkdtempSync(join(tmpdir(), 'shapan-terrain-'));
  try {
    const ground = elevations(folder);
    const slopes = ofGradients(PLACE, ground, slopeDeg);
    const slope = differenceOf(slopes, byGdal(folder, 'slope'), null);
    const [ours, theirs] = [ofGradients(PLACE, ground, aspectDeg), byGdal(folder, 'aspect')];
    const aspect = differenceOf(ours, theirs, slopes);
    const every = differenceOf(
      ours,
      theirs,
      slopes.map(() => 90),
    );
    return [
      exactly('terrain.gdal: cells with a slope in one of both alone', slope.alone, 0),
      atMost(`terrain.gdal: greatest difference of slope in ${slope.cells} cells, °`, slope.mostDeg, MARK_DEG),
      exactly('terrain.gdal: cells with an aspect in one of both alone', aspect.alone, 0),
      atMost(
        `terrain.gdal: greatest difference of aspect in ${aspect.cells} cells of ${LEVEL_DEG}° and more, °`,
        aspect.mostDeg,
        MARK_DEG,
      ),
      { case: 'terrain.gdal: the same with level ground, °', value: every.mostDeg, mark: 'shown', pass: true },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A surface by its formula, its nodes a little off whole metres: no edge of an area runs along them. */
function formed(stepM: number, sizeM: number, heightAt: (x: number, y: number) => number): NodeSurface {
  const columns = Math.ceil((2 * sizeM) / stepM) + 2;
  const fromM = -sizeM - 0.3 * stepM;
  const elevationM = Float64Array.from({ length: columns * columns }, (_, i) =>
    heightAt(fromM + (i % columns) * stepM, fromM + Math.floor(i / columns) * stepM),
  );
  return { westM: fromM, southM: fromM, stepM, columns, rows: columns, elevationM };
}

const square = (halfM: number): Point[] => [
  [-halfM, -halfM],
  [halfM, -halfM],
  [halfM, halfM],
  [-halfM, halfM],
];

async function volumes(ground: NodeSurface, ring: readonly Point[], target: EarthworkTarget) {
  const pieces = await piecesOf(ring, ground, target, async () => false);
  if (!pieces) throw new Error('earthwork: expected it played to its end');
  return { pieces, ...earthworkOf(pieces, 0) };
}

const offPct = (value: number, exact: number): number => 100 * Math.abs(value / exact - 1);
const level = (elevationM: number): EarthworkTarget => ({ by: 'level', elevationM });

/** A cone of 30 m on a radius of 50 m: whole, and cut at 10 m. */
async function cone(): Promise<Verdict[]> {
  const ground = formed(0.5, 60, (x, y) => Math.max(0, 30 * (1 - Math.hypot(x, y) / 50)));
  const whole = await volumes(ground, square(59), level(0));
  const cap = await volumes(ground, square(59), level(10));
  const wholeM3 = (Math.PI * 50 ** 2 * 30) / 3;
  const capM3 = (Math.PI * (100 / 3) ** 2 * 20) / 3;
  // What is missing up to 10 m: the block less the cone's lower part.
  const fillM3 = 118 ** 2 * 10 - (wholeM3 - capM3);
  return [
    atMost('terrain.cone: cut of a cone down to its foot, off by %', offPct(whole.cutM3, wholeM3), 0.1),
    atMost('terrain.cone: cut of a cone down to a third, off by %', offPct(cap.cutM3, capM3), 0.1),
    atMost('terrain.cone: fill around it up to a third, off by %', offPct(cap.fillM3, fillM3), 0.1),
  ];
}

/** A slope of 1 in 5 over a rectangle that lies askew: cut and fill are wedges. */
async function wedge(): Promise<Verdict[]> {
  const turn = 0.4;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const ring = [
    [0, 0],
    [100, 0],
    [100, 50],
    [0, 50],
  ].map(([along, across]): Point => [along * cos - across * sin, along * sin + across * cos]);
  const ground = formed(4, 130, (x, y) => 0.2 * (x * cos + y * sin));
  const { cutM3, fillM3, pieces } = await volumes(ground, ring, level(5));
  // Twice as much to fill as is cut: 2 (20 − l)² = l² at l = 20 (2 − √2).
  const balance = balanceM((await volumes(ground, ring, level(0))).pieces, 2);
  return [
    atMost('terrain.wedge: cut, off by %', offPct(cutM3, 0.1 * 75 ** 2 * 50), 1e-9),
    atMost('terrain.wedge: fill, off by %', offPct(fillM3, 0.1 * 25 ** 2 * 50), 1e-9),
    atMost('terrain.wedge: area, off by %', offPct(pieces.areaM2 - pieces.uncoveredM2, 5000), 1e-9),
    atMost(
      'terrain.wedge: level where a cubic metre cut fills two, off by m',
      Math.abs(balance - 20 * (2 - Math.SQRT2)),
      1e-6,
    ),
  ];
}

/** The saddle x·y is one bilinear surface: what lies above 20 has a logarithm in its closed form. And against another grid. */
async function saddle(): Promise<Verdict[]> {
  const ground = formed(3, 12, (x, y) => x * y);
  const { cutM3 } = await volumes(ground, square(10), level(20));
  const exact = 2 * (25 * (100 - 4) - 200 * (10 - 2) + 200 * Math.log(5));
  const nodes = Array.from({ length: 36 }, (_, i) => [-15 + 6 * (i % 6), -15 + 6 * Math.floor(i / 6)]);
  const grid: EarthworkTarget = {
    by: 'grid',
    fromM: [-15, -15],
    stepM: 6,
    columns: 6,
    elevationM: nodes.map(([x, y]) => x * y - 3),
  };
  const between = await volumes(ground, square(10), grid);
  return [
    atMost('terrain.saddle: cut above a level, off by %', offPct(cutM3, exact), 1e-7),
    atMost('terrain.saddle: cut between two grids 3 m apart, off by %', offPct(between.cutM3, 1200), 1e-9),
    atMost('terrain.saddle: fill between them, m³', between.fillM3, 1e-6),
  ];
}

const missingGdal = (): string | null => {
  if (!existsSync(DEM)) return 'no terrain tile';
  return spawnSync('gdaldem', ['--version'], { stdio: 'ignore' }).status === null ? 'no gdaldem' : null;
};

export const CASES: ValidationCase[] = [
  { name: 'terrain.cone', quick: true, run: cone },
  { name: 'terrain.wedge', quick: true, run: wedge },
  { name: 'terrain.saddle', quick: true, run: saddle },
  { name: 'terrain.gdal', quick: false, missing: missingGdal, run: againstGdal },
];
