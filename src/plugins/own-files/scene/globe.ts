import {
  Cartesian2,
  Cartesian3,
  Cesium3DTileFeature,
  Cesium3DTileStyle,
  Cesium3DTileset,
  Ellipsoid,
  GeographicTilingScheme,
  ImageryLayer,
  Matrix4,
  Resource,
  UrlTemplateImageryProvider,
  WebMercatorTilingScheme,
} from '@cesium/engine';
import { isGeographic, isMapService, MAX_MAP_LEVEL } from '../../../../model/city/service-kinds.ts';
import { endAll } from '../../../view/end-all.ts';
import { gidOf } from '../../../view/globe/camera/picked.ts';
import type { GlobeHost } from '../../../view/globe/host.ts';
import { openForeignTileset } from '../../../view/globe/layers/foreign-tileset.ts';
import { enuOf } from '../../../view/globe/panes/stage.ts';
import { slantedOf } from '../../../view/globe/quality/costs.ts';
import { retriedResource } from '../../../view/globe/quality/retried-resource.ts';
import type { CanvasPoint, SceneDrawing } from '../../../view/scene.ts';
import type { ServiceLayer } from '../slice.ts';
import type { DrawnService, DrawnServices } from './drawn-services.ts';

/** One service on one pane. */
interface Mounted {
  /** Address and who asks: another one is fetched anew. */
  readonly source: string;
  update(service: DrawnService): void;
  isWaiting(): boolean;
  tileset(): Cesium3DTileset | null;
  close(): void;
}

/** Draws tilesets of services beside the city, and pictures of maps on its ground; a click names what a tileset says of a thing. */
export function openServices(host: GlobeHost): SceneDrawing<DrawnServices> {
  const mounted = new Map<string, Mounted>();
  let look: DrawnServices['look'] = () => undefined;

  function show(services: readonly DrawnService[]): void {
    const wanted = new Map(services.map((one) => [one.service.id, one]));
    for (const [id, { source, close }] of mounted) {
      const next = wanted.get(id);
      if (next && sourceOf(next) === source) continue;
      close();
      mounted.delete(id);
    }
    for (const [id, service] of wanted) {
      const own = mounted.get(id) ?? (isMapService(service.service) ? openMap : openTiles)(host, service);
      mounted.set(id, own);
      own.update(service);
    }
    host.requestFrame();
  }

  /** A house of a service hides the city's behind it. */
  function click({ x, y }: CanvasPoint): boolean {
    if (mounted.size === 0) return false;
    const { setServiceThing, serviceLayers } = host.twin.getState();
    const picked: unknown = host.globe.stage.scene.pick(new Cartesian2(x, y));
    const tileset = picked instanceof Cesium3DTileFeature ? picked.tileset : primitiveOf(picked);
    const id = [...mounted].find(([, one]) => tileset !== null && one.tileset() === tileset)?.[0];
    if (id === undefined || !serviceLayers[id]) {
      setServiceThing(null);
      const at = gidOf(picked) === null ? host.groundAt({ x, y }) : null;
      if (at) look(at);
      return false;
    }
    const rows = picked instanceof Cesium3DTileFeature ? rowsOf(picked) : [];
    setServiceThing({ service: serviceLayers[id].service.name, rows, failure: null });
    return true;
  }

  return {
    show(picture) {
      look = picture?.look ?? (() => undefined);
      show(picture?.services ?? []);
    },
    isWaiting: () => [...mounted.values()].some((one) => one.isWaiting()),
    click,
    close: () => show([]),
  };
}

const sourceOf = ({ url, headers, service }: DrawnService): string => JSON.stringify([url, headers, service]);

const primitiveOf = (picked: unknown): unknown =>
  picked instanceof Object && 'primitive' in picked && picked.primitive instanceof Cesium3DTileset
    ? picked.primitive
    : null;

/** Values that are shown of a thing at most, and letters of one. */
const MAX_ROWS = 60;
const MAX_LETTERS = 300;

function rowsOf(feature: Cesium3DTileFeature): [string, string][] {
  return feature
    .getPropertyIds()
    .slice(0, MAX_ROWS)
    .map((name) => [name, String(feature.getProperty(name) ?? '').slice(0, MAX_LETTERS)]);
}

function reportTo({ twin, leads }: GlobeHost, id: string): (part: Partial<Omit<ServiceLayer, 'service'>>) => void {
  return (part) => {
    if (leads) twin.getState().changeServiceLayer(id, part);
  };
}

function openTiles(host: GlobeHost, first: DrawnService): Mounted {
  const { stage } = host.globe;
  const report = reportTo(host, first.service.id);
  let tileset: Cesium3DTileset | null = null;
  let latest = first;
  let isClosed = false;
  let isLoading = true;

  function apply(): void {
    if (!tileset) return;
    const up = Ellipsoid.WGS84.geodeticSurfaceNormal(tileset.boundingSphere.center, new Cartesian3());
    if (up) tileset.modelMatrix = Matrix4.fromTranslation(Cartesian3.multiplyByScalar(up, latest.offsetM, up));
    tileset.style =
      latest.opacityRatio < 1 ? new Cesium3DTileStyle({ color: `color('white', ${latest.opacityRatio})` }) : undefined;
    host.requestFrame();
  }

  async function load(): Promise<void> {
    const loaded = await openForeignTileset(
      retriedResource(first.url, host.twin, first.headers),
      `service ${first.service.id}`,
    );
    if (isClosed) {
      loaded.destroy();
      return;
    }
    loaded.tileFailed.addEventListener(() => report({ status: 'failed' }));
    tileset = stage.scene.primitives.add(loaded) as Cesium3DTileset;
    const { center, radius } = loaded.boundingSphere;
    const [eastM, northM, upM] = enuOf(stage, center);
    report({ status: 'ready', place: { eastM, northM, upM, radiusM: radius } });
    apply();
  }

  load()
    .catch(() => report({ status: 'failed' }))
    .finally(() => {
      isLoading = false;
      host.requestFrame();
    });
  return {
    source: sourceOf(first),
    update(service) {
      latest = service;
      apply();
    },
    isWaiting: () => isLoading,
    tileset: () => tileset,
    close() {
      isClosed = true;
      if (tileset) stage.scene.primitives.remove(tileset);
      tileset = null;
    },
  };
}

function openMap(host: GlobeHost, first: DrawnService): Mounted {
  const { stage } = host.globe;
  const { service } = first;
  const report = reportTo(host, service.id);
  const isDegrees = isMapService(service) && isGeographic(service);
  const provider = new UrlTemplateImageryProvider({
    url: new Resource({ url: first.url, headers: { ...first.headers } }),
    tilingScheme: isDegrees ? new GeographicTilingScheme() : new WebMercatorTilingScheme(),
    maximumLevel: MAX_MAP_LEVEL,
    enablePickFeatures: false,
  });
  const end = provider.errorEvent.addEventListener(() => report({ status: 'failed' }));
  const layer = new ImageryLayer(provider, slantedOf(stage));
  stage.scene.imageryLayers.add(layer);
  report({ status: 'ready' });
  return {
    source: sourceOf(first),
    update({ opacityRatio }) {
      layer.alpha = opacityRatio;
    },
    // The ground waits for its pictures by itself.
    isWaiting: () => false,
    tileset: () => null,
    close: endAll([end, () => void stage.scene.imageryLayers.remove(layer)]),
  };
}
