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
import { lonLatFromEnu } from '../../../../../model/geo/enu.ts';
import { themeOf } from '../../../../twin/appearance.ts';
import type { GlobeHost } from '../../../../view/globe/host.ts';
import { ecefOf } from '../../../../view/globe/panes/stage.ts';
import { openSettling } from '../../../../view/globe/quality/settling.ts';
import { gradedUpM } from '../../graded-up.ts';
import { type GradedSite, HIDER } from '../picture.ts';
import { EARTH, OVERLAP_M, WALL_RATIO, walkedRing } from '../volume-ground.ts';

/** Graded parcels in place of the ground, which is cut away over them. */
interface GradedSites {
  show(sites: readonly GradedSite[]): Promise<void>;
  isWaiting(): boolean;
  close(): void;
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
      site.ringM.map((corner) => ecefOf(stage, [...corner, gradedUpM(host.twin.city, site, corner)])),
    );
    cut.setGaps(HIDER, rings);
  }

  return {
    show,
    isWaiting: settling.isWaiting,
    close() {
      wanted++;
      cut.setGaps(HIDER, []);
      settling.close();
    },
  };
}

const heightOf = (host: GlobeHost, [x, y]: readonly [number, number], upM: number) =>
  lonLatFromEnu(host.globe.stage.city.origin, [x, y, upM]);

const colourOf = ([red, green, blue]: readonly [number, number, number], ratio: number) =>
  ColorGeometryInstanceAttribute.fromColor(new Color(red * ratio, green * ratio, blue * ratio, 1));

function padOf(host: GlobeHost, site: GradedSite, theme: keyof typeof EARTH): GeometryInstance {
  const positions = site.ringM.map((corner) => {
    const { lonDeg, latDeg, heightM } = heightOf(host, corner, gradedUpM(host.twin.city, site, corner));
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
  {
    line,
    groundUpM,
    theme,
  }: { line: readonly (readonly [number, number])[]; groundUpM: readonly number[]; theme: keyof typeof EARTH },
): GeometryInstance {
  const ends = line.map((corner, i) => {
    const padUpM = gradedUpM(host.twin.city, site, corner);
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
