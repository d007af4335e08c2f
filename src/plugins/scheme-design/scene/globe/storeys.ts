import {
  BoundingSphere,
  ComponentDatatype,
  Geometry,
  GeometryAttribute,
  GeometryAttributes,
  GeometryInstance,
  PerInstanceColorAppearance,
  Primitive,
  PrimitiveType,
} from '@cesium/engine';
import { themeOf } from '../../../../twin/appearance.ts';
import type { GlobeHost } from '../../../../view/globe/host.ts';
import { tokenColour } from '../../../../view/tokens.ts';
import { type StoreyLines, storeyLines } from '../storey-lines.ts';

/** Floors on the walls of volumes, as fine lines. */
export function storeyPrimitives(host: GlobeHost, ...volumes: Parameters<typeof storeyLines>): Primitive[] {
  const lines = storeyLines(...volumes);
  return lines.length === 0 ? [] : [linesOf(host, lines)];
}

function linesOf(host: GlobeHost, values: StoreyLines): Primitive {
  const count = values.length / 3;
  const colour = [...tokenColour(themeOf(host.twin.getState()), 'ink-3').map((part) => Math.round(255 * part)), 255];
  const colours = new Uint8Array(4 * count);
  for (let i = 0; i < count; i++) colours.set(colour, 4 * i);
  const attributes = new GeometryAttributes();
  attributes.position = new GeometryAttribute({
    componentDatatype: ComponentDatatype.DOUBLE,
    componentsPerAttribute: 3,
    values,
  });
  attributes.color = new GeometryAttribute({
    componentDatatype: ComponentDatatype.UNSIGNED_BYTE,
    componentsPerAttribute: 4,
    normalize: true,
    values: colours,
  });
  const geometry = new Geometry({
    attributes,
    indices: Uint32Array.from({ length: count }, (_, i) => i),
    primitiveType: PrimitiveType.LINES,
    boundingSphere: BoundingSphere.fromVertices([...values]),
  });
  return new Primitive({
    geometryInstances: new GeometryInstance({ geometry, modelMatrix: host.globe.stage.ecefFromEnu }),
    appearance: new PerInstanceColorAppearance({ flat: true, translucent: false }),
    asynchronous: false,
    allowPicking: false,
  });
}
