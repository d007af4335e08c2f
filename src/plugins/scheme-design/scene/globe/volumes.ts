import {
  Cartesian3,
  Color,
  ColorGeometryInstanceAttribute,
  GeometryInstance,
  PerInstanceColorAppearance,
  PolygonGeometry,
  PolygonHierarchy,
  PolygonOutlineGeometry,
  Primitive,
  ShadowMode,
} from '@cesium/engine';
import { lonLatFromEnu } from '../../../../../model/geo/enu.ts';
import type { Basement } from '../../../../../model/schemes/basements.ts';
import type { Scheme, SchemeBuilding } from '../../../../../model/schemes/scheme.ts';
import { themeOf } from '../../../../twin/appearance.ts';
import { endAll } from '../../../../view/end-all.ts';
import { DRAWN_SOLID } from '../../../../view/globe/camera/picked.ts';
import type { GlobeHost } from '../../../../view/globe/host.ts';
import { openSettling } from '../../../../view/globe/quality/settling.ts';
import type { SceneDrawing } from '../../../../view/scene.ts';
import { openSketch, type SketchLabel } from '../../../../view/sketch.ts';
import { tokenColour } from '../../../../view/tokens.ts';
import { BROKEN_TOKEN } from '../../broken-buildings.ts';
import { USE_TOKENS } from '../../use-tokens.ts';
import { GHOST_OPACITY_RATIO, HIDER, type SchemeSight } from '../picture.ts';
import { type GroundCorner, groundOf, volumeSpans } from '../volume-ground.ts';
import { basementBoxes } from './basement-boxes.ts';
import { openGradedSites } from './graded-sites.ts';
import { roadStrips } from './road-strips.ts';
import { siteGround } from './site-ground.ts';
import { storeyPrimitives } from './storeys.ts';

/** Volumes over the ground in the colours of their uses, with edges; what stands there today is hidden; the edges of the edited parcel are numbered. */
export function openVolumes(host: GlobeHost): SceneDrawing<SchemeSight> {
  const { layers } = host.globe;
  const sketch = openSketch(host.overlay, 'scheme-parcel');
  const settling = openSettling(host);
  const ghosts = openSettling(host);
  const sites = openGradedSites(host);
  let ring: readonly GroundCorner[] = [];
  let sight: SchemeSight | null = null;
  let wanted = 0;

  async function build(): Promise<void> {
    const serial = ++wanted;
    const shown = sight;
    layers.hide(HIDER, shown?.hidden ?? []);
    await sites.show(shown && !shown.isGroundOpen ? shown.graded : []);
    const ground = shown ? await groundOf(host, shown) : null;
    const over = shown?.overlay ?? null;
    const overGround =
      over && shown ? await groundOf(host, { ...shown, scheme: over, parcel: null, basements: [] }) : null;
    const roads = await roadStrips(host, shown?.scheme.roads ?? []);
    if (serial !== wanted) return;
    ring = ground?.ring ?? [];
    const isBuilt = shown !== null && ground !== null && shown.scheme.buildings.length > 0;
    const under = shown && ground ? basementBoxes(host, shown.basements, ground.basementUpM) : [];
    const built = isBuilt
      ? [...volumes(host, shown, ground.upM), ...storeyPrimitives(host, shown.scheme.buildings, ground.upM)]
      : [];
    settling.replace([...built, ...under, ...roads], shown ? siteGround(host, shown) : []);
    ghosts.replace(over && overGround && over.buildings.length > 0 ? ghostVolumes(host, over, overGround.upM) : []);
    drawRing();
  }

  function drawRing(): void {
    const project = host.projection();
    const line = ring.map((corner) => project(corner)).filter((point) => point !== null);
    if (ring.length === 0 || line.length < ring.length) {
      sketch.clear();
      return;
    }
    const labels = ring.flatMap((_, i): SketchLabel[] => {
      const a = ring[i];
      const b = ring[(i + 1) % ring.length];
      const at = project([(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2]);
      return at ? [{ at, text: `${i + 1}`, rank: 'leg' }] : [];
    });
    sketch.draw({ line, isRing: true, corners: [], labels: labels.length <= MAX_NUMBERS ? labels : [] });
  }

  const rebuild = () => void build().catch(host.fail);
  return {
    show(next) {
      sight = next;
      rebuild();
    },
    isWaiting: () => [settling, ghosts, sites].some((one) => one.isWaiting()),
    close: endAll([
      host.twin.follow(themeOf, rebuild),
      host.afterFrame(drawRing),
      sketch.close,
      sites.close,
      () => {
        wanted++;
        settling.close();
        ghosts.close();
        layers.hide(HIDER, []);
      },
    ]),
  };
}

/** More numbers than these cover each other. */
const MAX_NUMBERS = 24;

/** Where a volume stands, as Cesium extrudes it. */
function extrusionsOf(
  host: GlobeHost,
  buildings: readonly SchemeBuilding[],
  upM: readonly number[],
  basements: readonly Basement[],
) {
  const { city } = host.globe.stage;
  const spans = volumeSpans(buildings, basements);
  return buildings.map(({ ringM }, i) => {
    const corners = ringM.map(([eastM, northM]) => lonLatFromEnu(city.origin, [eastM, northM, upM[i]]));
    const groundM = corners.reduce((sum, corner) => sum + corner.heightM, 0) / corners.length;
    return {
      polygonHierarchy: new PolygonHierarchy(
        corners.map(({ lonDeg, latDeg }) => Cartesian3.fromDegrees(lonDeg, latDeg)),
      ),
      height: groundM + spans[i].toM,
      extrudedHeight: groundM + spans[i].fromM,
    };
  });
}

function volumes(
  host: GlobeHost,
  { scheme: { buildings }, broken, basements }: SchemeSight,
  upM: readonly number[],
): Primitive[] {
  const theme = themeOf(host.twin.getState());
  const tokenOf = ({ id, use }: SchemeBuilding) => (broken.has(id) ? BROKEN_TOKEN : USE_TOKENS[use]);
  const shapes = extrusionsOf(host, buildings, upM, basements);
  const solid = new Primitive({
    geometryInstances: shapes.map(
      (shape, i) =>
        new GeometryInstance({
          id: DRAWN_SOLID,
          geometry: new PolygonGeometry({ ...shape, vertexFormat: PerInstanceColorAppearance.VERTEX_FORMAT }),
          attributes: {
            color: ColorGeometryInstanceAttribute.fromColor(new Color(...tokenColour(theme, tokenOf(buildings[i])), 1)),
          },
        }),
    ),
    appearance: new PerInstanceColorAppearance({ translucent: false, closed: true }),
    shadows: ShadowMode.ENABLED,
  });
  return [solid, edgesOf(shapes, new Color(...tokenColour(theme, 'ink-2'), 1))];
}

function edgesOf(shapes: ReturnType<typeof extrusionsOf>, colour: Color): Primitive {
  return new Primitive({
    geometryInstances: shapes.map(
      (shape) =>
        new GeometryInstance({
          geometry: new PolygonOutlineGeometry(shape),
          attributes: {
            color: ColorGeometryInstanceAttribute.fromColor(colour),
          },
        }),
    ),
    appearance: new PerInstanceColorAppearance({ flat: true, translucent: false }),
    allowPicking: false,
  });
}

/** Draws the volumes of another scheme: translucent in the colour of choice, with its edges, so that both are seen where they intersect. */
function ghostVolumes(host: GlobeHost, { buildings }: Scheme, upM: readonly number[]): Primitive[] {
  const [red, green, blue] = tokenColour(themeOf(host.twin.getState()), 'accent');
  const shapes = extrusionsOf(host, buildings, upM, []);
  const solid = new Primitive({
    geometryInstances: shapes.map(
      (shape) =>
        new GeometryInstance({
          geometry: new PolygonGeometry({ ...shape, vertexFormat: PerInstanceColorAppearance.VERTEX_FORMAT }),
          attributes: {
            color: ColorGeometryInstanceAttribute.fromColor(new Color(red, green, blue, GHOST_OPACITY_RATIO)),
          },
        }),
    ),
    appearance: new PerInstanceColorAppearance({ translucent: true, closed: true }),
    shadows: ShadowMode.DISABLED,
    allowPicking: false,
  });
  return [solid, edgesOf(shapes, new Color(red, green, blue, 1))];
}
