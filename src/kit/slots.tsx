import { Fragment, type ReactNode, Suspense, useSyncExternalStore } from 'react';
import { deskOf } from '../twin/appearance.ts';
import type { TwinState } from '../twin/slice.ts';
import { useApp, usePanels } from './app-context.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import type { App, PlacedPanel, Slot } from './plugin.ts';

/** The panels of a slot that stand now, in their order: by desk, by state, by what somebody opened. */
export function useSlot(slot: Slot): readonly PlacedPanel[] {
  const app = useApp();
  const read = () =>
    standing(app, slot)
      .map(({ id }) => id)
      .join(' ');
  const subscribe = (onChange: () => void) => {
    const ends = [app.twin.subscribe(onChange), app.panels.subscribe(onChange)];
    return () => {
      for (const end of ends) end();
    };
  };
  const ids = useSyncExternalStore(subscribe, read, read).split(' ');
  return app.placed(slot).filter(({ id }) => ids.includes(id));
}

/** Slots whose panels take room from the map. */
const ROOM_SLOTS: readonly Slot[] = [
  'stage',
  'bar',
  'banner',
  'start',
  'object',
  'foot',
  'plate',
  'over',
  'vitals',
  'legend',
  'tray',
  'lane',
];
/** A page whose panels take longer to fetch is drawn without them. */
const MAX_WAIT_MS = 5000;

/** Resolves once the panels that stand now are fetched: drawn one after the other they would push the map's buttons from under the pointer. */
export async function fetchStandingPanels(app: App): Promise<void> {
  const { tool } = app.panels.getState();
  const panels = [
    ...ROOM_SLOTS.flatMap((slot) => standing(app, slot)),
    ...app.placed('tool').filter(({ id }) => id === tool),
  ];
  // Whoever draws a panel that could not be fetched asks for it again, and says so.
  const fetched = Promise.allSettled(panels.map(({ Body }) => Body.load?.()));
  await Promise.race([fetched, new Promise((done) => setTimeout(done, MAX_WAIT_MS))]);
}

/** Slots whose panels stand whatever desk is open. */
const EVERY_DESK: readonly Slot[] = ['window', 'administration'];

/** The panels of a slot that stand now. */
function standing(app: App, slot: Slot): readonly PlacedPanel[] {
  const state = app.twin.getState();
  const { opened } = app.panels.getState();
  const shown = app
    .placed(slot)
    .filter((panel) => EVERY_DESK.includes(slot) || suitsDesk(panel, state))
    .filter((panel) => !panel.isOpenable || opened.includes(panel.id))
    .filter((panel) => panel.isShown?.(state, app) ?? true);
  return shown.filter(({ group }, i) => !group || shown.findIndex((other) => other.group === group) === i);
}

function suitsDesk({ emphasis, at }: PlacedPanel, state: TwinState): boolean {
  const desk = deskOf(state);
  if (at) return at.some((place) => place === 'cluster' || place.startsWith(`${desk.id}.`));
  return emphasis ? desk.emphasis.includes(emphasis) : !desk.isBare;
}

/** A panel in its place: the place is empty until the panel is loaded. */
export function Placed({ panel }: { panel: PlacedPanel }) {
  return (
    <Suspense>
      <PanelInPlace panel={panel} />
    </Suspense>
  );
}

/** A panel that breaks leaves the others going on. Whoever shows it waits for it to be loaded. */
export function PanelInPlace({ panel }: { panel: PlacedPanel }) {
  const { panels } = useApp();
  const openTool = usePanels((state) => state.openTool);
  const close = () => {
    if (panel.isOpenable) panels.getState().show(panel.id, false);
    else openTool(null);
  };
  return (
    <ErrorBoundary>
      <panel.Body onClose={close} {...(panel.part === undefined ? {} : { part: panel.part })} />
    </ErrorBoundary>
  );
}

/** All panels of a slot that stand now. */
export function SlotPanels({
  slot,
  around,
}: {
  slot: Slot;
  around?: (panel: PlacedPanel, body: ReactNode) => ReactNode;
}) {
  return useSlot(slot).map((panel) => (
    <Fragment key={panel.id}>{around ? around(panel, <Placed panel={panel} />) : <Placed panel={panel} />}</Fragment>
  ));
}
