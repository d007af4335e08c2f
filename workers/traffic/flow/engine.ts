import { TrafficFlowRequest } from '../../../model/questions/traffic-flow.ts';
import { faultCounts } from '../../../model/tables/road-faults.ts';
import { defineAnalysis, type OwnQuestions } from '../../shared/analysis.ts';
import { upOfElevation } from '../../shared/city-solids.ts';
import type { Checkpoint, Engine, Site } from '../../shared/engine.ts';
import { parseRequest } from '../../shared/parse-request.ts';
import { openWalkedCity, type WalkedCity } from '../../shared/walked-city.ts';
import type { EquilibriumFacts } from '../engine-types.ts';
import { factsOf, faultsOf } from '../facts.ts';
import type { FlowEngineTypes, FlowResult } from './engine-types.ts';
import { caseOf, firstHour, forgetHour } from './first-answer.ts';
import { flowCase, HOUR_RATIO } from './flow-case.ts';
import { flowTables } from './flow-tables.ts';
import type { Heights } from './lane-places.ts';
import { FRAME_EVERY_S, PlayedFlow } from './played-flow.ts';

const ID = 'traffic-flow';
/** Part of the whole that trips and routes take, for the bar of progress. */
const CASE_RATIO = 0.4;
/** Guesses before a run: vehicles that a minute of trips brings, bytes of a vehicle in a frame, and seconds of this machine a minute. */
const VEHICLES_PER_MIN = 150;
const BYTES_A_VEHICLE = 13;
const SECONDS_PER_MIN = 0.4;

/** Holds a city with its streets. */
interface FlowSite extends Site<EquilibriumFacts> {
  city: WalkedCity;
}

const analysis = defineAnalysis({
  id: ID,
  question: TrafficFlowRequest,
  open: openWalkedCity,
  facts: factsOf,
  async analyse(city, request, pause): Promise<FlowResult | null> {
    const hour = await caseOf(city, request, (doneRatio) => pause(CASE_RATIO * HOUR_RATIO * doneRatio));
    const of = hour && (await flowCase(hour, request, (doneRatio) => pause(CASE_RATIO * doneRatio)));
    if (!of) return null;
    const run = await played(city, request, of, null);
    for (run.frame(); !run.isOver; run.frame()) {
      run.advanceTo(run.timeS + FRAME_EVERY_S, () => false);
      if (await pause(CASE_RATIO + ((1 - CASE_RATIO) * run.timeS) / run.endS)) return null;
    }
    return run.result();
  },
  tables: flowTables,
  figures: ({ request: _, queues, faults, hash: __, ...figures }) => ({
    ...figures,
    longestQueue: queues[0] ?? null,
    faults: faultCounts(faults),
  }),
  more: (city, begin): OwnQuestions<FlowEngineTypes> => ({
    async firstAnswer(json) {
      const request = parseRequest(TrafficFlowRequest, json, ID);
      const hour = await firstHour(
        city,
        request,
        begin(() => {}),
      );
      return hour?.answer ?? null;
    },
    async lend(layers) {
      await city.lend(layers);
      forgetHour(city);
      return factsOf(city);
    },
  }),
});

/** Plays the vehicles of an hour one by one on a city's own streets, with and without what closes, so that one sees where they queue. */
export const engine: Engine<FlowEngineTypes> & typeof analysis = {
  ...analysis,
  parse: (json) => parseRequest(TrafficFlowRequest, json, ID),
  estimate(_, { minutes }) {
    const frames = (minutes * 60) / FRAME_EVERY_S;
    return { seconds: minutes * SECONDS_PER_MIN, memoryBytes: frames * BYTES_A_VEHICLE * VEHICLES_PER_MIN * minutes };
  },
  async start(site, request, _, { checkpoint }, pause) {
    const { city } = site as FlowSite;
    const hour = await firstHour(city, request, (doneRatio) => pause(HOUR_RATIO * doneRatio));
    const of = hour && (await flowCase(hour.of, request, pause));
    return of && played(city, request, of, checkpoint);
  },
};

async function played(
  city: WalkedCity,
  request: TrafficFlowRequest,
  of: NonNullable<Awaited<ReturnType<typeof flowCase>>>,
  checkpoint: Checkpoint | null,
): Promise<PlayedFlow> {
  const { used } = await city.population();
  return new PlayedFlow(of, request, {
    heights: heightsOf(city),
    population: used,
    faults: faultsOf(city),
    checkpoint,
  });
}

/** Returns how high the roads of a city lie. */
const heightsOf = (city: WalkedCity): Heights => ({
  upAt: (x, y) => upOfElevation(city.groundM(x, y), city.originElevationM, x, y),
  upOf: (elevationM, x, y) => upOfElevation(elevationM, city.originElevationM, x, y),
});
