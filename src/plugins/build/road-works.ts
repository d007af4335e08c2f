import type { Manifest } from '../../../model/city/manifest.ts';
import type { Point } from '../../../model/geo/plane/point.ts';
import type { TakenLanes, WorksArea } from '../../../model/roads/site-works.ts';
import { wallMinOf } from '../../../model/wall-clock.ts';
import { parseConstructionCase } from '../../../scenarios/construction.ts';
import type { WorksSpan } from '../../../workers/construction/site/works-spans.ts';
import type { RoadWorks } from '../../twin/roads.ts';
import type { Twin } from '../../twin/twin.ts';
import { planName } from './plan-text.ts';

/** Works of the city's own project: when they take which lanes. */
interface KnownWorks extends WorksSpan {
  street: string;
  ring: readonly Point[];
  taken: readonly TakenLanes[];
}

/** Where works are learnt of. */
interface WorksSources {
  city: Pick<Manifest, 'schedule' | 'construction'>;
  read(path: string): Promise<Uint8Array<ArrayBuffer>>;
  spansOf(bytes: Uint8Array, file: string, closures: readonly { id: string; tasks: string[] }[]): Promise<WorksSpan[]>;
  lanesTaken(areas: readonly WorksArea[]): Promise<Record<string, TakenLanes[]>>;
  report(subject: string, reason: unknown): void;
}

/**
 * Closes roads by the works of the city's own project, on whichever desk: its schedule is read once somebody asks about roads, and from
 * then on what it takes on the shown day is put on the roads. Dates are those of the file by logic and calendars. Returns what ends it.
 */
export function followRoadWorks(twin: Twin, sources: WorksSources): () => void {
  let works: readonly KnownWorks[] = [];
  let end = () => {};
  const put = () => {
    const { shownTimeMs, language, roadWorks, setRoadWorks } = twin.getState();
    const now = wallMinOf(shownTimeMs, twin.city.zone);
    const shown = works
      .filter(({ fromMin, toMin }) => now >= fromMin && now < toMin)
      .map((one) => roadWorksOf(one, planName(one.street, language)));
    if (JSON.stringify(shown) !== JSON.stringify(roadWorks)) setRoadWorks(shown);
  };
  const stop = twin.follow(
    ({ areRoadsNeeded }) => areRoadsNeeded,
    (areNeeded) => {
      if (!areNeeded || !sources.city.schedule || !sources.city.construction) return;
      void knownWorks(sources).then(
        (found) => {
          works = found;
          const key = ({ shownTimeMs, language }: ReturnType<Twin['getState']>) =>
            `${Math.floor(wallMinOf(shownTimeMs, twin.city.zone) / MOMENT_MIN)} ${language}`;
          end = twin.follow(key, put);
        },
        (reason: unknown) => sources.report('site works', reason),
      );
    },
  );
  return () => {
    stop();
    end();
  };
}

/** Works begin and end with shifts: a quarter of an hour is near enough. */
const MOMENT_MIN = 15;

async function knownWorks({ city, read, spansOf, lanesTaken }: WorksSources): Promise<KnownWorks[]> {
  const { schedule = '', construction = '' } = city;
  const bytes = await read(construction);
  const { site } = parseConstructionCase(JSON.parse(new TextDecoder().decode(bytes)), construction);
  const closures = (site?.closures ?? []).flatMap(({ ring, ...closure }) =>
    ring && closure.lanes > 0 ? [{ ...closure, ring: ring as Point[] }] : [],
  );
  if (closures.length === 0) return [];
  const spans = await spansOf(
    await read(schedule),
    schedule,
    closures.map(({ id, tasks }) => ({ id, tasks })),
  );
  const taken = await lanesTaken(closures.map(({ id, lanes, ring }) => ({ id, lanes, ring })));
  return closures.flatMap(({ id, street, ring }) => {
    const span = spans.find((one) => one.id === id);
    return span ? [{ ...span, street, ring, taken: taken[id] ?? [] }] : [];
  });
}

function roadWorksOf({ id, ring, taken }: KnownWorks, name: string): RoadWorks {
  return {
    id,
    name,
    ring,
    closed: taken.flatMap(({ segment, closes, heading }) =>
      closes ? [{ segment, way: closes === 'both' ? null : closes, heading: [heading[0], heading[1]] as const }] : [],
    ),
    narrowed: taken.flatMap(({ segment, lanes, of, closes }) => (closes === null ? [{ segment, lanes, of }] : [])),
  };
}
