/** "Lerc2 ", the only form that TIFF files hold; the older "CntZImage" was Esri's own. */
const MAGIC = 'Lerc2 ';
/** From here a checksum follows the version. */
const WITH_CHECKSUM = 3;
/** From here the number of values of a cell follows rows and columns. */
const WITH_DEPTH = 4;

/**
 * The first blob of a strip or tile packed by LERC (Esri's Limited Error Raster Compression 2.0 to 2.5). Its head says how many values come out, and
 * the decoder makes room for whatever it says: a hundred bytes may stand for gigabytes. Refused where they are more than the `cells` of the
 * strip, of `most` values each. What follows the blob is other bands, each as large again, and is cut off.
 */
export function lercBlob(packed: Uint8Array, cells: number, most: number): Uint8Array {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const magic = String.fromCharCode(...packed.subarray(0, MAGIC.length));
  if (magic !== MAGIC) throw new RangeError('no LERC 2 blob');
  let at = MAGIC.length;
  const next = () => {
    at += 4;
    return view.getUint32(at - 4, true);
  };
  const version = next();
  if (version >= WITH_CHECKSUM) next();
  const rows = next();
  const columns = next();
  const depth = version >= WITH_DEPTH ? next() : 1;
  next();
  next();
  const size = next();
  if (rows * columns > cells || depth > most)
    throw new RangeError(`LERC blob of ${rows} × ${columns} × ${depth} values for ${cells} cells`);
  // The decoder looks for the next blob so far behind: at 0 it would look for ever.
  if (size < at || size > packed.length) throw new RangeError(`LERC blob of ${size} bytes in ${packed.length}`);
  return packed.subarray(0, size);
}
