import type { CandidatesUsed } from '../../model/city/given-data.ts';
import type { Point } from '../../model/geo/plane/point.ts';
import { isInRing } from '../../model/geo/plane/ring.ts';
import type { ServingPlaces } from '../../model/questions/facilities.ts';
import type { SiteSelectionRequest } from '../../model/questions/site-selection.ts';
import type { CityFiles } from '../shared/engine.ts';
import { facilitiesOf } from '../shared/facilities.ts';
import type { WalkedCity } from '../shared/walked-city.ts';
import { type FilterStep, filtered } from './candidate-filter.ts';
import { givenCandidates } from './given-candidates.ts';
import type { SitePlace } from './site-place.ts';
import type { Travel } from './travel.ts';

/** Places where a site may come, which layers they were taken from where these have that role, and how many each condition took away. */
interface FoundCandidates {
  places: SitePlace[];
  used: CandidatesUsed | null;
  removed: FilterStep[];
}

/** The places that a request names or describes, in a fixed order: from the south-west row by row, by junction, or by row of the layer. */
export async function candidatesOf(
  city: WalkedCity,
  travel: Pick<Travel, 'isOpenAt'>,
  request: SiteSelectionRequest,
): Promise<FoundCandidates> {
  const { candidates } = request;
  const { places, used } =
    candidates.by === 'given'
      ? await givenCandidates(city.known, candidates.minGroundM2)
      : { places: await namedCandidates(city, travel, candidates), used: null };
  return { ...(await filtered(city, request, places)), used };
}

async function namedCandidates(
  city: WalkedCity,
  { isOpenAt }: Pick<Travel, 'isOpenAt'>,
  candidates: Exclude<SiteSelectionRequest['candidates'], { by: 'given' }>,
): Promise<SitePlace[]> {
  if (candidates.by === 'places') return standingSites(city.known, candidates.of);
  const { within } = candidates;
  const isWithin = ([x, y]: Point) => !within || isInRing(within, x, y);
  if (candidates.by === 'grid') return gridOf(city, candidates.spacingM).filter(({ atM }) => isWithin(atM));
  const { junctions } = city.network ?? { junctions: [] };
  return junctions.flatMap((atM, junction) =>
    isOpenAt(junction) && isWithin(atM) ? [placeNamed(`J${junction + 1}`, atM)] : [],
  );
}

function gridOf(city: WalkedCity, spacingM: number): SitePlace[] {
  const [west, south, east, north] = city.files.manifest.extentM;
  const places: SitePlace[] = [];
  const rows = Math.floor((north - south) / spacingM);
  const columns = Math.floor((east - west) / spacingM);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const x = west + (column + 0.5) * spacingM;
      const y = south + (row + 0.5) * spacingM;
      places.push(placeNamed(`${column + 1}-${row + 1}`, [x, y]));
    }
  return places;
}

const placeNamed = (id: string, atM: readonly [number, number]): SitePlace => ({
  id,
  name: { zh: id, en: id },
  atM,
  capacity: null,
  cost: null,
});

/** Places that serve, as sites: their layer may tell their capacity. */
export async function standingSites(files: CityFiles, of: ServingPlaces): Promise<SitePlace[]> {
  const things = await facilitiesOf(files, of);
  return things.map(({ id, name, atM, capacity }) => ({ id, name, atM, capacity, cost: null }));
}
