import { defaultsOf } from '../../../model/questions/question.ts';
import { type OpenedRoad, TrafficRequest } from '../../../model/questions/traffic.ts';
import { Evacuation, TrafficFlowRequest } from '../../../model/questions/traffic-flow.ts';
import { CLEAR_ROADS, type RoadState } from '../../../model/roads/road-state.ts';
import type { RoadFaultKind } from '../../../model/tables/road-faults.ts';
import type { FirstAnswer } from '../../../workers/traffic/flow/first-answer.ts';
import type { Reason } from '../../twin/failure.ts';
import type { Slice } from '../../twin/slice.ts';

declare module '../../twin/slice.ts' {
  interface TwinState extends ImpactSlice {}
}

/** What is typed and drawn. */
export interface ImpactForm extends Omit<TrafficRequest, 'roads' | 'opened'> {
  /** Roads as they were when it was last computed. */
  roads: RoadState;
  opened: readonly OpenedRoad[];
}

/** What the colours of the roads say: how full they are afterwards, or how many cars more or fewer there are. */
export type ImpactColours = 'ratio' | 'change';

/** What is asked of the vehicles alone. */
type FlowForm = Pick<TrafficFlowRequest, 'minutes' | 'areaM' | 'seed'>;

/** What is drawn and typed of an evacuation; no ring: no area is drawn yet. */
interface EvacuationForm extends Omit<Evacuation, 'ringM'>, Pick<TrafficFlowRequest, 'minutes'> {
  ringM: Evacuation['ringM'] | null;
}

interface ImpactSlice {
  impactForm: ImpactForm;
  flowForm: FlowForm;
  evacuationForm: EvacuationForm;
  /** A static assignment says this of the run that is being prepared; null: nothing yet. */
  flowFirst: FirstAnswer | null;
  impactColours: ImpactColours;
  /** Why what was drawn closes no road; null: nothing went wrong. */
  impactFailure: Reason | null;
  /** Faults of the road network that are listed and marked on the map; null: none. */
  faultKind: RoadFaultKind | null;
  setImpactForm(part: Partial<ImpactForm>): void;
  setFlowForm(part: Partial<FlowForm>): void;
  setEvacuationForm(part: Partial<EvacuationForm>): void;
  setImpact(part: Partial<Pick<ImpactSlice, 'impactColours' | 'impactFailure' | 'flowFirst' | 'faultKind'>>): void;
}

/** An evacuation is played for so long unless another time is typed; it ends before where all are out. */
const EVACUATION_MIN = 120;

/** What a form begins with. */
export const freshImpactForm = (): ImpactForm => ({ ...defaultsOf(TrafficRequest), roads: CLEAR_ROADS, opened: [] });

function freshFlowForm(): FlowForm {
  const { minutes, areaM, seed } = defaultsOf(TrafficFlowRequest);
  return { minutes, areaM, seed };
}

/** Holds the form in the twin. */
export const impactSlice: Slice<ImpactSlice> = (set) => ({
  impactForm: freshImpactForm(),
  flowForm: freshFlowForm(),
  evacuationForm: { ...defaultsOf(Evacuation), ringM: null, minutes: EVACUATION_MIN },
  flowFirst: null,
  impactColours: 'change',
  impactFailure: null,
  faultKind: null,
  setImpactForm: (part) => set(({ impactForm }) => ({ impactForm: { ...impactForm, ...part } })),
  setFlowForm: (part) => set(({ flowForm }) => ({ flowForm: { ...flowForm, ...part } })),
  setEvacuationForm: (part) => set(({ evacuationForm }) => ({ evacuationForm: { ...evacuationForm, ...part } })),
  setImpact: (part) => set(part),
});
