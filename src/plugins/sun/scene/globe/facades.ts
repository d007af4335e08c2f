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
import { endAll } from '../../../../view/end-all.ts';
import type { GlobeHost } from '../../../../view/globe/host.ts';
import { UNLINED_ALPHA } from '../../../../view/globe/shader/mark-alpha.ts';
import type { SceneDrawing } from '../../../../view/scene.ts';
import { tokenColour } from '../../../../view/tokens.ts';
import type { FacadeQuads } from '../../facade-quads.ts';

/** Panels on walls in the flat colours of their classes, so that picture and legend cannot disagree: no light falls on them. */
export function openFacades(host: GlobeHost): SceneDrawing<FacadeQuads> {
  const { stage } = host.globe;
  const { scene } = stage;
  let primitive: Primitive | null = null;
  let picture: FacadeQuads | null = null;

  function rebuild(): void {
    if (primitive) scene.primitives.remove(primitive);
    primitive = picture && picture.tokens.length > 0 ? panels(host, picture) : null;
    if (primitive) scene.primitives.add(primitive);
    host.requestFrame();
  }

  return {
    show(next) {
      picture = next;
      rebuild();
    },
    close: endAll([
      host.twin.follow(themeOf, rebuild),
      () => {
        picture = null;
        rebuild();
      },
    ]),
  };
}

/** The line around a chosen building runs around it, not around each panel. */
const ALPHA = Math.round(255 * UNLINED_ALPHA);

function panels(host: GlobeHost, { cornersM, tokens }: FacadeQuads): Primitive {
  const theme = themeOf(host.twin.getState());
  const colours = new Uint8Array(16 * tokens.length);
  const indices = new Uint32Array(6 * tokens.length);
  for (const [quad, token] of tokens.entries()) {
    const [r, g, b] = tokenColour(theme, token).map((part) => Math.round(255 * part));
    for (let corner = 0; corner < 4; corner++) colours.set([r, g, b, ALPHA], 16 * quad + 4 * corner);
    indices.set(
      [0, 1, 2, 0, 2, 3].map((corner) => 4 * quad + corner),
      6 * quad,
    );
  }
  const attributes = new GeometryAttributes();
  attributes.position = new GeometryAttribute({
    componentDatatype: ComponentDatatype.DOUBLE,
    componentsPerAttribute: 3,
    values: cornersM.slice(),
  });
  attributes.color = new GeometryAttribute({
    componentDatatype: ComponentDatatype.UNSIGNED_BYTE,
    componentsPerAttribute: 4,
    normalize: true,
    values: colours,
  });
  const geometry = new Geometry({
    attributes,
    indices,
    primitiveType: PrimitiveType.TRIANGLES,
    boundingSphere: BoundingSphere.fromVertices([...cornersM]),
  });
  return new Primitive({
    geometryInstances: new GeometryInstance({ geometry, modelMatrix: host.globe.stage.ecefFromEnu }),
    appearance: new PerInstanceColorAppearance({ flat: true, translucent: false }),
    asynchronous: false,
    allowPicking: false,
  });
}
