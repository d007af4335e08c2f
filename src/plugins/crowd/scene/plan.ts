import type { TwinState } from '../../../twin/twin.ts';
import { boxRing, type GroundLine, openGroundLines } from '../../../view/ground-lines.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import { placedPlan } from '../crowd-plan.ts';
import { boxOfCrowd, type CrowdForm, type CrowdPlan, type PlanPlace } from '../slice.ts';

/** What the tool's form plans while it is open: the edge of its box, the exits that are taken, the gates that are shut, and what was drawn. */
export const crowdPlanLayer: SceneLayer<readonly GroundLine[]> = {
  id: 'crowd.plan',
  key: ({ crowdPlanned, crowdForm, crowdSiteOptions, crowdPlan }) =>
    crowdPlanned && crowdForm
      ? JSON.stringify([crowdForm, crowdSiteOptions?.exits.length, crowdSiteOptions?.gates.length, crowdPlan?.file])
      : '',
  of: ({ crowdPlanned, crowdForm, ...state }) => (crowdPlanned && crowdForm ? crowdShapes(crowdForm, state) : null),
  open: { any: async () => (host) => openGroundLines(host, 'crowd-plan') },
};

/** The form as lines on the ground. */
function crowdShapes(
  form: CrowdForm,
  { crowdCases, crowdSiteOptions, crowdPlan }: Pick<TwinState, 'crowdCases' | 'crowdSiteOptions' | 'crowdPlan'>,
): GroundLine[] {
  const boxM = boxOfCrowd(form, crowdCases, crowdPlan);
  if (!boxM) return [];
  if (form.place.kind === 'plan') return crowdPlan ? planShapes(form, form.place, crowdPlan) : [];
  const offered = [
    ...(crowdSiteOptions?.exits.filter(({ id }) => form.exits.includes(id)) ?? []),
    ...(crowdSiteOptions?.gates.filter(({ id }) => form.shut.includes(id)) ?? []),
  ];
  const lines = [...offered, ...form.lines].map(({ from, to }) => ({ line: [from, to], isRing: false }));
  return [boxRing(...boxM), ...lines];
}

/** A floor plan where it stands: outlines, walls, its exits, and what was drawn. */
function planShapes(form: CrowdForm, at: PlanPlace, plan: CrowdPlan): GroundLine[] {
  const { areas, walls, exits } = placedPlan(plan, at);
  return [
    ...areas.flatMap(({ outer, holes }) => [outer, ...holes]).map((line) => ({ line, isRing: true })),
    ...walls.map((line) => ({ line, isRing: false })),
    ...[...exits, ...form.lines].map(({ from, to }) => ({ line: [from, to], isRing: false })),
  ];
}
