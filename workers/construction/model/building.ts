import {
  type BuildingModel,
  disciplineOf,
  type ModelElement,
  ModelError,
  type ModelProblem,
} from '../ifc/building-model.ts';
import { MeshList, type ToldMesh } from '../ifc/meshes.ts';
import type { ModelLimits } from '../ifc/read-ifc.ts';

/** What a file of another format than IFC tells of one element. */
export type ToldElement = Pick<ModelElement, 'globalId' | 'ifcClass' | 'name'> &
  Partial<Pick<ModelElement, 'tag' | 'materials' | 'codes' | 'zones' | 'properties'>> & {
    /** Name of its storey. */
    storey?: string | null;
  };

/** A model that grows element by element, with the same limits and the same problems as one of IFC. */
export class Building {
  readonly #elements: ModelElement[] = [];
  readonly #storeys: BuildingModel['storeys'] = [];
  readonly #storeyOf = new Map<string, number>();
  readonly #meshes = new MeshList();
  readonly #problems = new Map<ModelProblem['code'], ModelProblem>();
  readonly #times = new Map<string, number>();
  readonly #file: string;
  readonly #limits: ModelLimits;

  constructor(file: string, limits: ModelLimits) {
    this.#file = file;
    this.#limits = limits;
  }

  tell(code: ModelProblem['code'], example: string): void {
    const known = this.#problems.get(code);
    if (known) known.count++;
    else this.#problems.set(code, { code, count: 1, example });
  }

  /** `isOwnId`: the file calls it by this id, so one that comes twice is a fault of it. */
  take(told: ToldElement, mesh: ToldMesh, isOwnId: boolean): void {
    const { globalId, ifcClass, storey } = told;
    const { mostElements, mostTriangles } = this.#limits;
    if (this.#elements.length === mostElements)
      throw new ModelError(`${this.#file}: expected at most ${mostElements} elements, got more`);
    if (!this.#meshes.add(mesh)) {
      this.tell('element-without-geometry', globalId);
      return;
    }
    if (this.#meshes.triangles > mostTriangles)
      throw new ModelError(`${this.#file}: expected at most ${mostTriangles} triangles, got more`);
    const times = (this.#times.get(globalId) ?? 0) + 1;
    this.#times.set(globalId, times);
    if (times > 1 && isOwnId) this.tell('repeated-id', globalId);
    this.#elements.push({
      ...{ tag: '', materials: [], codes: [], zones: [], properties: new Map(), stated: null },
      ...told,
      globalId: times === 1 ? globalId : `${globalId}~${times}`,
      discipline: disciplineOf(ifcClass),
      storey: storey ? this.#storey(storey) : null,
      meshVolumeM3: this.#meshes.volumeM3.at(-1) ?? null,
    });
  }

  #storey(name: string): number {
    const known = this.#storeyOf.get(name);
    if (known !== undefined) return known;
    const index = this.#storeys.length;
    this.#storeyOf.set(name, index);
    this.#storeys.push({ globalId: '', name, elevationM: null });
    return index;
  }

  /** ModelError where nothing of it can be drawn. */
  model(schema: string, georeference: Partial<BuildingModel['georeference']> = {}): BuildingModel {
    if (this.#elements.length === 0) throw new ModelError(`${this.#file}: expected elements with surfaces, got none`);
    return {
      ...{ schema, lengthUnitM: 1, storeys: this.#storeys, elements: this.#elements },
      mesh: this.#meshes.mesh(),
      georeference: { map: null, site: null, trueNorthRad: 0, ...georeference },
      problems: [...this.#problems.values()],
    };
  }
}

/** Values that a person can read, of an object of the file: one level of groups, as `Pset.Name`. */
export function propertiesOf(values: Readonly<Record<string, unknown>>): ModelElement['properties'] {
  const properties: ModelElement['properties'] = new Map();
  const take = (name: string, value: unknown) => {
    if (properties.size === MOST_PROPERTIES) return;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      properties.set(name, value);
  };
  for (const [name, value] of Object.entries(values)) {
    take(name, value);
    if (isObject(value)) for (const [part, inner] of Object.entries(value)) take(`${name}.${part}`, inner);
  }
  return properties;
}

/** As for IFC. */
const MOST_PROPERTIES = 400;

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
