import { dwellingClass } from '../../../model/city/dwellings.ts';
import { openRows } from '../../../model/city/layer-rows.ts';
import { isTilesetKind, type LayerInfo } from '../../../model/city/manifest.ts';
import { buildingUseClass } from '../../../model/plans/building-use.ts';
import type { LandUseClass } from '../../../model/plans/land-use.ts';
import type { Text } from '../../../model/text/text.ts';
import { readCitySolids } from '../../shared/city-solids.ts';
import type { CityFiles } from '../../shared/engine.ts';
import { floorsOf } from '../../shared/population.ts';
import type { Counted } from './zones.ts';

/** Jobs of a city, and whether anybody counted them. */
export interface Workplaces {
  places: Counted[];
  /** `given`: a column of a layer · `uses`: by use and floor area of buildings · `residents`: nothing is known, people drive to where people live. */
  from: 'given' | 'uses' | 'residents';
  /** The layer that gave them; null: none did. */
  label: Text | null;
}

/** Names of a column of jobs in Chinese and English data. */
const JOBS = /^(?:jobs?|employees|employment|workers|岗位(?:数)?|就业(?:岗位|人数)?|从业人员(?:数)?)$/i;
/** Floor area of one job by the use of a building, square metres: assumed (待核). */
const FLOOR_PER_JOB_M2: Readonly<Partial<Record<LandUseClass, number>>> = {
  commercial: 30,
  public: 45,
  industrial: 80,
  storage: 200,
  transport: 200,
  utility: 200,
};
/** The same of buildings whose use nobody states and that are no dwellings by their size: assumed. */
const FLOOR_PER_JOB_UNKNOWN_M2 = 120;
/** Jobs of shops and schools among dwellings, by resident: assumed where jobs are taken from uses. */
const LOCAL_JOBS_RATIO = 0.1;

/** Finds where people work: by a column of a layer, else by what buildings are used for, else where people live. */
export async function workplacesOf(files: CityFiles, residents: readonly Counted[]): Promise<Workplaces> {
  const given = await givenJobs(files);
  if (given) return given;
  const places = await jobsOfUses(files);
  if (places.length === 0) return { places: [...residents], from: 'residents', label: null };
  const local = residents.map(({ atM, count }) => ({ atM, count: count * LOCAL_JOBS_RATIO }));
  return { places: [...places, ...local], from: 'uses', label: null };
}

/** The column of jobs of a layer; null: it has none. */
function jobsColumn({ attributes }: LayerInfo): string | null {
  const found = attributes.find(
    ({ name, label, type }) =>
      (type === 'integer' || type === 'number') && [name, label.zh, label.en].some((one) => JOBS.test(one)),
  );
  return found?.name ?? null;
}

async function givenJobs(files: CityFiles): Promise<Workplaces | null> {
  const layer = files.manifest.layers.find(
    (one) => one.state === 'existing' && !isTilesetKind(one.kind) && jobsColumn(one) !== null,
  );
  if (!layer) return null;
  const column = jobsColumn(layer) ?? '';
  const rows = await openRows(layer, (path) => files.read(path), [column]);
  const places: Counted[] = [];
  for (let row = 0; row < layer.count; row++) {
    const count = rows.number(column, row) ?? 0;
    if (count > 0) places.push({ atM: rows.thing(row).at, count });
  }
  return places.length === 0 ? null : { places, from: 'given', label: layer.label };
}

async function jobsOfUses(files: CityFiles): Promise<Counted[]> {
  const { city } = await readCitySolids(files);
  if (!city) return [];
  const floors = floorsOf(files, city, (use, groundM2) => perJobM2(use, groundM2) !== null);
  return floors.map(({ atM, floorM2, use, groundM2 }) => ({
    atM,
    count: floorM2 / (perJobM2(use, groundM2) ?? Number.POSITIVE_INFINITY),
  }));
}

/** Floor area of one job; null: nobody works in the building. */
function perJobM2(use: string, groundM2: number): number | null {
  const kind = buildingUseClass(use);
  if (kind !== null) return FLOOR_PER_JOB_M2[kind] ?? null;
  return dwellingClass(use, () => groundM2) === null ? FLOOR_PER_JOB_UNKNOWN_M2 : null;
}
