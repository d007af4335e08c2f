import type { FlatMesh, IfcAPI } from 'web-ifc';
import { disciplineOf, type ModelElement, ModelError, type ModelProblem } from './building-model.ts';
import type { Facts } from './facts.ts';
import { linesOf, textOf } from './lines.ts';
import { MeshList } from './meshes.ts';
import { buildingMessage } from './messages.ts';

/** Where a class began, to go back to when its memory turns out to be damaged. */
interface Mark {
  elements: number;
  reportedProblems: number;
}

/** Elements as they come out of WebAssembly, their triangles, and what was wrong with them. */
export class IfcModelBuilder {
  readonly elements: ModelElement[] = [];
  private readonly meshes = new MeshList();
  private readonly reportedProblems: { code: ModelProblem['code']; example: string }[] = [];
  private readonly seen = new Set<string>();

  private readonly facts: Facts;
  private readonly maxTriangles: number;
  private readonly file: string;

  constructor(facts: Facts, maxTriangles: number, file: string) {
    this.facts = facts;
    this.maxTriangles = maxTriangles;
    this.file = file;
  }

  mark(): Mark {
    return { elements: this.elements.length, reportedProblems: this.reportedProblems.length };
  }

  cutBack({ elements, reportedProblems }: Mark): void {
    for (const { globalId } of this.elements.splice(elements)) this.seen.delete(globalId);
    this.reportedProblems.length = reportedProblems;
    this.meshes.cutBack(elements);
  }

  /** ModelError beyond the limit of triangles. */
  take(api: IfcAPI, model: number, mesh: FlatMesh, ifcClass: string): void {
    const { facts, meshes, seen } = this;
    const line = linesOf(api, model).at(mesh.expressID);
    const globalId = textOf(line?.GlobalId) || `#${mesh.expressID}`;
    if (!meshes.take(api, model, mesh)) {
      this.addProblem('element-without-geometry', globalId);
      return;
    }
    if (meshes.triangles > this.maxTriangles)
      throw new ModelError(buildingMessage('many-triangles', { file: this.file, most: this.maxTriangles }));
    if (seen.has(globalId)) this.addProblem('repeated-id', globalId);
    const id = seen.has(globalId) ? `${globalId}~${mesh.expressID}` : globalId;
    seen.add(id);
    const storey = facts.storeyOf.get(mesh.expressID) ?? null;
    if (storey === null) this.addProblem('no-storey', globalId);
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
    for (const { code, example } of this.reportedProblems) {
      const known = problems.get(code);
      if (known) known.count++;
      else problems.set(code, { code, count: 1, example });
    }
    return [...problems.values()];
  }

  private addProblem(code: ModelProblem['code'], example: string): void {
    this.reportedProblems.push({ code, example });
  }
}
