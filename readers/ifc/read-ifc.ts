import type { IfcAPI } from 'web-ifc';
import { CrsError, crsOf } from '../../model/geo/crs.ts';
import { type BuildingModel, type Georeference, ModelError } from './building-model.ts';
import { factsOf } from './facts.ts';
import { georeferenceOf, placeProblemsOf } from './georeference.ts';
import { linesOf } from './lines.ts';
import { buildingMessage } from './messages.ts';
import { IfcModelBuilder } from './model-builder.ts';
import { judgeVolumes } from './quantities.ts';
import { unitsOf } from './units.ts';

/** Beyond these a model is refused at the door. */
export interface ModelLimits {
  mostBytes: number;
  mostElements: number;
  maxTriangles: number;
}

/** A browser gives WebAssembly 4 GB at most, and an open file takes some eight times its size. */
export const DEFAULT_MODEL_LIMITS: ModelLimits = {
  mostBytes: 400_000_000,
  mostElements: 500_000,
  maxTriangles: 20_000_000,
};

/** How a model is read: limits, progress, cancelling, and where the WebAssembly lies. */
export interface ModelOptions {
  limits?: ModelLimits;
  /** After each class: how much of the file's elements has been cut into triangles. */
  onProgress?: (ratio: number) => void;
  /** Asked between classes. */
  isCancelled?: () => boolean;
  /** Where the WebAssembly lies, in a browser; Node finds it beside the package. */
  wasmUrl?: string;
}

/** Rooms and holes are no building parts, and a storey, a building, a site's own surface no elements that get built. */
const NOT_BUILT =
  /^Ifc(Opening|Space|SpatialZone|VirtualElement|Annotation|Grid|Building$|BuildingStorey|Project|Site$|ExternalSpatial|Facility|Bridge$|Road$|Railway$)/;

/**
 * An IFC 2x3, 4 or 4x3 file (STEP) as a model; web-ifc 0.0.78 (MPL-2.0) in one thread of its own memory. All classes are cut into
 * triangles in one memory first. Where that aborts, or is found damaged when it is closed (a stack that overflows writes over the heap
 * without a word), nothing of it is believed: each class is then cut in fresh memory, and one that aborts costs that class alone, named
 * in `problems`. ModelError where the file is none, is too large, or gives nothing.
 */
export async function readIfc(bytes: Uint8Array, file: string, options: ModelOptions = {}): Promise<BuildingModel> {
  const limits = options.limits ?? DEFAULT_MODEL_LIMITS;
  const isWhole = checkEnvelope(bytes, file, limits);
  const fresh = () => openIfc(bytes, file, options.wasmUrl);
  const opened = await fresh();
  const { api, model } = opened;
  const lines = linesOf(api, model);
  const units = unitsOf(lines);
  const facts = factsOf(lines, units);
  const georeference = await inWgs84(georeferenceOf(lines, units), file);
  const placeProblems = placeProblemsOf(lines);
  const schema = api.GetModelSchema(model);
  const classes = classesOf(opened);
  const total = classes.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) throw new ModelError(buildingMessage('no-elements', { file }));
  if (total > limits.mostElements)
    throw new ModelError(buildingMessage('many-elements', { file, most: limits.mostElements, total }));
  const gathered = new IfcModelBuilder(facts, limits.maxTriangles, file);
  const failed = await cutAll(classes, opened, fresh, gathered, (done) => {
    options.onProgress?.(done / total);
    if (options.isCancelled?.()) throw new ModelError(buildingMessage('cancelled', { file }));
  });
  const { elements } = gathered;
  if (elements.length === 0) throw new ModelError(buildingMessage('no-geometry', { file, total }));
  return {
    schema,
    lengthUnitM: units.lengthM,
    storeys: facts.storeys,
    elements,
    mesh: gathered.mesh(),
    georeference,
    problems: [
      ...(isWhole ? [] : [{ code: 'cut-file' as const, count: 1, example: file }]),
      ...placeProblems,
      ...(failed.length > 0
        ? [{ code: 'class-failed' as const, count: failed.length, example: failed.join(', ') }]
        : []),
      ...gathered.problems(),
      ...judgeVolumes(elements),
    ],
  };
}

/** The place in degrees of WGS 84, where the file names another geographic system for it; one that is not known is taken for it. */
async function inWgs84(georeference: Georeference, file: string): Promise<Georeference> {
  const { site } = georeference;
  if (!site?.crs) return georeference;
  const { crs: name, lonDeg, latDeg, elevationM } = site;
  const crs = await crsOf(name, file).catch((error: unknown) => {
    if (error instanceof CrsError) return null;
    throw error;
  });
  const lonLatDeg = Float64Array.of(lonDeg, latDeg);
  if (crs?.geographic) {
    const unitDeg = crs.unitDeg ?? 1;
    lonLatDeg.set([lonDeg / unitDeg, latDeg / unitDeg]);
    crs.toLonLat(lonLatDeg, 0, 1);
  }
  return { ...georeference, site: { lonDeg: lonLatDeg[0], latDeg: lonLatDeg[1], elevationM } };
}

/** A file in a memory of web-ifc's own. */
export interface OpenedIfc {
  api: IfcAPI;
  model: number;
}

interface IfcClass {
  typeID: number;
  /** `IfcWall`, never a `…StandardCase`. */
  name: string;
  count: number;
}

function classesOf({ api, model }: OpenedIfc): IfcClass[] {
  return api
    .GetAllTypesOfModel(model)
    .filter(({ typeID, typeName }) => api.IsIfcElement(typeID) && !NOT_BUILT.test(typeName))
    .sort((a, b) => (a.typeName < b.typeName ? -1 : 1))
    .map(({ typeID, typeName }) => ({
      typeID,
      name: typeName.replace(/StandardCase$|ElementedCase$/, ''),
      count: api.GetLineIDsWithType(model, typeID).size(),
    }));
}

/** Names of the classes that could not be cut. `tell` hears how many elements are done. */
async function cutAll(
  classes: readonly IfcClass[],
  first: OpenedIfc,
  fresh: () => Promise<OpenedIfc>,
  gathered: IfcModelBuilder,
  reportProgress: (done: number) => void,
): Promise<string[]> {
  const begin = gathered.mark();
  let done = 0;
  let isSound = true;
  for (const one of classes) {
    isSound = cut(one, first, gathered);
    if (!isSound) break;
    done += one.count;
    reportProgress(done);
  }
  if (close(first) && isSound) return [];
  gathered.cutBack(begin);
  const failed: string[] = [];
  done = 0;
  for (const one of classes) {
    const own = await fresh();
    const mark = gathered.mark();
    const isCut = cut(one, own, gathered);
    if (!close(own) || !isCut) {
      gathered.cutBack(mark);
      failed.push(one.name);
    }
    done += one.count;
    reportProgress(done);
  }
  return failed;
}

/** False where it aborted. */
function cut({ typeID, name }: IfcClass, { api, model }: OpenedIfc, gathered: IfcModelBuilder): boolean {
  try {
    api.StreamAllMeshesWithTypes(model, [typeID], (mesh) => gathered.take(api, model, mesh, name));
    return true;
  } catch (error) {
    if (error instanceof ModelError) throw error;
    return false;
  }
}

/** False where its memory was damaged: to free it walks over all of it. */
function close({ api, model }: OpenedIfc): boolean {
  try {
    api.CloseModel(model);
    api.Dispose();
    return true;
  } catch {
    return false;
  }
}

const HEAD = 'ISO-10303-21';

/** False for a file that ends before its last line. */
export function checkEnvelope(bytes: Uint8Array, file: string, { mostBytes }: ModelLimits): boolean {
  if (bytes.length > mostBytes) throw new ModelError(buildingMessage('large', { file, mostBytes, got: bytes.length }));
  const decode = (part: Uint8Array) => new TextDecoder('latin1').decode(part);
  const head = decode(bytes.subarray(0, 200));
  if (!head.includes(HEAD))
    throw new ModelError(buildingMessage('ifc-head', { file, head: HEAD, got: head.slice(0, 20) }));
  return decode(bytes.subarray(-200)).includes(`END-${HEAD}`);
}

/** ModelError in words where web-ifc cannot open it. */
export async function openIfc(bytes: Uint8Array, file: string, wasmUrl: string | undefined): Promise<OpenedIfc> {
  const { IfcAPI, LogLevel } = await import('web-ifc');
  const api = new IfcAPI();
  await api.Init(wasmUrl === undefined ? undefined : () => wasmUrl, true);
  api.SetLogLevel(LogLevel.LOG_LEVEL_OFF);
  try {
    const model = api.OpenModel(bytes, { COORDINATE_TO_ORIGIN: false });
    if (model < 0) throw new Error('no model');
    return { api, model };
  } catch (error) {
    throw new ModelError(
      buildingMessage('ifc-open', { file, reason: error instanceof Error ? error.message : String(error) }),
    );
  }
}
