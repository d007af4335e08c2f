import { describe, expect, test } from 'vitest';
import { parseManifest } from '../../../model/city/manifest.ts';

describe('manifest', () => {
  test('what is not a manifest is refused with file, place, expectation and what came', () => {
    expect(() => parseManifest({ format: 2 }, 'x/manifest.json')).toThrow('x/manifest.json: format: expected 1, got 2');
    expect(() => parseManifest(null, 'm.json')).toThrow('m.json: (root): expected an object {…}, got null');
  });
});
