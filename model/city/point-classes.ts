import type { Text } from './manifest.ts';

/** A class of points, in the words of both languages, and the colour that it is drawn in. */
interface PointClass {
  label: Text;
  /** sRGB, 0 to 255. */
  rgb: readonly [red: number, green: number, blue: number];
}

/**
 * Classes of LAS 1.4 R15, table 17 (ASPRS 2019). Colours are those of most viewers: ground brown, plants green, buildings red. They are
 * baked into the tiles, so that they stay the same in both themes.
 */
const CLASSES: Readonly<Record<number, PointClass>> = {
  0: { label: { zh: '未处理', en: 'Never classified' }, rgb: [150, 150, 150] },
  1: { label: { zh: '未分类', en: 'Unclassified' }, rgb: [178, 178, 178] },
  2: { label: { zh: '地面', en: 'Ground' }, rgb: [166, 124, 82] },
  3: { label: { zh: '低植被', en: 'Low vegetation' }, rgb: [158, 204, 110] },
  4: { label: { zh: '中植被', en: 'Medium vegetation' }, rgb: [92, 170, 78] },
  5: { label: { zh: '高植被', en: 'High vegetation' }, rgb: [38, 120, 62] },
  6: { label: { zh: '建筑', en: 'Building' }, rgb: [200, 88, 66] },
  7: { label: { zh: '低噪点', en: 'Low noise' }, rgb: [220, 40, 140] },
  8: { label: { zh: '模型关键点', en: 'Model key point' }, rgb: [230, 200, 60] },
  9: { label: { zh: '水', en: 'Water' }, rgb: [64, 132, 196] },
  10: { label: { zh: '铁路', en: 'Rail' }, rgb: [120, 84, 140] },
  11: { label: { zh: '路面', en: 'Road surface' }, rgb: [110, 112, 120] },
  12: { label: { zh: '航带重叠', en: 'Overlap' }, rgb: [200, 200, 160] },
  13: { label: { zh: '地线', en: 'Wire, guard' }, rgb: [236, 170, 60] },
  14: { label: { zh: '导线', en: 'Wire, conductor' }, rgb: [244, 140, 40] },
  15: { label: { zh: '铁塔', en: 'Transmission tower' }, rgb: [214, 110, 30] },
  16: { label: { zh: '绝缘子', en: 'Wire connector' }, rgb: [250, 190, 100] },
  17: { label: { zh: '桥面', en: 'Bridge deck' }, rgb: [140, 146, 170] },
  18: { label: { zh: '高噪点', en: 'High noise' }, rgb: [250, 80, 170] },
  19: { label: { zh: '架空结构', en: 'Overhead structure' }, rgb: [180, 140, 110] },
  20: { label: { zh: '忽略的地面', en: 'Ignored ground' }, rgb: [196, 166, 130] },
  21: { label: { zh: '雪', en: 'Snow' }, rgb: [232, 240, 248] },
  22: { label: { zh: '时相外', en: 'Temporal exclusion' }, rgb: [130, 130, 110] },
};

/** A class by its code; those above belong to whoever made the file. */
export function pointClassOf(code: number): PointClass {
  return (
    CLASSES[code] ?? {
      label: { zh: `类别 ${code}`, en: `Class ${code}` },
      rgb: [((code * 97) % 160) + 60, ((code * 57) % 160) + 60, ((code * 31) % 160) + 60],
    }
  );
}
