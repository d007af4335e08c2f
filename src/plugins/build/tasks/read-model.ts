import { sha256 } from '../../../../model/sha256.ts';
import { readModel } from '../../../../readers/read-model.ts';

/**
 * Reads one model file in memory of its own. Posts the `BuildingModel` to `port`, its arrays moved; resolves with the SHA-256 of the file. ModelError
 * in words where nothing could be read. `onProgress` is told how much of the elements has been cut into triangles.
 */
export async function postModel(
  bytes: Uint8Array,
  file: string,
  wasmUrl: string,
  port: MessagePort,
  onProgress: (doneRatio: number) => void,
): Promise<string> {
  const hash = sha256([bytes]);
  const model = await readModel(bytes, file, { wasmUrl, onProgress });
  const { positionM, index, firstVertex, firstIndex, rgb } = model.mesh;
  port.postMessage(
    model,
    [positionM, index, firstVertex, firstIndex, rgb].map(({ buffer }) => buffer as ArrayBuffer),
  );
  return hash;
}
