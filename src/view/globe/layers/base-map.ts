import {
  GeographicTilingScheme,
  ImageryLayer,
  type ImageryProvider,
  Rectangle,
  UrlTemplateImageryProvider,
  WebMapServiceImageryProvider,
  WebMapTileServiceImageryProvider,
  WebMercatorTilingScheme,
} from '@cesium/engine';
import { type BaseMap, hostOf } from '../../../../model/city/base-maps.ts';
import { themeOf } from '../../../twin/appearance.ts';
import { endAll } from '../../end-all.ts';
import type { CityStage } from '../panes/stage.ts';
import { slantedOf } from '../quality/costs.ts';

/** By night a photograph of the day would outshine the city. */
const NIGHT_BRIGHTNESS = 0.45;
const NIGHT_SATURATION = 0.6;

/**
 * The chosen base map over the city's own picture. A service is asked from the moment it is chosen on, and never before; what it does not
 * answer is told once, and the city's map stays below.
 */
export function showBaseMap(stage: CityStage, cityUrl: string): () => void {
  const { scene, city, twin } = stage;
  let layer: ImageryLayer | null = null;
  const remove = (): void => {
    if (layer) scene.imageryLayers.remove(layer);
    layer = null;
  };
  const end = twin.follow(
    ({ baseMap }) => baseMap,
    (id) => {
      remove();
      const map = city.baseMaps?.find((one) => one.id === id);
      if (!map) return;
      const provider = providerOf(map, cityUrl);
      provider.errorEvent.addEventListener(() => {
        // Where an archive has no tile, the coarser one shows: that was said when it was baked.
        if (map.kind === 'tiles' && map.absent > 0) return;
        if (twin.getState().baseMap === id && twin.getState().baseMapFault === null)
          twin.getState().reportBaseMap(faultOf(map));
      });
      layer = new ImageryLayer(provider, slantedOf(stage));
      scene.imageryLayers.add(layer);
      scene.requestRender();
    },
  );
  const endLight = twin.follow(
    (state) => `${themeOf(state)} ${state.baseMap}`,
    (_, state) => {
      if (!layer) return;
      const isNight = themeOf(state) === 'command';
      layer.brightness = isNight ? NIGHT_BRIGHTNESS : 1;
      layer.saturation = isNight ? NIGHT_SATURATION : 1;
    },
  );
  return endAll([end, endLight, remove]);
}

function faultOf(map: BaseMap) {
  const host = hostOf(map.url) ?? map.url;
  return {
    zh: `${host} 的图块没有全部取到；请检查网络、地址和密钥，以及该主机是否允许跨域（CORS）`,
    en: `not all pictures of ${host} came; check the network, the address and its key, and that the host allows other origins (CORS)`,
  };
}

function providerOf(map: BaseMap, cityUrl: string): ImageryProvider {
  const { maxLevel, boundsDeg } = map;
  const common = { maximumLevel: maxLevel, ...(boundsDeg ? { rectangle: Rectangle.fromDegrees(...boundsDeg) } : {}) };
  if (map.kind === 'photo')
    return new UrlTemplateImageryProvider({
      ...common,
      url: `${cityUrl}${map.url}/{z}/{x}/{reverseY}.png`,
      tilingScheme: new GeographicTilingScheme(),
      minimumLevel: map.minLevel,
    });
  const tilingScheme = new WebMercatorTilingScheme();
  if (map.kind === 'tiles')
    return new UrlTemplateImageryProvider({
      ...common,
      url: `${cityUrl}${map.url}`,
      tilingScheme,
      minimumLevel: map.minLevel,
    });
  if (map.kind === 'xyz')
    return new UrlTemplateImageryProvider({ ...common, url: map.url.replace('{-y}', '{reverseY}'), tilingScheme });
  if (map.kind === 'wmts') {
    const { url, layer, style, matrixSet: tileMatrixSetID, format } = map;
    return new WebMapTileServiceImageryProvider({
      ...common,
      url,
      layer,
      style,
      tileMatrixSetID,
      format,
      tilingScheme,
    });
  }
  return new WebMapServiceImageryProvider({
    ...common,
    url: map.url,
    layers: map.layers,
    parameters: { format: map.format, transparent: true, version: '1.3.0' },
    crs: 'EPSG:3857',
    tilingScheme,
    enablePickFeatures: false,
  });
}
