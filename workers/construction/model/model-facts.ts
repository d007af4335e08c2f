import type { BuildingModel, ModelProblem } from '../../../readers/ifc/building-model.ts';
import { middleOf, type ProposedPlace, proposePlace } from '../../../readers/ifc/place.ts';
import { judgeVolume } from '../../../readers/ifc/quantities.ts';
import { boxOf } from './model-glb.ts';

/** What the desk tells of an opened model. */
export interface ModelFacts {
  file: string;
  /** SHA-256 of the file. */
  inputHash: string;
  /** IFC2X3, IFC4, IFC4X3 … */
  schema: string;
  lengthUnitM: number;
  elements: number;
  triangles: number;
  /** From below; elements on none are under null. */
  storeys: { name: string | null; elevationM: number | null; elements: number }[];
  /** Most first. */
  classes: { ifcClass: string; elements: number }[];
  /** Stated volumes against the mesh's. */
  volumes: { judged: number; agree: number; differ: number; thousandfold: number };
  /** Size of its box: along x, along y, up. */
  sizeM: [number, number, number];
  /** Middle of its box in plan, and its lowest point; metres of the model. */
  middleM: [number, number];
  lowM: number;
  /** Convex outline in plan, anticlockwise, not closed; metres of the model. */
  outlineM: [number, number][];
  problems: ModelProblem[];
  /** What the file states of its place; null where it states nothing usable. */
  proposed: ProposedPlace | null;
}

export function modelFacts(model: BuildingModel, file: string, inputHash: string): ModelFacts {
  const { schema, lengthUnitM, elements, mesh, storeys, problems } = model;
  const counted = new Map<number | null, number>();
  const classes = new Map<string, number>();
  const volumes = { judged: 0, agree: 0, differ: 0, thousandfold: 0 };
  for (const element of elements) {
    counted.set(element.storey, (counted.get(element.storey) ?? 0) + 1);
    classes.set(element.ifcClass, (classes.get(element.ifcClass) ?? 0) + 1);
    const verdict = judgeVolume(element);
    if (verdict === 'none') continue;
    volumes.judged++;
    volumes[verdict === 'agrees' ? 'agree' : verdict === 'differs' ? 'differ' : 'thousandfold']++;
  }
  const box = boxOf(
    mesh,
    elements.map((_, row) => row),
  );
  const named = storeys.map(({ name, elevationM }, i) => ({ name, elevationM, elements: counted.get(i) ?? 0 }));
  return {
    file,
    inputHash,
    schema,
    lengthUnitM,
    elements: elements.length,
    triangles: mesh.index.length / 3,
    storeys: [
      ...named.sort((a, b) => (a.elevationM ?? Infinity) - (b.elevationM ?? Infinity)),
      ...(counted.has(null) ? [{ name: null, elevationM: null, elements: counted.get(null) ?? 0 }] : []),
    ],
    classes: [...classes]
      .map(([ifcClass, count]) => ({ ifcClass, elements: count }))
      .sort((a, b) => b.elements - a.elements || (a.ifcClass < b.ifcClass ? -1 : 1)),
    volumes,
    sizeM: [box[3] - box[0], box[4] - box[1], box[5] - box[2]],
    middleM: middleOf(mesh.positionM),
    lowM: box[2],
    outlineM: outlineOf(mesh, elements.length),
    problems,
    proposed: proposePlace(model),
  };
}

/** Convex hull of the elements' boxes (Andrew's monotone chain). */
function outlineOf(mesh: BuildingModel['mesh'], count: number): [number, number][] {
  const corners: [number, number][] = [];
  for (let row = 0; row < count; row++) {
    const [west, south, , east, north] = boxOf(mesh, [row]);
    corners.push([west, south], [east, south], [east, north], [west, north]);
  }
  corners.sort(([ax, ay], [bx, by]) => ax - bx || ay - by);
  const chain = (points: readonly [number, number][]) => {
    const hull: [number, number][] = [];
    for (const point of points) {
      while (hull.length > 1 && turn(hull[hull.length - 2], hull[hull.length - 1], point) <= 0) hull.pop();
      hull.push(point);
    }
    return hull.slice(0, -1);
  };
  return [...chain(corners), ...chain(corners.toReversed())];
}

const turn = ([ax, ay]: readonly number[], [bx, by]: readonly number[], [cx, cy]: readonly number[]): number =>
  (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
