import type { CatalogueRecord } from './record.ts';

/** Words of the records' language: titles are told in both, the first is the page's. */
const LANGUAGES = [
  { code: 'zh', name: '中文' },
  { code: 'en', name: 'English' },
] as const;

/** Returns a record as OGC API – Records, Part 1 (OGC 20-004r1), has it (`recordGeoJSON`): a GeoJSON feature whose geometry is the dataset's box. */
export function ogcRecord(
  { id, title, type, theme, kind, source, licence, date, crs, vertical, boxDeg, ...record }: CatalogueRecord,
  href: string,
): object {
  const [west, south, east, north] = boxDeg;
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return {
    id,
    type: 'Feature',
    conformsTo: ['http://www.opengis.net/spec/ogcapi-records-1/1.0/conf/record-core'],
    geometry: { type: 'Polygon', coordinates: [ring] },
    time: date === null ? null : timeOf(date),
    properties: {
      type: type === 'layer' || type === 'terrain' ? 'dataset' : type,
      title: title.zh,
      titleEn: title.en,
      ...(source ? { description: `${source.zh} / ${source.en}` } : {}),
      language: LANGUAGES[0],
      languages: LANGUAGES,
      ...(theme ? { themes: [{ scheme: 'layer-groups', concepts: [{ id: theme }] }] } : {}),
      keywords: [kind, ...record.roles],
      ...(licence === null ? {} : { license: licence }),
      count: record.count,
      state: record.state,
      attributes: record.attributes,
      crs,
      verticalReference: vertical,
      qualityGrade: record.grade,
      qualityReasons: record.reasons,
      lineage: record.lineage,
    },
    links: [{ rel: 'self', type: 'application/geo+json', href }],
  };
}

const DAY_LENGTH = '2000-01-01'.length;

/** A day is a date; a year or a month is the interval of its days. */
function timeOf(date: string): object {
  if (date.length >= DAY_LENGTH) return { date: date.slice(0, DAY_LENGTH) };
  const [year, month] = date.split('-').map(Number);
  const first = Date.UTC(year, (month ?? 1) - 1, 1);
  const last = Date.UTC(year, month ?? 12, 0);
  if (Number.isNaN(first)) return { interval: ['..', '..'] };
  return { interval: [first, last].map((ms) => new Date(ms).toISOString().slice(0, DAY_LENGTH)) };
}
