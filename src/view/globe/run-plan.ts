import type { Cartesian2 } from '@cesium/engine';
import type { Enu } from '../../geo/enu.ts';
import { boxOfCrowd, type CrowdForm } from '../../twin/crowd.ts';
import type { FloodForm, FloodPlace } from '../../twin/flood.ts';
import type { TwinState } from '../../twin/twin.ts';
import { groundUpM } from './ground-height.ts';
import { projectionOf } from './projection.ts';
import { openSketch, type Sketch } from './sketch.ts';
import { type CityStage, ecefOf, endAll } from './stage.ts';

interface Shape {
  line: readonly FloodPlace[];
  isRing: boolean;
}

/** Points of a line about so far apart, so that it lies on the ground; a long one has no more than `MOST_PARTS`. */
const STEP_M = 40;
const MOST_PARTS = 120;

/** What a run's tool plans while it is open: the edge of its area, and what is put into it as dots and lines. */
export function showRunPlan(stage: CityStage, fail: (reason: unknown) => void): () => void {
  const { scene, twin } = stage;
  let drawn: { sketch: Sketch; line: Enu[]; corners: Enu[]; isRing: boolean }[] = [];
  let wanted = 0;

  async function take(shapes: Shape[]): Promise<void> {
    const serial = ++wanted;
    const lines = shapes.map(({ line, isRing }) => alongGround(line, isRing));
    const upM = await groundUpM(stage, lines.flat());
    if (serial !== wanted) return;
    clear();
    let next = 0;
    drawn = shapes.map(({ line, isRing }, i) => {
      const onGround = lines[i].map(([eastM, northM]): Enu => [eastM, northM, upM[next++]]);
      const corners = isRing ? [] : onGround.filter((at) => line.some(([e, n]) => e === at[0] && n === at[1]));
      return { sketch: openSketch(stage, 'flood-plan'), line: onGround, corners, isRing };
    });
    scene.requestRender();
  }

  function draw(): void {
    if (drawn.length === 0) return;
    const toPixel = projectionOf(stage);
    const project = (line: readonly Enu[]): Cartesian2[] => line.flatMap((enu) => toPixel(ecefOf(stage, enu)) ?? []);
    for (const { sketch, line, corners, isRing } of drawn)
      sketch.draw({ line: project(line), corners: project(corners), isRing, labels: [] });
  }

  function clear(): void {
    for (const { sketch } of drawn) sketch.close();
    drawn = [];
  }

  return endAll([
    scene.postRender.addEventListener(draw),
    twin.follow(planKey, (_, state) => {
      take(shapesOf(state)).catch(fail);
    }),
    () => {
      wanted++;
      clear();
    },
  ]);
}

/** Another text, another plan. */
const planKey = (state: TwinState): string =>
  state.floodPlanned && state.floodSite
    ? JSON.stringify([
        state.floodForm?.area,
        state.floodForm && wayOf(state.floodForm),
        state.floodForm?.breaches,
        state.floodForm?.walls,
      ])
    : state.crowdPlanned && state.crowdForm
      ? JSON.stringify([state.crowdForm, state.crowdOffer?.exits.length, state.crowdOffer?.gates.length])
      : '';

/** A storm's way, which is drawn; no other rain is. */
const wayOf = ({ rain }: FloodForm) => (rain.kind === 'moving' ? rain : null);

function shapesOf({ floodPlanned, floodForm, floodSite, crowdPlanned, crowdForm, ...state }: TwinState): Shape[] {
  if (floodPlanned && floodSite && floodForm) return floodShapes(floodForm, floodSite.breaches);
  return crowdPlanned && crowdForm ? crowdShapes(crowdForm, state) : [];
}

const ringOf = ({ westM, southM, eastM, northM }: FloodForm['area']): Shape => ({
  line: [
    [westM, southM],
    [eastM, southM],
    [eastM, northM],
    [westM, northM],
  ],
  isRing: true,
});

/** A storm's way, breaches as dots, walls as lines. */
function floodShapes(form: FloodForm, planned: readonly { id: string; at: FloodPlace }[]): Shape[] {
  const { area, breaches, walls } = form;
  const way = wayOf(form);
  const places = breaches.flatMap((breach) =>
    breach.kind === 'placed' ? [breach.at] : planned.filter(({ id }) => id === breach.id).map(({ at }) => at),
  );
  return [
    ringOf(area),
    ...(way ? stormShapes(way.from, way.to, way.radiusM) : []),
    ...walls.map(({ line }) => ({ line, isRing: false })),
    ...places.map((at) => ({ line: [at], isRing: false })),
  ];
}

const RING_PARTS = 48;

/** A moving storm's way, and its radius where it begins and ends. */
function stormShapes(from: FloodPlace, to: FloodPlace, radiusM: number): Shape[] {
  const ring = ([eastM, northM]: FloodPlace): FloodPlace[] =>
    Array.from({ length: RING_PARTS }, (_, i) => {
      const turn = (2 * Math.PI * i) / RING_PARTS;
      return [eastM + radiusM * Math.cos(turn), northM + radiusM * Math.sin(turn)];
    });
  return [{ line: [from, to], isRing: false }, ...[from, to].map((at) => ({ line: ring(at), isRing: true }))];
}

/** Ways out that are taken, gates that are shut, and what was drawn, as lines. */
function crowdShapes(
  form: CrowdForm,
  { crowdCases, crowdOffer }: Pick<TwinState, 'crowdCases' | 'crowdOffer'>,
): Shape[] {
  const boxM = boxOfCrowd(form, crowdCases);
  if (!boxM) return [];
  const [westM, southM, eastM, northM] = boxM;
  const offered = [
    ...(crowdOffer?.exits.filter(({ id }) => form.exits.includes(id)) ?? []),
    ...(crowdOffer?.gates.filter(({ id }) => form.shut.includes(id)) ?? []),
  ];
  return [
    ringOf({ westM, southM, eastM, northM }),
    ...[...offered, ...form.lines].map(({ from, to }) => ({ line: [from, to], isRing: false })),
  ];
}

function alongGround(line: readonly FloodPlace[], isRing: boolean): FloodPlace[] {
  const whole = isRing ? [...line, line[0]] : line;
  const lengthM = whole.slice(1).reduce((sum, [e, n], i) => sum + Math.hypot(e - whole[i][0], n - whole[i][1]), 0);
  const stepM = Math.max(STEP_M, lengthM / MOST_PARTS);
  return whole.flatMap((to, i, all) => {
    if (i === 0) return [to];
    const from = all[i - 1];
    const parts = Math.max(1, Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]) / stepM));
    return Array.from(
      { length: parts },
      (_, k): FloodPlace =>
        k + 1 === parts
          ? to
          : [from[0] + ((to[0] - from[0]) * (k + 1)) / parts, from[1] + ((to[1] - from[1]) * (k + 1)) / parts],
    );
  });
}
