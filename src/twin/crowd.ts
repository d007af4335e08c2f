import type { CrowdFacts } from '../../workers/crowd/facts.ts';
import type { CrowdOffer, CrowdSite, OfferedHomes, OfferedLine, OfferedStand } from '../../workers/crowd/offer.ts';
import type { CrowdGround, CrowdTold, PersonState } from '../../workers/crowd/told.ts';
import type { CrowdNote } from '../city/crowd-note.ts';
import type { Text } from '../city/manifest.ts';
import type { DayKind } from '../city/population.ts';
import type { RasterPlace } from '../city/raster.ts';
import type { FloodArea, FloodPlace } from './flood.ts';
import type { RunStatus } from './runs.ts';
import type { Slice } from './twin.ts';

export type {
  CrowdFacts,
  CrowdGround,
  CrowdOffer,
  CrowdSite,
  CrowdTold,
  OfferedHomes,
  OfferedLine,
  OfferedStand,
  PersonState,
};

export const CROWD_PRESETS = ['prescriptive', 'laboratory', 'weidmann'] as const;
export type CrowdPreset = (typeof CROWD_PRESETS)[number];

/** A line drawn on the ground: a way out, or what nobody passes. */
export interface CrowdLine {
  id: string;
  kind: 'exit' | 'barrier';
  from: FloodPlace;
  to: FloodPlace;
}

/** Marshals or loudspeakers: that part of these people heads for this way out, from then to then. */
export interface CrowdOrder {
  population: string;
  exit: string;
  fromMin: number;
  toMin: number;
  followPct: number;
}

/** So many people on a stand or a platform; `countedMs`: as its counters told at that time, UTC. */
export interface CrowdStand {
  id: string;
  people: number;
  countedMs?: number | undefined;
}

/** The people spread over a box, as orders name them; those of a stand go by its id. */
export const SPREAD_PEOPLE = 'people';
/** All who come out of the houses of a box, as orders name them. */
export const HOME_PEOPLE = 'residents';

/** Residents are in their houses as many as are at home at an hour of such a day. */
export interface CrowdHomes {
  day: DayKind;
  /** 0 to 24, in the city's zone. */
  hour: number;
}

/** A what-if before it is run. */
export interface CrowdForm {
  /** A case as it is written, by its id; or people spread over the ground of a box. */
  place: { kind: 'case'; id: string } | { kind: 'area'; area: FloodArea; perM2: number };
  /** People on stands and platforms of a box, each by its id, beside those spread over its ground. */
  stands: readonly CrowdStand[];
  /** Residents of a box's houses; null: nobody comes out of them. */
  homes: CrowdHomes | null;
  orders: readonly CrowdOrder[];
  /** Of what the box offers, by id; a case has its own. */
  exits: readonly string[];
  lines: readonly CrowdLine[];
  /** Gates of the city that stay shut. */
  shut: readonly string[];
  preset: CrowdPreset;
  /** They start within minutes, as after an announcement; else all at once. */
  hesitate: boolean;
  endMin: number;
  seed: number;
  /** The flood run of this window whose water they meet; null: dry. */
  floodId: string | null;
}

export interface CrowdRunFacts {
  id: string;
  name: string;
  form: CrowdForm;
  title: Text;
  status: RunStatus;
  /** The instant at which its second 0 lies on the twin's one clock, UTC. */
  startMs: number;
  endS: number;
  /** Of the frames that there are. */
  timesS: readonly number[];
  people: number;
  facts: CrowdFacts | null;
  hash: string | null;
  /** What the run leaves out or guesses. */
  notes: readonly CrowdNote[];
}

/** A case that can be chosen: as it is written. */
export interface CrowdCaseFacts {
  id: string;
  title: Text;
  people: number;
  preset: CrowdPreset;
  seed: number;
  endMin: number;
  boxM: readonly [westM: number, southM: number, eastM: number, northM: number];
  /** Ids that its orders may name. */
  populations: readonly string[];
  exits: readonly string[];
}

export const CROWD_COLOURS = ['state', 'speed', 'density'] as const;
export type CrowdColour = (typeof CROWD_COLOURS)[number];
export const CROWD_HEATS = ['none', 'now', 'highest'] as const;
export type CrowdHeat = (typeof CROWD_HEATS)[number];
/** What the ruler's next points are taken for: two corners of the box, the ends of a way out or of a barrier. */
export type CrowdPicking = 'area' | 'exit' | 'barrier';

/** What the globe is given to draw; frames as they lie in memory. */
export interface CrowdPicture {
  ground: CrowdGround;
  /** In the order of time; more may come while a run goes on. */
  frames: readonly CrowdTold[];
  /** Second 0 on the twin's clock. */
  startMs: number;
  colour: CrowdColour;
  /** People/m² on the ground; null: not shown. */
  heat: (RasterPlace & { perM2: Float32Array }) | null;
  pickedPerson: number | null;
}

export interface CrowdSlice {
  /** Null before the tool was opened and the city has told it. */
  crowdSite: CrowdSite | null;
  crowdCases: readonly CrowdCaseFacts[];
  /** Of the form's box; null while it is asked for. */
  crowdOffer: CrowdOffer | null;
  crowdForm: CrowdForm | null;
  crowdRuns: readonly CrowdRunFacts[];
  shownCrowdId: string | null;
  comparedCrowdId: string | null;
  crowdColour: CrowdColour;
  crowdHeat: CrowdHeat;
  crowdPicking: CrowdPicking | null;
  crowdPlanned: boolean;
  /** By id in the shown run. */
  pickedPerson: number | null;
  takeCrowdSite(site: CrowdSite, cases: readonly CrowdCaseFacts[], form: CrowdForm): void;
  takeCrowdCases(cases: readonly CrowdCaseFacts[]): void;
  takeCrowdOffer(offer: CrowdOffer | null): void;
  changeCrowd(part: Partial<CrowdForm>): void;
  addCrowdRun(run: CrowdRunFacts): void;
  changeCrowdRun(id: string, part: Partial<Omit<CrowdRunFacts, 'id'>>): void;
  dropCrowdRun(id: string): void;
  showCrowd(id: string | null): void;
  compareCrowd(id: string | null): void;
  colourCrowd(colour: CrowdColour): void;
  heatCrowd(heat: CrowdHeat): void;
  pickCrowd(picking: CrowdPicking | null): void;
  planCrowd(planned: boolean): void;
  pickPerson(id: number | null): void;
}

export const crowdSlice: Slice<CrowdSlice> = (set) => ({
  crowdSite: null,
  crowdCases: [],
  crowdOffer: null,
  crowdForm: null,
  crowdRuns: [],
  shownCrowdId: null,
  comparedCrowdId: null,
  crowdColour: 'state',
  crowdHeat: 'none',
  crowdPicking: null,
  crowdPlanned: false,
  pickedPerson: null,
  takeCrowdSite: (crowdSite, crowdCases, form) =>
    // A link's form waits here; one of a case that this city has not gives way to the usual one.
    set(({ crowdForm }) => ({
      ...{ crowdSite, crowdCases },
      crowdForm: crowdForm && boxOfCrowd(crowdForm, crowdCases) ? crowdForm : form,
    })),
  takeCrowdCases: (crowdCases) => set({ crowdCases }),
  takeCrowdOffer: (crowdOffer) => set({ crowdOffer }),
  changeCrowd: (part) => set(({ crowdForm }) => (crowdForm ? { crowdForm: { ...crowdForm, ...part } } : {})),
  addCrowdRun: (run) => set(({ crowdRuns }) => ({ crowdRuns: [...crowdRuns, run] })),
  changeCrowdRun: (id, part) =>
    set(({ crowdRuns }) => ({ crowdRuns: crowdRuns.map((run) => (run.id === id ? { ...run, ...part } : run)) })),
  dropCrowdRun: (id) =>
    set(({ crowdRuns, shownCrowdId, comparedCrowdId }) => ({
      crowdRuns: crowdRuns.filter((run) => run.id !== id),
      ...(shownCrowdId === id ? { shownCrowdId: null, comparedCrowdId: null, pickedPerson: null } : {}),
      ...(comparedCrowdId === id ? { comparedCrowdId: null } : {}),
    })),
  showCrowd: (shownCrowdId) =>
    set(({ comparedCrowdId }) => ({
      shownCrowdId,
      pickedPerson: null,
      comparedCrowdId: shownCrowdId === null || shownCrowdId === comparedCrowdId ? null : comparedCrowdId,
    })),
  compareCrowd: (comparedCrowdId) => set({ comparedCrowdId }),
  colourCrowd: (crowdColour) => set({ crowdColour }),
  heatCrowd: (crowdHeat) => set({ crowdHeat }),
  planCrowd: (crowdPlanned) => set({ crowdPlanned }),
  pickPerson: (pickedPerson) => set({ pickedPerson }),
  pickCrowd: (crowdPicking) =>
    set(
      crowdPicking
        ? { crowdPicking, floodPicking: null, measuring: { kind: 'distance', points: [], done: false }, digging: null }
        : { crowdPicking, measuring: null },
    ),
});

/** The run on the picture, or null. */
export function shownCrowd({ crowdRuns, shownCrowdId }: CrowdSlice): CrowdRunFacts | null {
  return crowdRuns.find(({ id }) => id === shownCrowdId) ?? null;
}

/** The box that a form is played in; null: its case is not known. */
export function boxOfCrowd(form: CrowdForm, cases: readonly CrowdCaseFacts[]): CrowdCaseFacts['boxM'] | null {
  const { place } = form;
  if (place.kind === 'case') return cases.find(({ id }) => id === place.id)?.boxM ?? null;
  const { westM, southM, eastM, northM } = place.area;
  return [westM, southM, eastM, northM];
}
