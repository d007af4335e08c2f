import type { CrowdForm, CrowdLine } from './crowd.ts';
import type { Measuring } from './measuring.ts';
import type { Twin } from './twin.ts';

const LEAST_SIDE_M = 20;
const LEAST_LINE_M = 0.6;

/** The ruler's points go into the form as soon as they say enough; the ruler is then put away. */
export function followCrowdPicks(twin: Twin): () => void {
  return twin.follow(
    ({ measuring }) => measuring,
    (measuring, { crowdPicking, crowdForm, changeCrowd, pickCrowd }) => {
      if (!crowdPicking || !crowdForm || !measuring) return;
      const part =
        crowdPicking === 'area' ? pickedArea(measuring, crowdForm) : pickedLine(measuring, crowdForm, crowdPicking);
      if (!part) return;
      changeCrowd(part);
      pickCrowd(null);
    },
  );
}

function pickedArea({ points }: Measuring, { place }: CrowdForm): Partial<CrowdForm> | null {
  if (points.length < 2) return null;
  const [[a, b], [c, d]] = [points[0].enu, points[points.length - 1].enu];
  const area = { westM: Math.min(a, c), southM: Math.min(b, d), eastM: Math.max(a, c), northM: Math.max(b, d) };
  if (area.eastM - area.westM < LEAST_SIDE_M || area.northM - area.southM < LEAST_SIDE_M) return null;
  return {
    place: { kind: 'area', area, perM2: place.kind === 'area' ? place.perM2 : 0.2 },
    stands: [],
    orders: [],
    exits: [],
    shut: [],
    lines: [],
  };
}

function pickedLine({ points }: Measuring, { lines }: CrowdForm, kind: CrowdLine['kind']): Partial<CrowdForm> | null {
  if (points.length < 2) return null;
  const [[a, b], [c, d]] = [points[0].enu, points[points.length - 1].enu];
  if (Math.hypot(c - a, d - b) < LEAST_LINE_M) return null;
  let number = lines.length + 1;
  while (lines.some(({ id }) => id === `${kind}-${number}`)) number++;
  return { lines: [...lines, { id: `${kind}-${number}`, kind, from: [a, b], to: [c, d] }] };
}
