import { expect, test } from 'vitest';
import { guessedRole, roleFaults } from '../../../model/city/roles.ts';
import { epwReader } from '../../../readers/epw/reader.ts';
import { selectReader } from '../../../readers/listed-readers.ts';
import { bytesSource } from '../../../readers/shared/byte-source.ts';
import { Problems } from '../../../readers/shared/problems.ts';
import { utf8Of } from '../../../readers/shared/utf8.ts';
import { readFeatures, wordsOf } from '../read-features.ts';

const HEAD = [
  'LOCATION,Xian,SX,CHN,CSWD,570360,34.3,108.93,8.0,397.5',
  'DESIGN CONDITIONS,0',
  'TYPICAL/EXTREME PERIODS,0',
  'GROUND TEMPERATURES,0',
  'HOLIDAYS/DAYLIGHT SAVINGS,No,0,0,0',
  'COMMENTS 1,made by hand',
  'COMMENTS 2,',
  'DATA PERIODS,1,1,Data,Sunday, 1/ 1,12/31',
];
const hour = (clock: number, dry: string, wind: string) =>
  `1989,1,1,${clock},0,?9?9,${dry},-5.0,61,97500,0,0,230,120,50,70,0,0,0,0,270,${wind},7,5,9,77777,9,999999999,60,0.1,0,88,0.1,0,1`;
const FILE = [...HEAD, hour(1, '-1.5', '2.1'), hour(24, '99.9', '999'), ''].join('\r\n');

test('hours are points at the station with the columns of weather; what stands for none is blank', async () => {
  expect((await selectReader(bytesSource(utf8Of(FILE), 'a.bin')))?.id).toBe('epw');
  const { raw } = await readFeatures(epwReader, utf8Of(FILE), { properties: { all: true }, geometry: 'point' });
  expect(raw.count).toBe(2);
  expect([raw.xy[0], raw.xy[1]]).toEqual([108.93, 34.3]);
  expect(wordsOf(raw, 'time')).toEqual(['1989-01-01 00:00+08:00', '1989-01-01 23:00+08:00']);
  expect(wordsOf(raw, 'temperature')).toEqual(['-1.5', '']);
  expect(wordsOf(raw, 'wind_speed')).toEqual(['2.1', '']);
  const attributes = ['time', 'temperature', 'humidity', 'radiation', 'wind_from', 'wind_speed', 'cloud'].map(
    (name) => ({
      name,
      type: name === 'time' ? ('string' as const) : ('number' as const),
      label: { zh: name, en: name },
    }),
  );
  const role = guessedRole('weather', attributes);
  expect(Object.keys(role.columns)).toHaveLength(7);
  expect(roleFaults('weather', attributes, role)).toEqual([]);
});

test('a file without a place or without hours is refused by name', async () => {
  const read = (text: string) => epwReader.read(bytesSource(utf8Of(text), 'x.epw'), {}, new Problems());
  await expect(read(FILE.replace('34.3,108.93', ',').replace('\r\n', '\n'))).rejects.toThrow('x.epw: line 1');
  await expect(read(HEAD.join('\n'))).rejects.toThrow('22 values');
});
