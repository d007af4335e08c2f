import type { Picking } from '../../twin/pick.ts';
import type { Twin } from '../../twin/twin.ts';
import { CROWD_PICKER, type CrowdForm, type CrowdLine } from './slice.ts';

const MIN_SIDE_M = 20;
const MIN_LINE_M = 0.6;

/** The picker's points go into the form as soon as there are enough; picking then ends. */
export function followCrowdPicks(twin: Twin): () => void {
  return twin.follow(
    ({ pick }) => pick,
    (pick, { crowdForm, changeCrowd, endPicking }) => {
      if (pick?.owner !== CROWD_PICKER || !crowdForm) return;
      const part = pickedPart(pick, crowdForm);
      if (!part) return;
      changeCrowd(part);
      endPicking(CROWD_PICKER);
    },
  );
}

function pickedPart(pick: Picking, form: CrowdForm): Partial<CrowdForm> | null {
  if (pick.kind === 'area') return pickedArea(pick, form);
  if (pick.kind === 'plan') return pickedPlan(pick, form);
  return pick.kind === 'exit' || pick.kind === 'barrier' ? pickedLine(pick, form, pick.kind) : null;
}

function pickedArea({ points }: Picking, { place }: CrowdForm): Partial<CrowdForm> | null {
  if (points.length < 2) return null;
  const [a, b] = points[0].enu;
  const [c, d] = points[points.length - 1].enu;
  const area = { westM: Math.min(a, c), southM: Math.min(b, d), eastM: Math.max(a, c), northM: Math.max(b, d) };
  if (area.eastM - area.westM < MIN_SIDE_M || area.northM - area.southM < MIN_SIDE_M) return null;
  return {
    place: { kind: 'area', area, perM2: place.kind === 'area' ? place.perM2 : 0.2 },
    stands: [],
    orders: [],
    exits: [],
    shut: [],
    lines: [],
  };
}

/** What was drawn on the plan where it stood before stays behind. */
function pickedPlan({ points }: Picking, { place }: CrowdForm): Partial<CrowdForm> | null {
  if (points.length === 0 || place.kind !== 'plan') return null;
  const [eastM, northM] = points[0].enu;
  return { place: { ...place, eastM: Math.round(10 * eastM) / 10, northM: Math.round(10 * northM) / 10 }, lines: [] };
}

function pickedLine({ points }: Picking, { lines }: CrowdForm, kind: CrowdLine['kind']): Partial<CrowdForm> | null {
  if (points.length < 2) return null;
  const [a, b] = points[0].enu;
  const [c, d] = points[points.length - 1].enu;
  if (Math.hypot(c - a, d - b) < MIN_LINE_M) return null;
  let number = lines.length + 1;
  while (lines.some(({ id }) => id === `${kind}-${number}`)) number++;
  return { lines: [...lines, { id: `${kind}-${number}`, kind, from: [a, b], to: [c, d] }] };
}
