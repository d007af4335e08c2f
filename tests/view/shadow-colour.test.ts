import { ShadowMapShader } from '@cesium/engine';
import { expect, test } from 'vitest';
import { colourShadows } from '../../src/view/globe/shader/shadow-colour.ts';

test('the engine still appends the lines of shadow that are changed: its colour, and that what is nearer than its first part is lit', () => {
  colourShadows();
  const lit = { defines: [], sources: ['void main() { out_FragColor = vec4(1.0); }'] };
  const { sources } = ShadowMapShader.createShadowReceiveFragmentShader(
    lit,
    { _primitiveBias: {}, _numberOfCascades: 4 },
    true,
    false,
    false,
  );
  const text = sources.join('\n');
  expect(text).toContain('mix(vec3(0.2039, 0.2431, 0.3373), out_FragColor.rgb, visibility);');
  expect(text).toMatch(/if \(depth > maxDepth \|\| depth < shadowMap_cascadeSplits\[0\]\.x\)\s*\{\s*return;/);
});
