import { Cartesian3, PostProcessStage } from '@cesium/engine';
import { themeOf } from '../../../twin/appearance.ts';
import { endAll } from '../../end-all.ts';
import { tokenColour } from '../../tokens.ts';
import type { CityStage } from '../panes/stage.ts';
import { GLOBE_COSTS } from '../quality/costs.ts';
import { HOVERED_ALPHA, SELECTED_ALPHA, UNLINED_ALPHA } from '../shader/mark-alpha.ts';

/**
 * Selection is a line of 3 px with a casing of 2 px around what is seen of it, hover one of 2 px with 1 (LOOK §6). One
 * pass over the finished picture that reads marks from its alpha, and only while something is marked. The engine's own
 * silhouette needs feature objects (they come and go with tiles) and draws the whole scene a second time for their ids.
 * Hidden parts have no line: nothing of them is in the picture. What is translucent has its tint only.
 */
export function showOutline(stage: CityStage): () => void {
  const { scene, twin } = stage;
  const { postProcessStages } = scene;
  const line = new Cartesian3();
  const casing = new Cartesian3();
  const outline = new PostProcessStage({
    fragmentShader: OUTLINE,
    uniforms: {
      u_line: () => line,
      u_casing: () => casing,
      u_directions: () => GLOBE_COSTS[stage.quality].outlineDirections,
      u_pixelRatio: () => scene.drawingBufferWidth / Math.max(1, scene.canvas.clientWidth),
    },
  });
  outline.enabled = false;
  postProcessStages.add(outline);
  return endAll([
    twin.follow(
      (state) => `${state.selectedGid} ${state.hoveredGid} ${themeOf(state)}`,
      (_, state) => {
        const theme = themeOf(state);
        Cartesian3.fromArray(theme === 'command' ? [1, 1, 1] : tokenColour(theme, 'accent'), 0, line);
        Cartesian3.fromArray(tokenColour(theme, 'paper'), 0, casing);
        outline.enabled = state.selectedGid !== null || state.hoveredGid !== null;
        scene.requestRender();
      },
    ),
    () => {
      postProcessStages.remove(outline);
    },
  ]);
}

/** Looks for marks in so many directions at three distances: line near, then casing. */
const OUTLINE = `
uniform sampler2D colorTexture;
uniform vec3 u_line;
uniform vec3 u_casing;
uniform float u_pixelRatio;
uniform float u_directions;
in vec2 v_textureCoordinates;
vec2 marksAt(vec2 offsetPx) {
  float alpha = texture(colorTexture, v_textureCoordinates + offsetPx * u_pixelRatio / czm_viewport.zw).a;
  return vec2(abs(alpha - ${SELECTED_ALPHA}) < 0.01, abs(alpha - ${HOVERED_ALPHA}) < 0.008);
}
void main() {
  vec4 colour = texture(colorTexture, v_textureCoordinates);
  vec2 here = marksAt(vec2(0.0));
  float line = 0.0, cased = 0.0;
  for (float i = 0.0; i < u_directions; i += 1.0) {
    float angle = i * ${(2 * Math.PI).toFixed(5)} / u_directions;
    vec2 towards = vec2(cos(angle), sin(angle));
    vec2 near = marksAt(towards * 1.5);
    vec2 middle = marksAt(towards * 2.9);
    line = max(line, max(max(near.x, near.y), middle.x));
    cased = max(cased, max(middle.y, marksAt(towards * 4.8).x));
  }
  bool marked = max(here.x, here.y) > 0.5 || abs(colour.a - ${UNLINED_ALPHA}) < 0.008;
  vec3 edge = line > 0.5 ? u_line : u_casing;
  out_FragColor = marked ? vec4(colour.rgb, 1.0) : max(line, cased) > 0.5 ? vec4(edge, 1.0) : colour;
}`;
