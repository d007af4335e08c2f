import { cutText, MAX_VALUE_BYTES } from '../../model/text/cut-text.ts';
import type { App } from '../kit/plugin.ts';

/** Clicks give a place in this bake, links give an id: the catalogue finds either by the other. */
export function followSelection({ twin, catalogue, report }: App): void {
  const fail = (reason: unknown) => report('selection', reason);
  twin.follow(
    ({ selectedGid, selectedId }) => `${selectedGid} ${selectedId}`,
    (_, { selectedGid, selectedId }) => {
      const isSame = () => twin.getState().selectedGid === selectedGid && twin.getState().selectedId === selectedId;
      if (selectedGid !== null && selectedId === null)
        catalogue.describe(selectedGid).then((found) => {
          if (found && isSame()) twin.setState({ selectedId: found.id });
        }, fail);
      if (selectedGid === null && selectedId !== null)
        catalogue.gidOf(selectedId).then((gid) => {
          if (!isSame()) return;
          twin.setState(gid === null ? { selectedId: null } : { selectedGid: gid });
          if (gid === null) fail(`expected an object of this city, got "${cutText(selectedId, MAX_VALUE_BYTES)}"`);
        }, fail);
    },
  );
}
