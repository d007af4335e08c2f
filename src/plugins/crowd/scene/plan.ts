import type { TwinState } from '../../../twin/twin.ts';
import { boxRing, type GroundLine, openGroundLines } from '../../../view/ground-lines.ts';
import type { SceneLayer } from '../../../view/scene.ts';
import { boxOfCrowd, type CrowdForm } from '../slice.ts';

/** What the tool's form plans while it is open: the edge of its box, the exits that are taken, the gates that are shut, and what was drawn. */
export const crowdPlanLayer: SceneLayer<readonly GroundLine[]> = {
  id: 'crowd.plan',
  key: ({ crowdPlanned, crowdForm, crowdSiteOptions }) =>
    crowdPlanned && crowdForm
      ? JSON.stringify([crowdForm, crowdSiteOptions?.exits.length, crowdSiteOptions?.gates.length])
      : '',
  of: ({ crowdPlanned, crowdForm, ...state }) => (crowdPlanned && crowdForm ? crowdShapes(crowdForm, state) : null),
  open: { any: async () => (host) => openGroundLines(host, 'crowd-plan') },
};

/** The form as lines on the ground. */
function crowdShapes(
  form: CrowdForm,
  { crowdCases, crowdSiteOptions }: Pick<TwinState, 'crowdCases' | 'crowdSiteOptions'>,
): GroundLine[] {
  const boxM = boxOfCrowd(form, crowdCases);
  if (!boxM) return [];
  const offered = [
    ...(crowdSiteOptions?.exits.filter(({ id }) => form.exits.includes(id)) ?? []),
    ...(crowdSiteOptions?.gates.filter(({ id }) => form.shut.includes(id)) ?? []),
  ];
  const lines = [...offered, ...form.lines].map(({ from, to }) => ({ line: [from, to], isRing: false }));
  return [boxRing(...boxM), ...lines];
}
