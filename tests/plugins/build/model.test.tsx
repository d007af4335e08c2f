import { renderToStaticMarkup } from 'react-dom/server';
import { beforeEach, expect, test } from 'vitest';
import { readIfc } from '../../../readers/ifc/read-ifc.ts';
import { AppContext } from '../../../src/kit/app-context.tsx';
import { words } from '../../../src/kit/words.ts';
import { BuildLeft } from '../../../src/plugins/build/panels/findings.tsx';
import type { ProjectController } from '../../../src/plugins/build/project-controller.ts';
import type { Twin } from '../../../src/twin/twin.ts';
import { type ModelFacts, modelFacts } from '../../../workers/construction/model/model-facts.ts';
import { testApp } from '../../kit/test-app.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';
import { smallIfc, threeBoxes } from '../../workers/construction/small-ifc.ts';

const { city } = smallCity();
let twin: Twin;
let facts: ModelFacts;

beforeEach(async () => {
  twin = pageTwin(city, 0);
  twin.getState().openDesk('build');
  await words.changeLanguage('en');
});

function textOf(): string {
  const project: Partial<ProjectController> = { facts: () => facts };
  const app = testApp(twin, { build: { project } });
  const markup = renderToStaticMarkup(
    <AppContext value={app}>{<BuildLeft onClose={() => {}} part="model" />}</AppContext>,
  );
  return markup.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
}

/** A file in millimetres whose map offset is in metres. */
async function openDoubtful(): Promise<void> {
  const map = { crs: 'EPSG:4545', eastings: 500_000, northings: 3_797_000, height: 385 };
  const model = await readIfc(smallIfc({ unit: 'MILLI', boxes: threeBoxes(1000), map }), 'doubtful.ifc');
  model.problems.push({ code: 'class-failed', count: 2, example: 'IfcBeam, IfcPipeSegment' });
  facts = modelFacts(model, 'doubtful.ifc', 'hash');
  const place = facts.proposed?.place;
  if (!place) throw new Error('expected a place');
  twin.getState().setModel({
    ...{ kind: 'open', file: 'doubtful.ifc', layerId: 'model-1', place, enuFromModel: [], outlineM: [] },
    ...{ clears: true, digs: true, pit: { ringM: [], floorUpM: 0 }, isGuess: false },
  });
}

test('an opened model tells its parts, the classes that failed and what is wrong with it', async () => {
  await openDoubtful();
  const text = textOf();
  expect(text).toContain('doubtful.ifc IFC4 incomplete');
  expect(text).toContain('3 elements · 2 storeys · 36 triangles');
  expect(text).toContain('for example IfcBeam, IfcPipeSegment');
  expect(text).toContain(
    'Stated volumes checked against the geometry: 2; within 10 %: 1; beyond: 0; off by a factor of 1,000: 1',
  );
});

test('a doubtful offset opens the form of the place, with what was taken and what is written', async () => {
  await openDoubtful();
  expect(textOf()).toContain('corrected: 500,000.0 · 3,797,000.0 · 385.0 m as written: 500.0 · 3,797.0 · 0.4 m');
  await words.changeLanguage('zh');
  expect(textOf()).toContain('文件以地图坐标转换给出位置。');
});

test('while a file is read its progress and a way out are shown, and a broken one says what is wrong', () => {
  twin.getState().setModel({ kind: 'reading', file: 'tower.ifc', doneRatio: 0.42 });
  expect(textOf()).toMatch(/geometry of tower.ifc.* 42 % Cancel/);
  twin.getState().setModel({
    kind: 'failed',
    file: 'x.ifc',
    reason: { zh: 'x.ifc：开头应为 ISO-10303-21', en: 'x.ifc: expected ISO-10303-21 at its start' },
  });
  expect(textOf()).toContain('x.ifc: expected ISO-10303-21 at its start');
});
