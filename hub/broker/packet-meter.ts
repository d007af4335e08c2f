/**
 * Reads the fixed headers of MQTT packets (3.1.1, 2.2) as their bytes go by: `false` as soon as one announces more than `mostBytes()`, or a
 * length of more than four bytes. A parser would gather all that is announced first, up to 256 MB, from whoever has not said who he is.
 */
export function packetMeter(mostBytes: () => number): (bytes: Uint8Array) => boolean {
  /** Bytes left of the body that is going by. */
  let left = 0;
  /** Bytes of the header that were read; 0: a packet begins. */
  let headerBytes = 0;
  let announced = 0;
  return (bytes) => {
    for (let at = 0; at < bytes.length; ) {
      if (left > 0) {
        const passed = Math.min(left, bytes.length - at);
        left -= passed;
        at += passed;
        continue;
      }
      const byte = bytes[at++];
      if (headerBytes === 0) {
        headerBytes = 1;
        announced = 0;
        continue;
      }
      announced += (byte & 127) * 128 ** (headerBytes - 1);
      headerBytes++;
      const isMore = byte >= 128;
      if (announced > mostBytes() || (isMore && headerBytes > 4)) return false;
      if (isMore) continue;
      left = announced;
      headerBytes = 0;
    }
    return true;
  };
}
