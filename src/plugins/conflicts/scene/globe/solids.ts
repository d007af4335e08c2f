import {
  Cartesian3,
  Color,
  ColorGeometryInstanceAttribute,
  GeometryInstance,
  Material,
  MaterialAppearance,
  PerInstanceColorAppearance,
  PolygonGeometry,
  PolygonHierarchy,
  PolygonOutlineGeometry,
  Primitive,
} from '@cesium/engine';
import { enuFromLonLat } from '../../../../../model/geo/enu.ts';
import { formatArea } from '../../../../kit/format.ts';
import { themeOf } from '../../../../twin/appearance.ts';
import { endAll } from '../../../../view/end-all.ts';
import type { GlobeHost } from '../../../../view/globe/host.ts';
import { openSettling } from '../../../../view/globe/quality/settling.ts';
import type { SceneDrawing } from '../../../../view/scene.ts';
import { openTaggedSketch } from '../../../../view/sketch.ts';
import { tokenColour } from '../../../../view/tokens.ts';
import type { ConflictPicture, ConflictSolid } from '../solids.ts';

/** A solid goes so far into the ground, which is not level under it. */
const FOOT_M = 25;
/** The label of the chosen one stands so high above it. */
const LEADER_M = 45;
const PLAIN_ALPHA = 0.4;
/** The chosen one stands so much higher, so that its edges are not those of the others. */
const LIFT_M = 1;
/** Stripes of the hatching are about so wide. */
const STRIPE_M = 6;

/** A solid with the ground under it. */
interface Stood extends ConflictSolid {
  groundM: number;
}

/** Conflicts as solids over the ground: translucent in the colour of their severity; the chosen one hatched, with a leader to its label. */
export function openSolids(host: GlobeHost): SceneDrawing<ConflictPicture> {
  const { stage } = host.globe;
  const { city } = stage;
  const sketch = openTaggedSketch(host, 'conflict-label', 'selection');
  const settling = openSettling(host);
  let label: { foot: Stood; text: string } | null = null;
  let picture: ConflictPicture | null = null;
  let wanted = 0;

  /** Ellipsoidal heights of the ground at each solid. */
  async function stood(solids: readonly ConflictSolid[]): Promise<Stood[]> {
    const enu = solids.map(({ at: [lonDeg, latDeg] }) =>
      enuFromLonLat(city.origin, { lonDeg, latDeg, heightM: city.origin.heightM }),
    );
    const ups = await host.groundUpM(enu.map(([eastM, northM]) => [eastM, northM]));
    // Up in the plane is below the ellipsoid's height by what the earth falls away.
    return solids.map((solid, i) => ({ ...solid, groundM: city.origin.heightM + ups[i] - enu[i][2] }));
  }

  function clear(): void {
    settling.replace([]);
    label = null;
    sketch.clear();
  }

  async function build(): Promise<void> {
    const serial = ++wanted;
    const shown = picture;
    if (!shown) {
      clear();
      return;
    }
    const [plain, chosen] = await Promise.all([stood(shown.plain), stood(shown.chosen ? [shown.chosen] : [])]);
    if (serial !== wanted) return;
    clear();
    const { language } = host.twin.getState();
    const theme = themeOf(host.twin.getState());
    const colourOf = (token: string, alpha: number) => new Color(...tokenColour(theme, token), alpha);
    const primitives: Primitive[] = [];
    if (plain.length > 0) primitives.push(solids(plain, colourOf), outlines(plain, colourOf, 0));
    for (const one of chosen) {
      primitives.push(hatched(one, colourOf), outlines([one], colourOf, LIFT_M));
      const { value, unit } = formatArea(one.areaM2, language);
      label = { foot: one, text: `${shown.chosen?.title?.[language] ?? ''} · ${value} ${unit}` };
    }
    settling.add(primitives);
  }

  function drawLabel(): void {
    if (!label) return;
    const { foot, text } = label;
    const [lonDeg, latDeg] = foot.at;
    const project = host.projection();
    const at = (heightM: number) => project(enuFromLonLat(city.origin, { lonDeg, latDeg, heightM }));
    const low = at(foot.groundM + foot.heightM);
    const high = at(foot.groundM + foot.heightM + LEADER_M);
    if (low?.isOnCanvas && high)
      sketch.draw({ line: [low, high], isRing: false, corners: [low], labels: [{ at: high, text, rank: 'total' }] });
    else sketch.clear();
  }

  const rebuild = () => void build().catch(host.fail);
  return {
    show(next) {
      picture = next;
      rebuild();
    },
    isWaiting: settling.isWaiting,
    close: endAll([
      host.twin.follow(themeOf, rebuild),
      host.afterFrame(drawLabel),
      sketch.close,
      () => {
        wanted++;
        clear();
        settling.close();
      },
    ]),
  };
}

type ColourOf = (token: string, alpha: number) => Color;

const hierarchiesOf = ({ coordinates }: ConflictSolid): PolygonHierarchy[] =>
  coordinates.map(
    ([outer, ...holes]) =>
      new PolygonHierarchy(
        positionsOf(outer),
        holes.map((hole) => new PolygonHierarchy(positionsOf(hole))),
      ),
  );

/** The last corner repeats the first, and is left out. */
const positionsOf = (ring: readonly (readonly [number, number])[]): Cartesian3[] =>
  ring.slice(0, -1).map(([lonDeg, latDeg]) => Cartesian3.fromDegrees(lonDeg, latDeg));

const levelsOf = ({ groundM, heightM }: Stood, liftM: number) => ({
  height: groundM + heightM + liftM,
  extrudedHeight: groundM - FOOT_M,
});

function solids(list: readonly Stood[], colourOf: ColourOf): Primitive {
  return new Primitive({
    geometryInstances: list.flatMap((one) =>
      hierarchiesOf(one).map(
        (polygonHierarchy) =>
          new GeometryInstance({
            geometry: new PolygonGeometry({
              polygonHierarchy,
              ...levelsOf(one, 0),
              vertexFormat: PerInstanceColorAppearance.FLAT_VERTEX_FORMAT,
            }),
            attributes: { color: ColorGeometryInstanceAttribute.fromColor(colourOf(one.token, PLAIN_ALPHA)) },
          }),
      ),
    ),
    appearance: new PerInstanceColorAppearance({ flat: true, translucent: true, closed: true }),
    allowPicking: false,
  });
}

function outlines(list: readonly Stood[], colourOf: ColourOf, liftM: number): Primitive {
  return new Primitive({
    geometryInstances: list.flatMap((one) =>
      hierarchiesOf(one).map(
        (polygonHierarchy) =>
          new GeometryInstance({
            geometry: new PolygonOutlineGeometry({ polygonHierarchy, ...levelsOf(one, liftM) }),
            attributes: { color: ColorGeometryInstanceAttribute.fromColor(colourOf(one.token, 1)) },
          }),
      ),
    ),
    appearance: new PerInstanceColorAppearance({ flat: true, translucent: false }),
    allowPicking: false,
  });
}

function hatched(one: Stood, colourOf: ColourOf): Primitive {
  const sizeM = Math.sqrt(one.areaM2);
  return new Primitive({
    geometryInstances: hierarchiesOf(one).map(
      (polygonHierarchy) =>
        new GeometryInstance({
          geometry: new PolygonGeometry({
            polygonHierarchy,
            ...levelsOf(one, LIFT_M),
            stRotation: Math.PI / 4,
            vertexFormat: MaterialAppearance.MaterialSupport.TEXTURED.vertexFormat,
          }),
        }),
    ),
    appearance: new MaterialAppearance({
      flat: true,
      translucent: true,
      closed: true,
      material: Material.fromType('Stripe', {
        evenColor: colourOf(one.token, 0.85),
        oddColor: colourOf(one.token, 0.25),
        repeat: Math.max(4, Math.round(sizeM / STRIPE_M)),
      }),
    }),
    allowPicking: false,
  });
}
