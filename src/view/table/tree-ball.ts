import { type BufferGeometry, IcosahedronGeometry, InstancedBufferAttribute, type InstancedMesh } from 'three';
import { TREE_KIND_STEP, TREE_KINDS, type TreeKind } from '../../../model/city/tree-kinds.ts';
import type { Quality } from '../../twin/quality.ts';

/** How often the faces of a ball are parted: a tree on a table is a few pixels. */
const PARTS = { fine: 1, medium: 0, fast: 0 };

/**
 * Trees of a model are balls without a trunk (LOOK §9): as high and wide as the tile's own tree, with a fifth of its triangles, of which a
 * block has some hundred thousand.
 */
export function makeBall(mesh: InstancedMesh, quality: Quality): void {
  const { geometry } = mesh;
  geometry.computeBoundingBox();
  const box = geometry.boundingBox;
  if (!box) return;
  const radius = { x: (box.max.x - box.min.x) / 2, y: (box.max.y - box.min.y) / 2 };
  const ball = new IcosahedronGeometry(1, PARTS[quality]);
  const kind = treeKindOf(geometry);
  shape(ball, TREE_KINDS[kind]);
  ball.scale(0.92 * radius.x, 0.8 * radius.y, 0.92 * radius.x);
  ball.translate((box.max.x + box.min.x) / 2, box.min.y + 0.95 * radius.y, (box.max.z + box.min.z) / 2);
  const position = ball.getAttribute('position');
  const normal = ball.getAttribute('normal');
  for (let i = 0; i < position.count; i++) {
    const x = position.getX(i) / radius.x;
    const y = (position.getY(i) - box.min.y - 0.95 * radius.y) / radius.y;
    const z = position.getZ(i) / radius.x;
    const length = Math.hypot(x, y, z) || 1;
    normal.setXYZ(i, x / length, y / length, z / length);
  }
  const body = geometry.getAttribute('body');
  if (body instanceof InstancedBufferAttribute) for (let i = 0; i < body.count; i++) body.setX(i, kind);
  for (const name of ['gid', 'body']) {
    const own = geometry.getAttribute(name);
    if (own instanceof InstancedBufferAttribute) ball.setAttribute(name, own);
  }
  geometry.dispose();
  mesh.geometry = ball;
  mesh.frustumCulled = false;
}

/** Returns the kind of tree of a model's vertices, see `TREE_KINDS`. */
function treeKindOf(geometry: BufferGeometry): number {
  const colour = geometry.getAttribute('color');
  if (!colour || colour.itemSize < 4) return 0;
  return Math.min(TREE_KINDS.length - 1, Math.round(((1 - colour.getW(0)) * 255) / TREE_KIND_STEP));
}

/** Parts of a ball's width at a height from −1 to 1, for kinds that are not round. */
const GIRTHS: Partial<Record<TreeKind, (height: number) => number>> = {
  spreading: (height) => 0.75 + 0.25 * Math.min(1, Math.max(-1, 2 * height)),
  conifer: (height) => 0.52 - 0.48 * height,
  weeping: (height) => 0.8 - 0.2 * height,
};

function shape(ball: BufferGeometry, kind: TreeKind): void {
  const girth = GIRTHS[kind];
  if (!girth) return;
  const position = ball.getAttribute('position');
  for (let i = 0; i < position.count; i++) {
    const ratio = girth(position.getY(i));
    position.setX(i, position.getX(i) * ratio);
    position.setZ(i, position.getZ(i) * ratio);
  }
}
