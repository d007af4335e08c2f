import type { Description } from '../../../model/city/catalogue.ts';
import type { LayerInfo } from '../../../model/city/manifest.ts';
import { NO_TASK } from '../../../model/city/tile-glb.ts';
import type { ConstructionQuestions } from '../../../workers/construction/engine-types.ts';
import type { LinkReport } from '../../../workers/construction/linking/link-report.ts';
import type { LinkFile, LinkRule } from '../../../workers/construction/linking/link-rules.ts';
import { failureOf } from '../../twin/failure.ts';
import type { Twin } from '../../twin/twin.ts';
import { linkableOf, linkLayerOf, openModelOf } from './project-slice.ts';
import { readLinks } from './tasks/start-build-files.ts';

export type { LinkReport, NamedLink } from '../../../workers/construction/linking/link-report.ts';
export type { LinkField, LinkFile, LinkRule } from '../../../workers/construction/linking/link-rules.ts';

/** Links layers of elements to the open plan by rules, each layer by its own; what is confirmed builds the picture. */
export interface LinkingController {
  /** Returns the link file of the layer that the desk shows. */
  file(): LinkFile;
  /** Returns the report of its rules as they are; null until it and a plan are open. */
  report(): LinkReport | null;
  /** Which task builds each row, as far as confirmed: of the open model, and of layers that no longer go by what was baked. */
  tables(): LinkTable[];
  /** Numbers of the tasks that build an element and take it away, by its layer's links. */
  tasksOf(element: Pick<Description, 'gid' | 'layerId' | 'values'>): ElementTasks;
  setRules(rules: LinkRule[]): void;
  /** Takes what the rules say now for confirmed. */
  confirm(): Promise<void>;
  /** Rules and confirmed links from a file; a broken one is told in `linking`, and what stood stays. */
  openFile(file: File): Promise<void>;
}

/** RGBA8 a row: numbers of the tasks that build it and take it away, 16 bits each. 65535 none, 65534 what its tile says. */
export interface LinkTable {
  layerId: string;
  texels: Uint8Array;
}

interface ElementTasks {
  task: number | null;
  removal: number | null;
}

/** Where rules outlive the page, by layer; null where nothing is or may be kept. */
export interface LinkStore {
  load(key: string): string | null;
  save(key: string, text: string): void;
}

type LinkService = Pick<ConstructionQuestions, 'takeLayer' | 'reportLinks' | 'confirmLinks' | 'parseLinks'>;

const NONE: LinkFile = { format: 1, kind: 'links', rules: [], confirmed: null };

/** Links of one layer. */
interface Linked {
  layer: LayerInfo;
  /** As the worker knows it; null: the open model. */
  layerId: string | null;
  /** Resolves when `file` is what was kept, or else what was baked. */
  ready: Promise<void>;
  file: LinkFile;
  report: LinkReport | null;
  /** The plan and layer that it was last asked for, and how often. */
  requestedFor: string;
  requestCount: number;
}

/** Follows plan and layers, and asks the worker anew whenever rules, plan or layer are others. */
export function openLinkingController(
  twin: Twin,
  service: LinkService,
  { store }: { store: LinkStore },
): LinkingController {
  const { setLinking } = twin.getState();
  const layers = openLinkedLayers(twin, service, store);
  let serial = 0;
  const fail = (error: unknown) => setLinking({ kind: 'failed', reason: failureOf(error) });

  async function requestLinks(linked: Linked): Promise<void> {
    const own = ++linked.requestCount;
    if (twin.getState().plan.kind !== 'open') return;
    try {
      const report = await service.reportLinks(linked.file, linked.layerId);
      if (own !== linked.requestCount) return;
      linked.report = report;
      setLinking({ kind: 'told', serial: ++serial });
    } catch (error) {
      if (own === linked.requestCount) fail(error);
    }
  }

  const shown = () => linkLayerOf(twin.city.layers, twin.getState());
  async function changeShown(next: (linked: Linked) => LinkFile | Promise<LinkFile>): Promise<void> {
    const layer = shown();
    if (!layer) return;
    const linked = layers.open(layer);
    try {
      layers.keep(linked, await next(linked));
      await requestLinks(linked);
    } catch (error) {
      fail(error);
    }
  }

  followPlanAndLayers(twin, layers, requestLinks, fail);
  const linkedHere = () => {
    const layer = shown();
    return layer && layers.known(layer);
  };
  const tables = () =>
    layers.all().flatMap(({ layer, report }) => (report ? [{ layerId: layer.id, texels: report.texels }] : []));
  return {
    file: () => linkedHere()?.file ?? NONE,
    report: () => linkedHere()?.report ?? null,
    tables,
    tasksOf: (element) => tasksOf(tables(), twin.city.layers, element),
    setRules: (rules) => void changeShown(({ file }) => ({ ...file, rules })),
    confirm: () => changeShown(({ file, layerId }) => service.confirmLinks(file, layerId)),
    openFile: (file) => changeShown(() => readLinks(file)),
  };
}

/** Key of the open model: its rules stay when another takes its place. */
const OPENED = '';

/** The layers whose links are looked at, and their files in the store. */
interface LinkedLayers {
  all(): Linked[];
  known(layer: LayerInfo): Linked | undefined;
  /** Known from now on; its file is what was kept, or else what was baked. */
  open(layer: LayerInfo): Linked;
  keep(linked: Linked, file: LinkFile): void;
  forget(layer: LayerInfo): void;
  /** The layer is of the model that a person opened. */
  isOfModel(layer: LayerInfo): boolean;
  isKept(layer: LayerInfo): boolean;
}

function openLinkedLayers(twin: Twin, service: LinkService, store: LinkStore): LinkedLayers {
  const known = new Map<string, Linked>();
  const isOfModel = ({ id }: LayerInfo) => openModelOf(twin.getState())?.layerId === id;
  const keyOf = (layer: LayerInfo) => (isOfModel(layer) ? OPENED : `.${layer.id}`);

  async function start(linked: Linked, key: string): Promise<void> {
    const { layer, layerId } = linked;
    const kept = store.load(key);
    if (layerId !== null) await service.takeLayer(layer);
    const read = kept === null ? null : await service.parseLinks(kept, 'links').catch(() => null);
    if (read) linked.file = read;
    else if (layerId !== null) linked.file = await service.confirmLinks({ ...NONE, rules: bakedRules(layer) }, layerId);
  }

  function open(layer: LayerInfo): Linked {
    const key = keyOf(layer);
    const old = known.get(key);
    if (old) {
      old.layer = layer;
      return old;
    }
    const linked: Linked = {
      layer,
      layerId: key === OPENED ? null : layer.id,
      ready: Promise.resolve(),
      file: NONE,
      report: null,
      requestedFor: '',
      requestCount: 0,
    };
    known.set(key, linked);
    linked.ready = start(linked, key);
    return linked;
  }

  return {
    all: () => [...known.values()],
    known: (layer) => known.get(keyOf(layer)),
    open,
    keep(linked, file) {
      linked.file = file;
      store.save(keyOf(linked.layer), JSON.stringify(file));
    },
    forget: (layer) => void known.delete(keyOf(layer)),
    isOfModel,
    isKept: (layer) => store.load(keyOf(layer)) !== null,
  };
}

/** A layer of the city goes by its tiles until somebody looks at its links or has kept some. */
function followPlanAndLayers(
  twin: Twin,
  layers: LinkedLayers,
  requestLinks: (linked: Linked) => Promise<void>,
  fail: (error: unknown) => void,
): void {
  function update(): void {
    const state = twin.getState();
    const { plan, buildTab } = state;
    for (const linked of layers.all())
      if (plan.kind !== 'open' || (linked.layerId === null && !openModelOf(state))) forgetReport(linked);
    if (plan.kind !== 'open') {
      state.setLinking({ kind: 'idle' });
      return;
    }
    const shown = buildTab === 'links' ? linkLayerOf(twin.city.layers, state) : null;
    for (const layer of linkableOf(twin.city.layers, state)) {
      if (!layers.isOfModel(layer) && layer !== shown && !layers.isKept(layer)) continue;
      const linked = layers.open(layer);
      const wanted = `${plan.serial} ${layer.id}`;
      if (linked.requestedFor === wanted) continue;
      linked.report = null;
      linked.requestedFor = wanted;
      linked.ready.then(
        () => requestLinks(linked),
        (error) => {
          layers.forget(layer);
          fail(error);
        },
      );
    }
  }

  twin.follow((state) => {
    const { plan, buildTab, linkLayer } = state;
    const isShown = buildTab === 'links';
    return `${plan.kind === 'open' ? plan.serial : ''} ${openModelOf(state)?.layerId} ${isShown} ${linkLayer}`;
  }, update);
}

/** An answer that is still under way counts no more. */
function forgetReport(linked: Linked): void {
  linked.report = null;
  linked.requestedFor = '';
  linked.requestCount++;
}

/** What a layer was baked with, as rules: its columns hold ids of the activities. */
function bakedRules({ attributes }: LayerInfo): LinkRule[] {
  return (['task', 'removal'] as const)
    .filter((property) => attributes.some(({ name }) => name === property))
    .map((property) => ({
      id: `baked-${property}`,
      when: { class: '*' },
      task: { property },
      does: property === 'task' ? 'build' : 'remove',
    }));
}

/** By the links in force, else as the layer was baked. */
function tasksOf(
  tables: readonly LinkTable[],
  layers: readonly LayerInfo[],
  { gid, layerId, values }: Pick<Description, 'gid' | 'layerId' | 'values'>,
): ElementTasks {
  const layer = layers.find(({ id }) => id === layerId);
  const texels = tables.find((table) => table.layerId === layerId)?.texels;
  if (!layer || !texels) {
    const baked = (name: string) => values.find((one) => one.name === name)?.value;
    const task = baked('task');
    const removal = baked('removal');
    return { task: typeof task === 'number' ? task : null, removal: typeof removal === 'number' ? removal : null };
  }
  const at = 4 * (gid - layer.gidBase);
  const numberAt = (from: number) => {
    const number = texels[from] * 256 + texels[from + 1];
    return number === NO_TASK ? null : number;
  };
  return { task: numberAt(at), removal: numberAt(at + 2) };
}
