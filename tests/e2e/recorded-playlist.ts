/** A film in fragmented MP4 (ISO/IEC 14496-12) with the playlist (RFC 8216) that has its fragments as segments. */
export interface RecordedPlaylist {
  bytes: Buffer;
  playlist: string;
}

interface Box {
  type: string;
  /** Of the box with its head, and of what is in it. */
  start: number;
  body: number;
  end: number;
}

/** Of a box's length and type. */
const HEAD_BYTES = 8;

/** Boxes side by side; lengths of 64 bits are not read. */
function boxesIn(bytes: Buffer, from: number, to: number): Box[] {
  const boxes: Box[] = [];
  for (let start = from; start < to; start = boxes[boxes.length - 1].end) {
    const length = bytes.readUInt32BE(start);
    if (length < HEAD_BYTES) throw new Error(`box at ${start}: expected 8 bytes or more, got ${length}`);
    const type = bytes.toString('latin1', start + 4, start + HEAD_BYTES);
    boxes.push({ type, start, body: start + HEAD_BYTES, end: start + length });
  }
  return boxes;
}

/** The box that a path of types leads to. */
function boxAt(bytes: Buffer, { body, end }: Pick<Box, 'body' | 'end'>, [type, ...path]: readonly string[]): Box {
  const found = boxesIn(bytes, body, end).find((box) => box.type === type);
  if (!found) throw new Error(`no box ${type}`);
  return path.length === 0 ? found : boxAt(bytes, found, path);
}

/**
 * The playlist of a film of one track, whose fragments are byte ranges of one file. It is played so many times in a row, each a discontinuity: a short film
 * stands for a camera that goes on. Boxes are those of version 1, with times of 64 bits.
 */
export function playlistOf(bytes: Buffer, file: string, times: number): RecordedPlaylist {
  const boxes = boxesIn(bytes, 0, bytes.length);
  const moov = boxAt(bytes, { body: 0, end: bytes.length }, ['moov']);
  const { body: head } = boxAt(bytes, moov, ['trak', 'mdia', 'mdhd']);
  const perS = bytes.readUInt32BE(head + 20);
  const endS = Number(bytes.readBigUInt64BE(head + 24)) / perS;
  const fragments = boxes.flatMap((box, i) => {
    if (box.type !== 'moof') return [];
    const { body } = boxAt(bytes, box, ['traf', 'tfdt']);
    return [{ start: box.start, end: boxes[i + 1].end, atS: Number(bytes.readBigUInt64BE(body + 4)) / perS }];
  });
  const segments = fragments.flatMap(({ start, end, atS }, i) => [
    `#EXTINF:${((fragments[i + 1]?.atS ?? endS) - atS).toFixed(5)},`,
    `#EXT-X-BYTERANGE:${end - start}@${start}`,
    file,
  ]);
  const playlist = [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-TARGETDURATION:${Math.ceil(endS)}`,
    '#EXT-X-PLAYLIST-TYPE:VOD',
    `#EXT-X-MAP:URI="${file}",BYTERANGE="${moov.end}@0"`,
    ...Array.from({ length: times }, (_, i) => (i === 0 ? segments : ['#EXT-X-DISCONTINUITY', ...segments])).flat(),
    '#EXT-X-ENDLIST',
  ];
  return { bytes, playlist: `${playlist.join('\n')}\n` };
}
