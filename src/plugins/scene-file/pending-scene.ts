import { browserDatabase } from '../../kit/browser-database.ts';

const SCENES = 'pending';

interface Pending {
  city: string;
  name: string;
  blob: Blob;
}

/** A scene on its way to its own city: it waits in the browser while the page goes there, and is taken once. */
interface PendingScene {
  put(city: string, file: File): Promise<void>;
  take(): Promise<File | null>;
}

export function openPendingScene(city: string, factory: IDBFactory | undefined): PendingScene {
  const { ask, change } = browserDatabase({
    factory,
    name: 'shapan-scenes',
    stores: { [SCENES]: {} },
    refused: (reason) => new Error(reason),
  });
  return {
    put: (to, file) =>
      change([SCENES], (storeOf) =>
        storeOf(SCENES).put({ city: to, name: file.name, blob: file } satisfies Pending, to),
      ),
    async take() {
      if (!factory) return null;
      const found = await ask<Pending | undefined>(SCENES, (store) => store.get(city));
      if (!found) return null;
      await change([SCENES], (storeOf) => storeOf(SCENES).delete(city));
      return new File([found.blob], found.name);
    },
  };
}
