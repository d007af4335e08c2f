import {
  Cartesian3,
  Color,
  ColorGeometryInstanceAttribute,
  GeometryInstance,
  PerInstanceColorAppearance,
  PolygonGeometry,
  PolygonHierarchy,
  Primitive,
  ShadowMode,
  WallGeometry,
} from '@cesium/engine';
import { EARTH_RADIUS_M } from '../../../../../model/geo/earth.ts';
import { lonLatFromEnu } from '../../../../../model/geo/enu.ts';
import { gradedElevationM } from '../../../../../model/schemes/grading.ts';
import { edgeOf } from '../../../../../model/schemes/site-geometry.ts';
import { themeOf } from '../../../../twin/appearance.ts';
import { datumUpM } from '../../../../view/globe/cell-mesh.ts';
import type { GlobeHost } from '../../../../view/globe/host.ts';
import { openSettling } from '../../../../view/globe/settling.ts';
import { ecefOf } from '../../../../view/globe/stage.ts';
import type { GradedSite } from '../picture.ts';

/** Who cuts. */
const CUTTER = 'schemes';
/** Along an edge the ground is taken so often. */
const STEP_M = 4;
/** Walls go so far below the lower side, where the drawn ground is coarser than the one that was asked. */
const OVERLAP_M = 1;
/** Bare earth, as of levees; the walls darker. */
const EARTH = { plan: [0.74, 0.66, 0.53], command: [0.38, 0.33, 0.26] } as const;
const WALL_RATIO = 0.8;

/** Graded parcels in place of the ground, which is cut away over them. */
interface GradedSites {
  show(sites: readonly GradedSite[]): Promise<void>;
  isWaiting(): boolean;
  close(): void;
}

/** Up in the city's plane of graded ground at a place. */
export function gradedUpM(host: GlobeHost, site: GradedSite, [x, y]: readonly [number, number]): number {
  const { origin, datum } = host.globe.stage.city;
  const elevationM = gradedElevationM(site.grading, { corner: site.ringM[0], elevationM: site.elevationM }, [x, y]);
  return elevationM + datumUpM(origin, datum.geoidUndulationM) - (x * x + y * y) / (2 * EARTH_RADIUS_M);
}

/** Pads of graded earth with upright sides up or down to the ground around them. */
export function openGradedSites(host: GlobeHost): GradedSites {
  const { stage, cut } = host.globe;
  const settling = openSettling(host);
  let shown = '';
  let wanted = 0;

  async function show(sites: readonly GradedSite[]): Promise<void> {
    const theme = themeOf(host.twin.getState());
    const key = JSON.stringify([theme, sites]);
    if (key === shown) return;
    const serial = ++wanted;
    const edges = sites.map(({ ringM }) => walkedRing(ringM));
    const groundUpM = await host.groundUpM(edges.flat());
    if (serial !== wanted) return;
    shown = key;
    let at = 0;
    const instances = sites.flatMap((site, i) => {
      const ups = groundUpM.slice(at, at + edges[i].length);
      at += edges[i].length;
      return [padOf(host, site, theme), wallOf(host, site, { line: edges[i], groundUpM: ups, theme })];
    });
    settling.replace(instances.length > 0 ? [solidOf(instances)] : []);
    const rings = sites.map((site) =>
      site.ringM.map((corner) => ecefOf(stage, [...corner, gradedUpM(host, site, corner)])),
    );
    cut.setGaps(CUTTER, rings);
  }

  return {
    show,
    isWaiting: settling.isWaiting,
    close() {
      wanted++;
      cut.setGaps(CUTTER, []);
      settling.close();
    },
  };
}

type Line = [number, number][];

/** The ring, closed, with the ground's steps between its corners. */
function walkedRing(ring: readonly (readonly [number, number])[]): Line {
  const line = ring.flatMap((_, i): Line => {
    const [[ax, ay], [bx, by]] = edgeOf(ring, i);
    const parts = Math.max(1, Math.ceil(Math.hypot(bx - ax, by - ay) / STEP_M));
    return Array.from({ length: parts }, (__, k): [number, number] => [
      ax + ((bx - ax) * k) / parts,
      ay + ((by - ay) * k) / parts,
    ]);
  });
  return [...line, line[0]];
}

const heightOf = (host: GlobeHost, [x, y]: readonly [number, number], upM: number) =>
  lonLatFromEnu(host.globe.stage.city.origin, [x, y, upM]);

const colourOf = ([red, green, blue]: readonly [number, number, number], ratio: number) =>
  ColorGeometryInstanceAttribute.fromColor(new Color(red * ratio, green * ratio, blue * ratio, 1));

function padOf(host: GlobeHost, site: GradedSite, theme: keyof typeof EARTH): GeometryInstance {
  const positions = site.ringM.map((corner) => {
    const { lonDeg, latDeg, heightM } = heightOf(host, corner, gradedUpM(host, site, corner));
    return Cartesian3.fromDegrees(lonDeg, latDeg, heightM);
  });
  return new GeometryInstance({
    geometry: new PolygonGeometry({
      polygonHierarchy: new PolygonHierarchy(positions),
      perPositionHeight: true,
      vertexFormat: PerInstanceColorAppearance.VERTEX_FORMAT,
    }),
    attributes: { color: colourOf(EARTH[theme], 1) },
  });
}

function wallOf(
  host: GlobeHost,
  site: GradedSite,
  { line, groundUpM, theme }: { line: Line; groundUpM: readonly number[]; theme: keyof typeof EARTH },
): GeometryInstance {
  const ends = line.map((corner, i) => {
    const padUpM = gradedUpM(host, site, corner);
    const low = heightOf(host, corner, Math.min(padUpM, groundUpM[i]));
    const high = heightOf(host, corner, Math.max(padUpM, groundUpM[i]));
    return { low, high };
  });
  return new GeometryInstance({
    geometry: new WallGeometry({
      positions: ends.map(({ low }) => Cartesian3.fromDegrees(low.lonDeg, low.latDeg)),
      minimumHeights: ends.map(({ low }) => low.heightM - OVERLAP_M),
      maximumHeights: ends.map(({ high }) => high.heightM),
      vertexFormat: PerInstanceColorAppearance.VERTEX_FORMAT,
    }),
    attributes: { color: colourOf(EARTH[theme], WALL_RATIO) },
  });
}

const solidOf = (instances: GeometryInstance[]): Primitive =>
  new Primitive({
    geometryInstances: instances,
    appearance: new PerInstanceColorAppearance({ translucent: false, faceForward: true }),
    shadows: ShadowMode.ENABLED,
    allowPicking: false,
  });
