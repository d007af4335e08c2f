import {
  LinearFilter,
  Mesh,
  OrthographicCamera,
  PerspectiveCamera,
  PlaneGeometry,
  Scene,
  ShaderMaterial,
  SRGBColorSpace,
  Vector2,
  WebGLRenderTarget,
} from 'three';
import type { CanvasPoint } from '../scene.ts';
import type { TableStage } from './stage.ts';

/** How much nearer the lens brings what lies under it, and its width in shares of the picture's shorter side. */
export const LENS_ZOOM = 2.6;
const LENS_RATIO = 0.36;
const MAX_TARGET_PX = 1024;

/** The lens on one stage: a second picture of the same scene, drawn into a disc over the first. */
export interface Lens {
  /** Its middle and radius, CSS pixels of the canvas; null: there is no lens. */
  disc(): { x: number; y: number; radiusPx: number } | null;
  holds(at: CanvasPoint): boolean;
  /** Draws it over the picture; `dress` makes the scene what the lens shows and returns what undoes it. */
  draw(dress: () => () => void): void;
  close(): void;
}

export function openLens(stage: TableStage): Lens {
  const { renderer, scene, camera, canvas, twin } = stage;
  const eye = new PerspectiveCamera();
  const target = new WebGLRenderTarget(2, 2, { samples: 4, minFilter: LinearFilter, magFilter: LinearFilter });
  target.texture.colorSpace = SRGBColorSpace;
  const glass = glassOf(target);
  const front = new Scene();
  front.add(glass);
  const flat = new OrthographicCamera(-1, 1, 1, -1, 0, 1);

  function disc() {
    const { kind, xRatio, yRatio } = twin.getState().tableLens;
    // It lies on the picture of the page, and a headset has none.
    if (kind === 'off' || renderer.xr.isPresenting) return null;
    const { clientWidth, clientHeight } = canvas;
    return {
      x: xRatio * clientWidth,
      y: yRatio * clientHeight,
      radiusPx: (LENS_RATIO * Math.min(clientWidth, clientHeight)) / 2,
    };
  }

  return {
    disc,
    holds(at) {
      const lens = disc();
      return lens !== null && Math.hypot(at.x - lens.x, at.y - lens.y) <= lens.radiusPx;
    },
    draw(dress) {
      const lens = disc();
      if (!lens) return;
      const { clientWidth, clientHeight } = canvas;
      const sidePx = Math.min(MAX_TARGET_PX, Math.ceil(2 * lens.radiusPx * renderer.getPixelRatio()));
      if (target.width !== sidePx) target.setSize(sidePx, sidePx);
      aim(eye, camera, lens, clientWidth, clientHeight);
      const undress = dress();
      renderer.setRenderTarget(target);
      renderer.render(scene, eye);
      renderer.setRenderTarget(null);
      undress();
      glass.material.uniforms.u_middle.value.set((2 * lens.x) / clientWidth - 1, 1 - (2 * lens.y) / clientHeight);
      glass.material.uniforms.u_radius.value.set((2 * lens.radiusPx) / clientWidth, (2 * lens.radiusPx) / clientHeight);
      glass.material.uniforms.u_px.value = 1 / lens.radiusPx;
      renderer.autoClear = false;
      renderer.render(front, flat);
      renderer.autoClear = true;
    },
    close() {
      target.dispose();
      glass.geometry.dispose();
      glass.material.dispose();
    },
  };
}

/** The same eye, and of its picture the part under the lens. */
function aim(
  eye: PerspectiveCamera,
  camera: PerspectiveCamera,
  { x, y, radiusPx }: { x: number; y: number; radiusPx: number },
  widthPx: number,
  heightPx: number,
): void {
  const { view } = camera;
  const seenPx = (2 * radiusPx) / LENS_ZOOM;
  eye.fov = camera.fov;
  eye.near = camera.near;
  eye.far = camera.far;
  eye.position.copy(camera.position);
  eye.quaternion.copy(camera.quaternion);
  const [fullWidth, fullHeight] = view?.enabled ? [view.fullWidth, view.fullHeight] : [widthPx, heightPx];
  const [left, top] = view?.enabled ? [view.offsetX, view.offsetY] : [0, 0];
  eye.aspect = fullWidth / fullHeight;
  eye.setViewOffset(fullWidth, fullHeight, left + x - seenPx / 2, top + y - seenPx / 2, seenPx, seenPx);
  eye.updateMatrixWorld();
}

/** White ring, ink line round it, a soft shadow on the table (LOOK §9). */
function glassOf(target: WebGLRenderTarget): Mesh<PlaneGeometry, ShaderMaterial> {
  const material = new ShaderMaterial({
    transparent: true,
    depthTest: false,
    depthWrite: false,
    uniforms: {
      u_picture: { value: target.texture },
      u_middle: { value: new Vector2() },
      u_radius: { value: new Vector2() },
      u_px: { value: 0.01 },
    },
    vertexShader: `
uniform vec2 u_middle, u_radius;
varying vec2 v_at;
void main() { v_at = position.xy * 1.25; gl_Position = vec4(u_middle + v_at * u_radius, 0.0, 1.0); }`,
    fragmentShader: `
uniform sampler2D u_picture;
uniform float u_px;
varying vec2 v_at;
void main() {
  float r = length(v_at);
  float shade = 0.34 * (1.0 - smoothstep(0.92, 1.22, length(v_at + vec2(0.0, 0.07))));
  vec4 colour = vec4(0.013, 0.010, 0.007, shade);
  colour = mix(colour, vec4(0.0097, 0.0116, 0.0144, 1.0), 1.0 - smoothstep(1.0 + 1.0 * u_px, 1.0 + 2.5 * u_px, r));
  colour = mix(colour, vec4(1.0), 1.0 - smoothstep(1.0 - u_px, 1.0, r));
  float inside = 1.0 - smoothstep(1.0 - 4.0 * u_px, 1.0 - 3.0 * u_px, r);
  colour = mix(colour, vec4(texture2D(u_picture, v_at * 0.5 + 0.5).rgb, 1.0), inside);
  gl_FragColor = colour;
  #include <colorspace_fragment>
}`,
  });
  const glass = new Mesh(new PlaneGeometry(2, 2), material);
  glass.frustumCulled = false;
  return glass;
}
