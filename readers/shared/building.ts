import {
  type BuildingModel,
  disciplineOf,
  type ModelElement,
  ModelError,
  type ModelProblem,
} from '../ifc/building-model.ts';
import { type ElementMesh, MeshList } from '../ifc/meshes.ts';
import { buildingMessage } from '../ifc/messages.ts';
import type { ModelLimits } from '../ifc/read-ifc.ts';
import { isObject } from './json.ts';

/** What a file of another format than IFC tells of one element. */
export type ElementInput = Pick<ModelElement, 'globalId' | 'ifcClass' | 'name'> &
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

  get isEmpty(): boolean {
    return this.#elements.length === 0;
  }

  tell(code: ModelProblem['code'], example: string): void {
    const known = this.#problems.get(code);
    if (known) known.count++;
    else this.#problems.set(code, { code, count: 1, example });
  }

  /** `isOwnId`: the file calls it by this id, so one that comes twice is a fault of it. */
  take(elementInput: ElementInput, mesh: ElementMesh, isOwnId: boolean): void {
    const { globalId, ifcClass, storey } = elementInput;
    const { mostElements, maxTriangles } = this.#limits;
    if (this.#elements.length === mostElements)
      throw new ModelError(buildingMessage('many-elements-more', { file: this.#file, mostElements }));
    if (!this.#meshes.add(mesh)) {
      this.tell('element-without-geometry', globalId);
      return;
    }
    if (this.#meshes.triangles > maxTriangles)
      throw new ModelError(buildingMessage('many-triangles-more', { file: this.#file, maxTriangles }));
    const times = (this.#times.get(globalId) ?? 0) + 1;
    this.#times.set(globalId, times);
    if (times > 1 && isOwnId) this.tell('repeated-id', globalId);
    this.#elements.push({
      tag: '',
      materials: [],
      codes: [],
      zones: [],
      properties: new Map(),
      stated: null,
      ...elementInput,
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
    if (this.#elements.length === 0) throw new ModelError(buildingMessage('no-surfaces', { file: this.#file }));
    return {
      schema,
      lengthUnitM: 1,
      storeys: this.#storeys,
      elements: this.#elements,
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
    if (properties.size === MAX_BUILDING_PROPERTIES) return;
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
const MAX_BUILDING_PROPERTIES = 400;
