import type { CrowdLine } from '../twin/crowd.ts';
import type { Closure, PitFiles } from '../twin/review-desk.ts';
import type { Twin } from '../twin/twin.ts';
import { saveFile } from './run-parts.tsx';

/** The ground around a closure on which its detour is walked. */
const AROUND_M = 120;
const PEOPLE_PER_M2 = 0.02;

/** The crowd tool's form with the closed ground's edges as barriers, on the ground around it. */
export function crowdFormOf(closures: readonly Closure[]) {
  const rings = closures.flatMap(({ id, ring }) => (ring ? [{ id, ring }] : []));
  const [x, y] = [0, 1].map((axis) => rings.flatMap(({ ring }) => ring.map((point) => point[axis])));
  const lines = rings.flatMap(({ id, ring }) =>
    ring.map(
      (from, i): CrowdLine => ({ id: `${id}-${i + 1}`, kind: 'barrier', from, to: ring[(i + 1) % ring.length] }),
    ),
  );
  const area = {
    ...{ westM: Math.min(...x) - AROUND_M, southM: Math.min(...y) - AROUND_M },
    ...{ eastM: Math.max(...x) + AROUND_M, northM: Math.max(...y) + AROUND_M },
  };
  return { place: { kind: 'area' as const, area, perM2: PEOPLE_PER_M2 }, lines, exits: [] };
}

/** Its tool is open by then: the form is there once the city has told it. */
export async function openInCrowd(
  twin: Twin,
  open: () => Promise<void>,
  closures: readonly Closure[],
  told: () => void,
): Promise<void> {
  await open();
  twin.getState().changeCrowd(crowdFormOf(closures));
  told();
}

/** A scenario of `shapan sim flood` and the ground that it names, to lie in one folder. */
export function saveForFlood(files: PitFiles): void {
  saveFile(files.scenario.name, 'application/json', files.scenario.text);
  saveFile(files.ground.name, 'text/plain', files.ground.text);
}
