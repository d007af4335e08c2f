import { beforeEach, describe, expect, test } from 'vitest';
import type { Alarm } from '../../model/alarms/alarm.ts';
import type { Description } from '../../model/city/catalogue.ts';
import { lonLatFromEnu } from '../../model/geo/enu.ts';
import type { CitySensor } from '../../model/sensors/sensors.ts';
import { pictureContent } from '../../src/app/shell/picture-facts.ts';
import { lookSentence, pictureSentences } from '../../src/app/shell/picture-sentences.ts';
import { lookedAt } from '../../src/twin/table-block.ts';
import type { Twin } from '../../src/twin/twin.ts';
import { pageTwin } from '../kit/test-twin.ts';
import { smallCity } from '../model/city/small-city.ts';

/** The small city with two names on its map, and a camera 1 km above its origin that looks straight down, north up. */
const { city: baked } = smallCity();
const city = {
  ...baked,
  extentM: [-4000, -4000, 4000, 4000] as [number, number, number, number],
  labels: [
    { text: { zh: '钟楼街', en: 'Bell Street' }, kind: 'street' as const, eastM: 0, northM: 0, upM: 0 },
    { text: { zh: '老城', en: 'Old Town' }, kind: 'district' as const, eastM: 0, northM: 1100, upM: 0 },
  ],
};
let twin: Twin;
const NOON_MS = Date.UTC(2027, 2, 18, 4);

beforeEach(() => {
  twin = pageTwin(city, NOON_MS);
  look(0, 0, 1000, 0, -90);
});

function look(eastM: number, northM: number, upM: number, headingDeg: number, pitchDeg: number): void {
  const place = lonLatFromEnu(city.origin, [eastM, northM, upM]);
  twin.getState().reportCamera({ ...place, headingDeg, pitchDeg });
}

const content = () => pictureContent(city, twin.getState());
const say = (language: 'zh' | 'en') => lookSentence({ language, city }, content().look);
const tell = (language: 'zh' | 'en', tools: string[] = []) =>
  pictureSentences({ language, city }, content(), tools, null).join('\n');

describe('where the camera looks', () => {
  test('straight down on the nearest street, in both languages', () => {
    expect(say('en')).toBe(
      'Smalltown: the camera is about 1\u2009km above the ground and looks down on Bell Street; north is at the top.',
    );
    expect(say('zh')).toBe('小城：镜头在地面以上约 1\u2009km，俯视钟楼街，图上方为北。');
  });

  test('ahead: at 45° down from 1 km it looks at what lies 1 km before it, by its direction', () => {
    look(0, 0, 1000, 0, -45);
    const { eastM, northM } = lookedAt(city, twin.getState().camera);
    expect(eastM).toBeCloseTo(0, 0);
    expect(northM).toBeCloseTo(1000, -1);
    expect(say('en')).toBe('Smalltown: the camera is about 1\u2009km above the ground and looks north at Old Town.');
  });

  test('without a name near, by distance and direction from the middle of the city', () => {
    look(3000, -3000, 500, 225, -90);
    expect(say('en')).toContain('looks down on a place 4.2\u2009km south-east of the middle of the city');
    expect(say('en')).toContain('south-west is at the top');
  });

  test('on the table, the block and the side it is seen from', () => {
    twin.getState().showEngine('table');
    twin.getState().putBlock({ eastM: 0, northM: 0, sizeM: 2000 });
    twin.getState().poseTable({ turnDeg: 90, tipDeg: 40, rangeRatio: 3, over: [0, 0] });
    expect(say('en')).toBe(
      'Smalltown: on the table is a model of the block around Bell Street, 2\u2009km a side, seen looking east.',
    );
  });
});

describe('what is drawn', () => {
  test('layers that are shown, with how many objects they hold and whether they are planned', () => {
    for (const layer of city.layers) twin.getState().showLayer(layer.id, layer.state === 'planned');
    const planned = city.layers.filter(({ state }) => state === 'planned');
    const list = planned.map(({ label, count }) => `${label.en} (Planned, ${count} in all)`);
    expect(tell('en')).toContain(`Layers shown: ${list.join(' and ')}.`);
    for (const layer of planned) twin.getState().showLayer(layer.id, false);
    expect(tell('en')).toContain('No layer is shown.');
  });

  test('tools at work, and a run as the simulation it is, at the shown time of the city', () => {
    twin.getState().addRun('flood', {
      ...{ id: 'r', name: 'Levee breach', form: {}, origin: null, status: { kind: 'done' }, startMs: NOON_MS },
      ...{ endS: 60, timesS: [0], hash: null, notes: [] },
    });
    expect(tell('en')).not.toContain('Simulated');
    twin.getState().showRun('flood', 'r');
    expect(tell('en', ['Sun', 'Terrain'])).toContain('Tools in use: Sun and Terrain.');
    expect(tell('en')).toMatch(/Simulated, not the state of the city: Levee breach, at 18 Mar 2027 \d\d:00\./);
    expect(tell('zh')).toContain('推演结果，并非城市现状：Levee breach');
  });

  test('a recording is said to be none of the present', () => {
    twin.getState().takeFeed({ replay: { name: 'drill.mcap', fromMs: NOON_MS, toMs: NOON_MS + 1 } });
    expect(tell('en')).toContain('in the recording “drill.mcap”, not the present.');
  });
});

const sensor = (id: string, eastM: number) =>
  ({ id, name: { zh: id, en: id }, at: [eastM, 0, 0], datastreams: [{}] }) as unknown as CitySensor;
const alarm = (stream: number, priority: 1 | 2) =>
  ({
    key: `s${stream} r`,
    stream,
    state: { kind: 'unacknowledged', sinceMs: 0 },
    meaning: { priority, title: { zh: '水位过高', en: 'Level too high' }, cause: '' },
  }) as unknown as Alarm;

describe('alarms', () => {
  test('are not spoken of where nobody tells of them', () => {
    expect(tell('en')).not.toContain('alarm');
  });

  test('open ones are counted by priority, and the nearest to the middle of the view is named', () => {
    twin.getState().takeFeed({
      feed: { kind: 'live' } as ReturnType<Twin['getState']>['feed'],
      sensors: [sensor('Far pond', 900), sensor('Near pond', 300)],
      alarms: [alarm(0, 1), alarm(1, 2), alarm(1, 2)],
    });
    expect(tell('en')).toContain('Open alarms: 1 of priority Ⅰ and 2 of priority Ⅱ.');
    expect(tell('en')).toContain(
      'The alarm nearest to the middle of the view: Level too high, Near pond, 300\u2009m away.',
    );
    twin.getState().takeFeed({ alarms: [] });
    expect(tell('zh')).toContain('没有未了结的告警。');
  });
});

test('the selected object, its layer and its key figures with units', () => {
  const layer = city.layers[0];
  const values = [
    { name: 'name', value: '文峰塔' },
    { name: 'height', value: 32.5 },
  ];
  const description: Description = {
    ...{ gid: 0, layerId: layer.id, id: 'bld-1', values },
    place: { eastM: 0, northM: 0, upM: 0, radiusM: 1 },
  };
  const said = pictureSentences({ language: 'en', city }, content(), [], { layer, description });
  expect(said).toContain('Selected: 文峰塔 (Buildings), Height 32.5\u2009m.');
});

test('a layer in classes is named with its attribute', () => {
  twin.getState().colourBy(city.layers[0].id, 'height');
  expect(tell('en')).toContain('The layer “Buildings” is coloured by “Height”');
});
