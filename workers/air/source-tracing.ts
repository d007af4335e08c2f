import type { RasterPlace } from '../../model/city/raster.ts';

/*
 * Where a steady source may be, from readings: every place of a grid is tried, its rate found in closed form, and the odds of the places
 * compared. Readings weigh by what the model says and not by what was read, which would make the rate too small. Finer grids follow
 * where the odds are, so that odds are sums over ground and not values of points.
 */

/** What a gram a second at a place would make at the readings, in their order, g/m³. */
export type Dilution = (eastM: number, northM: number, into: Float64Array) => void;

/** Readings and how far they may lie from the model. */
export interface TracedReadings {
  gPerM3: Float64Array;
  dilution: Dilution;
  /** Scatter of a reading, as a part of what the model says. */
  spreadRatio: number;
  hasBackground: boolean;
}

/** A piece of ground that was tried, with its odds. */
interface Tried {
  eastM: number;
  northM: number;
  sideM: number;
  /** Logarithm of the odds a square metre. */
  logOdds: number;
  rateGps: number;
  backgroundGPerM3: number;
}

/** Where the source may be: pieces of ground, the likeliest a square metre first. */
export interface Traced {
  pieces: (Tried & { partOfOdds: number })[];
  /** Mean by odds. */
  meanM: [eastM: number, northM: number];
  meanRateGps: number;
  /** Between these the rate lies with 90 %. */
  rateGps: [low: number, high: number];
  /** Mean squared distance of readings from the likeliest place, in their scatter: 1 is as expected. */
  misfit: number;
}

/** Rounds in which weights follow the model. */
const ROUNDS = 6;
/** Least scatter of a reading, as a part of the greatest reading's. */
const FLOOR_RATIO = 0.02;
/** Places whose odds are so much smaller are tried no finer: e^−30. */
const KEPT_LOG = 30;
const KEPT_PLACES = 160;
/** Each side of a place becomes so many, so many times. */
const SPLIT = 5;
const DEPTH = 2;
/** Side of a place at which its middle tells no more of the rest of it than to a factor: readings scatter by as much more. */
const COARSE_M = 50;

interface Fit {
  rate: number;
  background: number;
  logOdds: number;
  misfit: number;
}

/** Rate and background of a place by least squares whose weights follow the model. */
function fitRate(
  { gPerM3, hasBackground }: TracedReadings,
  per: Float64Array,
  floor: number,
  spreadRatio: number,
): Fit {
  let rate = firstRate(gPerM3, per);
  let background = 0;
  let curvature = 0;
  for (let round = 0; round < ROUNDS; round++) {
    let gg = 0;
    let g1 = 0;
    let w1 = 0;
    let og = 0;
    let o1 = 0;
    for (let i = 0; i < per.length; i++) {
      const sigma = Math.max(floor, spreadRatio * (rate * per[i] + background));
      const weight = 1 / (sigma * sigma);
      gg += weight * per[i] * per[i];
      g1 += weight * per[i];
      w1 += weight;
      og += weight * per[i] * gPerM3[i];
      o1 += weight * gPerM3[i];
    }
    if (gg === 0) break;
    const det = gg * w1 - g1 * g1;
    background = hasBackground && det > 0 ? Math.max(0, (gg * o1 - g1 * og) / det) : 0;
    rate = Math.max(0, (og - background * g1) / gg);
    curvature = gg;
  }
  let misfit = 0;
  let logOdds = 0;
  for (let i = 0; i < per.length; i++) {
    const sigma = Math.max(floor, spreadRatio * (rate * per[i] + background));
    const off = (gPerM3[i] - rate * per[i] - background) / sigma;
    misfit += off * off;
    logOdds -= off * off * 0.5 + Math.log(sigma / floor);
  }
  // The width of the rate's own odds counts, for a rate of which only the order is known beforehand.
  const width = rate * Math.sqrt(curvature);
  return { rate, background, logOdds: width > 1 ? logOdds - Math.log(width) : logOdds, misfit: misfit / per.length };
}

/** A rate to begin with, which no single reading decides: the middle one of those that readings and model both tell. */
function firstRate(gPerM3: Float64Array, per: Float64Array): number {
  let sum = 0;
  let model = 0;
  for (let i = 0; i < per.length; i++) {
    sum += gPerM3[i];
    model += per[i];
  }
  return model === 0 ? 0 : sum / model;
}

/** Lets others work now and then, and says how much is done; true: stop. */
type Pause = (doneRatio: number) => Promise<boolean>;

/** Tries every cell of a grid, then the likely ones finer. Null: stopped, or no reading is above nothing. */
export async function traceSource(readings: TracedReadings, grid: RasterPlace, pause: Pause): Promise<Traced | null> {
  const { gPerM3 } = readings;
  const most = gPerM3.reduce((high, one) => Math.max(high, one), 0);
  if (most === 0) return null;
  const floor = readings.spreadRatio * FLOOR_RATIO * most;
  const per = new Float64Array(gPerM3.length);
  const finestM = (1.001 * grid.cellM) / SPLIT ** DEPTH;
  let misfit = Number.POSITIVE_INFINITY;
  let best = Number.NEGATIVE_INFINITY;
  const tryPlace = (eastM: number, northM: number, sideM: number): Tried => {
    readings.dilution(eastM, northM, per);
    const coarse = sideM > finestM ? sideM / COARSE_M : 0;
    const found = fitRate(readings, per, floor, Math.sqrt(readings.spreadRatio ** 2 + coarse * coarse));
    if (sideM <= finestM && found.logOdds > best) {
      best = found.logOdds;
      misfit = found.misfit;
    }
    const { rate: rateGps, background: backgroundGPerM3, logOdds } = found;
    return { eastM, northM, sideM, logOdds, rateGps, backgroundGPerM3 };
  };
  let places: Tried[] = [];
  for (let row = 0; row < grid.rows; row++) {
    if (await pause((0.8 * row) / grid.rows)) return null;
    for (let column = 0; column < grid.columns; column++) {
      const eastM = grid.westM + (column + 0.5) * grid.cellM;
      const northM = grid.southM + (row + 0.5) * grid.cellM;
      places.push(tryPlace(eastM, northM, grid.cellM));
    }
  }
  for (let depth = 0; depth < DEPTH; depth++) {
    if (await pause(0.8 + (0.2 * depth) / DEPTH)) return null;
    places = likely(places).flatMap((place) => split(place, tryPlace));
  }
  return tracedOf(likely(places, Number.POSITIVE_INFINITY), misfit);
}

/** The places whose odds count, the likeliest first. */
function likely(places: Tried[], most = KEPT_PLACES): Tried[] {
  const sorted = places.toSorted((a, b) => b.logOdds - a.logOdds || a.northM - b.northM || a.eastM - b.eastM);
  const [first] = sorted;
  return sorted.filter(({ logOdds }, i) => i < most && logOdds > first.logOdds - KEPT_LOG);
}

function split({ eastM, northM, sideM }: Tried, tryPlace: (eastM: number, northM: number, sideM: number) => Tried) {
  const side = sideM / SPLIT;
  const parts: Tried[] = [];
  for (let row = 0; row < SPLIT; row++)
    for (let column = 0; column < SPLIT; column++) {
      const east = eastM - sideM / 2 + (column + 0.5) * side;
      const north = northM - sideM / 2 + (row + 0.5) * side;
      parts.push(tryPlace(east, north, side));
    }
  return parts;
}

const RATE_TAIL = 0.05;

function tracedOf(places: readonly Tried[], misfit: number): Traced {
  const [first] = places;
  const weights = places.map(({ logOdds, sideM }) => Math.exp(logOdds - first.logOdds) * sideM * sideM);
  const sum = weights.reduce((total, one) => total + one, 0);
  const pieces = places.map((place, i) => ({ ...place, partOfOdds: weights[i] / sum }));
  const mean = (of: (piece: Tried) => number) =>
    pieces.reduce((total, piece) => total + piece.partOfOdds * of(piece), 0);
  const byRate = pieces.toSorted((a, b) => a.rateGps - b.rateGps);
  const rateBelow = (part: number) => {
    let total = 0;
    const piece = byRate.find(({ partOfOdds }) => {
      total += partOfOdds;
      return total >= part;
    });
    return (piece ?? byRate[byRate.length - 1]).rateGps;
  };
  return {
    pieces,
    meanM: [mean(({ eastM }) => eastM), mean(({ northM }) => northM)],
    meanRateGps: mean(({ rateGps }) => rateGps),
    rateGps: [rateBelow(RATE_TAIL), rateBelow(1 - RATE_TAIL)],
    misfit,
  };
}

/** The smallest ground that holds the source with these odds. */
export function groundWithin({ pieces }: Pick<Traced, 'pieces'>, oddsRatio: number): Traced['pieces'] {
  let sum = 0;
  const last = pieces.findIndex(({ partOfOdds }) => {
    sum += partOfOdds;
    return sum >= oddsRatio;
  });
  return last < 0 ? [...pieces] : pieces.slice(0, last + 1);
}
