import {
  CircleGeometry,
  Color,
  Group,
  InstancedMesh,
  Matrix4,
  type Mesh,
  MeshBasicMaterial,
  Quaternion,
  Vector3,
} from 'three';
import type { TableBlock } from '../../twin/table-block.ts';
import type { TableLayer } from './city-layers.ts';
import type { HeightField } from './height-field.ts';
import { cutY, THICK_RATIO } from './strata.ts';

/** Where a pipe or tunnel goes through a side of the block. */
interface CutEnd {
  /** 0 south, 1 east, 2 north, 3 west. */
  readonly side: number;
  /** Along the side: east of the block's middle, or north of it. */
  readonly runM: number;
  readonly upM: number;
  readonly radiusM: number;
}

/** Triangles of a tube as a mesh of a tile has them, in the city's frame. */
interface TubeMesh {
  readonly enu: ArrayLike<number>;
  readonly index: ArrayLike<number>;
  /** The feature of each vertex. */
  readonly feature: ArrayLike<number>;
}

/** Where the tubes of a mesh go through the sides: the middle of what each side's plane cuts of a feature. */
export function endsOf({ enu, index, feature }: TubeMesh, block: TableBlock): CutEnd[] {
  const half = block.sizeM / 2;
  const found = new Map<string, { side: number; runs: number[]; ups: number[] }>();
  const planes = [
    { side: 0, axis: 1, at: block.northM - half },
    { side: 1, axis: 0, at: block.eastM + half },
    { side: 2, axis: 1, at: block.northM + half },
    { side: 3, axis: 0, at: block.eastM - half },
  ];
  for (const { side, axis, at } of planes) {
    const other = 1 - axis;
    const middle = other === 0 ? block.eastM : block.northM;
    for (let i = 0; i < index.length; i++) {
      const a = index[i];
      const b = index[i % 3 === 2 ? i - 2 : i + 1];
      const from = enu[3 * a + axis] - at;
      const to = enu[3 * b + axis] - at;
      if (from === to || from < 0 === to < 0) continue;
      const share = from / (from - to);
      const run = enu[3 * a + other] + share * (enu[3 * b + other] - enu[3 * a + other]) - middle;
      if (Math.abs(run) > half) continue;
      const key = `${side} ${feature[a]}`;
      const end = found.get(key) ?? { side, runs: [], ups: [] };
      end.runs.push(run);
      end.ups.push(enu[3 * a + 2] + share * (enu[3 * b + 2] - enu[3 * a + 2]));
      found.set(key, end);
    }
  }
  return [...found.values()].map(({ side, runs, ups }) => {
    const runLow = Math.min(...runs);
    const runHigh = Math.max(...runs);
    const low = Math.min(...ups);
    const high = Math.max(...ups);
    const radiusM = Math.min(runHigh - runLow, high - low) / 2;
    return { side, runM: (runLow + runHigh) / 2, upM: (low + high) / 2, radiusM };
  });
}

/** Discs that stand before the earth sides: white casing, and the system's colour in it. */
export function endDiscs(layers: readonly TableLayer[], block: TableBlock, field: HeightField, baseUpM: number): Group {
  const root = new Group();
  root.name = 'cut ends';
  for (const layer of layers) {
    const ends = layer.meshes().flatMap((mesh) => endsOf(tubesOf(mesh), block));
    if (ends.length === 0) continue;
    root.add(...discsOf(ends, layer, block, field, baseUpM));
  }
  return root;
}

export function disposeDiscs(root: Group): void {
  root.traverse((object) => {
    if (!(object instanceof InstancedMesh)) return;
    object.geometry.dispose();
    for (const material of [object.material].flat()) material.dispose();
    object.dispose();
  });
  root.removeFromParent();
}

function tubesOf(mesh: Mesh): TubeMesh {
  const position = mesh.geometry.getAttribute('position');
  const gid = mesh.geometry.getAttribute('gid');
  const enu = new Float32Array(3 * position.count);
  for (let i = 0; i < position.count; i++) {
    enu[3 * i] = position.getX(i) * mesh.scale.x + mesh.position.x;
    enu[3 * i + 1] = -(position.getZ(i) * mesh.scale.z + mesh.position.z);
    enu[3 * i + 2] = position.getY(i) * mesh.scale.y + mesh.position.y;
  }
  return { enu, index: mesh.geometry.getIndex()?.array ?? [], feature: gid.array };
}

/** Pipes are drawn no smaller than this on the cut, or nobody would see them; tunnels in their true width. */
const MIN_PIPE_RATIO = 0.0022;

function discsOf(
  ends: readonly CutEnd[],
  { material }: TableLayer,
  block: TableBlock,
  field: HeightField,
  baseUpM: number,
): InstancedMesh[] {
  const colour = new Color().copy(material.color);
  return [
    { colour: new Color(1, 1, 1), grown: 1.42, out: 0.0004 },
    { colour, grown: 1, out: 0.0008 },
  ].map(({ colour: tone, grown, out }) => {
    const discs = new InstancedMesh(new CircleGeometry(1, 20), new MeshBasicMaterial({ color: tone }), ends.length);
    ends.forEach((end, i) => {
      discs.setMatrixAt(i, placeOf(end, block, field, baseUpM, grown, out));
    });
    discs.frustumCulled = false;
    return discs;
  });
}

function placeOf(
  { side, runM, upM, radiusM }: CutEnd,
  block: TableBlock,
  field: HeightField,
  baseUpM: number,
  grown: number,
  out: number,
): Matrix4 {
  const half = block.sizeM / 2;
  const [east, north] = [
    [runM, -half],
    [half, runM],
    [runM, half],
    [-half, runM],
  ][side];
  const ground = field.upM(block.eastM + east, block.northM + north);
  const y = Math.max(cutY(ground, upM, baseUpM), -THICK_RATIO * block.sizeM);
  const away = out * block.sizeM;
  const outward = [
    [0, 1],
    [1, 0],
    [0, -1],
    [-1, 0],
  ][side];
  const radius = grown * Math.max(radiusM, MIN_PIPE_RATIO * block.sizeM);
  const turn = new Quaternion().setFromAxisAngle(new Vector3(0, 1, 0), Math.atan2(outward[0], outward[1]));
  const at = new Vector3(east + outward[0] * away, y, -north + outward[1] * away);
  return new Matrix4().compose(at, turn, new Vector3(radius, radius, 1));
}
