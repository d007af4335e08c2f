import { type BuildingModel, ModelError } from '../ifc/building-model.ts';
import { type ModelOptions, readIfc, USUAL_MODEL_LIMITS } from '../ifc/read-ifc.ts';
import { isObject } from './building.ts';
import { readCityJson } from './city-json.ts';
import { readGltf } from './gltf.ts';

const GLB = 'glTF';
const BRACE = 0x7b;

/** A building model by what its file holds, whatever it is called: IFC, glTF (.glb, .gltf) or CityJSON. ModelError says why there is none. */
export async function readModel(bytes: Uint8Array, file: string, options: ModelOptions = {}): Promise<BuildingModel> {
  const limits = options.limits ?? USUAL_MODEL_LIMITS;
  const isGlb = new TextDecoder('latin1').decode(bytes.subarray(0, 4)) === GLB;
  const isJson = bytes.find((byte) => byte > 0x20 && byte < 0x80) === BRACE;
  if (!isGlb && !isJson) return await readIfc(bytes, file, options);
  if (bytes.length > limits.mostBytes)
    throw new ModelError(`${file}: expected at most ${limits.mostBytes} bytes, got ${bytes.length}`);
  if (isGlb) return await readGltf(bytes, file, limits);
  const json = jsonOf(bytes, file);
  if (json.type === 'CityJSON') return await readCityJson(json, file, limits);
  if (isObject(json.asset)) return await readGltf(json, file, limits);
  throw new ModelError(
    `${file}: expected IFC, glTF or CityJSON, got JSON with ${Object.keys(json).slice(0, 5).join(', ')}`,
  );
}

function jsonOf(bytes: Uint8Array, file: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new ModelError(`${file}: expected whole JSON, got ${error instanceof Error ? error.message : error}`);
  }
  if (!isObject(value)) throw new ModelError(`${file}: expected an object, got another value`);
  return value;
}
