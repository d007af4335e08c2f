import type { PlanProperties } from '../../../model/plans/plan.ts';
import type { Grading } from '../../../model/questions/terrain-analysis.ts';
import { type BasementChange, withBasement } from '../../../model/schemes/basements.ts';
import { type BuildingEdit, withEdit } from '../../../model/schemes/edit-building.ts';
import { type OutsideRule, placeMassing } from '../../../model/schemes/massing.ts';
import { parcelRing } from '../../../model/schemes/metrics.ts';
import {
  DEFAULT_CONTROLS,
  DEFAULT_ROAD_M,
  MAX_CORNERS,
  type Scheme,
  type SchemeAssumptions,
  type SchemeControls,
  type SchemeParcel,
  type SchemeRoad,
} from '../../../model/schemes/scheme.ts';
import { parseSchemesFile, schemesFileText } from '../../../model/schemes/scheme-file.ts';
import { schemeMessage } from '../../../model/schemes/scheme-messages.ts';
import { planOfScheme } from '../../../model/schemes/scheme-plan.ts';
import { doOverlap, isSimpleRing } from '../../../model/schemes/site-geometry.ts';
import { MessageError } from '../../../model/text/message.ts';
import type { SchemeEngineTypes, SchemeFacts, ServiceCodes } from '../../../workers/scheme-design/engine-types.ts';
import { type BrowserText, browserText } from '../../kit/browser-text.ts';
import type { App } from '../../kit/plugin.ts';
import { failureOf } from '../../twin/failure.ts';
import { type Picking, pickingOf } from '../../twin/pick.ts';
import { PLAN_CHECKS } from '../../twin/plan-checks.ts';
import { SCHEME_VOLUMES } from '../../twin/scheme-volumes.ts';
import type { Controller, Opener } from '../../twin/services.ts';
import type { TwinState } from '../../twin/slice.ts';
import { absentSchemes, showNamed } from './link-part.ts';
import { schemesMessage } from './messages.ts';
import { controlsOf } from './planned-controls.ts';
import { schemeVolumes } from './scheme-volumes.ts';
import type { MassingOptions, MassingParts } from './tasks/massing-types.ts';
import { readMassingInWorker } from './tasks/start-massing.ts';
import { readSchemesInWorker } from './tasks/start-scheme-file.ts';

/** A parcel of a scheme: its copy in another one has the same id. */
export const placeOf = (scheme: string, parcel: string): string => `${scheme} ${parcel}`;

/** Id of the tool that holds schemes against each other. */
export const COMPARE_TOOL = 'scheme-compare';
/** Id of the tool, and owner of its picking of parcels. */
export const SCHEME_PICKER = 'scheme-design';
/** What is picked for. */
export type SchemePick = 'draw' | 'take' | 'road';

/** Ids of shapes that a planner reads out; those that a program made are longer. */
const MAX_SHAPE_NAME_LENGTH = 20;

/** Changes that can be taken back. */
const MAX_PAST = 100;

/** What comes along with a shapefile. */
const isBeside = (name: string): boolean => /\.(?:dbf|shx|prj|cpg)$/i.test(name);

/** Designs for the city: parcels, and the buildings that the worker makes for them. */
export interface SchemesController extends Controller {
  facts(): Promise<SchemeFacts>;
  /** A new scheme: a copy of another one, or empty. */
  add(name: string, copyOf: string | null): void;
  remove(scheme: string): void;
  rename(scheme: string, name: string): void;
  pick(kind: SchemePick | null): void;
  addParcel(
    parcel: Pick<SchemeParcel, 'name' | 'source' | 'controls' | 'assumed'>,
    ringM: readonly (readonly [number, number])[],
  ): Promise<void>;
  removeParcel(parcel: string): void;
  addRoad(lineM: readonly (readonly [number, number])[]): void;
  changeRoad(road: string, part: Partial<Pick<SchemeRoad, 'class' | 'widthM'>>): void;
  removeRoad(road: string): void;
  /** Reads a file of volumes and shows what is in it; what is wished of it is read again. */
  openMassing(files: MassingParts): Promise<void>;
  wishMassing(part: Partial<MassingOptions>): Promise<void>;
  /** Lays the volumes that were read on the scheme that is shown. */
  takeMassing(rule: OutsideRule): void;
  dropMassing(): void;
  /** The chosen building by a handle, against what it was when the handle was taken; `endDrag` keeps it. */
  dragBuilding(edit: BuildingEdit): void;
  endDrag(): void;
  /** The same at once, as a number that is typed. */
  editOnce(edit: BuildingEdit): void;
  undo(): void;
  redo(): void;
  /** New buildings by the controls in place of those that were imported or edited. */
  generateAgain(): Promise<void>;
  /** New controls or edges of the parcel that is shown; its buildings follow. */
  change(part: { controls?: Partial<SchemeControls>; edges?: SchemeParcel['edges']; name?: string }): Promise<void>;
  /** What the ground of the parcel that is shown is made into; null: it stays as it is. */
  grade(grading: Grading | null): void;
  /** Other basements of the scheme that is shown. */
  dig(change: BasementChange): void;
  /** Holds what the scheme that is shown builds, and its basements, against plans, pipes and tunnels; the tool of conflicts shows what contradicts it. */
  checkPlan(): Promise<void>;
  /** By which codes things of the city are schools and hospitals. */
  services(): Promise<ServiceCodes>;
  assume(assumptions: SchemeAssumptions): void;
  fileText(): string;
  /** A file in place of all schemes; rejects where it has a fault, and nothing is changed. */
  openFile(file: File): Promise<void>;
  /** In place of all schemes. */
  takeAll(set: { schemes: readonly Scheme[]; assumptions: SchemeAssumptions }): void;
}

/** Asks the engine of schemes for buildings, and keeps what is designed. */
export const schemeDesignController: Opener<App, SchemesController> = {
  id: 'scheme-design',
  open: (app) => openSchemes(app, browserText('shapan-schemes-')),
};

/** What the address asked for before the window's own schemes were read. */
function showWanted({ twin, report }: App): void {
  const wanted = twin.getState().wantedSchemes;
  twin.setState({ areSchemesRead: true });
  if (!wanted) return;
  const state = twin.getState();
  for (const message of absentSchemes(state, wanted)) report('schemes', message);
  twin.setState(showNamed(state, wanted));
}

function openSchemes(app: App, store: BrowserText): SchemesController {
  const { twin, engines } = app;
  const client = engines.engine<SchemeEngineTypes>('scheme-design');
  const { id: city, origin } = twin.city;
  const set = (part: Parameters<TwinState['setSchemes']>[0]) => twin.getState().setSchemes(part);
  const serials = new Map<string, number>();
  const measured = new Map<string, number>();

  const fail = (error: unknown) => set({ schemeFailure: failureOf(error) });

  function keep(): void {
    const { schemes, schemeAssumptions } = twin.getState();
    const isKept = store.save(
      city,
      schemesFileText(city, origin, { schemes: [...schemes], assumptions: schemeAssumptions }),
    );
    if (!isKept) fail(new MessageError(schemesMessage('not-kept', {})));
  }

  /** Changes a scheme, and keeps all. */
  function edit(id: string, work: (scheme: Scheme) => Scheme): void {
    set({ schemes: twin.getState().schemes.map((scheme) => (scheme.id === id ? work(scheme) : scheme)) });
    keep();
  }

  /** Schemes before each change, and those that were taken back. */
  const past: (readonly Scheme[])[] = [];
  const future: (readonly Scheme[])[] = [];
  let dragged: readonly Scheme[] | null = null;

  const counts = () => ({ schemeUndo: past.length, schemeRedo: future.length });

  function remember(before: readonly Scheme[] = twin.getState().schemes): void {
    past.push(before);
    if (past.length > MAX_PAST) past.shift();
    future.length = 0;
    set(counts());
  }

  /** Answers to questions about schemes that are no longer there are not taken. */
  function backTo(from: (readonly Scheme[])[], to: (readonly Scheme[])[]): void {
    const schemes = from.pop();
    if (!schemes) return;
    to.push(twin.getState().schemes);
    for (const [key, serial] of serials) serials.set(key, serial + 1);
    set({ schemes, schemeFailure: null, ...counts() });
    keep();
    const { schemeShown } = twin.getState();
    if (schemeShown !== null) void lookBeneath(schemeShown);
  }

  function dragBuilding(change: BuildingEdit): void {
    const { schemes, schemeShown, schemeBuilding } = twin.getState();
    dragged ??= schemes;
    const base = dragged.find(({ id }) => id === schemeShown);
    const next = base && schemeBuilding !== null ? withEdit(base, schemeBuilding, change) : null;
    if (next) set({ schemes: schemes.map((one) => (one.id === next.id ? next : one)) });
  }

  function endDrag(): void {
    const before = dragged;
    dragged = null;
    const { schemes, schemeShown } = twin.getState();
    if (!before || before === schemes || schemeShown === null) return;
    remember(before);
    keep();
    void lookBeneath(schemeShown);
  }

  async function generate(scheme: string, parcel: SchemeParcel): Promise<void> {
    const key = placeOf(scheme, parcel.id);
    const serial = (serials.get(key) ?? 0) + 1;
    serials.set(key, serial);
    try {
      await client.open();
      const { buildings, shortfall } = await client.questions.generate(parcel);
      // A later change of the same parcel has its own answer.
      if (serials.get(key) !== serial) return;
      edit(scheme, (one) => ({
        ...one,
        buildings: [...one.buildings.filter((building) => building.parcel !== parcel.id), ...buildings],
      }));
      const { schemeShortfalls } = twin.getState();
      set({ schemeShortfalls: { ...schemeShortfalls, [key]: shortfall }, schemeFailure: null });
      await lookBeneath(scheme);
    } catch (error) {
      fail(error);
    }
  }

  async function lookBeneath(id: string): Promise<void> {
    const scheme = twin.getState().schemes.find((one) => one.id === id);
    if (!scheme) return;
    try {
      await client.open();
      const standing = await client.questions.standingOn(
        scheme.parcels.map(({ ringM }) => ringM),
        scheme.buildings.map(({ ringM }) => ringM),
      );
      set({ schemeStanding: { ...twin.getState().schemeStanding, [id]: standing } });
      await measure(id, standing.gids);
    } catch (error) {
      fail(error);
    }
  }

  /** Earthwork, walking times and loads, with what stands on the sites gone; a later change has its own answer. */
  async function measure(id: string, cleared: readonly number[]): Promise<void> {
    const { schemes, schemeAssumptions } = twin.getState();
    const scheme = schemes.find((one) => one.id === id);
    if (!scheme) return;
    const serial = (measured.get(id) ?? 0) + 1;
    measured.set(id, serial);
    const { parcels, buildings, roads = [] } = scheme;
    const figures = await client.questions.siteFigures({ parcels, buildings, roads }, schemeAssumptions, cleared);
    if (measured.get(id) === serial) set({ schemeSites: { ...twin.getState().schemeSites, [id]: figures } });
  }

  function show(id: string | null): void {
    const scheme = twin.getState().schemes.find((one) => one.id === id);
    set({ schemeShown: scheme?.id ?? null, schemeParcel: scheme?.parcels[0]?.id ?? null, schemeFailure: null });
  }

  const freshId = (taken: readonly string[], prefix: string): string => {
    for (let n = 1; ; n++) if (!taken.includes(`${prefix}${n}`)) return `${prefix}${n}`;
  };

  const addParcel: SchemesController['addParcel'] = async (facts, ringM) => {
    const { schemes, schemeShown } = twin.getState();
    const scheme = schemes.find(({ id }) => id === schemeShown);
    if (!scheme) return;
    if (ringM.length > MAX_CORNERS)
      throw new MessageError(schemeMessage('many-corners', { most: MAX_CORNERS, got: ringM.length }));
    if (!isSimpleRing(ringM)) throw new MessageError(schemeMessage('crossed-ring', {}));
    const beneath = scheme.parcels.find((parcel) => doOverlap(parcel.ringM, ringM));
    if (beneath) throw new MessageError(schemeMessage('overlap', { name: beneath.name }));
    const taken = schemes.flatMap(({ parcels }) => parcels.map(({ id }) => id));
    const parcel: SchemeParcel = { id: freshId(taken, 'p'), ...facts, ...parcelRing(ringM) };
    edit(scheme.id, (one) => ({ ...one, parcels: [...one.parcels, parcel] }));
    set({ schemeParcel: parcel.id, schemeFailure: null });
    await generate(scheme.id, parcel);
  };

  function editRoads(work: (roads: readonly SchemeRoad[]) => SchemeRoad[]): void {
    const { schemeShown } = twin.getState();
    if (schemeShown === null) return;
    remember();
    edit(schemeShown, (scheme) => ({ ...scheme, roads: work(scheme.roads ?? []) }));
    void lookBeneath(schemeShown);
  }

  function addRoad(lineM: readonly (readonly [number, number])[]): void {
    if (lineM.length > MAX_CORNERS) {
      fail(new MessageError(schemeMessage('many-points', { most: MAX_CORNERS, got: lineM.length })));
      return;
    }
    const { schemes, language } = twin.getState();
    // A road's copy in another scheme has the same id, by which the two are told apart from a new one.
    const taken = schemes.flatMap(({ roads = [] }) => roads.map(({ id }) => id));
    const id = freshId(taken, 'r');
    const number = id.slice(1);
    const line = lineM.map(([x, y]): [number, number] => [x, y]);
    const name = language === 'zh' ? `道路 ${number}` : `Road ${number}`;
    editRoads((roads) => [...roads, { id, name, class: 'local', widthM: DEFAULT_ROAD_M.local, lineM: line }]);
  }

  let massingFiles: MassingParts = [];
  let reading: AbortController | null = null;

  /** A model that knows no place stands in the middle of the parcel that is shown, else of the city. */
  function usualWish(): MassingOptions {
    const { schemes, schemeShown, schemeParcel } = twin.getState();
    const scheme = schemes.find(({ id }) => id === schemeShown);
    const parcel = scheme?.parcels.find(({ id }) => id === schemeParcel) ?? scheme?.parcels[0];
    const ring = parcel?.ringM ?? [];
    const middle = (axis: 0 | 1) => {
      const values = ring.map((corner) => corner[axis]);
      return values.length === 0 ? 0 : Math.round((Math.min(...values) + Math.max(...values)) / 2);
    };
    return {
      storeyM: parcel?.controls.storeyM ?? DEFAULT_CONTROLS.storeyM,
      use: parcel?.controls.use ?? DEFAULT_CONTROLS.use,
      place: { eastM: middle(0), northM: middle(1), turnDeg: 0, unitM: 1 },
      isByHand: false,
    };
  }

  async function readDraft(wish: MassingOptions): Promise<void> {
    reading?.abort();
    const own = new AbortController();
    reading = own;
    const [{ name: file }] = massingFiles;
    const before = twin.getState().schemeMassing?.look ?? null;
    set({ schemeMassing: { file, wish, look: null }, schemeFailure: null });
    try {
      const look = await readMassingInWorker(massingFiles, wish, { origin }, own.signal);
      if (reading === own) set({ schemeMassing: { file, wish, look } });
    } catch (error) {
      if (reading !== own || own.signal.aborted) return;
      // The form stays, so that the system or the columns can be put right.
      set({ schemeMassing: { file, wish, look: before } });
      fail(error);
    }
  }

  async function openMassing(files: MassingParts): Promise<void> {
    massingFiles = [...files].sort((one, other) => Number(isBeside(one.name)) - Number(isBeside(other.name)));
    set({ schemeMassing: null });
    await readDraft(usualWish());
  }

  function takeMassing(rule: OutsideRule): void {
    const { schemes, schemeShown, schemeMassing, language } = twin.getState();
    const scheme = schemes.find(({ id }) => id === schemeShown);
    const look = schemeMassing?.look;
    if (!scheme || !look) return;
    const taken = schemes.flatMap(({ parcels }) => parcels.map(({ id }) => id));
    const name = language === 'zh' ? `${look.file} 的用地` : `Site of ${look.file}`;
    const placed = placeMassing(scheme, look.masses, rule, { id: freshId(taken, 'p'), name: name.slice(0, 200) });
    if (placed.taken === 0) {
      fail(new MessageError(schemesMessage('massing-outside', { file: look.file, count: placed.outside })));
      return;
    }
    remember();
    edit(scheme.id, () => placed.scheme);
    set({
      schemeMassing: null,
      schemeParcel: placed.scheme.buildings.at(-1)?.parcel ?? null,
      schemeFailure: null,
    });
    void lookBeneath(scheme.id);
  }

  const nextName = (): string => {
    const { schemes, schemeShown, language } = twin.getState();
    const count = (schemes.find(({ id }) => id === schemeShown)?.parcels.length ?? 0) + 1;
    return language === 'zh' ? `地块 ${count}` : `Parcel ${count}`;
  };

  const nameOf = ({ name, nameEn }: PlanProperties, shape: string): string =>
    (twin.getState().language === 'zh' ? name : (nameEn ?? name)) ??
    (shape.length <= MAX_SHAPE_NAME_LENGTH ? shape : nextName());

  const pickAgain = (kind: SchemePick) =>
    twin.getState().startPicking(SCHEME_PICKER, kind, kind === 'draw' ? 'area' : 'distance');
  /** A planned parcel is being asked for: further clicks wait. */
  let isAsking = false;

  async function take(pick: Picking): Promise<void> {
    const [{ enu }] = pick.points.slice(-1);
    await client.open();
    const [found] = await client.questions.parcelsAt(enu[0], enu[1]);
    if (!found) {
      // The form says so, and the next click is taken too.
      set({ schemeMissed: true });
      if (pickingOf(twin.getState(), SCHEME_PICKER) === 'take') pickAgain('take');
      return;
    }
    twin.getState().endPicking(SCHEME_PICKER);
    const { plan, shape, properties, use, ringM } = found;
    await addParcel(
      { name: nameOf(properties, shape), source: { plan, shape }, ...controlsOf(properties, use) },
      ringM,
    );
  }

  /** A ring is done when it is finished, a place with its first point. */
  function picked(pick: Picking | null): void {
    if (pick?.owner !== SCHEME_PICKER) return;
    const isDone = pick.kind === 'take' ? pick.points.length > 0 : pick.done;
    if (!isDone || isAsking) return;
    if (pick.kind === 'take') {
      isAsking = true;
      take(pick)
        .catch((error: unknown) => {
          twin.getState().endPicking(SCHEME_PICKER);
          fail(error);
        })
        .finally(() => {
          isAsking = false;
        });
      return;
    }
    twin.getState().endPicking(SCHEME_PICKER);
    const ringM = pick.points.map(({ enu }): [number, number] => [enu[0], enu[1]]);
    if (pick.kind === 'road') {
      addRoad(ringM);
      return;
    }
    addParcel({ name: nextName(), source: null, controls: DEFAULT_CONTROLS }, ringM).catch(fail);
  }

  function takeAll({ schemes, assumptions }: Parameters<SchemesController['takeAll']>[0]): void {
    set({
      schemes,
      schemeAssumptions: assumptions,
      schemeShortfalls: {},
      schemeStanding: {},
      schemeSites: {},
      schemeFailure: null,
    });
    show(schemes[0]?.id ?? null);
    for (const { id } of schemes) void lookBeneath(id);
  }

  const kept = store.load(city);
  if (kept !== null)
    try {
      takeAll(parseSchemesFile(JSON.parse(kept), 'localStorage', city, origin));
      set({ schemeShown: null });
    } catch (error) {
      fail(error);
    }
  showWanted(app);
  const unfollowTool = twin.follow(
    ({ tool }) => tool === SCHEME_PICKER,
    (isOpen) => twin.getState().studyShadows(SCHEME_PICKER, isOpen),
  );
  const unfollow = twin.follow(({ pick }) => pick, picked);
  /** Planned parcels are on the picture while one is picked. */
  let hideParcels: (() => void) | null = null;
  const unfollowTaking = twin.follow(
    (state) => pickingOf(state, SCHEME_PICKER) === 'take',
    (isTaking) => {
      hideParcels?.();
      hideParcels = isTaking ? (app.service(PLAN_CHECKS)?.showParcels() ?? null) : null;
    },
  );
  const takeBack = app.offer(SCHEME_VOLUMES, schemeVolumes(app, show));

  return {
    facts: () => client.open(),
    add(name, copyOf) {
      const { schemes } = twin.getState();
      const id = freshId(
        schemes.map((scheme) => scheme.id),
        's',
      );
      const model = schemes.find((scheme) => scheme.id === copyOf);
      const { parcels = [], buildings = [], roads } = model ?? {};
      set({ schemes: [...schemes, { id, name, parcels, buildings, ...(roads ? { roads } : {}) }] });
      keep();
      show(id);
      void lookBeneath(id);
    },
    remove(id) {
      set({ schemes: twin.getState().schemes.filter((scheme) => scheme.id !== id) });
      keep();
      show(twin.getState().schemes[0]?.id ?? null);
    },
    rename: (id, name) => edit(id, (scheme) => ({ ...scheme, name })),
    pick(kind) {
      set({ schemeFailure: null, schemeMissed: false });
      if (kind) pickAgain(kind);
      else twin.getState().endPicking(SCHEME_PICKER);
    },
    addParcel,
    addRoad,
    changeRoad: (id, part) => editRoads((roads) => roads.map((road) => (road.id === id ? { ...road, ...part } : road))),
    removeRoad: (id) => editRoads((roads) => roads.filter((road) => road.id !== id)),
    removeParcel(id) {
      const { schemeShown } = twin.getState();
      if (schemeShown === null) return;
      remember();
      edit(schemeShown, (scheme) => ({
        ...scheme,
        parcels: scheme.parcels.filter((parcel) => parcel.id !== id),
        buildings: scheme.buildings.filter(({ parcel }) => parcel !== id),
      }));
      show(schemeShown);
      void lookBeneath(schemeShown);
    },
    async change({ controls, edges, name }) {
      const { schemes, schemeShown, schemeParcel } = twin.getState();
      const scheme = schemes.find(({ id }) => id === schemeShown);
      const parcel = scheme?.parcels.find(({ id }) => id === schemeParcel);
      if (!scheme || !parcel) return;
      const changed: SchemeParcel = {
        ...parcel,
        name: name ?? parcel.name,
        edges: edges ?? parcel.edges,
        controls: { ...parcel.controls, ...controls },
      };
      // Who types a value has said it.
      if (parcel.assumed) changed.assumed = parcel.assumed.filter((one) => controls?.[one] === undefined);
      edit(scheme.id, (one) => ({
        ...one,
        parcels: one.parcels.map((each) => (each.id === parcel.id ? changed : each)),
      }));
      const isByHand = scheme.buildings.some((one) => one.parcel === parcel.id && one.made);
      if ((controls ?? edges) && !isByHand) await generate(scheme.id, changed);
    },
    openMassing,
    async wishMassing(part) {
      const { schemeMassing } = twin.getState();
      if (!schemeMassing) return;
      const { crs, ...wish } = { ...schemeMassing.wish, ...part };
      await readDraft(crs ? { ...wish, crs } : wish);
    },
    takeMassing,
    dropMassing() {
      reading?.abort();
      massingFiles = [];
      set({ schemeMassing: null });
    },
    async generateAgain() {
      const { schemes, schemeShown, schemeParcel } = twin.getState();
      const parcel = schemes.find(({ id }) => id === schemeShown)?.parcels.find(({ id }) => id === schemeParcel);
      if (schemeShown === null || !parcel) return;
      remember();
      await generate(schemeShown, parcel);
    },
    dragBuilding,
    endDrag,
    editOnce(change) {
      dragBuilding(change);
      endDrag();
    },
    undo: () => backTo(past, future),
    redo: () => backTo(future, past),
    grade(grading) {
      const { schemeShown, schemeParcel } = twin.getState();
      if (schemeShown === null || schemeParcel === null) return;
      remember();
      edit(schemeShown, (scheme) => ({
        ...scheme,
        parcels: scheme.parcels.map(({ grading: _, ...one }) =>
          one.id !== schemeParcel ? (_ ? { ...one, grading: _ } : one) : grading ? { ...one, grading } : one,
        ),
      }));
      void lookBeneath(schemeShown);
    },
    dig(change) {
      const { schemeShown } = twin.getState();
      if (schemeShown === null) return;
      remember();
      edit(schemeShown, (scheme) => withBasement(scheme, change));
      void lookBeneath(schemeShown);
    },
    async checkPlan() {
      const { schemes, schemeShown } = twin.getState();
      const scheme = schemes.find(({ id }) => id === schemeShown);
      if (!scheme) return;
      await app
        .service(PLAN_CHECKS)
        ?.check(planOfScheme(scheme, origin, schemesMessage('author', {}).text))
        .catch(fail);
    },
    services: async () => {
      await client.open();
      return client.questions.services();
    },
    assume(schemeAssumptions) {
      set({ schemeAssumptions });
      keep();
      for (const { id } of twin.getState().schemes) void lookBeneath(id);
    },
    fileText() {
      const { schemes, schemeAssumptions } = twin.getState();
      return schemesFileText(city, origin, { schemes: [...schemes], assumptions: schemeAssumptions });
    },
    async openFile(file) {
      takeAll(await readSchemesInWorker(file, city, origin));
      keep();
    },
    takeAll(all) {
      takeAll(all);
      keep();
    },
    close() {
      unfollowTool();
      unfollow();
      unfollowTaking();
      hideParcels?.();
      takeBack();
    },
  };
}
