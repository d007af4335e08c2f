import {
  BufferGeometry,
  Color,
  DoubleSide,
  EdgesGeometry,
  ExtrudeGeometry,
  Float32BufferAttribute,
  LineBasicMaterial,
  LineSegments,
  Mesh,
  MeshLambertMaterial,
  type Object3D,
  type Plane,
  Shape,
} from 'three';
import { mergeGeometries } from 'three/addons/utils/BufferGeometryUtils.js';
import type { Point } from '../../../../../model/geo/plane/point.ts';
import type { TableStage } from '../../../../view/table/stage.ts';
import type { UnitRgb } from '../../../../view/tokens.ts';

/** An upright solid in the city's frame. */
export interface TableSolid {
  ringM: readonly Point[];
  fromUpM: number;
  toUpM: number;
  colour: UnitRgb;
}

interface SolidLook {
  stage: Pick<TableStage, 'saw' | 'uniforms'>;
  edge: UnitRgb;
  /** 0–1; below 1 they are seen through and cast no shadow. */
  alpha: number;
}

/** One mesh for all solids, and one of their edges, in the city's frame of the table; none for none. */
export function tableSolids(solids: readonly TableSolid[], { stage, edge, alpha }: SolidLook): Object3D[] {
  if (solids.length === 0) return [];
  const blocks = solids.map(blockOf);
  const solid = new Mesh(
    mergeGeometries(blocks),
    legible(
      new MeshLambertMaterial({ vertexColors: true, ...glass(alpha), ...sawn(stage.saw), clipShadows: true }),
      stage,
    ),
  );
  solid.castShadow = alpha === 1;
  solid.receiveShadow = true;
  const lines = new LineSegments(
    mergeGeometries(blocks.map((block) => new EdgesGeometry(block))),
    new LineBasicMaterial({ color: colourOf(edge), ...sawn(stage.saw) }),
  );
  for (const block of blocks) block.dispose();
  return [solid, lines];
}

/** A sheet of triangles, as a road or graded ground, in one colour; seen from either side. */
export function tableSheet(
  enuM: ArrayLike<number>,
  indices: ArrayLike<number>,
  colour: UnitRgb,
  saw: readonly Plane[],
): Mesh {
  const geometry = new BufferGeometry();
  const position = Float32Array.from({ length: enuM.length }, (_, i) => {
    const at = i - (i % 3);
    return [enuM[at], enuM[at + 2], -enuM[at + 1]][i % 3];
  });
  geometry.setAttribute('position', new Float32BufferAttribute(position, 3));
  geometry.setIndex([...Array.from(indices)]);
  geometry.computeVertexNormals();
  const sheet = new Mesh(
    geometry,
    new MeshLambertMaterial({ color: colourOf(colour), side: DoubleSide, ...sawn(saw), clipShadows: true }),
  );
  sheet.receiveShadow = true;
  return sheet;
}

/** The lamp is turned down by night, and colours still say what the legend says. */
function legible(material: MeshLambertMaterial, { uniforms: { u_night } }: SolidLook['stage']): MeshLambertMaterial {
  material.onBeforeCompile = (shader) => {
    shader.uniforms.u_night = u_night;
    shader.fragmentShader = shader.fragmentShader
      .replace('#include <common>', '#include <common>\nuniform float u_night;')
      .replace(
        '#include <opaque_fragment>',
        'outgoingLight = mix(outgoingLight, diffuseColor.rgb, 0.6 * u_night);\n#include <opaque_fragment>',
      );
  };
  return material;
}

/** Takes what was made here off the scene and the card. */
export function dropObjects(objects: readonly Object3D[]): void {
  for (const object of objects) {
    object.removeFromParent();
    const { geometry, material } = object as Mesh;
    geometry.dispose();
    for (const one of [material].flat()) one.dispose();
  }
}

const sawn = (saw: readonly Plane[]) => ({ clippingPlanes: [...saw] });
const glass = (alpha: number) => (alpha < 1 ? { transparent: true, opacity: alpha, depthWrite: false } : {});
const colourOf = ([red, green, blue]: UnitRgb): Color => new Color().setRGB(red, green, blue, 'srgb');

/** The shape's plane is east and north; turned, its depth is up and its north is the frame's −z. */
function blockOf({ ringM, fromUpM, toUpM, colour }: TableSolid): BufferGeometry {
  const shape = new Shape();
  ringM.forEach(([east, north], i) => {
    if (i === 0) shape.moveTo(east, north);
    else shape.lineTo(east, north);
  });
  const block = new ExtrudeGeometry(shape, { depth: toUpM - fromUpM, bevelEnabled: false });
  block.rotateX(-Math.PI / 2);
  block.translate(0, fromUpM, 0);
  const { r, g, b } = colourOf(colour);
  const colours = Float32Array.from({ length: 3 * block.attributes.position.count }, (_, i) => [r, g, b][i % 3]);
  block.setAttribute('color', new Float32BufferAttribute(colours, 3));
  return block;
}
