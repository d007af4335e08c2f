import { changed, type LinkPart } from '../../twin/link-part.ts';
import {
  FIRST_LENS,
  FIRST_POSE,
  LENS_KINDS,
  limited,
  MAX_WALL_SIDE,
  type ShownRenderer,
  type TableLens,
  type TablePose,
  type TableSlice,
  wallText,
} from '../../twin/table.ts';
import { fitted, type TableBlock } from '../../twin/table-block.ts';

type Linked = Pick<TableSlice, 'engine' | 'tableBlock' | 'tablePose' | 'tableLens' | 'windowGroup' | 'wallPlace'>;

const ENGINES: readonly ShownRenderer[] = ['globe', 'table', 'beside'];
const GROUP = /^[\p{L}\p{N}_-]{1,40}$/u;

/** The engine, the block on the table, how it is looked at, the lens, and the windows that go with this one. */
export const tableLink: LinkPart<Linked> = {
  keys: ['view', 'block', 'pose', 'lens', 'group', 'screens'],
  write: ({ engine, tableBlock, tablePose, tableLens, windowGroup, wallPlace }) => {
    const isOpen = engine !== 'globe';
    return changed([
      ['view', engine, 'globe'],
      ['block', isOpen && tableBlock ? [tableBlock.eastM, tableBlock.northM, tableBlock.sizeM].join(',') : '', ''],
      ['pose', isOpen && tablePose !== FIRST_POSE ? poseText(tablePose) : '', ''],
      ['lens', isOpen && tableLens.kind !== 'off' ? lensText(tableLens) : '', ''],
      ['group', encodeURIComponent(windowGroup), ''],
      ['screens', wallPlace ? wallText(wallPlace) : '', ''],
    ]);
  },
  read(key, value, city) {
    if (key === 'view') {
      const engine = ENGINES.find((one) => one === value);
      return engine
        ? { linked: { engine } }
        : { expected: { zh: 'globe、table 或 beside', en: 'globe, table or beside' } };
    }
    if (key === 'group') {
      const windowGroup = decoded(value);
      return GROUP.test(windowGroup)
        ? { linked: { windowGroup } }
        : { expected: { zh: '1–40 个字母、数字、- 或 _', en: '1 to 40 letters, digits, - or _' } };
    }
    const linked = READERS[key](value);
    if (!linked) return { expected: EXPECTED[key] };
    return { linked: linked.tableBlock ? { tableBlock: fitted(city, linked.tableBlock) } : linked };
  },
  open: (linked) => ({
    engine: linked.engine ?? 'globe',
    tableBlock: linked.tableBlock ?? null,
    tablePose: linked.tablePose ?? FIRST_POSE,
    tableLens: linked.tableLens ?? FIRST_LENS,
    windowGroup: linked.windowGroup ?? '',
    wallPlace: linked.wallPlace ?? null,
  }),
};

const READERS: Readonly<Record<string, (value: string) => Partial<Linked> | null>> = {
  block(value) {
    const [eastM, northM, sizeM] = numbersOf(value, 3) ?? [];
    return sizeM > 0 ? { tableBlock: { eastM, northM, sizeM } satisfies TableBlock } : null;
  },
  pose(value) {
    const [turnDeg, tipDeg, rangeRatio, east, north] = numbersOf(value, 5) ?? [];
    return rangeRatio > 0 ? { tablePose: limited({ turnDeg, tipDeg, rangeRatio, over: [east, north] }) } : null;
  },
  lens(value) {
    const [name, ...rest] = value.split(',');
    const kind = LENS_KINDS.find((one) => one === name);
    const [xRatio, yRatio, depthM] = numbersOf(rest.join(','), 3) ?? [];
    return kind && depthM >= 0 ? { tableLens: { kind, xRatio, yRatio, depthM } } : null;
  },
  screens(value) {
    const [columns, rows, column, row, bezelXRatio, bezelYRatio] = numbersOf(value, 6) ?? [];
    const counts = [columns, rows, column, row];
    const isWall =
      counts.every((count) => Number.isInteger(count) && count >= 0 && count <= MAX_WALL_SIDE) &&
      column < columns &&
      row < rows &&
      [bezelXRatio, bezelYRatio].every((ratio) => ratio >= 0 && ratio < 1);
    return isWall ? { wallPlace: { columns, rows, column, row, bezelXRatio, bezelYRatio } } : null;
  },
};

const EXPECTED: Readonly<Record<string, { zh: string; en: string }>> = {
  block: { zh: '东、北、边长（米），用逗号隔开', en: 'east, north, side in metres, with commas' },
  pose: { zh: '方位、俯角、距离、东、北，用逗号隔开', en: 'turn, tip, range, east, north, with commas' },
  lens: { zh: '内容、横、纵、深度，用逗号隔开', en: 'kind, across, down, depth, with commas' },
  screens: {
    zh: '列数、行数、列、行、横边框、纵边框，用逗号隔开',
    en: 'columns, rows, column, row, bezels, with commas',
  },
};

function numbersOf(value: string, count: number): number[] | null {
  const numbers = value.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  return numbers.length === count && numbers.every(Number.isFinite) ? numbers : null;
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch (error) {
    if (error instanceof URIError) return '';
    throw error;
  }
}

const poseText = ({ turnDeg, tipDeg, rangeRatio, over }: TablePose): string =>
  [turnDeg.toFixed(1), tipDeg.toFixed(1), rangeRatio.toFixed(3), over[0].toFixed(3), over[1].toFixed(3)].join(',');

const lensText = ({ kind, xRatio, yRatio, depthM }: TableLens): string =>
  [kind, xRatio.toFixed(3), yRatio.toFixed(3), depthM.toFixed(1)].join(',');
