import { MS_PER_S } from '../../model/time.ts';
import {
  measuredFrom,
  type SituationIncident,
  type SituationMode,
  situationMode,
  situationMs,
  situationName,
} from '../twin/situation.ts';
import { useTwin } from './app-context.tsx';
import { usePresentMs } from './present.ts';

/** What the page shows, and of which time. */
interface Situation {
  mode: SituationMode;
  /** The one time of the page to the second, UTC. */
  timeMs: number;
  /** The present to the second, UTC. */
  presentMs: number;
  /** What is shown in place of the present; null: nothing of a name. */
  name: string | null;
  /** Null: no incident is under way at that time. */
  incident: SituationIncident | null;
  /** From where the values of sensors at that time come. */
  measured: ReturnType<typeof measuredFrom>;
}

/** Follows the one mode, the one time and the incident of the page by whole seconds. */
export function useSituation(): Situation {
  const presentMs = usePresentMs();
  return {
    presentMs,
    mode: useTwin((state) => situationMode(state, presentMs)),
    timeMs: useTwin((state) => Math.floor(situationMs(state, presentMs) / MS_PER_S) * MS_PER_S),
    name: useTwin((state) => situationName(state, presentMs)),
    incident: useTwin(({ situationIncident }) => situationIncident),
    measured: useTwin((state) => measuredFrom(state, presentMs)),
  };
}
