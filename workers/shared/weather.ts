import type { GivenWind, WeatherUsed } from '../../model/city/given-data.ts';
import { headingOf } from '../../model/geo/heading.ts';
import type { CityFiles } from './engine.ts';
import { type RoleRow, roleLayers } from './role-rows.ts';

/** Readings outside these are slips, or how a record writes "none". */
const BOUNDS = {
  temperature: [-80, 60],
  humidity: [0, 110],
  windSpeed: [0, 80],
  radiation: [0, 1500],
  cloud: [0, 100],
} as const;
/** Sectors of the compass by which a record says where the wind comes from most often. */
const SECTORS = 16;
const FULL_TURN_DEG = 360;
const SECTOR_DEG = FULL_TURN_DEG / SECTORS;
/** In less wind a direction says nothing. */
const CALM_MPS = 0.5;
const TENTHS = 10;

/** A city's weather as its layer tells it. */
export interface GivenWeather {
  used: WeatherUsed;
  /** The last reading that tells the wind, by its time, else by its row; null: none does. */
  latest: GivenWind | null;
  /** The mean wind of the direction that it comes from most often; null: no reading tells a direction. */
  prevailing: GivenWind | null;
}

/** Reads the weather of a city; null: no layer has that role. */
export async function weatherOf(files: CityFiles): Promise<GivenWeather | null> {
  const found = (await roleLayers(files, 'weather')).at(-1);
  if (!found) return null;
  const { layer, isGuessed, rows } = found;
  const winds = windsOf(rows);
  return {
    used: {
      label: layer.label,
      isGuessed,
      readings: rows.length,
      airC: meanOf(rows, 'temperature'),
      humidityPct: meanOf(rows, 'humidity'),
    },
    latest: latestOf(winds),
    prevailing: prevailingOf(winds),
  };
}

function within(row: RoleRow, column: keyof typeof BOUNDS): number | null {
  const value = row.number(column);
  const [least, most] = BOUNDS[column];
  return value !== null && value >= least && value <= most ? value : null;
}

/** Mean of a column to one digit; null: no reading has it. */
function meanOf(rows: readonly RoleRow[], column: keyof typeof BOUNDS): number | null {
  const values = rows.flatMap((row) => within(row, column) ?? []);
  const sum = values.reduce((total, value) => total + value, 0);
  return values.length === 0 ? null : Math.round((10 * sum) / values.length) / 10;
}

function windsOf(rows: readonly RoleRow[]): GivenWind[] {
  const clouds = rows.flatMap((row) => within(row, 'cloud') ?? []);
  // A record with values above 10 tells per cent, not tenths.
  const perTenth = clouds.some((value) => value > TENTHS) ? TENTHS : 1;
  return rows.flatMap((row): GivenWind[] => {
    const windMps = within(row, 'windSpeed');
    const windFromDeg = headingOf(String(row.cell('windFrom') ?? ''));
    if (windMps === null || windFromDeg === null) return [];
    const cloud = within(row, 'cloud');
    const time = row.cell('time');
    return [
      {
        windMps,
        windFromDeg,
        time: time === null ? '' : String(time),
        shareRatio: 1,
        cloud: cloud === null ? null : cloud / perTenth,
        radiationWpm2: within(row, 'radiation'),
      },
    ];
  });
}

/** Times as texts of one form are in their own order; numbers are not. */
function latestOf(winds: readonly GivenWind[]): GivenWind | null {
  let last: GivenWind | null = null;
  for (const wind of winds) if (!last || isNoSooner(wind.time ?? '', last.time ?? '')) last = wind;
  return last;
}

function isNoSooner(time: string, than: string): boolean {
  const isNumber = Number.isFinite(Number(time)) && Number.isFinite(Number(than));
  return isNumber ? Number(time) >= Number(than) : time >= than;
}

function prevailingOf(winds: readonly GivenWind[]): GivenWind | null {
  const blowing = winds.filter(({ windMps }) => windMps >= CALM_MPS);
  const sums = Array.from({ length: SECTORS }, () => ({ count: 0, mps: 0 }));
  for (const { windMps, windFromDeg } of blowing) {
    const sector = sums[Math.round(windFromDeg / SECTOR_DEG) % SECTORS];
    sector.count++;
    sector.mps += windMps;
  }
  const most = sums.reduce((best, { count }, k) => (count > sums[best].count ? k : best), 0);
  const { count, mps } = sums[most];
  if (count === 0) return null;
  return {
    windMps: Math.round((10 * mps) / count) / 10,
    windFromDeg: most * SECTOR_DEG,
    time: null,
    shareRatio: count / winds.length,
    cloud: null,
    radiationWpm2: null,
  };
}
