import { endingOf, READERS } from './listed-readers.ts';
import { fileStart } from './reader.ts';
import { type ByteSource, bytesSource, MAX_WHOLE_BYTES } from './shared/byte-source.ts';
import { baseNameOf, isArchive, zipEntries } from './shared/zip-entries.ts';

/** What a Shapefile, KMZ, a workbook or GTFS is made of: an archive of these is a format of its own. */
const OWN_FORMAT = /\.(shp|shx|dbf|kml)$|^\[content_types\]\.xml$|^stops\.txt$/;
/** Words beside the data, and what macOS adds to an archive. */
const BESIDE = /\.(txt|md|pdf|html?|xsd)$|^\./;

/**
 * A `.zip` that holds one file of data, as offices hand out CityGML, XPlanGML or GeoJSON, as that file; any other source as it is: archives
 * that are a format of their own, and those of several files, of which nobody said which is meant. A ReadError for a broken archive and a bomb.
 */
export async function unpacked(source: ByteSource): Promise<ByteSource> {
  const start = fileStart(await source.start());
  if (
    !isArchive(start) ||
    endingOf(
      source.name,
      READERS.flatMap(({ extensions }) => extensions),
    ) !== 'zip'
  )
    return source;
  if (READERS.some(({ accepts }) => accepts(start))) return source;
  const entries = await zipEntries(await source.whole(MAX_WHOLE_BYTES), source.name);
  const files = entries
    .map((entry) => ({ entry, name: baseNameOf(entry.name) }))
    .filter(({ entry: { name } }) => !name.startsWith('__MACOSX/'));
  if (files.some(({ name }) => OWN_FORMAT.test(name.toLowerCase()))) return source;
  const data = files.filter(
    ({ name }) => !BESIDE.test(name.toLowerCase()) && READERS.some((one) => endingOf(name, one.extensions)),
  );
  const [one] = data;
  return data.length === 1 ? bytesSource(await one.entry.bytes(), one.name) : source;
}
