import { expose, transferHandlers } from 'comlink';
import { sha256 } from '../../../model/sha256.ts';
import { carryMessages } from '../../../model/text/carry-messages.ts';
import { readModel } from '../../../readers/read-model.ts';
import type { ModelReader } from './reader.ts';

const reader: ModelReader = {
  async read(bytes, file, wasmUrl, port, hear) {
    const hash = sha256([bytes]);
    const model = await readModel(bytes, file, { wasmUrl, onProgress: hear });
    const { positionM, index, firstVertex, firstIndex, rgb } = model.mesh;
    port.postMessage(
      model,
      [positionM, index, firstVertex, firstIndex, rgb].map(({ buffer }) => buffer as ArrayBuffer),
    );
    return hash;
  },
};
carryMessages(transferHandlers);
expose(reader);
