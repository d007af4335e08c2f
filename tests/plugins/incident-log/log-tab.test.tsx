import { readFileSync } from 'node:fs';
import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, expect, test } from 'vitest';
import { parseIncidentPackage } from '../../../model/incidents/incident-package.ts';
import { timelineOf } from '../../../model/incidents/incident-timeline.ts';
import { AppContext } from '../../../src/kit/app-context.tsx';
import { words } from '../../../src/kit/words.ts';
import { FILE_ID, incidentLogController } from '../../../src/plugins/incident-log/controller.ts';
import { IncidentDesk } from '../../../src/plugins/incident-log/panels/incident-desk.tsx';
import { readable } from '../../kit/rendered.tsx';
import { testApp } from '../../kit/test-app.ts';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

beforeAll(() => words.changeLanguage('zh'));

test('a replayed record is read from its start: who, what and late in a row, the present line marked, later ones grey', () => {
  const app = testApp(pageTwin(smallCity().city));
  const controller = app.controllerOf(incidentLogController);
  const file = 'levee-breach.zh.json';
  const json = JSON.parse(readFileSync('scenarios/incident-levee-breach/incident.zh.json', 'utf8'));
  const read = parseIncidentPackage(json, file);
  controller.state.setState({ opened: { file, package: read, timeline: timelineOf(read.entries) } });
  controller.show(FILE_ID);
  // What a file tells is past: it is shown at its last line, under its own title.
  expect(controller.state.getState().isReplayed).toBe(true);
  expect(app.twin.getState().situationIncident).toMatchObject({ title: '暴雨溃堤', at: 'replay', stepsDone: 10 });
  controller.replay(Date.UTC(2026, 6, 21, 19, 4, 30));
  const markup = renderToStaticMarkup(
    <AppContext value={app}>
      <IncidentDesk onClose={() => {}} />
    </AppContext>,
  );
  expect(readable(markup)).not.toContain(file);
  const lines = [
    ...markup.matchAll(/<li class="([^"]*)"><div class="line"><button[^>]*?(aria-current="step")?>(.*?)<\/li>/g),
  ].map(([, className, current, body]) => [className, current !== undefined, readable(body)] as const);
  expect(lines[0]).toEqual(['', false, expect.stringMatching(/^\d\d:00:00 值班 建立 暴雨溃堤/)]);
  const present = lines.filter(([, isCurrent]) => isCurrent);
  expect(present).toEqual([['', true, expect.stringMatching(/核实险情/)]]);
  const at = lines.indexOf(present[0]);
  expect(lines.slice(at + 1).every(([className]) => className === 'later')).toBe(true);
  expect(lines.slice(0, at).some(([className]) => className === 'later')).toBe(false);
});
