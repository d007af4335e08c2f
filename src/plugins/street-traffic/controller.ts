import { WADING_LIMITS } from '../../../model/roads/vehicles.ts';
import type { TrackPaths, TrafficEngineTypes, TrafficStreams } from '../../../workers/street-traffic/engine-types.ts';
import type { App } from '../../kit/plugin.ts';
import { NO_ANALYSIS } from '../../twin/analyses.ts';
import { failureOf } from '../../twin/failure.ts';
import type { Controller, Opener } from '../../twin/services.ts';
import type { TwinState } from '../../twin/slice.ts';
import type { ClosedHeading } from './moment.ts';

/** Id of the plug-in and of its engine. */
export const TRAFFIC = 'street-traffic';

/** Id of the analysis that lays the lines of trains and boats. */
export const TRACKS = 'street-traffic.tracks';

/** The city's traffic, worked out in a worker when it is first shown; null: it is not worked out yet. */
interface TrafficController extends Controller {
  streams(): TrafficStreams | null;
  tracks(): TrackPaths | null;
}

export const streetTrafficController: Opener<App, TrafficController> = {
  id: TRAFFIC,
  open({ twin, engines }) {
    const client = engines.engine<TrafficEngineTypes>(TRAFFIC);
    let streams: TrafficStreams | null = null;
    let tracks: TrackPaths | null = null;

    /** `hide`: nothing says that it is shown once it cannot be. */
    async function load(analysis: string, answer: () => Promise<void>, hide: () => void): Promise<void> {
      const { analyses, setAnalysis } = twin.getState();
      const { kind } = analyses[analysis] ?? NO_ANALYSIS;
      if (kind === 'running' || kind === 'done') return;
      setAnalysis(analysis, { kind: 'running', doneRatio: 0 });
      try {
        await client.open();
        await answer();
        setAnalysis(analysis, { kind: 'done', serial: 1 });
      } catch (error) {
        hide();
        setAnalysis(analysis, { kind: 'failed', reason: failureOf(error) });
      }
    }

    async function loadStreams(): Promise<void> {
      streams ??= await client.questions.streams();
    }
    async function loadTracks(): Promise<void> {
      tracks ??= await client.questions.tracks();
    }

    const ends = [
      twin.follow(
        ({ trafficShown }) => trafficShown,
        (isShown) => {
          if (!isShown) return;
          twin.getState().needRoads();
          void load(TRAFFIC, loadStreams, () => twin.getState().showTraffic(false));
        },
      ),
      twin.follow(
        ({ tracksShown }) => tracksShown,
        (isShown) => void (isShown && load(TRACKS, loadTracks, () => twin.getState().showTracks(false))),
      ),
    ];
    return {
      streams: () => streams,
      tracks: () => tracks,
      close() {
        for (const end of ends) end();
      },
    };
  },
};

/** Segments that nobody drives on now, each with the direction in which nobody does, null where in neither: closed, or under more water than small cars bear. */
export function closedToCars({
  roadState: { water, closed },
  roadWorks,
}: Pick<TwinState, 'roadState' | 'roadWorks'>): ReadonlyMap<string, ClosedHeading> {
  const { depthM, depthSpeedM2ps } = WADING_LIMITS.cars;
  const deep = water.filter((one) => one.depthM > depthM || (one.depthSpeedM2ps ?? 0) > depthSpeedM2ps);
  const headings = new Map(
    roadWorks.flatMap((works) => works.closed.map(({ segment, heading }) => [segment, heading])),
  );
  const shut = new Map<string, ClosedHeading>();
  for (const { segment, way } of closed) {
    const along = headings.get(segment);
    const heading: ClosedHeading = !way || !along ? null : way === 'along' ? along : [-along[0], -along[1]];
    const before = shut.get(segment);
    // Closed by two, each another way: for all.
    const isSame = before === undefined || (before && heading && before[0] * heading[0] + before[1] * heading[1] > 0);
    shut.set(segment, isSame ? heading : null);
  }
  for (const { segment } of deep) shut.set(segment, null);
  return shut;
}
