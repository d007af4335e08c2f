import type { TwinState } from '../../../twin/twin.ts';
import { boxRing, type GroundLine, openGroundLines } from '../../../view/ground-lines.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import type { FloodForm, FloodPlace } from '../slice.ts';

/** What the tool's form plans while it is open: the edge of the run's area, a storm's way, breaches as dots, walls as lines. */
export const floodPlanLayer: SceneLayer<readonly GroundLine[]> = {
  id: 'flood.plan',
  key: planKey,
  of: ({ floodPlanned, floodForm, floodSite }) =>
    floodPlanned && floodSite && floodForm ? floodShapes(floodForm, floodSite.breaches) : null,
  open: { any: async () => (host) => openGroundLines(host, 'flood-plan') },
};

/** Another text, another plan. */
function planKey({ floodPlanned, floodSite, floodForm }: TwinState): string {
  if (!floodPlanned || !floodSite || !floodForm) return '';
  return JSON.stringify([floodForm.area, stormOf(floodForm), floodForm.breaches, floodForm.walls]);
}

/** A storm's way, which is drawn; no other rain is. */
const stormOf = ({ rain }: FloodForm) => (rain.kind === 'moving' ? rain : null);

/** The form as lines on the ground; `planned` says where the city's own breaches are. */
export function floodShapes(
  form: FloodForm,
  planned: readonly { readonly id: string; readonly at: FloodPlace }[],
): GroundLine[] {
  const { area, breaches, walls } = form;
  const storm = stormOf(form);
  const places = breaches.flatMap((breach) =>
    breach.kind === 'placed' ? [breach.at] : planned.filter(({ id }) => id === breach.id).map(({ at }) => at),
  );
  return [
    boxRing(area.westM, area.southM, area.eastM, area.northM),
    ...(storm ? stormShapes(storm.from, storm.to, storm.radiusM) : []),
    ...walls.map(({ line }) => ({ line, isRing: false })),
    ...places.map((at) => ({ line: [at], isRing: false })),
  ];
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
