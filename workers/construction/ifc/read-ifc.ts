import type { FlatMesh, IfcAPI } from 'web-ifc';
import { factsOf } from './facts.ts';
import { georeferenceOf } from './georeference.ts';
import { disciplineOf, type IfcElement, IfcError, type IfcModel, type IfcProblem } from './ifc-model.ts';
import { linesOf, textOf } from './lines.ts';
import { MeshList } from './meshes.ts';
import { judgeVolumes } from './quantities.ts';
import { unitsOf } from './units.ts';

export interface IfcLimits {
  mostBytes: number;
  mostElements: number;
  mostTriangles: number;
}

/** A browser gives WebAssembly 4 GB at most, and an open file takes some eight times its size. */
export const USUAL_IFC_LIMITS: IfcLimits = { mostBytes: 400_000_000, mostElements: 500_000, mostTriangles: 20_000_000 };

export interface IfcOptions {
  limits?: IfcLimits;
  /** After each class: how much of the file's elements has been cut into triangles. */
  onProgress?: (ratio: number) => void;
  /** Asked between classes. */
  isCancelled?: () => boolean;
  /** Where the WebAssembly lies, in a browser; Node finds it beside the package. */
  wasmUrl?: string;
}

/** Memory that aborted is not used again: this many fresh starts, then what is left over is told as failed. */
const MOST_RESTARTS = 8;

/** Rooms and holes are no building parts, and a storey, a building, a site's own surface no elements that get built. */
const NOT_BUILT =
  /^Ifc(Opening|Space|SpatialZone|VirtualElement|Annotation|Grid|Building$|BuildingStorey|Project|Site$|ExternalSpatial|Facility|Bridge$|Road$|Railway$)/;

/**
 * An IFC 2x3, 4 or 4x3 file (STEP) as a model; web-ifc 0.0.78 (MPL-2.0) in one thread of its own memory. Geometry is cut class by class:
 * one that aborts the WebAssembly costs that class alone, named in `problems`, and the next begins in fresh memory. IfcError where the
 * file is none, is too large, or gives nothing.
 */
export async function readIfc(bytes: Uint8Array, file: string, options: IfcOptions = {}): Promise<IfcModel> {
  const limits = options.limits ?? USUAL_IFC_LIMITS;
  const isWhole = checkEnvelope(bytes, file, limits);
  let { api, model } = await open(bytes, file, options.wasmUrl);
  const lines = linesOf(api, model);
  const units = unitsOf(lines);
  const facts = factsOf(lines, units);
  const georeference = georeferenceOf(lines, units);
  const schema = api.GetModelSchema(model);
  const classes = api
    .GetAllTypesOfModel(model)
    .filter(({ typeID, typeName }) => api.IsIfcElement(typeID) && !NOT_BUILT.test(typeName))
    .sort((a, b) => (a.typeName < b.typeName ? -1 : 1))
    .map(({ typeID, typeName }) => ({ typeID, typeName, count: api.GetLineIDsWithType(model, typeID).size() }));
  const total = classes.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) throw new IfcError(`${file}: expected building elements, got none`);
  if (total > limits.mostElements)
    throw new IfcError(`${file}: expected at most ${limits.mostElements} elements, got ${total}`);
  const meshes = new MeshList();
  const elements: IfcElement[] = [];
  const problems = new Map<IfcProblem['code'], IfcProblem>();
  const tell = (code: IfcProblem['code'], example: string) => {
    const known = problems.get(code);
    if (known) known.count++;
    else problems.set(code, { code, count: 1, example });
  };
  if (!isWhole) tell('cut-file', file);
  const seen = new Set<string>();
  let done = 0;
  let restarts = 0;
  for (const { typeID, typeName, count } of classes) {
    if (options.isCancelled?.()) throw new IfcError(`${file}: cancelled`);
    const ifcClass = typeName.replace(/StandardCase$|ElementedCase$/, '');
    const take = (mesh: FlatMesh) => {
      const line = linesOf(api, model).at(mesh.expressID);
      const globalId = textOf(line?.GlobalId) || `#${mesh.expressID}`;
      if (!meshes.take(api, model, mesh)) return tell('element-without-geometry', globalId);
      if (meshes.triangles > limits.mostTriangles)
        throw new IfcError(`${file}: expected at most ${limits.mostTriangles} triangles, got more`);
      if (seen.has(globalId)) tell('repeated-id', globalId);
      const id = seen.has(globalId) ? `${globalId}~${mesh.expressID}` : globalId;
      seen.add(id);
      const storey = facts.storeyOf.get(mesh.expressID) ?? null;
      if (storey === null) tell('no-storey', globalId);
      elements.push({
        globalId: id,
        ifcClass,
        discipline: disciplineOf(ifcClass),
        name: textOf(line?.Name),
        tag: textOf(line?.Tag),
        storey,
        meshVolumeM3: meshes.volumeM3.at(-1) ?? null,
        stated: facts.stated.get(mesh.expressID) ?? null,
        materials: facts.materials.get(mesh.expressID) ?? [],
        codes: facts.codes.get(mesh.expressID) ?? [],
        zones: facts.zones.get(mesh.expressID) ?? [],
        properties: facts.properties.get(mesh.expressID) ?? new Map(),
      });
    };
    try {
      api.StreamAllMeshesWithTypes(model, [typeID], take);
    } catch (error) {
      if (error instanceof IfcError) throw error;
      tell('class-failed', ifcClass);
      if (++restarts > MOST_RESTARTS) break;
      ({ api, model } = await open(bytes, file, options.wasmUrl));
    }
    done += count;
    options.onProgress?.(done / total);
  }
  api.CloseModel(model);
  api.Dispose();
  if (elements.length === 0) throw new IfcError(`${file}: expected elements with geometry, got none of ${total}`);
  for (const problem of judgeVolumes(elements)) problems.set(problem.code, problem);
  return {
    schema,
    lengthUnitM: units.lengthM,
    storeys: facts.storeys,
    elements,
    mesh: meshes.mesh(),
    georeference,
    problems: [...problems.values()],
  };
}

const HEAD = 'ISO-10303-21';

/** False for a file that ends before its last line. */
function checkEnvelope(bytes: Uint8Array, file: string, { mostBytes }: IfcLimits): boolean {
  if (bytes.length > mostBytes) throw new IfcError(`${file}: expected at most ${mostBytes} bytes, got ${bytes.length}`);
  const decode = (part: Uint8Array) => new TextDecoder('latin1').decode(part);
  const head = decode(bytes.subarray(0, 200));
  if (!head.includes(HEAD)) throw new IfcError(`${file}: expected ${HEAD} at its start, got "${head.slice(0, 20)}"`);
  return decode(bytes.subarray(-200)).includes(`END-${HEAD}`);
}

async function open(
  bytes: Uint8Array,
  file: string,
  wasmUrl: string | undefined,
): Promise<{ api: IfcAPI; model: number }> {
  const { IfcAPI, LogLevel } = await import('web-ifc');
  const api = new IfcAPI();
  await api.Init(wasmUrl === undefined ? undefined : () => wasmUrl, true);
  api.SetLogLevel(LogLevel.LOG_LEVEL_OFF);
  try {
    const model = api.OpenModel(bytes, { COORDINATE_TO_ORIGIN: false });
    if (model < 0) throw new Error('no model');
    return { api, model };
  } catch (error) {
    throw new IfcError(
      `${file}: expected IFC 2x3, 4 or 4x3, got what cannot be opened (${error instanceof Error ? error.message : error})`,
    );
  }
}
