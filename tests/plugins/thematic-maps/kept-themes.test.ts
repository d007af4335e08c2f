import { afterEach, expect, test, vi } from 'vitest';
import { parseAnalysisCase } from '../../../scenarios/analysis-cases.ts';
import { thematicMapsController } from '../../../src/plugins/thematic-maps/controller.ts';
import { testApp } from '../../kit/test-app.ts';
import { smallCity } from '../../model/city/small-city.ts';

afterEach(() => void vi.unstubAllGlobals());

/** A browser that keeps this text for whatever city. */
const kept = (text: string) => vi.stubGlobal('localStorage', { getItem: () => text, setItem: () => undefined });

const caseOf = (city: string, title: string) =>
  parseAnalysisCase(
    'theme',
    {
      ...{ format: 1, kind: 'theme', id: 'theme', title: { zh: title, en: title }, city },
      analysis: { layer: 'building', measure: { by: 'count' }, title },
    },
    'a.json',
  );

test('one kept map that is broken, or of another city, takes the others not with it', () => {
  const { id } = smallCity().city;
  kept(JSON.stringify([caseOf(id, '层数'), 7, caseOf('elsewhere', '远方'), { format: 2 }, caseOf(id, '密度')]));
  const app = testApp();
  app.controllerOf(thematicMapsController);
  expect(app.twin.getState().themesKept.map(({ title }) => title)).toEqual(['层数', '密度']);
});

test.each(['{', '{"a":1}', 'null', '"x"'])('what is kept as %s is no reason not to open', (text) => {
  kept(text);
  const app = testApp();
  app.controllerOf(thematicMapsController);
  expect(app.twin.getState().themesKept).toEqual([]);
});
