import {
  Cartesian4,
  PixelDatatype,
  PixelFormat,
  Sampler,
  Texture,
  TextureMagnificationFilter,
  TextureMinificationFilter,
  TextureWrap,
} from '@cesium/engine';
import { CITY_FACTS } from '../../../model/city/facts.ts';
import { type LightHead, parseLight } from '../../../model/city/light.ts';
import type { Picture } from './picture.ts';
import type { CityStage } from './stage.ts';

/** The baked light of a pane's city, which comes after the first picture. */
interface ShownLight {
  isWaiting(): boolean;
  close(): void;
}

/**
 * Fetches the city's baked light and gives it to every shader by the picture. The browser decodes it beside the page's thread; a city
 * without one is drawn as open ground. It is fetched anew for each pane: a lost graphics context takes its textures with it.
 */
export function showBakedLight(
  stage: CityStage,
  cityUrl: string,
  picture: Picture,
  fail: (reason: unknown) => void,
): ShownLight {
  const stop = new AbortController();
  let isWaiting = stage.city.facts?.light !== undefined;
  const take = async () => {
    const { head, image } = await fetchLight(cityUrl, stop.signal);
    if (stop.signal.aborted) return;
    const { uniforms } = picture;
    uniforms.light = textureOf(stage, image);
    const { westM, southM, cellM, columns, rows } = head;
    uniforms.lightFrame = new Cartesian4(westM, southM, 1 / (columns * cellM), 1 / (rows * cellM));
    picture.changed();
  };
  if (isWaiting)
    take()
      .catch((reason: unknown) => {
        if (!stop.signal.aborted) fail(reason);
      })
      .finally(() => {
        isWaiting = false;
        if (!stop.signal.aborted) stage.scene.requestRender();
      });
  return {
    isWaiting: () => isWaiting,
    close() {
      // The texture goes with the stage's context: shaders and the globe's material still hold it.
      stop.abort();
    },
  };
}

async function fetchLight(cityUrl: string, signal: AbortSignal): Promise<{ head: LightHead; image: ImageBitmap }> {
  const { file } = CITY_FACTS.light;
  const head = parseLight(await (await answerOf(`${cityUrl}${file}`, signal)).json(), file);
  const blob = await (await answerOf(`${cityUrl}${head.file}`, signal)).blob();
  // The channels are measures, no colours: nothing may multiply or convert them.
  const image = await createImageBitmap(blob, { premultiplyAlpha: 'none', colorSpaceConversion: 'none' });
  return { head, image };
}

async function answerOf(url: string, signal: AbortSignal): Promise<Response> {
  const answer = await fetch(url, { signal });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer;
}

/** With mipmaps: from the home view a pixel is several cells. Row 0 is the south, as the file has it. */
function textureOf({ scene }: CityStage, image: ImageBitmap): Texture {
  const texture = new Texture({
    context: scene.context,
    source: image,
    pixelFormat: PixelFormat.RGBA,
    pixelDatatype: PixelDatatype.UNSIGNED_BYTE,
    flipY: false,
    preMultiplyAlpha: false,
    sampler: new Sampler({
      wrapS: TextureWrap.CLAMP_TO_EDGE,
      wrapT: TextureWrap.CLAMP_TO_EDGE,
      minificationFilter: TextureMinificationFilter.LINEAR_MIPMAP_LINEAR,
      magnificationFilter: TextureMagnificationFilter.LINEAR,
    }),
  });
  texture.generateMipmap();
  image.close();
  return texture;
}
