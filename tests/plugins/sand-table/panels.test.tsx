import { beforeEach, expect, test } from 'vitest';
import { words } from '../../../src/kit/words.ts';
import { TableBar } from '../../../src/plugins/sand-table/panels/table-bar.tsx';
import { TableTool } from '../../../src/plugins/sand-table/panels/table-tool.tsx';
import type { Twin } from '../../../src/twin/twin.ts';
import { markupIn, readable, tagsOf } from '../../kit/rendered.tsx';
import { pageTwin } from '../../kit/test-twin.ts';
import { smallCity } from '../../model/city/small-city.ts';

let twin: Twin;
beforeEach(async () => {
  twin = pageTwin(smallCity().city);
  await words.changeLanguage('en');
});
const bar = () => readable(markupIn(twin, <TableBar />));
const tool = () => markupIn(twin, <TableTool onClose={() => {}} />);

test('the bar offers what the lens can show, and the way back', async () => {
  expect(bar()).toMatch(/City.*Below.*Flood.*Crowd.*Plans.*Back to the map/);
  await words.changeLanguage('zh');
  expect(bar()).toMatch(/建筑.*地下.*洪水.*人流.*规划.*回到地图/);
});

test('below the lens stands what it shows: a depth, water, people', () => {
  expect(bar()).not.toContain('Lens 2.6×');
  twin.getState().changeLens({ kind: 'underground', depthM: 4.5 });
  expect(bar()).toContain('down to 4.5 m');
  twin.getState().changeLens({ kind: 'water' });
  expect(bar()).toContain('No flood to show here yet. Play one');
  twin.getState().readLens({ atM: [0, 0], depthM: 1.234, people: null });
  expect(bar()).toContain('water 1.23 m');
  twin.getState().changeLens({ kind: 'people' });
  twin.getState().readLens({ atM: [0, 0], depthM: null, people: 41 });
  expect(bar()).toContain('41 people in the circle');
});

test('only in the hall a title stands over the table, with what the city lacks', () => {
  twin.getState().reportTable(['trees', 'pipes']);
  expect(bar()).not.toContain('This city lacks');
  const hall = { ...twin.getState().desks[0], id: 'hall', isBare: true };
  twin.setState({ desks: [hall], desk: 'hall' });
  expect(bar()).toContain('This city lacks: trees, pipes');
  expect(bar()).toMatch(/1:\d/);
});

test('the tool says where the table stands and how long its side is', () => {
  twin.getState().putBlock({ eastM: 0, northM: 0, sizeM: 1200 });
  expect(readable(tool())).toContain('1200\u2009m');
  expect(tagsOf(tool(), 'input').some((tag) => tag.includes('value="1200"'))).toBe(true);
  expect(readable(tool())).toMatch(/Map.*Table.*Side by side/);
});

test('a button for each headset that the browser can open while the table stands alone; the way out, and what was refused', () => {
  expect(readable(tool())).not.toContain('headset');
  twin.getState().reportHeadsets(['immersive-vr', 'immersive-ar']);
  expect(readable(tool())).not.toContain('headset');
  twin.getState().showEngine('table');
  expect(readable(tool())).toMatch(/Put on the headset \(VR\).*On the real table \(AR\)/);
  twin.getState().askHeadset('immersive-ar');
  expect(readable(tool())).toContain('Leave the headset');
  expect(readable(tool())).not.toContain('Put on');
  twin.getState().reportWorn();
  expect(readable(tool())).toContain('beside the model it is put on the real surface');
  twin.getState().refuseHeadset('immersive-ar', { zh: '不行', en: 'It will not' });
  expect(readable(tool())).toMatch(/On the real table \(AR\).*It will not/);
});
