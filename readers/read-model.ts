import { jsonFault } from '../model/text/json-fault.ts';
import type { Text } from '../model/text/text.ts';
import { type BuildingModel, ModelError } from './ifc/building-model.ts';
import { buildingMessage } from './ifc/messages.ts';
import type { ModelOptions } from './ifc/read-ifc.ts';
import { ifcReader } from './ifc/reader.ts';
import { readersOf, selectReader } from './listed-readers.ts';
import { OPEN_BRACE } from './shared/ascii.ts';
import { bytesSource } from './shared/byte-source.ts';
import { isObject } from './shared/json.ts';
import { Problems, ReadError } from './shared/problems.ts';
import { textOf } from './shared/utf8.ts';

/**
 * A building model by what its file holds, whatever it is called: any format whose reader gives a mesh. ModelError says why there is none;
 * a file that no reader knows is taken for IFC, whose reader says what it misses.
 */
export async function readModel(bytes: Uint8Array, file: string, options: ModelOptions = {}): Promise<BuildingModel> {
  const source = bytesSource(bytes, file);
  const reader = await selectReader(source, readersOf('mesh'));
  const isJson = bytes.find((byte) => byte > 0x20 && byte < 0x80) === OPEN_BRACE;
  if (!reader && isJson)
    throw new ModelError(buildingMessage('model-kind', { file, expected: formatNames(), got: contentsOf(bytes) }));
  try {
    const read = await (reader ?? ifcReader).read(source, { gives: 'mesh', model: options }, new Problems());
    if (read.gives === 'mesh') return read.model;
  } catch (error) {
    throw error instanceof ReadError ? new ModelError(...error.messages) : error;
  }
  throw new ModelError(buildingMessage('model-other', { file, expected: formatNames() }));
}

function formatNames(): Text {
  const names = readersOf('mesh').map(({ name }) => name);
  const last = names.pop();
  return { zh: `${names.join('、')} 或 ${last}`, en: `${names.join(', ')} or ${last}` };
}

/** What stands at the top of a JSON file that is no model. */
function contentsOf(bytes: Uint8Array): Text {
  try {
    const json: unknown = JSON.parse(textOf(bytes));
    if (!isObject(json)) return { zh: '其他 JSON 值', en: 'another JSON value' };
    const keys = Object.keys(json).slice(0, 5).join(', ');
    return { zh: `含 ${keys} 的 JSON`, en: `JSON with ${keys}` };
  } catch (error) {
    const { zh, en } = jsonFault(error);
    return { zh: `不完整的 JSON（${zh}）`, en };
  }
}
