import { describe, expect, test } from 'vitest';
import { type BesideRaster, NOTHING_BESIDE, readGeoTiff } from '../../../readers/geotiff/geotiff.ts';
import { openPhoto } from '../../../readers/geotiff/photo.ts';
import { Problems } from '../../../readers/shared/problems.ts';
import { gdalItems, type NumberKind, type TiffInput, tiffOf } from './tiff-of.ts';

/** Three columns and two rows of 10 m, whose north-western corner is 500,000 east and 5,000,020 north in UTM 33. */
const PLACED = { columns: 3, rows: 2, pixelScale: [10, 10, 0], tie: [0, 0, 0, 500_000, 5_000_020, 0], epsg: 25_833 };
const NUMBERS = [1, 2, 3, 4, 5, 6];

async function read(input: Partial<TiffInput>, given: Partial<BesideRaster> = {}) {
  const beside = { ...NOTHING_BESIDE, ...given };
  const problems = new Problems();
  const raster = await readGeoTiff(
    tiffOf({ ...PLACED, numbers: NUMBERS, ...input }),
    'dem.tif',
    undefined,
    beside,
    problems,
  );
  return { ...raster, values: [...raster.values], codes: problems.list().map(({ code }) => code) };
}

const UNPLACED = { pixelScale: undefined, tie: undefined };
const matrix = (...numbers: [number, number, number, number, number, number]): Partial<TiffInput> => ({
  ...UNPLACED,
  matrix: numbers,
});

describe('where the values lie', () => {
  test.each([
    ['a scale and a tie point of a corner', {}, [500_005, 5_000_015, 10, 10]],
    ['a tie point of a value', { isPoint: true }, [500_000, 5_000_020, 10, 10]],
    ['a tie point of another cell', { tie: [2, 1, 0, 500_020, 5_000_010, 0] }, [500_005, 5_000_015, 10, 10]],
    ['a matrix', matrix(10, 0, 500_000, 0, -10, 5_000_020), [500_005, 5_000_015, 10, 10]],
    ['a matrix of values', { ...matrix(10, 0, 500_000, 0, -5, 5_000_020), isPoint: true }, [500_000, 5_000_020, 10, 5]],
  ])('%s', async (_, input, expected) => {
    const { x0, y0, stepX, stepY, values } = await read(input);
    expect([x0, y0, stepX, stepY]).toEqual(expected);
    expect(values).toEqual(NUMBERS);
  });

  test('rows from the south are turned: the first value is the north-western one', async () => {
    const { x0, y0, values } = await read(matrix(10, 0, 500_000, 0, 10, 5_000_000));
    expect([x0, y0]).toEqual([500_005, 5_000_015]);
    expect(values).toEqual([4, 5, 6, 1, 2, 3]);
  });

  test('columns from the east are turned too', async () => {
    const { x0, y0, values } = await read(matrix(-10, 0, 500_030, 0, -10, 5_000_020));
    expect([x0, y0]).toEqual([500_005, 5_000_015]);
    expect(values).toEqual([3, 2, 1, 6, 5, 4]);
  });

  test('a raster that is turned by 30° is refused with the command that lays it straight', async () => {
    const [cos, sin] = [10 * Math.cos(Math.PI / 6), 10 * Math.sin(Math.PI / 6)];
    await expect(read(matrix(cos, sin, 5e5, sin, -cos, 5e6))).rejects.toThrow(/turned by 30°.*gdalwarp dem\.tif/);
    await expect(read(matrix(0, 10, 5e5, 10, 0, 5e6))).rejects.toThrow(/turned by 90°/);
  });

  test('a world file beside it places it; without any place it is refused', async () => {
    const world = '10\n0\n0\n-10\n500005\n5000015\n';
    expect(await read(UNPLACED, { world })).toMatchObject({ x0: 500_005, y0: 5_000_015, stepX: 10 });
    await expect(read(UNPLACED)).rejects.toThrow(/got 0 tie points/);
  });

  test('rows that are told to be shown otherwise are taken as they lie, and that is said', async () =>
    expect((await read({ orientation: 4 })).codes).toEqual(['tiff-orientation']));
});

describe('what the numbers stand for', () => {
  test('scale and offset of the band', async () => {
    const { values } = await read({
      kind: 'int16',
      numbers: [-9745, -9000, 0, 1255, 32_767, -32_768],
      metadata: gdalItems({ scale: 0.01, offset: 100 }),
      noData: '-32768',
    });
    expect(values.map((value) => Number(value.toFixed(2)))).toEqual([2.55, 10, 100, 112.55, 427.67, Number.NaN]);
  });

  test('what GDAL wrote beside the file, where the file does not say it; a mask there is told', async () => {
    const aux =
      '<PAMDataset><PAMRasterBand band="1"><NoDataValue>3</NoDataValue><Offset>10</Offset><Scale>0.5</Scale><UnitType>ft</UnitType></PAMRasterBand></PAMDataset>';
    const beside = await read({}, { aux, hasMask: true });
    expect(beside.values).toEqual([10.5, 11, Number.NaN, 12, 12.5, 13]);
    expect([beside.unit?.code, beside.codes]).toEqual(['[ft_i]', ['raster-mask']]);
    const own = await read({ metadata: gdalItems({ scale: 2, offset: 0 }) }, { aux });
    expect(own.values).toEqual([2, 4, Number.NaN, 8, 10, 12]);
  });

  test('"no data" of more digits than a single number has', async () => {
    const { values } = await read({ numbers: [1, -3.402823e38, 3, 4, 5, 6], noData: '-3.40282300000000000e+38' });
    expect(values).toEqual([1, Number.NaN, 3, 4, 5, 6]);
  });

  test.each([1, 8] as const)('a mask of %d bits covers what it covers', async (maskBits) => {
    const { values } = await read({ mask: [1, 0, 1, 0, 1, 1], maskBits });
    expect(values).toEqual([1, Number.NaN, 3, Number.NaN, 5, 6]);
  });

  test('directories that lead in a circle end, and one that is broken is told', async () => {
    const circle = tiffOf({ ...PLACED, numbers: NUMBERS });
    const view = new DataView(circle.buffer, circle.byteOffset, circle.length);
    const next = 8 + 2 + 12 * view.getUint16(8, true);
    view.setUint32(next, 8, true);
    expect([...(await readGeoTiff(circle, 'dem.tif', undefined)).values]).toEqual(NUMBERS);
    view.setUint32(next, circle.length + 1000, true);
    const problems = new Problems();
    await readGeoTiff(circle, 'dem.tif', undefined, NOTHING_BESIDE, problems);
    expect(problems.list().map(({ code }) => code)).toEqual(['raster-mask']);
  });

  test('a mask is turned with its rows, and a band of opacity is one', async () => {
    const southUp = await read({ ...matrix(10, 0, 500_000, 0, 10, 5_000_000), mask: [0, 1, 1, 1, 1, 1] });
    expect(southUp.values).toEqual([4, 5, 6, Number.NaN, 2, 3]);
    const opacity = await read({ bands: 2, opacity: true, numbers: [1, 255, 2, 0, 3, 255, 4, 1, 5, 255, 6, 255] });
    expect(opacity.values).toEqual([1, Number.NaN, 3, 4, 5, 6]);
  });

  test.each([
    ['a foot of the band', { metadata: gdalItems({ unittype: 'ft' }) }, '[ft_i]', 1, null],
    ['a US survey foot of the band', { metadata: gdalItems({ unittype: 'US survey foot' }) }, '[ft_us]', 1, null],
    ['NAVD88 in ftUS', { keys: { 4096: 6360 } }, '[ft_us]', 1, 'EPSG:6360'],
    ['NAVD88 in metres', { keys: { 4096: 5703 } }, 'm', 1, 'EPSG:5703'],
    ['a key of units alone', { keys: { 4099: 9002 } }, '[ft_i]', 1, null],
    ['depths below mean sea level', { keys: { 4096: 5715 } }, 'm', -1, 'EPSG:5715'],
  ])('%s', async (_, input, code, sign, vertical) => {
    const raster = await read(input);
    expect(raster.unit).toMatchObject({ code, sign });
    expect(raster.vertical).toBe(vertical);
  });

  test('two units that disagree are told, and so is a scale of heights without heights', async () => {
    const two = await read({ keys: { 4096: 6360 }, metadata: gdalItems({ unittype: 'm' }) });
    expect([two.unit?.code, two.codes]).toEqual(['m', ['raster-units']]);
    const heights = { pixelScale: [10, 10, 0.1], tie: [0, 0, 0, 500_000, 5_000_020, 50] };
    expect((await read(heights)).codes).toEqual(['raster-height-scale']);
    expect((await read({ ...heights, keys: { 4096: 5703 } })).values[0]).toBeCloseTo(50.1, 5);
  });

  test.each<[NumberKind]>([['uint8'], ['int16'], ['uint16'], ['int32'], ['float32'], ['float64']])(
    'differences of %s are put together',
    async (kind) => expect((await read({ kind, predictor: 2 })).values).toEqual(NUMBERS),
  );

  test('differences with the high byte first are refused, not misread', async () => {
    await expect(read({ kind: 'int16', predictor: 2, bigEndian: true })).rejects.toThrow(/ENDIANNESS=LITTLE/);
    expect((await read({ kind: 'int16', bigEndian: true })).values).toEqual(NUMBERS);
  });
});

describe('the system', () => {
  const nameOf = async (keys: Record<number, number>, prj: string | null = null) =>
    (await read({ epsg: 0, keys }, { prj })).crs;

  test('spelt out in feet is in feet', async () => {
    const crs = await nameOf({
      2048: 4326,
      3072: 32_767,
      3075: 1,
      3076: 9002,
      3080: 15,
      3081: 0,
      3082: 1_640_416.66,
      3083: 0,
      3092: 0.9996,
    });
    const lonLat = Float64Array.of(1_640_416.66, 16_404_199.475);
    crs.toLonLat(lonLat, 0, 1);
    expect(lonLat[0]).toBeCloseTo(15, 7);
    expect(lonLat[1]).toBeCloseTo(45.153, 2);
    expect(crs.unitM).toBeCloseTo(0.3048, 12);
  });

  test('of a code in metres and a key in feet is neither', async () =>
    await expect(read({ keys: { 3076: 9003 } })).rejects.toThrow(/EPSG:25833 \(1 m\), got a unit of 0\.3048/));

  test('is that of the .prj beside where the keys name none', async () => {
    const prj = 'PROJCS["ETRS_1989_UTM_Zone_33N",GEOGCS["GCS_ETRS_1989"],UNIT["Meter",1.0]]';
    expect((await nameOf({}, prj)).name).toBe('EPSG:25833');
    await expect(read({ epsg: 0 })).rejects.toThrow(/expected a coordinate system/);
  });
});

describe('a photograph', () => {
  const photo = (input: Partial<TiffInput>) =>
    tiffOf({
      ...PLACED,
      kind: 'uint8',
      bands: 3,
      photometric: 2,
      numbers: Array.from({ length: 18 }, (_, i) => 10 * Math.floor(i / 3) + (i % 3)),
      ...input,
    });
  const reds = async (bytes: Uint8Array) => {
    const opened = await openPhoto(bytes, 'photo.tif', undefined);
    const pixels = await opened.read([0, 0, 3, 2]);
    const part = await opened.read([1, 0, 3, 1]);
    return {
      ...opened,
      reds: [0, 1, 2, 3, 4, 5].map((i) => pixels[4 * i]),
      opacity: [0, 1, 2, 3, 4, 5].map((i) => pixels[4 * i + 3]),
      part: [part[0], part[4]],
    };
  };

  test('lies by its corners, whichever way its rows and columns run', async () => {
    expect(await reds(photo({}))).toMatchObject({
      west: 500_000,
      north: 5_000_020,
      reds: [0, 10, 20, 30, 40, 50],
      part: [10, 20],
    });
    expect(await reds(photo({ isPoint: true }))).toMatchObject({ west: 499_995, north: 5_000_025 });
    expect(await reds(photo(matrix(10, 0, 500_000, 0, 10, 5_000_000)))).toMatchObject({
      ...{ west: 500_000, north: 5_000_020, pixelY: 10, reds: [30, 40, 50, 0, 10, 20], part: [40, 50] },
    });
    expect(await reds(photo(matrix(-10, 0, 500_030, 0, -10, 5_000_020)))).toMatchObject({
      ...{ west: 500_000, reds: [20, 10, 0, 50, 40, 30], part: [10, 0] },
    });
  });

  test('is clear where its mask covers it, and refused where it is turned', async () => {
    expect((await reds(photo({ mask: [1, 1, 0, 1, 1, 1] }))).opacity).toEqual([255, 255, 0, 255, 255, 255]);
    await expect(reds(photo(matrix(7, 7, 5e5, 7, -7, 5e6)))).rejects.toThrow(/turned by 45°/);
  });
});
