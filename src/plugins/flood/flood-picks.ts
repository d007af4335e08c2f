import type { SurfacePoint } from '../../../model/geo/surface-point.ts';
import { MessageError, NONE } from '../../../model/text/message.ts';
import { S_PER_H } from '../../../model/time.ts';
import { failureOf } from '../../twin/failure.ts';
import type { Picking } from '../../twin/pick.ts';
import type { Twin } from '../../twin/twin.ts';
import { speedKmPerH, withSpeed } from './flood-storm.ts';
import { floodFormMessage } from './messages.ts';
import {
  FLOOD_PICKER,
  type FloodArea,
  type FloodBreach,
  type FloodCatchment,
  type FloodForm,
  type FloodPicking,
  type FloodPlace,
  type ScenarioWork,
} from './slice.ts';

/** A levee that gives way by hand: the widths of the planned one (20 m to 70 m in 1.5 h is what such banks do; Froehlich 2008, 待核). */
const PICKED_BREACH = { beginH: 0.5, growH: 1.5, widthM: 60 };
/** Three courses of sandbags or a board of the flood store. */
const PICKED_WALL_M = 1;
const MIN_SIDE_M = 40;

type ReadPoints = (pick: Picking, form: FloodForm, fromH: number) => Partial<FloodForm> | null;

/** What is read off the points at once. */
const READERS: Partial<Record<FloodPicking, ReadPoints>> = {
  area: pickedArea,
  storm: pickedStorm,
  breach: pickedBreach,
  wall: pickedWall,
};

/** What of the city's ground and drains a picked place needs: the engine's worker answers. */
export interface FloodPickQuestions {
  bedElevations(places: FloodPlace[]): Promise<number[]>;
  nearestInlet(at: FloodPlace): Promise<{ id: string; awayM: number } | null>;
  catchment(at: FloodPlace): Promise<Omit<FloodCatchment, 'box'> & FloodArea>;
}

type AskPoints = (points: readonly FloodPlace[], twin: Twin, questions: FloodPickQuestions) => Promise<void>;

/** How many points are asked about, and what becomes of the answer. */
const POINT_QUERIES: Partial<Record<FloodPicking, { points: number; ask: AskPoints }>> = {
  catchment: { points: 1, ask: takeCatchment },
  inlet: { points: 1, ask: takeInlet },
  gate: { points: 2, ask: workTaker(gateAt) },
  culvert: { points: 2, ask: workTaker(culvertAt) },
  pump: { points: 2, ask: workTaker(pumpAt) },
};

/** The picker's points go into the form as soon as there are enough; picking then ends. */
export function followFloodPicks(twin: Twin, questions: FloodPickQuestions): () => void {
  return twin.follow(
    ({ pick }) => pick,
    (pick, { floodForm, floodOrigin, changeFlood, endPicking, failFloodPick }) => {
      if (pick?.owner !== FLOOD_PICKER || !floodForm) return;
      const what = pick.kind as FloodPicking;
      const query = POINT_QUERIES[what];
      if (query && pick.points.length >= query.points) {
        endPicking(FLOOD_PICKER);
        failFloodPick(null);
        query
          .ask(pick.points.map(placeOf), twin, questions)
          .catch((error: unknown) => failFloodPick({ what, reason: failureOf(error) }));
        return;
      }
      const part = READERS[what]?.(pick, floodForm, (floodOrigin?.timeS ?? 0) / S_PER_H);
      if (!part) return;
      changeFlood(part);
      endPicking(FLOOD_PICKER);
    },
  );
}

const placeOf = ({ enu: [eastM, northM] }: SurfacePoint): FloodPlace => [eastM, northM];

function pickedArea({ points }: Picking): Pick<FloodForm, 'area'> | null {
  if (points.length < 2) return null;
  const [[a, b], [c, d]] = [points[0], points[points.length - 1]].map(placeOf);
  const area = { westM: Math.min(a, c), southM: Math.min(b, d), eastM: Math.max(a, c), northM: Math.max(b, d) };
  return area.eastM - area.westM < MIN_SIDE_M || area.northM - area.southM < MIN_SIDE_M ? null : { area };
}

/** Returns the storm from the first picked point to the last; it goes as fast as before. */
function pickedStorm({ points }: Picking, { rain }: FloodForm): Pick<FloodForm, 'rain'> | null {
  if (points.length < 2 || rain.kind !== 'moving') return null;
  const from = placeOf(points[0]);
  const to = placeOf(points[points.length - 1]);
  if (Math.hypot(to[0] - from[0], to[1] - from[1]) < MIN_SIDE_M) return null;
  return { rain: withSpeed({ ...rain, from, to }, speedKmPerH(rain)) };
}

function pickedBreach({ points }: Picking, { breaches }: FloodForm, fromH: number): Pick<FloodForm, 'breaches'> | null {
  if (points.length < 1) return null;
  const breach: FloodBreach = {
    kind: 'placed',
    id: nextId('breach', breaches),
    at: placeOf(points[0]),
    ...PICKED_BREACH,
    beginH: Math.max(PICKED_BREACH.beginH, fromH),
  };
  return { breaches: [...breaches, breach] };
}

function pickedWall({ points, done }: Picking, { walls }: FloodForm, fromH: number): Pick<FloodForm, 'walls'> | null {
  if (!done || points.length < 2) return null;
  return { walls: [...walls, { id: nextId('wall', walls), line: points.map(placeOf), heightM: PICKED_WALL_M, fromH }] };
}

function nextId(kind: string, taken: readonly { id: string }[], first = taken.length + 1): string {
  let number = first;
  while (taken.some(({ id }) => id === `${kind}-${number}`)) number++;
  return `${kind}-${number}`;
}

/** Ground beside a catchment, so that no water runs along the edge of the run. */
const BESIDE_M = 40;

async function takeCatchment(
  [at]: readonly FloodPlace[],
  twin: Twin,
  { catchment }: FloodPickQuestions,
): Promise<void> {
  const { westM, southM, eastM, northM, ...found } = await catchment(at);
  const { floodSite, takeFloodCatchment } = twin.getState();
  if (!floodSite) return;
  const { area } = floodSite;
  takeFloodCatchment({
    ...found,
    box: {
      westM: Math.max(area.westM, westM - BESIDE_M),
      southM: Math.max(area.southM, southM - BESIDE_M),
      eastM: Math.min(area.eastM, eastM + BESIDE_M),
      northM: Math.min(area.northM, northM + BESIDE_M),
    },
  });
}

/** A click farther from any inlet means none. */
const INLET_REACH_M = 30;

async function takeInlet([at]: readonly FloodPlace[], twin: Twin, { nearestInlet }: FloodPickQuestions): Promise<void> {
  const inlet = await nearestInlet(at);
  if (!inlet || inlet.awayM > INLET_REACH_M)
    throw new MessageError(
      floodFormMessage('inlet-far', { reachM: INLET_REACH_M, awayM: inlet ? Math.round(inlet.awayM) : NONE }),
    );
  const { floodForm, changeFlood } = twin.getState();
  if (floodForm) changeFlood({ blockedInlets: { ...floodForm.blockedInlets, [inlet.id]: 1 } });
}

interface Ends {
  id: string;
  from: [number, number];
  to: [number, number];
  /** Ground at both ends. */
  fromM: number;
  toM: number;
}

function workTaker(workAt: (ends: Ends) => ScenarioWork): AskPoints {
  return async ([a, b], twin, { bedElevations }) => {
    if (Math.hypot(a[0] - b[0], a[1] - b[1]) < MIN_WORK_M)
      throw new MessageError(floodFormMessage('work-short', { leastM: MIN_WORK_M }));
    const [fromM, toM] = (await bedElevations([a, b])).map((bedM) => Math.round(bedM * 100) / 100);
    const { floodForm, changeFlood } = twin.getState();
    if (!floodForm) return;
    const place = ([eastM, northM]: FloodPlace): [number, number] => [round2(eastM), round2(northM)];
    const kind = workAt({ id: '', from: place(a), to: place(b), fromM, toM }).kind;
    const id = nextId(kind, floodForm.works, 1);
    changeFlood({ works: [...floodForm.works, workAt({ id, from: place(a), to: place(b), fromM, toM })] });
  };
}

const MIN_WORK_M = 1;
const round2 = (value: number): number => Math.round(value * 100) / 100;

/** A sluice of a small dike: on the lower ground's level, open all the time until its hours are set. */
function gateAt({ id, from, to, fromM, toM }: Ends): ScenarioWork {
  return {
    kind: 'gate',
    id,
    from,
    to,
    sillM: Math.min(fromM, toM),
    widthM: 4,
    openRatio: { timesH: [0], values: [1] },
  };
}

/** A concrete box on the ground; Manning n of finished concrete (Chow 1959). */
function culvertAt({ id, from, to, fromM, toM }: Ends): ScenarioWork {
  return {
    kind: 'culvert',
    id,
    from,
    to,
    fromInvertM: fromM,
    toInvertM: toM,
    widthM: 2,
    heightM: 1.5,
    manningN: 0.013,
    flap: false,
  };
}

/** A lorry's pump, 1,800 m³/h: it starts at 0.3 m of water and stops at 0.1 m. */
function pumpAt({ id, from, to, fromM }: Ends): ScenarioWork {
  return {
    kind: 'pump',
    id,
    from,
    to,
    rateM3ps: 0.5,
    startM: round2(fromM + 0.3),
    stopM: round2(fromM + 0.1),
  };
}
