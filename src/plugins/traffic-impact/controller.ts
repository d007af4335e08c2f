import { defaultsOf } from '../../../model/questions/question.ts';
import { OpenedRoad, type TrafficRequest } from '../../../model/questions/traffic.ts';
import type { RoadFault } from '../../../model/tables/road-faults.ts';
import type { EquilibriumEngineTypes, EquilibriumFacts, TrafficResult } from '../../../workers/traffic/engine-types.ts';
import type { App } from '../../kit/plugin.ts';
import { failureOf } from '../../twin/failure.ts';
import type { Picking } from '../../twin/pick.ts';
import { withRoadOrder } from '../../twin/roads.ts';
import { openRoleAnalysis, type RoleAnalysis } from '../../twin/role-analysis.ts';
import type { Opener } from '../../twin/services.ts';
import { type FlowRuns, openFlowRuns } from './flow-runs.ts';
import { freshImpactForm, type ImpactForm } from './slice.ts';

/** Id of the plug-in and of its picking. */
export const TRAFFIC_IMPACT = 'traffic-impact';

/** What is drawn on the map. */
export type ImpactPick = 'closePoint' | 'closeLine' | 'newRoad' | 'evacuated';

/** Traffic of an hour before and after, and what is drawn for it. */
export interface ImpactController extends RoleAnalysis<EquilibriumFacts, TrafficRequest, TrafficResult> {
  pick(kind: ImpactPick | null): void;
  /** Asks what is wrong with the road network of the city. */
  roadFaults(): Promise<readonly RoadFault[]>;
  /** Lists what was last answered to that. */
  knownFaults(): readonly RoadFault[];
  /** Vehicles that are played one by one. */
  readonly flow: FlowRuns;
}

/** Takes what is drawn and asks the engine with the roles of layers that hold then. */
export const trafficImpactController: Opener<App, ImpactController> = { id: TRAFFIC_IMPACT, open: openImpact };

function openImpact(app: App): ImpactController {
  const { twin } = app;
  const analysis = openRoleAnalysis<EquilibriumFacts, TrafficRequest, TrafficResult>(app, TRAFFIC_IMPACT, 'traffic');
  const client = app.engines.engine<EquilibriumEngineTypes>('traffic');

  async function close(kind: 'point' | 'line', points: readonly (readonly [number, number])[]): Promise<void> {
    await client.open();
    const segments = await client.questions.segmentsIn(points, kind);
    const state = twin.getState();
    if (segments.length > 0) state.setRoadOrders(withRoadOrder(state, null, segments));
    state.setImpact({ impactFailure: null });
  }

  function picked(pick: Picking | null): void {
    if (pick?.owner !== TRAFFIC_IMPACT || pick.points.length === 0) return;
    const kind = pick.kind as ImpactPick;
    if (kind !== 'closePoint' && !pick.done) return;
    const state = twin.getState();
    state.endPicking(TRAFFIC_IMPACT);
    const points = pick.points.map(({ enu }): [number, number] => [enu[0], enu[1]]);
    if (kind === 'evacuated') state.setEvacuationForm({ ringM: points });
    else if (kind === 'newRoad') {
      const road = { ...defaultsOf(OpenedRoad), lineM: points };
      state.setImpactForm({ opened: [...state.impactForm.opened, road] });
    } else
      close(kind === 'closePoint' ? 'point' : 'line', points).catch((error: unknown) =>
        twin.getState().setImpact({ impactFailure: failureOf(error) }),
      );
  }

  let known: readonly RoadFault[] = [];
  const end = twin.follow(({ pick }) => pick, picked);
  const flow = openFlowRuns(app);
  return {
    ...analysis,
    flow,
    async roadFaults() {
      await client.open();
      known = await client.questions.roadFaults();
      return known;
    },
    knownFaults: () => known,
    pick(kind) {
      const { startPicking, endPicking } = twin.getState();
      if (kind === null) endPicking(TRAFFIC_IMPACT);
      else startPicking(TRAFFIC_IMPACT, kind, kind === 'evacuated' ? 'area' : 'distance');
    },
    close() {
      end();
      flow.close();
      analysis.close();
    },
  };
}

/** What the engine is asked, as a case of the command line has it. */
export const requestOf = ({ opened, roads, ...numbers }: ImpactForm): TrafficRequest => ({
  ...numbers,
  roads: { water: [...roads.water], closed: [...roads.closed] },
  opened: [...opened],
});

/** The form that asks such a question, as a link brings it. */
export const formOf = (request: TrafficRequest): ImpactForm => ({ ...freshImpactForm(), ...request });
