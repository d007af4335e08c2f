import type { Message } from '../../model/text/message.ts';
import type { FileStart } from '../reader.ts';
import { foreignMessage } from './messages.ts';

/** A format that is known and not read: how a file of it begins or is called, and what turns it into one that is. */
interface ForeignFormat {
  /** Without the dot, in small letters; the first is the usual one. */
  readonly endings: readonly string[];
  readonly zh: string;
  readonly en: string;
  /** One command; `{name}` is the file's name, `{stem}` the same without its ending. */
  readonly command: string;
  /** For bytes that no other format begins with. */
  readonly begins?: (start: FileStart) => boolean;
}

const startsWith =
  (...texts: readonly string[]) =>
  ({ text }: FileStart): boolean =>
    texts.some((mark) => text.startsWith(mark));

const hasBytes =
  (...marks: readonly number[]) =>
  ({ bytes }: FileStart): boolean =>
    marks.every((byte, i) => bytes[i] === byte);

/** Recognises a zip archive by a name inside: names appear uncompressed before each entry. */
const isZipWith =
  (inside: RegExp) =>
  ({ text }: FileStart): boolean =>
    text.startsWith('PK\u0003\u0004') && inside.test(text);

const TO_GPKG = 'ogr2ogr -f GPKG {stem}.gpkg {name}';
const TO_TIFF = 'gdal_translate -of COG {name} {stem}.tif';

/** Bytes of Microsoft's compound file: .xls, .rvt and .max are such; their names tell which. */
const COMPOUND = hasBytes(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1);

const FOREIGN: readonly ForeignFormat[] = [
  {
    endings: ['gdb', 'gdb.zip'],
    zh: 'Esri 文件地理数据库',
    en: 'an Esri file geodatabase',
    command: TO_GPKG,
    begins: isZipWith(/\.gdbtable/),
  },
  {
    endings: ['mdb', 'accdb'],
    zh: 'Access 数据库（个人地理数据库）',
    en: 'an Access database (personal geodatabase)',
    command: TO_GPKG,
    begins: ({ text }) => /^Standard (Jet|ACE) DB/.test(text.slice(4)),
  },
  {
    endings: ['dwg'],
    zh: 'AutoCAD DWG 图',
    en: 'an AutoCAD DWG drawing',
    command: 'dwg2dxf -o {stem}.dxf {name}',
    begins: ({ text }) => /^AC10\d\d/.test(text) && text[6] === '\0',
  },
  {
    endings: ['osgb', 'osg', 'ive'],
    zh: 'OpenSceneGraph 倾斜摄影瓦片',
    en: 'a tile of OpenSceneGraph (oblique photogrammetry)',
    command: '3dtile -f osgb -i . -o tiles',
    begins: hasBytes(0xa1, 0x0e, 0x91, 0x6c, 0x45, 0x45, 0xfb, 0x1a),
  },
  {
    endings: ['xls', 'et'],
    zh: '旧版 Excel 或 WPS 表格',
    en: 'a spreadsheet of old Excel or WPS',
    command: 'soffice --headless --convert-to xlsx {name}',
  },
  {
    endings: ['mif', 'mid'],
    zh: 'MapInfo 交换文件',
    en: 'a MapInfo interchange file',
    command: TO_GPKG,
    begins: ({ text }) => /^version\s+\d{3}\s/i.test(text),
  },
  {
    endings: ['tab'],
    zh: 'MapInfo 表',
    en: 'a MapInfo table',
    command: TO_GPKG,
    begins: ({ text }) => /^!table\s/i.test(text),
  },
  { endings: ['dgn'], zh: 'MicroStation DGN 图', en: 'a MicroStation DGN drawing', command: TO_GPKG },
  {
    endings: ['slpk'],
    zh: 'Esri 场景图层包（I3S）',
    en: 'an Esri scene layer package (I3S)',
    command:
      'npx -p @loaders.gl/tile-converter tile-converter --input-type I3S --tileset {name} --output tiles --name {stem}',
    begins: isZipWith(/3dSceneLayer\.json|nodepages?\//),
  },
  {
    endings: ['img'],
    zh: 'ERDAS IMAGINE 栅格',
    en: 'a raster of ERDAS IMAGINE',
    command: TO_TIFF,
    begins: startsWith('EHFA_HEADER_TAG'),
  },
  { endings: ['ecw'], zh: 'ECW 影像', en: 'an ECW picture', command: TO_TIFF },
  { endings: ['sid'], zh: 'MrSID 影像', en: 'a MrSID picture', command: TO_TIFF, begins: startsWith('msid') },
  {
    endings: ['jp2', 'j2k'],
    zh: 'JPEG 2000 影像',
    en: 'a JPEG 2000 picture',
    command: TO_TIFF,
    begins: hasBytes(0, 0, 0, 12, 0x6a, 0x50, 0x20, 0x20),
  },
  {
    endings: ['e57'],
    zh: 'E57 点云',
    en: 'an E57 point cloud',
    command: 'pdal translate {name} {stem}.laz',
    begins: startsWith('ASTM-E57'),
  },
  {
    endings: ['rcs', 'pts', 'ptx'],
    zh: '扫描仪点云',
    en: 'a point cloud of a scanner',
    command: 'pdal translate {name} {stem}.laz',
  },
  {
    endings: ['skp'],
    zh: 'SketchUp 模型',
    en: 'a SketchUp model',
    command: 'SketchUp → File → Export → 3D Model → {stem}.ifc',
    begins: ({ bytes }) => hasBytes(0xff, 0xfe, 0xff, 0x0e, 0x53, 0, 0x6b, 0)({ bytes, text: '' }),
  },
  {
    endings: ['rvt', 'rfa'],
    zh: 'Revit 模型',
    en: 'a Revit model',
    command: 'Revit → File → Export → IFC → {stem}.ifc',
  },
  {
    endings: ['max', '3ds'],
    zh: '3ds Max 模型',
    en: 'a 3ds Max model',
    command: '3ds Max → File → Export → glTF → {stem}.glb',
  },
  {
    endings: ['fbx'],
    zh: 'FBX 模型',
    en: 'an FBX model',
    command: 'FBX2glTF -b -i {name} -o {stem}.glb',
    begins: startsWith('Kaydara FBX Binary'),
  },
  {
    endings: ['rar'],
    zh: 'RAR 压缩包',
    en: 'a RAR archive',
    command: 'unar {name}',
    begins: startsWith('Rar!\u001a\u0007'),
  },
  {
    endings: ['7z'],
    zh: '7z 压缩包',
    en: 'a 7z archive',
    command: '7z x {name}',
    begins: hasBytes(0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c),
  },
  { endings: ['pdf'], zh: 'PDF 文档', en: 'a PDF document', command: TO_GPKG, begins: startsWith('%PDF-') },
];

/** What is said of a file whose bytes are those of a format that is not read; null: they are of none of them. */
export function foreignByBytes(start: FileStart, name: string): Message | null {
  const format = FOREIGN.find(({ begins }) => begins?.(start));
  if (format) return refusal(format, name);
  return COMPOUND(start) ? foreignByName(name.includes('.') ? name : `${name}.xls`) : null;
}

/** The same by the ending of its name, for files that no reader knows, and for folders. */
export function foreignByName(name: string): Message | null {
  const small = name.toLowerCase().replace(/\/+$/, '');
  const format = FOREIGN.find(({ endings }) => endings.some((ending) => small.endsWith(`.${ending}`)));
  return format ? refusal(format, name) : null;
}

/** Endings of all of them, so that a test sees when one has become readable. */
export const FOREIGN_ENDINGS: readonly string[] = FOREIGN.flatMap(({ endings }) => endings);

function refusal({ endings, zh, en, command }: ForeignFormat, file: string): Message {
  const name = file.replace(/\/+$/, '');
  const ending = endings.find((one) => name.toLowerCase().endsWith(`.${one}`));
  const stem = ending ? name.slice(0, -ending.length - 1) : name.replace(/\.[^.]*$/, '');
  const filled = command
    .replaceAll('{name}', quoted(name))
    .replaceAll(/\{stem\}(\.\w+)?/g, (_, more = '') => quoted(stem + more));
  return foreignMessage('format', { file: name, what: { zh, en }, command: filled });
}

/** As a shell takes it. */
const quoted = (text: string): string =>
  /^[\p{L}\p{N}._-]+$/u.test(text) ? text : `"${text.replace(/["\\$`]/g, '\\$&')}"`;
