import type { FlatMesh, IfcAPI } from 'web-ifc';
import { disciplineOf, type ModelElement, ModelError, type ModelProblem } from './building-model.ts';
import type { Facts } from './facts.ts';
import { linesOf, textOf } from './lines.ts';
import { MeshList } from './meshes.ts';

/** Where a class began, to go back to when its memory turns out to be damaged. */
export interface Mark {
  elements: number;
  told: number;
}

/** Elements as they come out of WebAssembly, their triangles, and what was wrong with them. */
export class Gathered {
  readonly elements: ModelElement[] = [];
  private readonly meshes = new MeshList();
  private readonly told: { code: ModelProblem['code']; example: string }[] = [];
  private readonly seen = new Set<string>();

  private readonly facts: Facts;
  private readonly mostTriangles: number;
  private readonly file: string;

  constructor(facts: Facts, mostTriangles: number, file: string) {
    this.facts = facts;
    this.mostTriangles = mostTriangles;
    this.file = file;
  }

  mark(): Mark {
    return { elements: this.elements.length, told: this.told.length };
  }

  cutBack({ elements, told }: Mark): void {
    for (const { globalId } of this.elements.splice(elements)) this.seen.delete(globalId);
    this.told.length = told;
    this.meshes.cutBack(elements);
  }

  /** ModelError beyond the limit of triangles. */
  take(api: IfcAPI, model: number, mesh: FlatMesh, ifcClass: string): void {
    const { facts, meshes, seen } = this;
    const line = linesOf(api, model).at(mesh.expressID);
    const globalId = textOf(line?.GlobalId) || `#${mesh.expressID}`;
    if (!meshes.take(api, model, mesh)) {
      this.tell('element-without-geometry', globalId);
      return;
    }
    if (meshes.triangles > this.mostTriangles)
      throw new ModelError(`${this.file}: expected at most ${this.mostTriangles} triangles, got more`);
    if (seen.has(globalId)) this.tell('repeated-id', globalId);
    const id = seen.has(globalId) ? `${globalId}~${mesh.expressID}` : globalId;
    seen.add(id);
    const storey = facts.storeyOf.get(mesh.expressID) ?? null;
    if (storey === null) this.tell('no-storey', globalId);
    this.elements.push({
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
  }

  mesh(): ReturnType<MeshList['mesh']> {
    return this.meshes.mesh();
  }

  /** Counted by code, each with its first. */
  problems(): ModelProblem[] {
    const problems = new Map<ModelProblem['code'], ModelProblem>();
    for (const { code, example } of this.told) {
      const known = problems.get(code);
      if (known) known.count++;
      else problems.set(code, { code, count: 1, example });
    }
    return [...problems.values()];
  }

  private tell(code: ModelProblem['code'], example: string): void {
    this.told.push({ code, example });
  }
}
