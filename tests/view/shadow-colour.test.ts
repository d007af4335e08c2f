import { ShadowMapShader } from '@cesium/engine';
import { expect, test } from 'vitest';
import { colourShadows } from '../../src/view/globe/shadow-colour.ts';

test('the engine still appends the line of shadow that is coloured', () => {
  colourShadows();
  const lit = { defines: [], sources: ['void main() { out_FragColor = vec4(1.0); }'] };
  const { sources } = ShadowMapShader.createShadowReceiveFragmentShader(
    lit,
    { _primitiveBias: {} },
    true,
    false,
    false,
  );
  expect(sources.join('\n')).toContain('mix(vec3(0.2039, 0.2431, 0.3373), out_FragColor.rgb, visibility);');
});
