import { MessageError } from '../../../model/text/message.ts';
import type { CrowdFrame, CrowdInput, FrameBox } from '../core/crowd.ts';
import { crowdMessage } from '../messages.ts';
import { NOT_INSIDE } from './frames.ts';

/**
 * Everyone's ways, as a file of Shapan's own: 5 bytes a person and frame.
 *
 * Little-endian. 8 bytes `SPcrowd1`; uint32 people, frames, levels, and one of 0; float64 west, south, unit (a place is west + u·unit,
 * south + v·unit, metres of the run's frame); float64 elevation of each level; then each frame: float64 seconds, for each person
 * uint8 level (255: not inside), then for each person uint16 u, uint16 v.
 */
interface Trajectories {
  box: FrameBox;
  elevationsM: number[];
  frames: CrowdFrame[];
}

const MAGIC = 'SPcrowd1';
const HEADER_BYTES = MAGIC.length + 4 * 4 + 3 * 8;

/**
 * The frames of a run with what is needed to read them elsewhere: the box of their steps and the elevation of each
 * level.
 */
export function trajectoriesOf({ levels }: CrowdInput, box: FrameBox, frames: CrowdFrame[]): Trajectories {
  return { box, elevationsM: levels.map(({ elevationM }) => elevationM), frames };
}

/** Writes trajectories as one binary file: a magic word, counts, elevations, then every frame with its time. */
export function writeTrajectories({ box, elevationsM, frames }: Trajectories): Uint8Array<ArrayBuffer> {
  const people = frames[0]?.levels.length ?? 0;
  const bytes = new Uint8Array(HEADER_BYTES + 8 * elevationsM.length + frames.length * (8 + 5 * people));
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode(MAGIC));
  let at = MAGIC.length;
  for (const number of [people, frames.length, elevationsM.length, 0]) {
    view.setUint32(at, number, true);
    at += 4;
  }
  for (const number of [box.westM, box.southM, box.unitM, ...elevationsM]) {
    view.setFloat64(at, number, true);
    at += 8;
  }
  for (const { timeS, levels, places } of frames) {
    view.setFloat64(at, timeS, true);
    bytes.set(levels, at + 8);
    at += 8 + people;
    for (let i = 0; i < places.length; i++, at += 2) view.setUint16(at, places[i], true);
  }
  return bytes;
}

/** A file of paths that is none, or a broken one. */
class TrajectoryError extends MessageError {
  override name = 'TrajectoryError';
}

/** Reads what `writeTrajectories` wrote; an error names the file, what was expected and what came. */
export function readTrajectories(bytes: Uint8Array, file: string): Trajectories {
  const magic = new TextDecoder().decode(bytes.subarray(0, MAGIC.length));
  if (magic !== MAGIC)
    throw new TrajectoryError(crowdMessage('not-trajectories', { file, magic: MAGIC, got: JSON.stringify(magic) }));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const word = (i: number) => (bytes.length < HEADER_BYTES ? 0 : view.getUint32(MAGIC.length + 4 * i, true));
  const people = word(0);
  const frameCount = word(1);
  const levelCount = word(2);
  const expected = HEADER_BYTES + 8 * levelCount + frameCount * (8 + 5 * people);
  if (bytes.length !== expected)
    throw new TrajectoryError(crowdMessage('trajectories-length', { file, expected, got: bytes.length }));
  const number = (i: number) => view.getFloat64(MAGIC.length + 16 + 8 * i, true);
  const box = { westM: number(0), southM: number(1), unitM: number(2) };
  const elevationsM = Array.from({ length: levelCount }, (_, i) => number(3 + i));
  const frames: CrowdFrame[] = [];
  for (let at = HEADER_BYTES + 8 * levelCount; at < bytes.length; at += 8 + 5 * people) {
    const places = new Uint16Array(2 * people);
    for (let i = 0; i < places.length; i++) places[i] = view.getUint16(at + 8 + people + 2 * i, true);
    frames.push({ timeS: view.getFloat64(at, true), levels: bytes.slice(at + 8, at + 8 + people), places });
  }
  return { box, elevationsM, frames };
}

/**
 * The same as text, as JuPedSim's older versions write it and PedPy reads it: a line for each person and frame, `id frame x y z`,
 * metres, ids from 1; the rate of frames stands in the head. A frame at a time, for files larger than memory.
 */
export function* trajectoryText({ box, elevationsM, frames }: Trajectories): Generator<string> {
  const everyS = frames.length > 1 ? frames[1].timeS - frames[0].timeS : 1;
  yield `# description: Shapan\n# framerate: ${(1 / everyS).toFixed(6)}\n# ID\tFR\tX/m\tY/m\tZ/m\n`;
  for (const [n, { levels, places }] of frames.entries()) {
    let text = '';
    for (let id = 0; id < levels.length; id++) {
      if (levels[id] === NOT_INSIDE) continue;
      const x = box.westM + places[2 * id] * box.unitM;
      const y = box.southM + places[2 * id + 1] * box.unitM;
      text += `${id + 1}\t${n}\t${x.toFixed(3)}\t${y.toFixed(3)}\t${elevationsM[levels[id]].toFixed(3)}\n`;
    }
    yield text;
  }
}
