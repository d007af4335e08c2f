import { wallMinOf } from '../../../model/wall-clock.ts';
import type { GivenClosure } from '../../../workers/road-routes/given-closures.ts';
import type { TwinState } from '../../twin/slice.ts';
import type { Twin } from '../../twin/twin.ts';

/** Closures begin and end by the clock: a quarter of an hour is near enough. */
const CLOSURE_STEP_MIN = 15;

/** Asks the engine for the closures of the layers as they are now. */
type AskClosures = () => Promise<readonly GivenClosure[]>;

const hasClosures = ({ layerRoles }: TwinState): boolean => Object.values(layerRoles).some((roles) => roles.closures);

/** Closes roads by the layers that have that role, at the shown time, once somebody asked about the roads. Returns what ends it. */
export function followGivenClosures(twin: Twin, ask: AskClosures, fail: (reason: unknown) => void): () => void {
  let known: readonly GivenClosure[] = [];
  let serial = 0;
  const put = () => {
    const { shownTimeMs, language, roadClosures, setRoadClosures } = twin.getState();
    const now = wallMinOf(shownTimeMs, twin.city.zone);
    const shown = closedAt(known, now).flatMap(({ segments, by }) =>
      segments.map((segment) => ({ segment, by: by[language] })),
    );
    if (JSON.stringify(shown) !== JSON.stringify(roadClosures)) setRoadClosures(shown);
  };
  async function read(): Promise<void> {
    const own = ++serial;
    const state = twin.getState();
    const found = state.areRoadsNeeded && hasClosures(state) ? await ask() : [];
    if (own !== serial) return;
    known = found;
    put();
  }
  const ends = [
    twin.follow(
      ({ areRoadsNeeded, layerRoles, layers }) =>
        `${areRoadsNeeded} ${Object.keys(layers).join(' ')} ${JSON.stringify(layerRoles)}`,
      () => void read().catch(fail),
    ),
    twin.follow(
      ({ shownTimeMs, language }) =>
        `${Math.floor(wallMinOf(shownTimeMs, twin.city.zone) / CLOSURE_STEP_MIN)} ${language}`,
      put,
    ),
  ];
  return () => {
    for (const end of ends) end();
  };
}

/** Closures that hold at a minute of the city's clock. */
export const closedAt = (closures: readonly GivenClosure[], nowMin: number): GivenClosure[] =>
  closures.filter(
    ({ fromMin, untilMin }) => (fromMin === null || nowMin >= fromMin) && (untilMin === null || nowMin < untilMin),
  );
