import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MessageError } from '../../../model/text/message.ts';
import { FOREIGN_ENDINGS, foreignByName } from '../../../readers/foreign/foreign-formats.ts';
import { READERS } from '../../../readers/listed-readers.ts';
import { layerFileOf } from '../../../tiles/read/layer-file.ts';

/** Real files, beside the repository; without them these tests are skipped (the data is not part of the project). */
const DATA = join(process.env.SHAPAN_DATA ?? join(import.meta.dirname, '../../../../shared/data'), 'formats');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shapan-foreign-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function said(file: string): Promise<{ zh: string; en: string }> {
  const error: unknown = await layerFileOf({ file }).then(
    ({ reader }) => new Error(`read as ${reader.id}`),
    (reason: unknown) => reason,
  );
  if (!(error instanceof MessageError)) throw error;
  return error.messages[0].text;
}

const latin = (text: string) => Buffer.from(text, 'latin1');

describe('a format that is not read is known by its bytes, whatever the file is called, with the command that converts it', () => {
  test.each([
    ['dwg', latin('AC1032\0\0'), 'an AutoCAD DWG drawing', 'dwg2dxf -o upload.dxf upload.bin'],
    ['osgb', latin('\xa1\x0e\x91\x6cEE\xfb\x1a\x01'), 'a tile of OpenSceneGraph', '3dtile -f osgb -i . -o tiles'],
    ['img', latin('EHFA_HEADER_TAG\0'), 'a raster of ERDAS IMAGINE', 'gdal_translate -of COG upload.bin upload.tif'],
    ['e57', latin('ASTM-E57\x01'), 'an E57 point cloud', 'pdal translate upload.bin upload.laz'],
    ['skp', latin('\xff\xfe\xff\x0eS\0k\0e\0t\0'), 'a SketchUp model', 'upload.ifc'],
    [
      'mif',
      latin('Version   450\r\nCharset "WindowsSimpChinese"'),
      'a MapInfo interchange file',
      'ogr2ogr -f GPKG upload.gpkg',
    ],
    ['tab', latin('!table\r\n!version 300'), 'a MapInfo table', 'ogr2ogr'],
    ['mdb', latin('\0\x01\0\0Standard Jet DB\0'), 'an Access database', 'ogr2ogr'],
    ['zipped gdb', latin('PK\x03\x04....city.gdb/a00000001.gdbtable'), 'an Esri file geodatabase', 'ogr2ogr'],
    ['slpk', latin('PK\x03\x04....nodepages/0.json.gz'), 'scene layer package', 'tile-converter'],
    ['rar', latin('Rar!\x1a\x07\x01\0'), 'a RAR archive', 'unar upload.bin'],
    ['fbx', latin('Kaydara FBX Binary  \0'), 'an FBX model', 'FBX2glTF'],
  ])('%s', async (_, bytes, what, command) => {
    const file = join(folder, 'upload.bin');
    writeFileSync(file, bytes);
    const { en } = await said(file);
    expect(en).toContain(what);
    expect(en).toContain(command);
  });
});

describe('where bytes do not tell, the name does', () => {
  const compound = latin('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1');
  test.each([
    ['表.xls', compound, '旧版 Excel', 'soffice --headless --convert-to xlsx 表.xls'],
    ['model.rvt', compound, 'Revit 模型', 'Export → IFC → model.ifc'],
    ['model.max', compound, '3ds Max 模型', 'model.glb'],
    ['plan.dgn', latin('\x08\x09\xfe\x02'), 'MicroStation', 'ogr2ogr -f GPKG plan.gpkg plan.dgn'],
    ['photo 1.ecw', latin('e\x02\x01'), 'ECW 影像', 'gdal_translate -of COG "photo 1.ecw" "photo 1.tif"'],
  ])('%s', async (name, bytes, what, command) => {
    const file = join(folder, name);
    writeFileSync(file, bytes);
    const { zh } = await said(file);
    expect(zh).toContain(what);
    expect(zh).toContain(command);
  });

  test('a file geodatabase is a folder', async () => {
    const file = join(folder, '国土.gdb');
    mkdirSync(file);
    expect((await said(file)).zh).toBe(
      '国土.gdb：这是Esri 文件地理数据库，不能直接读取；请先转换：ogr2ogr -f GPKG 国土.gpkg 国土.gdb',
    );
    mkdirSync(join(folder, 'plain'));
    expect((await said(join(folder, 'plain'))).en).toBe('plain: expected a file, got a folder');
  });
});

test('a name is quoted for the shell', () =>
  expect(foreignByName('a"$(x).dwg')?.text.en).toContain('dwg2dxf -o "a\\"\\$(x).dxf" "a\\"\\$(x).dwg"'));

test('what has a reader is refused no more', () => {
  const read = new Set(READERS.flatMap(({ extensions }) => extensions));
  expect(FOREIGN_ENDINGS.filter((ending) => read.has(ending))).toEqual([]);
});

test.skipIf(!existsSync(DATA)).each([
  ['osgb/test.osgb', 'OpenSceneGraph'],
  ['i3s/DA12_subset.slpk', 'scene layer package'],
])('real file %s', async (name, what) => expect((await said(join(DATA, name))).en).toContain(what));
