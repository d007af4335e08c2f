import { defaultsOf } from '../../../model/questions/question.ts';
import { TrafficFlowRequest } from '../../../model/questions/traffic-flow.ts';
import type { DataTable } from '../../../model/tables/data-table.ts';
import { S_PER_MIN } from '../../../model/time.ts';
import type { FlowEngineTypes, FlowOpening, FlowResult } from '../../../workers/traffic/flow/engine-types.ts';
import { cityTime, instantOf } from '../../kit/city-time.ts';
import type { App } from '../../kit/plugin.ts';
import { failureOf } from '../../twin/failure.ts';
import { openLending } from '../../twin/lent-layers.ts';
import { FLOW_ENGINE, type FlowRunFacts, PLAYED_TRAFFIC, type PlayedTraffic } from '../../twin/played-traffic.ts';
import { openRunController, type RunController } from '../../twin/run-controller.ts';
import type { ImpactForm } from './slice.ts';

/** Minutes of the day at which the two peaks begin on the clock. */
const BEGINS_MIN = { morning: 480, evening: 1020 };
/** Shown seconds a second at which single vehicles are followed with the eye. */
const WATCHED_RATE = 10;

/** Holds what a run of vehicles brought, with what it came to; null until it is over. */
export interface FlowRecord extends PlayedTraffic {
  opening: FlowOpening;
  result: FlowResult | null;
}

/** Plays the vehicles of the form's question. */
export interface FlowRuns
  extends Pick<RunController<FlowRunFacts, TrafficFlowRequest, FlowRecord>, 'pause' | 'stop' | 'drop'> {
  start(request: TrafficFlowRequest, name: string): void;
  resume(id: string): void;
  record(id: string): FlowRecord | null;
  /** Returns what a run came to as tables: totals, queues, what was asked. */
  tables(id: string): Promise<Record<string, DataTable>>;
  close(): void;
}

/** Opens the player of vehicles and offers what its runs bring to whoever draws vehicles. */
export function openFlowRuns(app: App): FlowRuns {
  const { twin } = app;
  const client = app.engines.engine<FlowEngineTypes>(FLOW_ENGINE);
  const lend = openLending(app, (layers) => client.questions.lend(layers));
  const runs = openRunController<FlowRunFacts, FlowEngineTypes, FlowRecord>({
    twin,
    engine: FLOW_ENGINE,
    client,
    recorder: {
      begin: (opening) => ({ startMs: 0, opening, frames: [], result: null }),
      frame: (record, frame) => record.frames.push(frame),
      end(record, { result }) {
        record.result = result;
      },
      until: (record, timeS) => ({
        ...record,
        frames: record.frames.filter((frame) => frame.timeS <= timeS),
        result: null,
      }),
    },
    facts: {
      opening: ({ states }) => ({ side: states.length - 1 }),
    },
    waitsForFrames: true,
  });

  async function begin(request: TrafficFlowRequest, name: string): Promise<void> {
    await client.open();
    await lend();
    const { shownTimeMs, setRate, setImpact } = twin.getState();
    setImpact({ flowFirst: null });
    const id = runs.start({
      request,
      fields: [],
      begin: {
        name,
        form: request,
        origin: null,
        startMs: request.evacuation ? shownTimeMs : peakMs(shownTimeMs, request.hour, twin.city.zone),
        endS: request.minutes * S_PER_MIN,
      },
      own: { side: 0 },
    });
    if (id === null) return;
    setRate(WATCHED_RATE);
    // The run works the same hour out: whoever asks meanwhile waits for that, and what goes wrong the run tells.
    if (!request.evacuation) setImpact({ flowFirst: await client.questions.firstAnswer(request).catch(() => null) });
  }

  const takeBack = app.offer(PLAYED_TRAFFIC, { record });
  function record(id: string): FlowRecord | null {
    const found = runs.record(id);
    const run = twin.getState().runs[FLOW_ENGINE]?.list.find((one) => one.id === id);
    if (found && run) found.startMs = run.startMs;
    return found;
  }
  return {
    start: (request, name) =>
      void begin(request, name).catch((error: unknown) =>
        twin.getState().setImpact({ impactFailure: failureOf(error) }),
      ),
    pause: runs.pause,
    resume: (id) => runs.resume(id, null),
    stop: runs.stop,
    drop: runs.drop,
    record,
    async tables(id) {
      const tables = await client.questionsOf(id).tables();
      return Object.fromEntries(Object.entries(tables).map(([name, table]) => [`${FLOW_ENGINE}-${name}`, table]));
    },
    close() {
      takeBack();
      runs.close();
    },
  };
}

/** Returns the instant at which the peak of the shown day begins. */
function peakMs(shownMs: number, hour: TrafficFlowRequest['hour'], zone: string): number {
  const { year, month, day } = cityTime(shownMs, zone);
  return instantOf(year, month, day, BEGINS_MIN[hour], zone);
}

/** Returns what is played of a form: the same trips and roads as those of the equilibrium, in wider zones. */
export function flowRequestOf(
  { zoneM, gapRatio: _, opened, roads, ...hour }: ImpactForm,
  own: Partial<Pick<TrafficFlowRequest, 'minutes' | 'areaM' | 'seed' | 'evacuation'>>,
): TrafficFlowRequest {
  const usual = defaultsOf(TrafficFlowRequest);
  return {
    ...usual,
    ...hour,
    ...own,
    zoneM: Math.max(zoneM, usual.zoneM),
    roads: { water: [...roads.water], closed: [...roads.closed] },
    opened: [...opened],
  };
}
