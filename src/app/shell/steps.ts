import type { Text } from '../../../model/text/text.ts';
import type { App, PlacedPanel, ToolPlace } from '../../kit/plugin.ts';
import type { DeskFacts, DeskStep } from '../../twin/appearance.ts';

/** Tools of a step below one heading; the heading is null before the first. */
interface ToolGroup {
  readonly label: Text | null;
  readonly tools: readonly PlacedPanel[];
}

/** The tools of a step by its groups, in their order. */
export function groupsOf(desk: Pick<DeskFacts, 'id'>, step: DeskStep, tools: readonly PlacedPanel[]): ToolGroup[] {
  const below = (place: string) => tools.filter(({ at }) => at?.includes(place as ToolPlace));
  const all = [
    { label: null, tools: below(`${desk.id}.${step.id}`) },
    ...(step.groups ?? []).map(({ id, label }) => ({ label, tools: below(`${desk.id}.${step.id}/${id}`) })),
  ];
  return all.filter((group) => group.tools.length > 0);
}

/** The first step of a desk that has this tool; null: it is none of its steps'. */
export function stepOfTool(desk: Pick<DeskFacts, 'id' | 'steps'>, tool: PlacedPanel): DeskStep | null {
  const isBelow = (step: DeskStep) => (place: string) =>
    place === `${desk.id}.${step.id}` || place.startsWith(`${desk.id}.${step.id}/`);
  return desk.steps.find((step) => tool.at?.some(isBelow(step))) ?? null;
}

/** Opens a step, with its tool where it is one thing. */
export function openStep({ twin, panels }: Pick<App, 'twin' | 'panels'>, { id, opens }: DeskStep): void {
  twin.getState().setStep(id);
  if (opens) panels.getState().openTool(opens);
}

/** The step of the open desk in view follows the tool that is opened; one that hangs on the map alone leaves it. */
export function followOpenTool({ twin, placed }: App): () => void {
  return twin.follow(
    ({ tool, desk }) => `${desk} ${tool}`,
    () => {
      const { tool, desk: id, desks, step, setStep } = twin.getState();
      const desk = desks.find((each) => each.id === id);
      const panel = placed('tool').find((each) => each.id === tool);
      if (!desk || !panel) return;
      const isThere = step !== null && panel.at?.some((place) => place.split('/')[0] === `${id}.${step}`);
      const found = stepOfTool(desk, panel);
      if (!isThere && found) setStep(found.id);
    },
  );
}
