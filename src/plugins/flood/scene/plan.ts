import type { TwinState } from '../../../twin/twin.ts';
import { boxRing, type GroundLine, openGroundLines } from '../../../view/ground-lines.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import { catchmentOfForm, type FloodForm, type FloodPlace, type ScenarioWork } from '../slice.ts';

/** What the tool's form plans while it is open: the edge of the run's area, a storm's way, breaches as dots, walls and works as lines, a catchment's outline. */
export const floodPlanLayer: SceneLayer<readonly GroundLine[]> = {
  id: 'flood.plan',
  key: planKey,
  of: (state) => {
    const { floodPlanned, floodForm, floodSite } = state;
    if (!floodPlanned || !floodSite || !floodForm) return null;
    const catchment = catchmentOfForm(state);
    const ring = catchment ? [{ line: catchment.ring, isRing: true }] : [];
    return [...floodShapes(floodForm, floodSite.breaches), ...ring];
  },
  open: { any: async () => (host) => openGroundLines(host, 'flood-plan') },
};

/** Another text, another plan. */
function planKey(state: TwinState): string {
  const { floodPlanned, floodSite, floodForm } = state;
  if (!floodPlanned || !floodSite || !floodForm) return '';
  const { area, breaches, walls, works } = floodForm;
  return JSON.stringify([area, stormOf(floodForm), breaches, walls, works, catchmentOfForm(state)?.at]);
}

/** A storm's way, which is drawn; no other rain is. */
const stormOf = ({ rain }: FloodForm) => (rain.kind === 'moving' ? rain : null);

/** The form as lines on the ground; `planned` says where the city's own breaches are. */
export function floodShapes(
  form: FloodForm,
  planned: readonly { readonly id: string; readonly at: FloodPlace }[],
): GroundLine[] {
  const { area, breaches, walls, works } = form;
  const storm = stormOf(form);
  const places = breaches.flatMap((breach) =>
    breach.kind === 'placed' ? [breach.at] : planned.filter(({ id }) => id === breach.id).map(({ at }) => at),
  );
  return [
    boxRing(area.westM, area.southM, area.eastM, area.northM),
    ...(storm ? stormShapes(storm.from, storm.to, storm.radiusM) : []),
    ...walls.map(({ line }) => ({ line, isRing: false })),
    ...works.flatMap(workLine),
    ...places.map((at) => ({ line: [at], isRing: false })),
  ];
}

/** A work from end to end; one at a place is a dot. */
function workLine(work: ScenarioWork): GroundLine[] {
  if (work.kind === 'crest')
    return [{ line: work.line.map(([east, north]): FloodPlace => [east, north]), isRing: false }];
  if (work.kind === 'opening') return [{ line: [work.at], isRing: false }];
  return [{ line: work.to === null ? [work.from] : [work.from, work.to], isRing: false }];
}

const RING_PARTS = 48;

/** A moving storm's way, and its radius where it begins and ends. */
function stormShapes(from: FloodPlace, to: FloodPlace, radiusM: number): GroundLine[] {
  const ring = ([eastM, northM]: FloodPlace): FloodPlace[] =>
    Array.from({ length: RING_PARTS }, (_, i) => {
      const turn = (2 * Math.PI * i) / RING_PARTS;
      return [eastM + radiusM * Math.cos(turn), northM + radiusM * Math.sin(turn)];
    });
  return [{ line: [from, to], isRing: false }, ...[from, to].map((at) => ({ line: ring(at), isRing: true }))];
}
