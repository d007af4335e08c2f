import type { FloorUse } from '../../../../model/schemes/scheme.ts';
import { HEIGHT_COLUMN, LEVELS_COLUMN } from '../../../../readers/shared/building-columns.ts';
import type { MassingColumn, MassingColumns } from './massing-types.ts';

const NAMES: Readonly<Record<MassingColumn, { pattern: RegExp; isNumber: boolean }>> = {
  height: { pattern: HEIGHT_COLUMN, isNumber: true },
  levels: { pattern: LEVELS_COLUMN, isNumber: true },
  baseHeight: {
    pattern: /^(?:min_?height|base_?(?:height|m)?|bottom(?:_?m)?|底高|起始高度|离地高度)$/i,
    isNumber: true,
  },
  use: {
    pattern: /^(?:use|usage|building_?use|function|type|building|用途|建筑用途|使用性质|功能|ydxz)$/i,
    isNumber: false,
  },
};

/** What the names of a file's columns suggest; numbers come from columns of numbers alone. */
export function guessMassingColumns(columns: readonly { name: string; isNumeric: boolean }[]): MassingColumns {
  const found = (column: MassingColumn): string => {
    const { pattern, isNumber } = NAMES[column];
    return columns.find(({ name, isNumeric }) => isNumeric === isNumber && pattern.test(name))?.name ?? '';
  };
  return { height: found('height'), levels: found('levels'), baseHeight: found('baseHeight'), use: found('use') };
}

/** Words for uses in Chinese, English and German as planners' files have them; the first that fits counts. */
const USES: readonly (readonly [RegExp, FloorUse])[] = [
  [/住宅|居住|公寓|宿舍|resid|apartment|dwell|hous(e|ing)|flats?\b|terrace|detached|dormitory|wohn/i, 'residential'],
  [/商|办公|写字|酒店|宾馆|office|retail|commerc|shop|hotel|supermarket|mall|gewerbe|mixed/i, 'commercial'],
  [
    /学|医|公共|文化|体育|行政|教育|public|school|univers|hospital|civic|museum|library|church|kindergarten|sport/i,
    'public',
  ],
  [/工业|厂|仓|物流|industr|factory|warehouse|storage|manufactur|logist|garage/i, 'industrial'],
];

/** The use that a word stands for; null: none that is known. */
export const useOfWord = (word: string): FloorUse | null => USES.find(([pattern]) => pattern.test(word))?.[1] ?? null;
