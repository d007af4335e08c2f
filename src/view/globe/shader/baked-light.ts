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
import { CITY_FACTS } from '../../../../model/city/facts.ts';
import { parseLight } from '../../../../model/city/light.ts';
import type { CityStage } from '../panes/stage.ts';
import type { Picture } from './picture.ts';

/** The baked light of a pane's city, which comes after the first picture. */
interface ShownLight {
  isWaiting(): boolean;
  close(): void;
}

/**
 * Fetches the city's baked light and gives it to every shader by the picture; the picture for the hours of lamps comes when they first shine.
 * The browser decodes them beside the page's thread; a city without them is drawn as open ground. They are fetched anew for each pane: a lost
 * graphics context takes its textures with it.
 */
export function showBakedLight(
  stage: CityStage,
  cityUrl: string,
  picture: Picture,
  fail: (reason: unknown) => void,
): ShownLight {
  const stop = new AbortController();
  const { uniforms } = picture;
  let waiting = 0;
  let nightFile: string | undefined;
  const load = (take: () => Promise<void>) => {
    waiting++;
    take()
      .catch((reason: unknown) => {
        if (!stop.signal.aborted) fail(reason);
      })
      .finally(() => {
        waiting--;
        if (!stop.signal.aborted) stage.scene.requestRender();
      });
  };
  const show = async (as: 'light' | 'night', file: string) => {
    const image = await imageOf(`${cityUrl}${file}`, stop.signal);
    if (stop.signal.aborted) return image.close();
    uniforms[as] = textureOf(stage, image);
    picture.changed();
  };
  const endFollowing = picture.follow(({ lampRatio }) => {
    if (lampRatio === 0 || nightFile === undefined) return;
    const file = nightFile;
    nightFile = undefined;
    load(() => show('night', file));
  });
  if (stage.city.facts?.light)
    load(async () => {
      const { file } = CITY_FACTS.light;
      const head = parseLight(await (await answerOf(`${cityUrl}${file}`, stop.signal)).json(), file);
      const { westM, southM, cellM, columns, rows } = head;
      uniforms.lightFrame = new Cartesian4(westM, southM, 1 / (columns * cellM), 1 / (rows * cellM));
      nightFile = head.night;
      await show('light', head.file);
    });
  return {
    isWaiting: () => waiting > 0,
    close() {
      // The textures go with the stage's context: shaders and the globe's material still hold them.
      endFollowing();
      stop.abort();
    },
  };
}

async function imageOf(url: string, signal: AbortSignal): Promise<ImageBitmap> {
  const blob = await (await answerOf(url, signal)).blob();
  // The channels are measures, no colours: nothing may multiply or convert them.
  return createImageBitmap(blob, { premultiplyAlpha: 'none', colorSpaceConversion: 'none' });
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
