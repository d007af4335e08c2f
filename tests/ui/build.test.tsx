import { renderToStaticMarkup } from 'react-dom/server';
import { beforeEach, expect, test } from 'vitest';
import { openCatalogue } from '../../src/city/catalogue-core.ts';
import { type BuildDesk, openBuildDesk } from '../../src/twin/build-desk.ts';
import { createTwin, type Twin } from '../../src/twin/twin.ts';
import { BuildLeft } from '../../src/ui/build-findings.tsx';
import { BuildLegend } from '../../src/ui/build-legend.tsx';
import { Verdicts } from '../../src/ui/build-verdicts.tsx';
import { createPanels } from '../../src/ui/panels.ts';
import { planName } from '../../src/ui/plan-text.ts';
import { SurroundingsContext } from '../../src/ui/surroundings.tsx';
import { words } from '../../src/ui/words.ts';
import { planFacts } from '../../workers/construction/plan-facts.ts';
import { smallCity } from '../city/small-city.ts';
import { noCrowds, noFeeds, noFloods, noGlobe, noLinking, noProject, noReview, noSession } from './no-surroundings.ts';

const { city, files } = smallCity();
const TABLE =
  'id,name,duration,start,finish,predecessors\n1,Dig,5d,2026-01-05 08:00,2026-01-07 17:00,\n2,Pour,3d,,,1FS-1d\n';

let twin: Twin;
let build: BuildDesk;
beforeEach(async () => {
  twin = createTwin(city, 0);
  twin.getState().openDesk('build');
  build = openBuildDesk(
    twin,
    { ...noReview, open: async (bytes, file) => planFacts(bytes, file) },
    { schedule: null, construction: null, gidOf: async () => null },
  );
  await words.changeLanguage('en');
});

function textOf(element: React.ReactNode): string {
  const catalogue = openCatalogue(city, async (path) => files.get(path) ?? new Uint8Array());
  const surroundings = {
    ...{
      twin,
      catalogue,
      build,
      project: noProject,
      linking: noLinking,
      globe: noGlobe,
      flood: noFloods,
      crowd: noCrowds,
      feeds: noFeeds,
    },
    session: noSession,
    panels: createPanels(false),
  };
  const markup = renderToStaticMarkup(<SurroundingsContext value={surroundings}>{element}</SurroundingsContext>);
  return markup.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
}

test('without a plan nothing is judged, and no legend is shown', () => {
  expect(textOf(<Verdicts />)).toMatch(/Logic — Not loaded Time — Not loaded/);
  expect(textOf(<BuildLegend />)).toBe('');
});

test('a plan with a lead and a contradicted date is judged so', async () => {
  await build.open(new TextEncoder().encode(TABLE), 'small.csv');
  const findings = textOf(<BuildLeft />);
  expect(findings).toContain('leads point 2 of 14 · 1 place 100.0 % ≤ 0 %');
  expect(findings).toContain('Dates contradict the duration Dig 24 h (= 40 h)');
  expect(textOf(<Verdicts />)).toMatch(/Time \d+ Jan 2026 Compare no baseline/);
  expect(textOf(<Verdicts />)).toContain('Space — Not checked');
  expect(textOf(<BuildLegend />)).toContain('At work');
});

test('a broken file says what is wrong with it', async () => {
  await build.open(new TextEncoder().encode('nothing'), 'x.csv');
  expect(textOf(<BuildLeft />)).toContain('x.csv: expected XER, Microsoft Project or P6 XML, IFC with tasks, or CSV');
});

test('a name in both languages is shown in the page’s; any other as the file has it', () => {
  expect(planName('地下连续墙｜Diaphragm wall', 'zh')).toBe('地下连续墙');
  expect(planName('地下连续墙｜Diaphragm wall', 'en')).toBe('Diaphragm wall');
  expect(planName('安装 Siemens 柜', 'en')).toBe('安装 Siemens 柜');
  expect(planName('a｜b｜c', 'zh')).toBe('a｜b｜c');
});
