import { cutText, MAX_VALUE_BYTES } from '../../model/text/cut-text.ts';
import type { App } from '../kit/plugin.ts';

/** Layers of users come a moment after the page: only then is an object of a link said to be absent. */
const LATE_LAYERS_MS = 15_000;

/**
 * Clicks give a place in this bake, links give an id: the catalogue finds either by the other. An id that no layer has is kept and looked for again
 * whenever the city's layers change, however late.
 */
export function followSelection({ twin, catalogue, report }: App): void {
  const fail = (reason: unknown) => report('selection', reason);
  const isSelected = (gid: number | null, id: string | null) =>
    twin.getState().selectedGid === gid && twin.getState().selectedId === id;
  const name = async (gid: number): Promise<void> => {
    const found = await catalogue.describe(gid);
    if (found && isSelected(gid, null)) twin.setState({ selectedId: found.id });
  };
  let reportedId: string | null = null;
  const tellAbsent = (id: string): void => {
    if (reportedId === id || !isSelected(null, id)) return;
    reportedId = id;
    fail(`expected an object of this city, got "${cutText(id, MAX_VALUE_BYTES)}"`);
  };
  const find = async (id: string): Promise<void> => {
    const gid = await catalogue.gidOf(id);
    if (!isSelected(null, id)) return;
    if (gid !== null) twin.setState({ selectedGid: gid });
    else setTimeout(tellAbsent, Math.max(0, LATE_LAYERS_MS - performance.now()), id);
  };
  const look = (): void => {
    const { selectedGid, selectedId } = twin.getState();
    if (selectedGid !== null && selectedId === null) name(selectedGid).catch(fail);
    if (selectedGid === null && selectedId !== null) find(selectedId).catch(fail);
  };
  twin.follow(({ selectedGid, selectedId }) => `${selectedGid} ${selectedId}`, look);
  twin.follow(({ layers }) => layers, look);
}
