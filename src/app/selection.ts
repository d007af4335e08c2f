import { cutText, MAX_VALUE_BYTES } from '../../model/text/cut-text.ts';
import type { App } from '../kit/plugin.ts';

/** Sensors that users connected come a moment after the page: a link's object has so long to be there. */
const LATE_LAYERS_MS = 15_000;
const ASK_AGAIN_MS = 500;

/** Clicks give a place in this bake, links give an id: the catalogue finds either by the other. */
export function followSelection({ twin, catalogue, report }: App): void {
  const lateMs = performance.now() + LATE_LAYERS_MS;
  const fail = (reason: unknown) => report('selection', reason);
  twin.follow(
    ({ selectedGid, selectedId }) => `${selectedGid} ${selectedId}`,
    (_, { selectedGid, selectedId }) => {
      const isSame = () => twin.getState().selectedGid === selectedGid && twin.getState().selectedId === selectedId;
      if (selectedGid !== null && selectedId === null)
        catalogue.describe(selectedGid).then((found) => {
          if (found && isSame()) twin.setState({ selectedId: found.id });
        }, fail);
      const find = async (id: string): Promise<void> => {
        const gid = await catalogue.gidOf(id);
        if (!isSame()) return;
        if (gid === null && performance.now() < lateMs) {
          setTimeout(() => void find(id).catch(fail), ASK_AGAIN_MS);
          return;
        }
        twin.setState(gid === null ? { selectedId: null } : { selectedGid: gid });
        if (gid === null) fail(`expected an object of this city, got "${cutText(id, MAX_VALUE_BYTES)}"`);
      };
      if (selectedGid === null && selectedId !== null) find(selectedId).catch(fail);
    },
  );
}
