import { Cartesian2, Cartesian3, Cartesian4, Matrix4 } from '@cesium/engine';
import type { PictureUniforms } from './shader.ts';

/** What sun, theme, selection and camera tell every shader of a stage; one object, changed in place. */
export interface Picture {
  readonly uniforms: PictureUniforms;
  /** Something other than the camera changed: shaders take all of it before the next frame. */
  changed(): void;
  /** Calls before a frame when anything changed; returns what ends it. */
  follow(show: (uniforms: PictureUniforms) => void): () => void;
}

export function createPicture(requestRender: () => void): Picture {
  const uniforms: PictureUniforms = {
    enuFromEye: Matrix4.clone(Matrix4.IDENTITY),
    mix: new Cartesian3(1, 0, 0),
    sunDirection: new Cartesian3(0, 0, 1),
    sun: new Cartesian3(),
    ambient: new Cartesian3(1, 1, 1),
    haze: new Cartesian3(1, 1, 1),
    hazeRange: new Cartesian4(1e7, 2e7, 0, 3e7),
    sky: new Cartesian3(1, 1, 1),
    accent: new Cartesian3(),
    litShare: 0,
    shadow: new Cartesian2(1, 0),
    paintLight: 1,
    timeS: 0,
    selectedGid: -1,
    hoveredGid: -1,
  };
  const followers = new Set<(uniforms: PictureUniforms) => void>();
  return {
    uniforms,
    changed() {
      for (const show of followers) show(uniforms);
      requestRender();
    },
    follow(show) {
      followers.add(show);
      show(uniforms);
      return () => followers.delete(show);
    },
  };
}
