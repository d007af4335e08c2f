import type { ReadOptions } from '../reader.ts';
import type { ByteSource } from '../shared/byte-source.ts';
import { decodedText } from '../shared/encoding.ts';
import { type Cell, featuresOfTable } from '../shared/place-table.ts';
import { type Problems, ReadError } from '../shared/problems.ts';
import type { PropertySelection } from '../shared/properties.ts';
import type { RawFeatures } from '../shared/raw-features.ts';
import { epwMessage } from './messages.ts';

/** A leap year of hours with long comments takes 2 MB. */
const MAX_EPW_BYTES = 20 << 20;
/** Lines before the hours. */
const HEADER_LINES = 8;
const MIN_VALUES = 22;

/** Columns that are kept, by their place in a line, and the number that stands for "none" (EnergyPlus, Auxiliary Programs, EPW data dictionary). */
const COLUMNS = [
  { name: 'temperature', at: 6, none: 99.9 },
  { name: 'humidity', at: 8, none: 999 },
  { name: 'pressure_pa', at: 9, none: 999_999 },
  { name: 'radiation', at: 13, none: 9999 },
  { name: 'direct_radiation', at: 14, none: 9999 },
  { name: 'diffuse_radiation', at: 15, none: 9999 },
  { name: 'wind_from', at: 20, none: 999 },
  { name: 'wind_speed', at: 21, none: 999 },
  { name: 'cloud', at: 22, none: 99 },
] as const;

/** The hours of a file, each as a point where the station stands; `time` is the beginning of the hour, with the station's zone. */
export async function readEpw(
  source: ByteSource,
  wish: ReadOptions & { properties: PropertySelection },
  problems: Problems,
): Promise<RawFeatures> {
  const file = source.name;
  const lines = decodedText(await source.whole(MAX_EPW_BYTES), wish.encoding, file, problems).split(/\r?\n/);
  const location = (lines[0] ?? '').split(',');
  const latDeg = Number(location[6] || 'none');
  const lonDeg = Number(location[7] || 'none');
  if (!(Math.abs(latDeg) <= 90 && Math.abs(lonDeg) <= 180))
    throw new ReadError(epwMessage('location', { file, got: (lines[0] ?? '').slice(0, 100) }));
  const zone = zoneOf(location[8]);
  const hours = lines
    .slice(HEADER_LINES)
    .map((line) => line.split(','))
    .filter((values) => values.length >= MIN_VALUES);
  if (hours.length === 0) throw new ReadError(epwMessage('hours', { file }));
  const head = ['lon', 'lat', 'time', 'station', ...COLUMNS.map(({ name }) => name)];
  const rows = hours.map((values): Cell[] => [
    lonDeg,
    latDeg,
    `${timeOf(values)}${zone}`,
    location[1],
    ...COLUMNS.map(({ at, none }) => cellOf(values[at], none)),
  ]);
  const options = { ...wish, geometry: 'point' as const, keepZ: false, place: { x: 'lon', y: 'lat' } };
  return featuresOfTable(head, rows, HEADER_LINES + 1, file, options, problems);
}

/** Hours are numbered from 1, each by its end. */
function timeOf([year, month, day, hour]: readonly string[]): string {
  const two = (value: string | number) => String(value).padStart(2, '0');
  return `${year}-${two(month)}-${two(day)} ${two(Number(hour) - 1)}:00`;
}

/** The station's hours ahead of UTC as ±hh:mm, all year; empty: the file does not say them. */
function zoneOf(text: string | undefined): string {
  const aheadH = Number(text?.trim() || 'none');
  if (!(Math.abs(aheadH) <= 14)) return '';
  const minutes = Math.round(Math.abs(aheadH) * 60);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${aheadH < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function cellOf(text: string | undefined, none: number): number | null {
  const value = Number(text || 'none');
  return Number.isFinite(value) && value < none ? value : null;
}
