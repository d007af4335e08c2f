import { renderToStaticMarkup } from 'react-dom/server';
import { beforeEach, expect, test } from 'vitest';
import { AppContext } from '../../../src/kit/app-context.tsx';
import { words } from '../../../src/kit/words.ts';
import { BuildLeft } from '../../../src/plugins/build/panels/findings.tsx';
import { Verdicts } from '../../../src/plugins/build/panels/verdicts.tsx';
import { planName } from '../../../src/plugins/build/plan-text.ts';
import { openScheduleController, type ScheduleController } from '../../../src/plugins/build/schedule-controller.ts';
import type { Twin } from '../../../src/twin/twin.ts';
import { planFacts } from '../../../workers/construction/plan-facts.ts';
import { inSlot } from '../../kit/slot-view.tsx';
import { testApp } from '../../kit/test-app.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';
import { noReview } from './no-review.ts';

const { city } = smallCity();
const TABLE =
  'id,name,duration,start,finish,predecessors\n1,Dig,5d,2026-01-05 08:00,2026-01-07 17:00,\n2,Pour,3d,,,1FS-1d\n';

let twin: Twin;
let build: ScheduleController;
beforeEach(async () => {
  twin = pageTwin(city, 0);
  twin.getState().openDesk('build');
  build = openScheduleController(
    twin,
    { ...noReview, open: async (bytes, file) => planFacts(bytes, file) },
    { schedule: null, construction: null, gidOf: async () => null },
  );
  await words.changeLanguage('en');
});

function textOf(element: React.ReactNode): string {
  const app = testApp(twin, { build: { build } });
  const markup = renderToStaticMarkup(<AppContext value={app}>{element}</AppContext>);
  return markup.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
}

test('without a plan nothing is judged, and no legend is shown', () => {
  expect(textOf(<Verdicts />)).toMatch(/Logic DCMA 14 points Not loaded Time CPM finish Not loaded/);
  expect(textOf(inSlot('legend'))).not.toContain('In progress');
});

test('a plan with a lead and a contradicted date is judged so', async () => {
  await build.open(new TextEncoder().encode(TABLE), 'small.csv');
  const findings = textOf(<BuildLeft onClose={() => {}} part="plan" />);
  expect(findings).toContain('leads DCMA point 2 of 14 · 1 place 100.0 % ≤ 0 %');
  expect(findings).toContain('Stored dates contradict the duration Dig 24 h should be 40 h');
  expect(textOf(<Verdicts />)).toMatch(/Time not judged Finish \d+ Jan 2026 no baseline, no contract date/);
  expect(textOf(<Verdicts />)).toContain('Space not judged Not checked no model, no site data');
  expect(textOf(<Verdicts />)).toMatch(/Risk simulated P80 \d+ Jan 2026 P50 .* Space/);
  const page = textOf(<BuildLeft onClose={() => {}} />);
  expect(page).toMatch(
    /Does not pass: \d logic checks fail\. Finish \d+ Jan 2026, with neither a baseline nor a contract date/,
  );
  expect(page).toMatch(/Time CPM finish Finish \d+ Jan 2026 no baseline, no contract date not judged Show Compare/);
  expect(page).toContain('no model, no site data not judged Open a model');
  expect(findings).toMatch(
    /no resources DCMA point 10 of 14 · 2 places · limit suggested by this program 100.0 % ≤ 0 %/,
  );
  expect(findings).toContain('What drives the finish');
  expect(textOf(inSlot('legend'))).toContain('In progress');
});

test('a broken file says what is wrong with it', async () => {
  await build.open(new TextEncoder().encode('nothing'), 'x.csv');
  expect(textOf(<BuildLeft onClose={() => {}} />)).toContain(
    'x.csv: expected Primavera P6 XER, Primavera P6 XML, Microsoft Project XML, Tasks of IFC or Table of activities',
  );
});

test('a name in both languages is shown in the page’s; any other as the file has it', () => {
  expect(planName('地下连续墙｜Diaphragm wall', 'zh')).toBe('地下连续墙');
  expect(planName('地下连续墙｜Diaphragm wall', 'en')).toBe('Diaphragm wall');
  expect(planName('安装 Siemens 柜', 'en')).toBe('安装 Siemens 柜');
  expect(planName('a｜b｜c', 'zh')).toBe('a｜b｜c');
});
