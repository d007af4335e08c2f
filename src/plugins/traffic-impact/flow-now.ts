import type { TrafficFrameState } from '../../../model/roads/traffic-frame.ts';
import { useController, useTwin } from '../../kit/app-context.tsx';
import { type FlowRunFacts, frameBefore } from '../../twin/played-traffic.ts';
import { trafficImpactController } from './controller.ts';
import { shownFlow } from './flow-roads.ts';
import type { FlowRecord } from './flow-runs.ts';

/** Holds the run of vehicles on the picture at the shown time. */
interface FlowNow {
  run: FlowRunFacts;
  record: FlowRecord;
  timeS: number;
  state: TrafficFrameState;
}

/** Returns what is shown of vehicles now, by whole seconds; null: nothing. */
export function useFlowNow(): FlowNow | null {
  const { flow } = useController(trafficImpactController);
  const run = useTwin(shownFlow);
  const second = useTwin((state) => Math.floor(state.shownTimeMs / 1000));
  const record = run && flow.record(run.id);
  if (!run || !record) return null;
  const frame = frameBefore(record, second * 1000 + 999);
  if (frame === null) return null;
  const { timeS, states } = record.frames[frame];
  return { run, record, timeS, state: states[run.side] ?? states[0] };
}
