import type { App } from '../../kit/plugin.ts';
import { lastFrameMs, runById, runsOf } from '../../twin/runs.ts';
import type { ServiceKey } from '../../twin/services.ts';
import { SHIPPED_PEOPLE, SHIPPED_WATER, type ShippedRun } from '../../twin/shipped-runs.ts';
import type { TableLens } from '../../twin/table.ts';
import { fitted, homeBlock, isOnBlock } from '../../twin/table-block.ts';

/** What a lens shows of a run, by who plays it. */
export const SHIPPED_UNDER: Partial<Record<TableLens['kind'], ServiceKey<ShippedRun>>> = {
  water: SHIPPED_WATER,
  people: SHIPPED_PEOPLE,
};

type Played = NonNullable<Awaited<ReturnType<ShippedRun['play']>>>;

/**
 * A lens of water or people over a city where nobody has played any shows a case that the program ships: it is played once, the block goes to where it
 * is, and the clock follows it. It leaves the picture with the lens; whatever else is shown stays.
 */
export function followLens(app: Pick<App, 'twin' | 'service' | 'report'>): () => void {
  const { twin, service, report } = app;
  const played = new Map<TableLens['kind'], Promise<Played | null>>();
  let shown: { engine: string; run: string } | null = null;

  const kindOf = () => {
    const { engine, tableLens } = twin.getState();
    return engine === 'globe' ? 'off' : tableLens.kind;
  };
  function hide(): void {
    if (shown && runsOf(twin.getState(), shown.engine).shownId === shown.run) {
      twin.getState().showRun(shown.engine, null);
      twin.getState().leaveTime();
    }
    shown = null;
  }
  async function show(kind: TableLens['kind']): Promise<void> {
    const key = SHIPPED_UNDER[kind];
    const player = key && service(key);
    if (!player || runsOf(twin.getState(), player.engine).shownId !== null) return;
    const known = played.get(kind) ?? player.play();
    played.set(kind, known);
    const found = await known;
    const run = found && runById(twin.getState(), player.engine, found.run);
    if (!found || !run) {
      played.delete(kind);
      return;
    }
    const { shownId } = runsOf(twin.getState(), player.engine);
    if (kindOf() !== kind || shownId !== null) return;
    const { tableBlock, putBlock, showRun, showTime } = twin.getState();
    const block = tableBlock ?? homeBlock(twin.city);
    const [eastM, northM] = found.at;
    if (!isOnBlock(block, eastM, northM)) putBlock(fitted(twin.city, { eastM, northM, sizeM: block.sizeM }));
    shown = { engine: player.engine, run: run.id };
    showRun(player.engine, run.id);
    showTime(lastFrameMs(run));
  }
  return twin.follow(kindOf, (kind) => {
    hide();
    show(kind).catch((error: unknown) => report('sand-table', error));
  });
}
