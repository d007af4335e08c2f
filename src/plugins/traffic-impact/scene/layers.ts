import type { App } from '../../../kit/plugin.ts';
import { doneSerial } from '../../../twin/analyses.ts';
import { frameBefore } from '../../../twin/played-traffic.ts';
import type { TwinState } from '../../../twin/slice.ts';
import type { GroundLine } from '../../../view/ground-lines.ts';
import type { GroundWeb } from '../../../view/ground-web.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import { TRAFFIC_IMPACT, trafficImpactController } from '../controller.ts';
import { shownFlow, slowRoads } from '../flow-roads.ts';
import { classesOf, isShut, LATE_MIN, laterMin, linesOf } from '../outcome.ts';

const serialOf = (state: TwinState): number | null => doneSerial(state, TRAFFIC_IMPACT);

/** Roads by how full they are, or by what changed; those that closed lie over all. */
const roadLayer: SceneLayer<readonly GroundWeb[], App> = {
  id: 'traffic-impact.roads',
  key: (state) => (serialOf(state) === null ? null : `${serialOf(state)} ${state.impactColours}`),
  of(state, app) {
    const result = serialOf(state) === null ? null : app.controllerOf(trafficImpactController).result();
    if (!result) return null;
    const { impactColours } = state;
    const classes = classesOf(result, impactColours).map(
      (one): GroundWeb => ({
        className: one.className,
        lines: linesOf(result, impactColours, one),
      }),
    );
    const shut = result.roads.filter(isShut).map(({ line }) => line);
    return [...classes, { className: 'load-shut', lines: shut }];
  },
  open: { any: async () => (await import('./lines.ts')).openRoadLoads },
};

/** Places from which people set out who are later on average. */
const lateLayer: SceneLayer<readonly GroundLine[], App> = {
  id: 'traffic-impact.late',
  key: (state) => (state.impactColours === 'change' ? serialOf(state) : null),
  of(state, app) {
    const isShown = state.impactColours === 'change' && serialOf(state) !== null;
    const result = isShown ? app.controllerOf(trafficImpactController).result() : null;
    const late = result?.zones.filter((zone) => laterMin(zone) >= LATE_MIN);
    return late?.map(({ atM }) => ({ line: [atM], isRing: false })) ?? null;
  },
  open: { any: async () => (await import('./lines.ts')).openLatePlaces },
};

/** Roads that were drawn to be opened. */
const openedLayer: SceneLayer<readonly GroundWeb[], App> = {
  id: 'traffic-impact.opened',
  key: ({ impactForm }) => impactForm.opened,
  of: ({ impactForm }) => [{ className: 'load-new', lines: impactForm.opened.map(({ lineM }) => lineM) }],
  open: { any: async () => (await import('./lines.ts')).openNewRoads },
};

/** Faults of the road network that are listed: their roads as lines, and a dot where each is. */
const faultLayer: SceneLayer<readonly GroundWeb[], App> = {
  id: 'traffic-impact.faults',
  key: ({ faultKind }) => faultKind,
  of({ faultKind }, app) {
    if (faultKind === null) return null;
    const faults = app
      .controllerOf(trafficImpactController)
      .knownFaults()
      .filter(({ kind }) => kind === faultKind);
    return [
      { className: 'fault-road', lines: faults.flatMap(({ lines }) => lines) },
      { className: 'fault-place', lines: faults.map(({ atM }) => [atM, atM]) },
    ];
  },
  open: { any: async () => (await import('./lines.ts')).openRoadFaults },
};

/** The area that is drawn to be left, and streets from which vehicles did not get out in the shown run. */
const evacuationLayer: SceneLayer<readonly GroundWeb[], App> = {
  id: 'traffic-impact.evacuation',
  key(state) {
    const run = shownFlow(state);
    return `${JSON.stringify(state.evacuationForm.ringM)} ${run ? `${run.id} ${run.side} ${run.status.kind}` : ''}`;
  },
  of(state, app) {
    const run = shownFlow(state);
    const result = run && app.controllerOf(trafficImpactController).flow.record(run.id)?.result;
    const ringM = result?.request.evacuation?.ringM ?? state.evacuationForm.ringM;
    const trapped = run && result?.evacuation?.states[run.side]?.trapped;
    return [
      { className: 'load-new', lines: ringM ? [[...ringM, ringM[0]]] : [] },
      { className: 'evac-not-out', lines: trapped?.map(({ line }) => line) ?? [] },
    ];
  },
  open: { any: async () => (await import('./lines.ts')).openEvacuation },
};

/** Seconds of the run between two drawings of slow roads: lines over the picture are costly. */
const SLOW_EVERY_S = 20;

/** Roads on which the vehicles of a run are slow or stand. */
const flowLayer: SceneLayer<readonly GroundWeb[], App> = {
  id: 'traffic-impact.flow',
  key(state) {
    const run = shownFlow(state);
    if (!run || run.timesS.length === 0) return null;
    return `${run.id} ${run.side} ${Math.floor((state.shownTimeMs - run.startMs) / (1000 * SLOW_EVERY_S))}`;
  },
  of(state, app) {
    const run = shownFlow(state);
    const record = run && app.controllerOf(trafficImpactController).flow.record(run.id);
    const at = record && frameBefore(record, state.shownTimeMs);
    if (!run || !record || at === null) return null;
    const { states } = record.frames[at];
    const { slow, jam } = slowRoads(record, states[run.side] ?? states[0]);
    return [
      { className: 'flow-slow', lines: slow },
      { className: 'flow-jam', lines: jam },
    ];
  },
  open: { any: async () => (await import('./lines.ts')).openSlowRoads },
};

/** What traffic impact draws. */
export const impactLayers = [roadLayer, lateLayer, openedLayer, flowLayer, faultLayer, evacuationLayer] as const;
