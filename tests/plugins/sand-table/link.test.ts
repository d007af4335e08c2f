import { expect, test } from 'vitest';
import type { Manifest } from '../../../model/city/manifest.ts';
import { groupShown, readGroupMessage, takeShown } from '../../../src/plugins/sand-table/group-message.ts';
import { tableLink } from '../../../src/plugins/sand-table/link-part.ts';
import { FIRST_LENS, FIRST_POSE } from '../../../src/twin/table.ts';
import type { TwinState } from '../../../src/twin/twin.ts';

const CITY = { extentM: [-4000, -3000, 4000, 3000] } as unknown as Manifest;

const STATE = {
  engine: 'table',
  tableBlock: { eastM: -300, northM: 250, sizeM: 1200 },
  tablePose: { turnDeg: 40, tipDeg: 30, rangeRatio: 2, over: [0.1, -0.2] },
  tableLens: { kind: 'underground', xRatio: 0.25, yRatio: 0.5, depthM: 4 },
  windowGroup: '展厅-1',
  wallPlace: { columns: 3, rows: 2, column: 1, row: 0, bezelXRatio: 0.02, bezelYRatio: 0.03 },
} as const;

test('a link says the table, and opening it gives the same table', () => {
  const pairs = tableLink.write(STATE as unknown as TwinState, CITY);
  const linked = Object.assign(
    {},
    ...pairs.map(([key, value]) => {
      const reading = tableLink.read(key, value, CITY);
      return 'linked' in reading ? reading.linked : expect.fail(`${key}=${value}: ${reading.expected.en}`);
    }),
  );
  expect(tableLink.open(linked, STATE as unknown as TwinState, CITY)).toEqual(STATE);
});

test('a fresh start writes nothing', () => {
  const fresh = {
    engine: 'globe',
    tableBlock: null,
    tablePose: FIRST_POSE,
    tableLens: FIRST_LENS,
    windowGroup: '',
    wallPlace: null,
  };
  expect(tableLink.write(fresh as unknown as TwinState, CITY)).toEqual([]);
});

test.each([
  ['view', 'moon'],
  ['block', '1,2'],
  ['block', '1,,1000'],
  ['pose', '1,2,0,0,0'],
  ['lens', 'xray,0,0,0'],
  ['group', '<b>'],
  ['group', '%E0%A4%A'],
  ['screens', '2,2,2,0,0,0'],
  ['screens', '2,2,0,0,1,0'],
])('%s=%s is not of the table, and says what is expected', (key, value) => {
  expect(tableLink.read(key, value, CITY)).toHaveProperty('expected.en');
});

const SHOWN = groupShown({
  ...STATE,
  camera: { lonDeg: 1, latDeg: 2, heightM: 3, headingDeg: 4, pitchDeg: 5 },
  shownTimeMs: 1000,
  playing: false,
  rate: 60,
  selectedGid: 7,
} as unknown as TwinState);

test('windows of a group take pose, clock and selection; a window of a wall keeps its own lens', () => {
  const message = readGroupMessage(JSON.parse(JSON.stringify({ from: 'a', serial: 1, shown: SHOWN })));
  expect(message?.shown).toEqual(SHOWN);
  expect(takeShown(SHOWN, { wallPlace: null })).toMatchObject({
    shownTimeMs: 1000,
    selectedGid: 7,
    tableLens: STATE.tableLens,
  });
  expect(takeShown(SHOWN, { wallPlace: STATE.wallPlace })).not.toHaveProperty('tableLens');
});

test.each([
  'hello',
  null,
  { from: 'a', serial: 1 },
  { from: 'a', serial: 1, shown: { ...SHOWN, shownTimeMs: 'now' } },
  { from: 'a', serial: 1, shown: { ...SHOWN, tablePose: { ...SHOWN.tablePose, over: [0] } } },
])('what is not a message of a group is left', (data) => {
  expect(readGroupMessage(data)).toBeNull();
});
