import type { WallShown } from '../../../model/walls/wall-step.ts';
import type { App } from '../../kit/plugin.ts';
import { PAGE_STATE } from '../../twin/page-state.ts';
import type { TwinState } from '../../twin/slice.ts';
import { blockOfView, homeBlock, isOnBlock, lookedAt } from '../../twin/table-block.ts';
import { poseByView, viewByPose } from './pose-by-view.ts';

type Page = Pick<App, 'twin' | 'service'>;

/** The selection goes by itself, since it changes more often than all else that a picture is. */
const SELECTED = /(?:^|&)sel=[^&]*/;

/** Two clocks that play at the same rate may be so far apart in real time before one is set. */
export const CLOCK_APART_MS = 100;

/** What this page shows, for the other screens; `lastSelectedId` while the catalogue has not named what was just clicked. */
export function shownOn({ twin, service }: Page, lastSelectedId: string | null): WallShown {
  const state = twin.getState();
  const { shownTimeMs, playing, rate, selectedGid, selectedId, desk, language, theme, engine } = state;
  const block = state.tableBlock ?? homeBlock(twin.city);
  const { over } = state.tablePose;
  return {
    camera: engine === 'table' ? viewByPose(twin.city, block, state.tablePose) : state.camera,
    table:
      engine === 'globe' ? null : { block: state.tableBlock, pose: { ...state.tablePose, over: [over[0], over[1]] } },
    shownTimeMs,
    playing,
    rate,
    selectedId: selectedGid !== null && selectedId === null ? lastSelectedId : selectedId,
    desk,
    language,
    theme,
    picture: (service(PAGE_STATE)?.write() ?? '').replace(SELECTED, '').replace(/^&/, ''),
  };
}

/** Shows on this page what the leader shows. Null: nothing was shown before. Returns what of it this page has not. */
export function takeShown(page: Page, shown: WallShown, before: WallShown | null): string[] | null {
  const { twin } = page;
  const state = twin.getState();
  if (state.desk !== shown.desk && state.desks.some(({ id }) => id === shown.desk)) state.openDesk(shown.desk);
  if (state.language !== shown.language) state.speak(shown.language);
  if (state.theme !== shown.theme) state.setTheme(shown.theme);
  const missing =
    before?.picture === shown.picture
      ? null
      : (page.service(PAGE_STATE)?.show(shown.picture) ?? []).map(({ text }) => text[shown.language]);
  takeClock(twin.getState(), shown);
  if (twin.getState().selectedId !== shown.selectedId)
    twin.setState({ selectedGid: null, selectedId: shown.selectedId });
  takeCamera(page, shown);
  return missing;
}

/** A clock that plays is set only where it is apart: setting it for each step would make it stutter. */
function takeClock(state: TwinState, { shownTimeMs, playing, rate }: WallShown): void {
  if (state.playing !== playing) state.play(playing);
  if (state.rate !== rate) state.setRate(rate);
  const apartMs = Math.abs(shownTimeMs - state.shownTimeMs);
  if (!(playing && state.playing && apartMs <= CLOCK_APART_MS * rate)) state.showTime(shownTimeMs);
}

/** A globe takes the camera as it is; a table takes the leader's table, or stands as that globe looks. */
function takeCamera({ twin }: Page, { camera, table }: WallShown): void {
  const state = twin.getState();
  if (state.engine !== 'table') state.takeLedCamera(camera);
  if (state.engine === 'globe') return;
  if (table) {
    if (JSON.stringify(table.block) !== JSON.stringify(state.tableBlock)) state.putBlock(table.block);
    state.poseTable(table.pose);
    return;
  }
  const { eastM, northM } = lookedAt(twin.city, camera);
  const block = state.tableBlock ?? homeBlock(twin.city);
  if (!isOnBlock(block, eastM, northM)) {
    const next = blockOfView(twin.city, camera, block.sizeM);
    if (JSON.stringify(next) !== JSON.stringify(block)) state.putBlock(next);
  }
  state.poseTable(poseByView(twin.city, twin.getState().tableBlock ?? block, camera));
}
