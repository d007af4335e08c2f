import { describe, expect, test } from 'vitest';
import { BASE_KINDS } from '../../../model/sensors/base-kinds.ts';
import type { OwnSensor } from '../../../model/sensors/own-sensors.ts';
import { mergeSensorKinds } from '../../../model/sensors/sensor-kind.ts';
import { MessageError } from '../../../model/text/message.ts';
import { sourceMessage } from '../../../src/plugins/feeds/messages.ts';
import { defaultColumns, registerRows, sensorsOfList } from '../../../src/plugins/feeds/own-list.ts';
import { readSensorTable } from '../../../src/plugins/feeds/tasks/sensor-table.ts';

const KINDS = mergeSensorKinds(BASE_KINDS);
const LIST = `编号,名称,类别,经度,纬度,单位,主题,告警值
p1,东门,pond,108.75,34.3,m,town/p1,0.3
p2,西门,pond,,34.3,m,town/p2,0.3
p3,南门,没有,108.751,34.301,m,town/p3,0.3
p1,再来,pond,108.752,34.302,m,town/p4,0.3
,无号,pond,108.753,34.303,,,
p6,坏主题,pond,108.754,34.304,m,a b,0.3
`;
const read = (text: string, name = 'list.csv', crs = '') => readSensorTable(new Blob([text]), name, crs, 2000);

test('good rows are sensors, bad ones are named by their line and why', async () => {
  const table = await read(LIST);
  const columns = defaultColumns(table);
  expect(columns).toMatchObject({ id: '编号', zh: '名称', kind: '类别', unit: '单位', topic: '主题', alarm: '告警值' });
  const { good, bad } = sensorsOfList(table, columns, 'rain', KINDS, []);
  expect(good.map(({ line, sensor: { id, topic, alarm } }) => [line, id, topic, alarm])).toEqual([
    [2, 'p1', 'town/p1', 0.3],
    [6, 'pond-1', 'sensors/pond-1', undefined],
  ]);
  expect(good[0].sensor.lonDeg).toBeCloseTo(108.75, 7);
  expect(bad.map(({ line }) => line)).toEqual([3, 4, 5, 7]);
  expect(bad.map(({ reason: { zh } }) => zh)).toEqual([
    '坐标空缺或不是数值',
    '没有“没有”这一类别',
    '编号 p1 与前面的行重复',
    expect.stringContaining('topic'),
  ]);
});

test('plane coordinates are taken by their system', async () => {
  const table = await read('名称,x,y\n井,442163,4428000\n', 'wells.csv', 'EPSG:4548');
  expect(table.lonLatDeg[0]).toBeGreaterThan(116);
  expect(table.lonLatDeg[1]).toBeCloseTo(39.98, 1);
});

describe('the hub takes all or none', () => {
  const row = (line: number) => ({ line, sensor: { id: `s${line}` } as OwnSensor });
  const rows = Array.from({ length: 230 }, (_, i) => row(i + 2));

  test('what it refuses is told apart from the rest', async () => {
    const taken: string[] = [];
    const post = async (sensors: OwnSensor[]) => {
      const wrong = sensors.find(({ id }) => id === 's7' || id === 's150');
      if (wrong) throw new MessageError(sourceMessage('row-repeats', { id: wrong.id }));
      taken.push(...sensors.map(({ id }) => id));
    };
    const { done, bad } = await registerRows(rows, post);
    expect([done, taken.length, bad.map(({ line }) => line)]).toEqual([228, 228, [7, 150]]);
  });
});

test('a file that holds no points is refused in words', async () => {
  await expect(read('no table at all', 'note.txt')).rejects.toThrow('note.txt: expected columns of coordinates');
});
