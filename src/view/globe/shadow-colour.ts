import { ShadowMapShader } from '@cesium/engine';
import { SHADOW_RGB } from './look.ts';

const DARKENED = 'out_FragColor.rgb *= visibility;';
const [r, g, b] = SHADOW_RGB.map((part) => part.toFixed(4));
const MIXED = `out_FragColor.rgb = mix(vec3(${r}, ${g}, ${b}), out_FragColor.rgb, visibility);`;

let isColoured = false;

/**
 * The engine multiplies shadow into a colour, the same for all three channels, and has no setting for it. This changes
 * that one line of the text it appends to shaders that receive shadow; if an engine writes it otherwise, its shadows
 * stay grey. Shadow as a second full-screen pass was not taken: it would redraw depth for what is one line here.
 */
export function colourShadows(): void {
  if (isColoured) return;
  isColoured = true;
  const original = ShadowMapShader.createShadowReceiveFragmentShader;
  ShadowMapShader.createShadowReceiveFragmentShader = (...given) => {
    const source = original(...given);
    source.sources = source.sources.map((text) => text.replace(DARKENED, MIXED));
    return source;
  };
}
