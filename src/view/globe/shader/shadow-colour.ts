import { ShadowMapShader } from '@cesium/engine';
import { SHADOW_RGB } from '../sky/look.ts';

/** What is nearer than the first part of the shadow is in the light, as what is farther than the last is. */
const BEYOND = 'if (depth > maxDepth)';
const OUTSIDE = 'if (depth > maxDepth || depth < shadowMap_cascadeSplits[0].x)';

const DARKENED = 'out_FragColor.rgb *= visibility;';
const [r, g, b] = SHADOW_RGB.map((part) => part.toFixed(4));
const MIXED = `out_FragColor.rgb = mix(vec3(${r}, ${g}, ${b}), out_FragColor.rgb, visibility);`;

let isColoured = false;

/**
 * The engine multiplies shadow into a colour, the same for all three channels, and has no setting for it. This changes
 * that line of the text it appends to shaders that receive shadow, and the one for what lies beyond it; if an engine writes them otherwise,
 * its shadows stay grey. Shadow as a second full-screen pass was not taken: it would redraw depth for what is one line here.
 */
export function colourShadows(): void {
  if (isColoured) return;
  isColoured = true;
  const original = ShadowMapShader.createShadowReceiveFragmentShader;
  ShadowMapShader.createShadowReceiveFragmentShader = (...given) => {
    const source = original(...given);
    source.sources = source.sources.map((text) => text.replace(BEYOND, OUTSIDE).replace(DARKENED, MIXED));
    return source;
  };
}
