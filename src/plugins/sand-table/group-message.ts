import { limited, type TableSlice } from '../../twin/table.ts';
import type { TwinState } from '../../twin/twin.ts';

/** What windows of a group tell each other: what is shown, from where, when, and what is selected. */
interface GroupMessage {
  readonly from: string;
  /** Rises with each message of a window: one that comes late is left. */
  readonly serial: number;
  readonly shown: GroupShown;
}

export type GroupShown = Pick<
  TwinState,
  'engine' | 'tablePose' | 'tableBlock' | 'tableLens' | 'camera' | 'shownTimeMs' | 'playing' | 'rate' | 'selectedGid'
>;

export const groupShown = (state: TwinState): GroupShown => ({
  engine: state.engine,
  tablePose: state.tablePose,
  tableBlock: state.tableBlock,
  tableLens: state.tableLens,
  camera: state.camera,
  shownTimeMs: state.shownTimeMs,
  playing: state.playing,
  rate: state.rate,
  selectedGid: state.selectedGid,
});

/** A message as it comes over the channel, or null: another program may speak on it. */
export function readGroupMessage(data: unknown): GroupMessage | null {
  if (!isRecord(data) || typeof data.from !== 'string' || typeof data.serial !== 'number' || !isRecord(data.shown))
    return null;
  const { tablePose, tableBlock, tableLens, camera, shownTimeMs, playing, rate, selectedGid, engine } = data.shown;
  const isWhole =
    isPose(tablePose) &&
    (tableBlock === null || hasNumbers(tableBlock, ['eastM', 'northM', 'sizeM'])) &&
    hasNumbers(tableLens, ['xRatio', 'yRatio', 'depthM']) &&
    hasNumbers(camera, ['lonDeg', 'latDeg', 'heightM', 'headingDeg', 'pitchDeg']) &&
    [shownTimeMs, rate].every(Number.isFinite) &&
    typeof playing === 'boolean' &&
    (selectedGid === null || Number.isInteger(selectedGid)) &&
    (engine === 'globe' || engine === 'table' || engine === 'beside');
  return isWhole ? (data as unknown as GroupMessage) : null;
}

/** What another window shows, as a change of this one's state; the part of a large lens is left to the window under it. */
export function takeShown(shown: GroupShown, state: Pick<TableSlice, 'wallPlace'>): Partial<TwinState> {
  const { camera: _, tableLens, tablePose, ...rest } = shown;
  return { ...rest, tablePose: limited(tablePose), ...(state.wallPlace ? {} : { tableLens }), isTimeChosen: true };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function hasNumbers(value: unknown, keys: readonly string[]): boolean {
  return isRecord(value) && keys.every((key) => Number.isFinite(value[key]));
}

function isPose(value: unknown): boolean {
  if (!hasNumbers(value, ['turnDeg', 'tipDeg', 'rangeRatio']) || !isRecord(value)) return false;
  const { over } = value;
  return Array.isArray(over) && over.length === 2 && over.every(Number.isFinite);
}
