import { WADING_LIMITS } from '../../../model/roads/vehicles.ts';
import type { TrafficEngineTypes, TrafficStreams } from '../../../workers/street-traffic/engine-types.ts';
import type { App } from '../../kit/plugin.ts';
import { NO_ANALYSIS } from '../../twin/analyses.ts';
import { failureOf } from '../../twin/failure.ts';
import type { Controller, Opener } from '../../twin/services.ts';
import type { TwinState } from '../../twin/slice.ts';

/** Id of the plug-in and of its engine. */
export const TRAFFIC = 'street-traffic';

/** The city's traffic, worked out in a worker when it is first shown. */
interface TrafficController extends Controller {
  /** Null: it is not worked out yet. */
  streams(): TrafficStreams | null;
}

export const trafficOpener: Opener<App, TrafficController> = {
  id: TRAFFIC,
  open({ twin, engines }) {
    const client = engines.engine<TrafficEngineTypes>(TRAFFIC);
    let streams: TrafficStreams | null = null;

    async function load(): Promise<void> {
      const { analyses, setAnalysis } = twin.getState();
      if (streams || (analyses[TRAFFIC] ?? NO_ANALYSIS).kind === 'running') return;
      setAnalysis(TRAFFIC, { kind: 'running', doneRatio: 0 });
      try {
        await client.open();
        streams = await client.questions.streams();
        setAnalysis(TRAFFIC, { kind: 'done', serial: 1 });
      } catch (error) {
        // Nothing says then that vehicles are shown.
        twin.getState().showTraffic(false);
        setAnalysis(TRAFFIC, { kind: 'failed', reason: failureOf(error) });
      }
    }

    const end = twin.follow(
      ({ trafficShown }) => trafficShown,
      (isShown) => void (isShown && load()),
    );
    return { streams: () => streams, close: end };
  },
};

/** Segments that nobody drives on now: closed by somebody, or under more water than small cars bear. */
export function closedToCars({ roadState: { water, closed } }: Pick<TwinState, 'roadState'>): ReadonlySet<string> {
  const { depthM, depthSpeedM2ps } = WADING_LIMITS.cars;
  const deep = water.filter((one) => one.depthM > depthM || (one.depthSpeedM2ps ?? 0) > depthSpeedM2ps);
  return new Set([...deep, ...closed].map(({ segment }) => segment));
}
