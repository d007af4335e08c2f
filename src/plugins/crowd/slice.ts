import type { Text } from '../../../model/city/manifest.ts';
import type { RasterPlace } from '../../../model/city/raster.ts';
import type {
  CrowdArrival,
  CrowdClasses,
  CrowdHomes,
  CrowdLine,
  CrowdQuestion,
  CrowdStand,
} from '../../../model/questions/crowd.ts';
import { CrowdSeeds } from '../../../model/questions/crowd.ts';
import { defaultsOf } from '../../../model/questions/question.ts';
import type { EnsembleBand, EnsembleRun } from '../../../model/scenarios/crowd-ensemble.ts';
import type { CrowdNote } from '../../../model/scenarios/crowd-note.ts';
import type {
  CrowdSite,
  CrowdSiteOptions,
  ExitOption,
  HomesOption,
  StandOption,
} from '../../../workers/crowd/offer.ts';
import type { OpenedPlan } from '../../../workers/crowd/plan/plan-file.ts';
import type { CrowdFacts } from '../../../workers/crowd/results/facts.ts';
import type { CrowdGround, PackedCrowdFrame, PersonState } from '../../../workers/crowd/results/frame-encoder.ts';
import { type EngineRuns, type RunFacts, type RunStatus, type RunsSlice, runsOf, shownRun } from '../../twin/runs.ts';
import type { Slice } from '../../twin/slice.ts';

declare module '../../twin/slice.ts' {
  interface TwinState extends CrowdSlice {}
}

export type {
  CrowdArrival,
  CrowdClasses,
  CrowdFacts,
  CrowdGround,
  CrowdHomes,
  CrowdLine,
  CrowdSite,
  CrowdSiteOptions,
  CrowdStand,
  ExitOption,
  HomesOption,
  PackedCrowdFrame,
  PersonState,
  StandOption,
};

/** The worker's site, and what the city's home view looks at; absent: the middle of its area. */
export interface CityCrowdSite extends CrowdSite {
  middle?: CrowdPlace;
}

type CrowdPreset = CrowdForm['preset'];
type CrowdModel = CrowdForm['model'];

/** Kinds of people that every case knows. */
export const CROWD_CLASSES = ['adult', 'child', 'elderly', 'wheelchair'] as const;

/** The engine that plays these runs, as `workers/engines.ts` lists it. */
export const CROWD_ENGINE = 'crowd';

/** East, north, in metres of the city's origin. */
type CrowdPlace = readonly [eastM: number, northM: number];

/** The people spread over a box, as orders name them; those of a stand go by its id. */
export const SPREAD_PEOPLE = 'people';
/** All who come out of the houses of a box, as orders name them. */
export const HOME_PEOPLE = 'residents';

/** Where the middle of an opened floor plan stands in the city, and how far it is turned, counter-clockwise. */
export interface PlanPlace {
  eastM: number;
  northM: number;
  turnDeg: number;
}

/** A floor plan that was opened, about its own middle. */
export interface CrowdPlan extends Omit<OpenedPlan, 'notes'> {
  file: string;
  /** Names of all storeys of its building model; none of a drawing. */
  storeys: readonly string[];
  /** Index of this one. */
  storey: number;
  /** Half of its sides. */
  reachEastM: number;
  reachNorthM: number;
  notes: readonly CrowdNote[];
}

/** A what-if before it is run. */
export type CrowdForm = CrowdQuestion;

/** A run of this engine: what all runs have, and how many walked. */
export interface CrowdRunFacts extends RunFacts<CrowdForm> {
  title: Text;
  people: number;
  facts: CrowdFacts | null;
  /** It took this wall time without its pauses; null until it is over. */
  wallS: number | null;
  /** What the run leaves out or guesses. */
  notes: readonly CrowdNote[];
}

/** One case played with one seed after another: what the middle and the 95th of a hundred runs would come to. */
export interface CrowdEnsemble {
  id: string;
  /** The run whose times it signs; null: a case that was never shown. */
  runId: string | null;
  name: string;
  title: Text;
  preset: CrowdPreset;
  people: number;
  seeds: number;
  status: RunStatus;
  /** Results of the runs that are over, in the order of the seeds. */
  runs: readonly EnsembleRun[];
  band: EnsembleBand | null;
}

/** A case that can be chosen: as it is written. */
export interface CrowdCaseFacts {
  id: string;
  title: Text;
  people: number;
  preset: CrowdPreset;
  model: CrowdModel;
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
type CrowdHeat = (typeof CROWD_HEATS)[number];
/** Owner of the picking for a crowd's form. */
export const CROWD_PICKER = 'crowd';

/** What the ruler's next points are taken for: two corners of the box, the ends of a way out or of a barrier, the middle of a plan. */
export type CrowdPicking = 'area' | 'exit' | 'barrier' | 'plan';

/** What the globe is given to draw; frames as they lie in memory. */
export interface CrowdPicture {
  ground: CrowdGround;
  /** In the order of time; more may come while a run goes on. */
  frames: readonly PackedCrowdFrame[];
  /** Second 0 on the twin's clock. */
  startMs: number;
  colour: CrowdColour;
  /** People/m² on the ground; null: not shown. */
  heat: (RasterPlace & { perM2: Float32Array }) | null;
  pickedPerson: number | null;
  /** The run is the page's own: who stands in it can be picked. */
  isPages: boolean;
}

/** By run, of all that some picture shows. */
export type CrowdPictures = ReadonlyMap<string, CrowdPicture>;

export interface CrowdSlice {
  /** Null before the tool was opened and the city has told it. */
  crowdSite: CityCrowdSite | null;
  crowdCases: readonly CrowdCaseFacts[];
  /** Options of the form's box; null while they are computed. */
  crowdSiteOptions: CrowdSiteOptions | null;
  crowdForm: CrowdForm | null;
  /** The floor plan that was opened last. */
  crowdPlan: CrowdPlan | null;
  crowdColour: CrowdColour;
  crowdHeat: CrowdHeat;
  crowdPlanned: boolean;
  /** By id in the shown run. */
  pickedPerson: number | null;
  crowdEnsembles: readonly CrowdEnsemble[];
  /** How many seeds an ensemble plays. */
  crowdSeeds: number;
  putCrowdEnsemble(ensemble: CrowdEnsemble): void;
  dropCrowdEnsemble(id: string): void;
  setCrowdSeeds(seeds: number): void;
  takeCrowdSite(site: CityCrowdSite, cases: readonly CrowdCaseFacts[], form: CrowdForm): void;
  takeCrowdCases(cases: readonly CrowdCaseFacts[]): void;
  setCrowdSiteOptions(offer: CrowdSiteOptions | null): void;
  changeCrowd(part: Partial<CrowdForm>): void;
  takeCrowdPlan(plan: CrowdPlan, people: number, at: PlanPlace): void;
  colourCrowd(colour: CrowdColour): void;
  heatCrowd(heat: CrowdHeat): void;
  planCrowd(planned: boolean): void;
  pickPerson(id: number | null): void;
}

export const crowdSlice: Slice<CrowdSlice> = (set) => ({
  crowdSite: null,
  crowdCases: [],
  crowdSiteOptions: null,
  crowdForm: null,
  crowdPlan: null,
  crowdColour: 'state',
  crowdHeat: 'none',
  crowdPlanned: false,
  pickedPerson: null,
  crowdEnsembles: [],
  crowdSeeds: defaultsOf(CrowdSeeds).seeds,
  putCrowdEnsemble: (ensemble) =>
    set(({ crowdEnsembles: all }) => ({
      crowdEnsembles: all.some(({ id }) => id === ensemble.id)
        ? all.map((one) => (one.id === ensemble.id ? ensemble : one))
        : [...all, ensemble],
    })),
  dropCrowdEnsemble: (id) =>
    set(({ crowdEnsembles }) => ({ crowdEnsembles: crowdEnsembles.filter((one) => one.id !== id) })),
  setCrowdSeeds: (crowdSeeds) => set({ crowdSeeds }),
  takeCrowdSite: (crowdSite, crowdCases, form) =>
    // A link's form waits here; one of a case that this city has not gives way to the usual one.
    set(({ crowdForm, crowdPlan }) => ({
      crowdSite,
      crowdCases,
      crowdForm: crowdForm && boxOfCrowd(crowdForm, crowdCases, crowdPlan) ? crowdForm : form,
    })),
  takeCrowdCases: (crowdCases) => set({ crowdCases }),
  setCrowdSiteOptions: (crowdSiteOptions) => set({ crowdSiteOptions }),
  changeCrowd: (part) => set(({ crowdForm }) => (crowdForm ? { crowdForm: { ...crowdForm, ...part } } : {})),
  takeCrowdPlan: (crowdPlan, people, at) =>
    set(({ crowdForm }) => ({
      crowdPlan,
      ...(crowdForm
        ? {
            crowdForm: {
              ...crowdForm,
              place: { kind: 'plan', people, ...at },
              stands: [],
              homes: null,
              arrivals: [],
              orders: [],
              exits: [],
              lines: [],
              shut: [],
            },
          }
        : {}),
    })),
  colourCrowd: (crowdColour) => set({ crowdColour }),
  heatCrowd: (crowdHeat) => set({ crowdHeat }),
  planCrowd: (crowdPlanned) => set({ crowdPlanned }),
  pickPerson: (pickedPerson) => set({ pickedPerson }),
});

/** All runs of this engine in the window. */
export const crowdRuns = (state: RunsSlice): EngineRuns<CrowdRunFacts> => runsOf<CrowdRunFacts>(state, CROWD_ENGINE);

/** The run on the picture, or null. */
export const shownCrowd = (state: RunsSlice): CrowdRunFacts | null => shownRun<CrowdRunFacts>(state, CROWD_ENGINE);

/** The box that a form is played in; null: its case is not known. */
export function boxOfCrowd(
  form: CrowdForm,
  cases: readonly CrowdCaseFacts[],
  plan: CrowdPlan | null,
): CrowdCaseFacts['boxM'] | null {
  const { place } = form;
  if (place.kind === 'case') return cases.find(({ id }) => id === place.id)?.boxM ?? null;
  if (place.kind === 'plan') return boxAround(place, plan);
  const { westM, southM, eastM, northM } = place.area;
  return [westM, southM, eastM, northM];
}

/** A plan's box in the city, wide enough for any turn of it. */
function boxAround({ eastM, northM }: PlanPlace, plan: CrowdPlan | null): CrowdCaseFacts['boxM'] | null {
  if (!plan) return null;
  const reachM = Math.hypot(plan.reachEastM, plan.reachNorthM);
  return [eastM - reachM, northM - reachM, eastM + reachM, northM + reachM];
}
