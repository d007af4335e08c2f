import earcut from 'earcut';
import { type BuildingModel, ModelError } from '../ifc/building-model.ts';
import { type ElementMesh, NO_COLOUR } from '../ifc/meshes.ts';
import { DEFAULT_MODEL_LIMITS, type ModelLimits } from '../ifc/read-ifc.ts';
import { Building } from '../shared/building.ts';
import type { ByteSource } from '../shared/byte-source.ts';
import { textOf } from '../shared/utf8.ts';
import { objMessage } from './messages.ts';

/**
 * Wavefront OBJ (Alias, Advanced Visualizer, appendix B1) as a model: faces of each `o`, or each `g` where it names no objects, are an
 * element. Faces of any number of corners, also hollow ones, are parted into triangles; curves, lines, points, normals, textures and
 * materials are left out. The format says nothing of units or of the axis that is up: y is taken for it. ModelError names the line.
 */
export async function readObj(source: ByteSource, limits: ModelLimits = DEFAULT_MODEL_LIMITS): Promise<BuildingModel> {
  const reader = new ObjReader(source.name, limits);
  const text = textOf(await source.whole(limits.mostBytes));
  let line = 0;
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf('\n', from);
    const to = end < 0 ? text.length : end;
    reader.take(text.slice(from, to), ++line);
    from = to + 1;
  }
  return reader.model();
}

class ObjReader {
  readonly #file: string;
  readonly #building: Building;
  /** Three numbers a vertex, as they stand in the file. */
  readonly #positions: number[] = [];
  #name = '';
  #hasObjects = false;
  #mesh: ElementMesh = emptyMesh();
  /** Number of a vertex in the element by its number in the file. */
  #own = new Map<number, number>();
  #unfinished = '';

  constructor(file: string, limits: ModelLimits) {
    this.#file = file;
    this.#building = new Building(file, limits);
  }

  take(raw: string, line: number): void {
    const text = this.#unfinished + raw.trim();
    // A line may go on in the next one.
    this.#unfinished = text.endsWith('\\') ? `${text.slice(0, -1)} ` : '';
    if (this.#unfinished !== '') return;
    const [word, ...rest] = text.split(/\s+/);
    if (word === 'v') this.#vertex(rest, line, text);
    else if (word === 'f') this.#face(rest, line, text);
    else if (word === 'o') this.#begin(rest.join(' '), true);
    else if (word === 'g' && !this.#hasObjects) this.#begin(rest.join(' '), false);
  }

  model(): BuildingModel {
    this.#end();
    return this.#building.model('OBJ');
  }

  #vertex(numbers: readonly string[], line: number, text: string): void {
    const [x, y, z] = numbers.slice(0, 3).map(Number);
    if (!Number.isFinite(x + y + z))
      throw new ModelError(objMessage('vertex', { file: this.#file, line, got: text.slice(0, 60) }));
    this.#positions.push(x, y, z);
  }

  #face(corners: readonly string[], line: number, text: string): void {
    const most = this.#positions.length / 3;
    const ring = corners.map((corner) => {
      const given = Number.parseInt(corner, 10);
      const at = given < 0 ? most + given : given - 1;
      if (!(at >= 0 && at < most))
        throw new ModelError(objMessage('face', { file: this.#file, line, most, got: text.slice(0, 60) }));
      return at;
    });
    if (ring.length < 3) return;
    for (const corner of trianglesOf(ring, this.#positions)) this.#mesh.index.push(this.#ownVertex(corner));
    while (this.#mesh.rgb.length < this.#mesh.index.length / 3) this.#mesh.rgb.push(NO_COLOUR);
  }

  #ownVertex(at: number): number {
    const known = this.#own.get(at);
    if (known !== undefined) return known;
    const [x, y, z] = this.#positions.slice(3 * at, 3 * at + 3);
    this.#mesh.positionM.push(x, -z, y);
    this.#own.set(at, this.#own.size);
    return this.#own.size - 1;
  }

  #begin(name: string, isObject: boolean): void {
    this.#end();
    this.#name = name;
    this.#hasObjects ||= isObject;
  }

  #end(): void {
    const mesh = this.#mesh;
    this.#mesh = emptyMesh();
    this.#own = new Map();
    if (mesh.index.length === 0) return;
    const name = this.#name || 'obj';
    this.#building.take({ globalId: name, ifcClass: 'Node', name }, mesh, false);
  }
}

const emptyMesh = (): ElementMesh => ({ positionM: [], index: [], rgb: [] });

/** Triangles of a face with the turn of its corners: on the plane of the axes that it is seen largest on. */
function trianglesOf(ring: readonly number[], positions: readonly number[]): readonly number[] {
  if (ring.length === 3) return ring;
  const normal = [0, 0, 0];
  for (const [i, at] of ring.entries()) {
    const next = ring[(i + 1) % ring.length];
    for (let axis = 0; axis < 3; axis++) {
      const u = (axis + 1) % 3;
      const v = (axis + 2) % 3;
      normal[axis] +=
        (positions[3 * at + u] - positions[3 * next + u]) * (positions[3 * at + v] + positions[3 * next + v]);
    }
  }
  const sizes = normal.map(Math.abs);
  const axis = sizes.indexOf(Math.max(...sizes));
  const flat = ring.flatMap((at) => [positions[3 * at + ((axis + 1) % 3)], positions[3 * at + ((axis + 2) % 3)]]);
  const isTurned = normal[axis] < 0;
  const corners = earcut(flat);
  // Which way triangles of the plane turn is found from the first, so that it does not hang on the library.
  const [a, b, c] = corners.map((k) => [flat[2 * k], flat[2 * k + 1]]);
  const turn = a ? (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]) : 0;
  const isBackwards = turn < 0 !== isTurned;
  const found: number[] = [];
  for (let i = 0; i + 2 < corners.length; i += 3) {
    const second = isBackwards ? i + 2 : i + 1;
    const third = isBackwards ? i + 1 : i + 2;
    found.push(ring[corners[i]], ring[corners[second]], ring[corners[third]]);
  }
  return found;
}
