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
import type { Corner } from '../../../../../model/geo/ring.ts';
import type { Basement } from '../../../../../model/schemes/basements.ts';
import type { Scheme, SchemeBuilding } from '../../../../../model/schemes/scheme.ts';
import { themeOf } from '../../../../twin/appearance.ts';
import { endAll } from '../../../../view/end-all.ts';
import type { GlobeHost } from '../../../../view/globe/host.ts';
import { openSettling } from '../../../../view/globe/settling.ts';
import type { SceneDrawing } from '../../../../view/scene.ts';
import { openSketch, type SketchLabel } from '../../../../view/sketch.ts';
import { tokenColour } from '../../../../view/tokens.ts';
import { USE_TOKENS } from '../../use-tokens.ts';
import type { SchemeSight } from '../picture.ts';
import { BELOW_GROUND_M, basementBoxes } from './basement-boxes.ts';
import { gradedUpM, openGradedSites } from './graded-sites.ts';
import { roadStrips } from './road-strips.ts';

/** A volume goes so far into the ground, which is not level under it. */
const FOOT_M = 12;

/** A corner on the ground, in the city's plane. */
type GroundCorner = readonly [eastM: number, northM: number, upM: number];

interface Ground {
  /** Of the parcel that is edited. */
  ring: readonly GroundCorner[];
  /** Of each building: up of the lowest ground under its parcel's low volumes, on which its podium's towers stand too. */
  upM: readonly number[];
  /** Of each basement: up of the lowest ground over it. */
  basementUpM: readonly number[];
}

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
    settling.replace([...(isBuilt ? volumes(host, shown, ground.upM) : []), ...under, ...roads]);
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

/** Who hides. */
const HIDER = 'schemes';
/** More numbers than these cover each other. */
const MAX_NUMBERS = 24;

async function groundOf(host: GlobeHost, { scheme, parcel, graded, basements }: SchemeSight): Promise<Ground> {
  const edited = scheme.parcels.find(({ id }) => id === parcel)?.ringM ?? [];
  const low = scheme.buildings.filter(({ baseM }) => baseM === 0);
  const sites = basements.filter(({ building }) => building === null);
  const ups = await host.groundUpM([
    ...edited,
    ...low.flatMap(({ ringM }) => ringM),
    ...sites.flatMap(({ groundRingM }) => groundRingM),
  ]);
  const ring = edited.map(([eastM, northM], i): GroundCorner => [eastM, northM, ups[i]]);
  const ofBuilding = new Map<string, number>();
  const ofParcel = new Map<string, number>();
  const ofSite = new Map<string, number>();
  let at = edited.length;
  /** Of the next ring that was asked for. */
  const lowestUpM = (ringM: readonly Corner[], of: string): number => {
    const site = graded.find((one) => one.parcel === of);
    const upM = Math.min(...ringM.map((corner, i) => (site ? gradedUpM(host, site, corner) : ups[at + i])));
    at += ringM.length;
    return upM;
  };
  for (const { id, parcel: of, ringM } of low) {
    const upM = lowestUpM(ringM, of);
    ofBuilding.set(id, upM);
    ofParcel.set(of, Math.min(upM, ofParcel.get(of) ?? upM));
  }
  const upM = scheme.buildings.map(({ id, parcel: of }) => ofBuilding.get(id) ?? ofParcel.get(of) ?? 0);
  for (const { parcel: of, groundRingM } of sites) ofSite.set(of, lowestUpM(groundRingM, of));
  const basementUpM = basements.map(
    ({ building, parcel: of }) => (building === null ? ofSite.get(of) : ofBuilding.get(building)) ?? 0,
  );
  return { ring, upM, basementUpM };
}

/** Where a volume stands, as Cesium extrudes it. */
function extrusionsOf(
  host: GlobeHost,
  buildings: readonly SchemeBuilding[],
  upM: readonly number[],
  basements: readonly Basement[],
) {
  const { city } = host.globe.stage;
  const dug = new Set(basements.map(({ building }) => building));
  return buildings.map(({ id, ringM, baseM, heightM }, i) => {
    // Where there is a basement it goes on from the ground, and a foot would lie in its walls.
    const footM = dug.has(id) ? BELOW_GROUND_M : FOOT_M;
    const corners = ringM.map(([eastM, northM]) => lonLatFromEnu(city.origin, [eastM, northM, upM[i]]));
    const groundM = corners.reduce((sum, corner) => sum + corner.heightM, 0) / corners.length;
    return {
      polygonHierarchy: new PolygonHierarchy(
        corners.map(({ lonDeg, latDeg }) => Cartesian3.fromDegrees(lonDeg, latDeg)),
      ),
      height: groundM + baseM + heightM,
      extrudedHeight: groundM + baseM - (baseM === 0 ? footM : 0),
    };
  });
}

function volumes(
  host: GlobeHost,
  { scheme: { buildings }, broken, basements }: SchemeSight,
  upM: readonly number[],
): Primitive[] {
  const theme = themeOf(host.twin.getState());
  const tokenOf = ({ id, use }: SchemeBuilding) => (broken.has(id) ? 'danger' : USE_TOKENS[use]);
  const shapes = extrusionsOf(host, buildings, upM, basements);
  const solid = new Primitive({
    geometryInstances: shapes.map(
      (shape, i) =>
        new GeometryInstance({
          geometry: new PolygonGeometry({ ...shape, vertexFormat: PerInstanceColorAppearance.VERTEX_FORMAT }),
          attributes: {
            color: ColorGeometryInstanceAttribute.fromColor(new Color(...tokenColour(theme, tokenOf(buildings[i])), 1)),
          },
        }),
    ),
    appearance: new PerInstanceColorAppearance({ translucent: false, closed: true }),
    shadows: ShadowMode.ENABLED,
    allowPicking: false,
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

const GHOST_OPACITY_RATIO = 0.35;

/** Of another scheme: translucent in the colour of choice, with its edges, so that both are seen where they stand in each other. */
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
