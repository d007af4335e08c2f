import type { App } from '../../kit/plugin.ts';
import type { Controller, Opener } from '../../twin/services.ts';
import type { Twin } from '../../twin/twin.ts';
import { type GroupShown, groupShown, readGroupMessage, takeShown } from './group-message.ts';
import { followLens } from './shipped-under-lens.ts';

/** Windows of a group tell each other at most so often. */
const EVERY_MS = 40;
/** Two clocks that play at the same rate may be so far apart in real time before one is set. */
const CLOCK_APART_MS = 250;

/** Windows that name the same group keep step: in one browser, by a channel of its own; nothing leaves the machine. */
export const sandTableController: Opener<App, Controller> = {
  id: 'sand-table',
  open(app) {
    const { twin } = app;
    const endLens = followLens(app);
    let leave = () => {};
    const end = twin.follow(
      ({ windowGroup }) => windowGroup,
      (group) => {
        leave();
        leave = group === '' ? () => {} : joinGroup(twin, group);
      },
    );
    return {
      close() {
        end();
        endLens();
        leave();
      },
    };
  },
};

function joinGroup(twin: Twin, group: string): () => void {
  const channel = new BroadcastChannel(`shapan ${twin.city.id} ${group}`);
  const from = crypto.randomUUID();
  const lastSerials = new Map<string, number>();
  let serial = 0;
  let sentText = JSON.stringify(groupShown(twin.getState()));
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isTaking = false;

  function tell(): void {
    timer = undefined;
    const shown = groupShown(twin.getState());
    const text = JSON.stringify(shown);
    if (text === sentText) return;
    sentText = text;
    channel.postMessage({ from, serial: ++serial, shown });
  }

  const end = twin.subscribe(() => {
    if (!isTaking) timer ??= setTimeout(tell, EVERY_MS);
  });
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (data === HELLO) {
      sentText = '';
      timer ??= setTimeout(tell, EVERY_MS);
      return;
    }
    const message = readGroupMessage(data);
    if (!message || message.serial <= (lastSerials.get(message.from) ?? 0)) return;
    lastSerials.set(message.from, message.serial);
    isTaking = true;
    take(twin, message.shown);
    sentText = JSON.stringify(groupShown(twin.getState()));
    isTaking = false;
  };
  channel.postMessage(HELLO);
  return () => {
    end();
    clearTimeout(timer);
    channel.close();
  };
}

/** A window that comes later asks what the others show. */
const HELLO = 'hello';

function take(twin: Twin, shown: GroupShown): void {
  const state = twin.getState();
  const { shownTimeMs, selectedGid, ...rest } = takeShown(shown, state);
  // Both clocks play: setting one for each message of the other would make it stutter.
  const apartMs = Math.abs(shown.shownTimeMs - state.shownTimeMs);
  const isInStep = shown.playing && state.playing && apartMs <= CLOCK_APART_MS * shown.rate;
  twin.setState({ ...rest, ...(isInStep ? {} : { shownTimeMs: shown.shownTimeMs }) });
  if (selectedGid !== undefined && selectedGid !== state.selectedGid) state.select(selectedGid);
  const { camera } = state;
  const isSamePlace = camera.lonDeg === shown.camera.lonDeg && camera.latDeg === shown.camera.latDeg;
  if (shown.engine !== 'table' && !(isSamePlace && camera.headingDeg === shown.camera.headingDeg))
    state.flyTo(shown.camera, 0);
}
